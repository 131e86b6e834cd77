"""Telegram's lane for what goes out by itself: a line of its own, so that no answer waits behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

import structlog
import tenacity
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.channels.telegram.connection import TelegramOptions, make_bot, waiting_seconds
from bot.channels.telegram.receiving import CHANNEL, Place
from bot.channels.telegram.rendering import Page, render
from bot.channels.telegram.sending import send_once, was_never_sent
from bot.delivery.port import Ambiguous, Later, Moved, Outcome, Part, Refused, Sent, Unreachable
from bot.delivery.rows import Parcel

RATE = 30  # a second, all that the bot sends, answers among them
CONNECTIONS = 16
CONNECT_TRIES = 3
CONNECT_WAIT = tenacity.wait_exponential(0.5, 4)
_GONE = ("chat not found", "user is deactivated", "peer_id_invalid", "group chat was deleted")

_log = structlog.get_logger(__name__)


class TelegramDelivery:
    """Sends deliveries through the library's bot; a private chat has the number of its person."""

    channel = CHANNEL

    def __init__(self, options: TelegramOptions, rate: int = RATE) -> None:
        self.rate: int | None = rate
        self._bot = make_bot(options, CONNECTIONS)

    def parts(self, parcel: Parcel) -> Sequence[Part]:
        """Raises ValueError when an action is longer than Telegram's callback_data."""
        return [partial(deliver, self._bot, page) for message in parcel.messages for page in render(message)]

    async def aclose(self) -> None:
        await self._bot.request.shutdown()  # it was never presented to Telegram, which the other line does


async def deliver(bot: Bot, page: Page, address: str) -> Outcome:
    """Send one page, and say what became of it; where no connection is made, try again a little later."""
    try:
        async for attempt in tenacity.AsyncRetrying(
            retry=tenacity.retry_if_exception(_had_no_connection),
            wait=CONNECT_WAIT,
            stop=tenacity.stop_after_attempt(CONNECT_TRIES),
            reraise=True,
        ):
            with attempt:
                return Sent(str(await send_once(bot, Place(int(address)), page)))
    except ChatMigrated as moved:
        return Moved(str(moved.new_chat_id))
    except RetryAfter as error:
        return Later("429", dt.timedelta(seconds=waiting_seconds(error)), stops_all=True)
    except InvalidToken:
        _log.error("telegram_token_rejected", hint="Telegram không nhận token của bot, hãy kiểm tra lại.")
        return Later("token", stops_all=True)
    except Forbidden as error:
        return Unreachable(error.message)
    except BadRequest as error:
        gone = any(words in error.message.lower() for words in _GONE)
        return Unreachable(error.message) if gone else Refused(error.message)
    except NetworkError as error:
        return Later(type(error).__name__) if was_never_sent(error) else Ambiguous(type(error).__name__)
    except TelegramError as error:
        return Refused(error.message)
    raise AssertionError("tenacity returns or raises")


def _had_no_connection(error: BaseException) -> bool:
    return isinstance(error, NetworkError) and not isinstance(error, BadRequest) and was_never_sent(error)
