"""The bot's token and its webhook, asked of Telegram itself."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from api.webhooks import TELEGRAM_PATH
from app.delivery import telegram_options
from app.findings import Finding, broken, unused, well
from app.settings import Settings

if TYPE_CHECKING:
    from bot.channels.telegram.inspecting import BotStanding

PART = "Telegram"
WEBHOOK = "webhook"


def telegram_findings(settings: Settings) -> Iterator[Finding]:
    """Nothing is asked where no token is set."""
    options = telegram_options(settings, TELEGRAM_PATH)
    if options is None:
        yield unused(PART, "không dùng (chưa đặt TROLY_TELEGRAM_TOKEN)")
        return
    # The library takes half a second to load.
    from telegram.error import Forbidden, InvalidToken, TelegramError

    from bot.channels.telegram.inspecting import inspect

    logging.getLogger("telegram").setLevel(logging.CRITICAL)  # the finding tells it in one line
    try:
        standing = asyncio.run(inspect(options))
    except (InvalidToken, Forbidden):
        yield broken(
            PART, "Telegram không nhận mã của bot", "lấy lại mã ở @BotFather, đặt TROLY_TELEGRAM_TOKEN"
        )
        return
    except TelegramError as error:
        told = f"không liên lạc được với {settings.telegram_api} ({type(error).__name__})"
        yield broken(PART, told, "xem đường ra mạng, TROLY_TELEGRAM_PROXY và TROLY_TELEGRAM_API")
        return
    yield _name(standing, settings)
    yield _webhook(standing, options.webhook_url)


def _name(standing: BotStanding, settings: Settings) -> Finding:
    wanted = settings.telegram_bot
    if wanted is not None and wanted.casefold() != standing.username.casefold():
        told = f"mã là của @{standing.username}, lời mời lại dẫn đến @{wanted}"
        return broken(PART, told, f"đặt TROLY_TELEGRAM_BOT={standing.username}")
    return well(PART, f"@{standing.username}")


def _webhook(standing: BotStanding, wanted: str) -> Finding:
    if standing.webhook_url != wanted:
        told = f"Telegram đang gọi “{standing.webhook_url}”" if standing.webhook_url else "chưa đăng ký"
        return broken(WEBHOOK, told, "khởi động lại troly serve để đăng ký lại, và xem TROLY_PUBLIC_URL")
    if not wanted:
        return unused(WEBHOOK, f"không dùng, trợ lý tự hỏi Telegram; {standing.waiting} tin đang chờ")
    if standing.last_error:
        told = f"lần gọi hỏng gần nhất: {standing.last_error}; {standing.waiting} tin đang chờ"
        return broken(WEBHOOK, told, f"mở thử {wanted} từ ngoài, xem chứng chỉ HTTPS và proxy")
    return well(WEBHOOK, f"{wanted}; {standing.waiting} tin đang chờ")
