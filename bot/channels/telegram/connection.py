"""The line to Telegram: how the bot is built, presented and kept connected through outages."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram.receiving import ALLOWED_UPDATES
from bot.commands import commands_for

# The library's own switch to its coming behaviour: waiting times as timedelta, without a deprecation warning.
os.environ.setdefault("PTB_TIMEDELTA", "1")

OFFICIAL_API = "https://api.telegram.org"
CONNECTIONS = 64  # requests under way at once; covers every chat being answered
FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 30.0

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class TelegramOptions:
    """How to reach Telegram. Without ``webhook_url`` the channel asks for updates itself (polling)."""

    token: str = field(repr=False)
    webhook_url: str = ""  # public HTTPS address of our webhook
    api: str = OFFICIAL_API  # the address of one's own Bot API server, if any
    proxy: str = field(default="", repr=False)
    timeout: float = 15.0  # seconds Telegram may take for one request, beside the time of a long poll

    @property
    def webhook_secret(self) -> str:
        """Derived from the token: the same in every replica, and nothing more to configure."""
        return hmac.new(self.token.encode(), b"telegram webhook", hashlib.sha256).hexdigest()


def make_bot(options: TelegramOptions, connections: int = CONNECTIONS) -> Bot:
    """The library's bot, not connected yet. Raises InvalidToken when the token is empty."""
    # httpx logs every address at INFO, and Telegram's addresses contain the token.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    api = options.api.rstrip("/")
    return Bot(
        options.token,
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=_line(options, connections),
        get_updates_request=_line(options, 1),
    )


def _line(options: TelegramOptions, connections: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        connect_timeout=options.timeout,
        read_timeout=options.timeout,
        write_timeout=options.timeout,
        pool_timeout=options.timeout,
        proxy=options.proxy or None,
    )


async def connect(bot: Bot, options: TelegramOptions) -> None:
    """Check the token, show the commands, choose between webhook and polling."""
    await bot.initialize()
    try:
        await _show_commands(bot)
    except BadRequest as error:  # a menu refused is no reason to answer nobody
        _log.warning("telegram_commands_refused", detail=error.message)
    if options.webhook_url:
        await bot.set_webhook(
            options.webhook_url, secret_token=options.webhook_secret, allowed_updates=ALLOWED_UPDATES
        )
    else:
        await bot.delete_webhook()
    _log.info("telegram_connected", bot=bot.username, webhook=bool(options.webhook_url))


async def _show_commands(bot: Bot) -> None:
    for scope, commands in (
        (BotCommandScopeAllPrivateChats(), commands_for("private")),
        (BotCommandScopeAllGroupChats(), commands_for("group")),
    ):
        menu = [BotCommand(command.name, command.description) for command in commands]
        # Without a language for phones set to English; "vi" over what an earlier version may have left.
        for language in (None, "vi"):
            await bot.set_my_commands(menu, scope=scope, language_code=language)


async def persist(name: str, step: Callable[[], Awaitable[None]]) -> None:
    """Try ``step`` until it succeeds. Raises InvalidToken and Forbidden, which no patience mends."""
    wait = FIRST_WAIT_SECONDS
    while True:
        try:
            return await step()
        except (InvalidToken, Forbidden):
            raise
        except RetryAfter as error:
            wait = waiting_seconds(error)
            _log.warning(name, trouble="RetryAfter", again_in=wait)
        except Conflict:
            _log.warning(name, hint="Một tiến trình khác đang dùng cùng token Telegram.", again_in=wait)
        except BadRequest as error:
            _log.error(name, detail=error.message, again_in=wait)
        except TelegramError as error:
            _log.warning(name, trouble=type(error).__name__, again_in=wait)
        except Exception:  # noqa: BLE001 - the database may be away for a while
            _log.exception(name, again_in=wait)
        await asyncio.sleep(wait)
        wait = min(wait * 2, LONGEST_WAIT_SECONDS)


def waiting_seconds(error: RetryAfter) -> float:
    """How long Telegram asks us to wait."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)
