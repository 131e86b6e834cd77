"""How messages reach Telegram: limits obeyed, nothing sent twice by guessing, nothing lost by a bad tag."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import httpx
import structlog
import tenacity
from telegram import Bot, InputFile, LinkPreviewOptions, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram.connection import FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS, waiting_seconds
from bot.channels.telegram.receiving import Place
from bot.channels.telegram.rendering import Page
from bot.dialogue.messages import OutgoingFile

# "delivered"; "blocked": the person or the group shut us out; "unsure": Telegram did not confirm in time.
Delivery = Literal["delivered", "blocked", "unsure"]

SEND_PATIENCE_SECONDS = 300  # a message that cannot be sent for so long answers nothing any more
TYPING_EVERY_SECONDS = 4  # Telegram shows it for five

_log = structlog.get_logger(__name__)


async def send(bot: Bot, place: Place, pages: Sequence[Page]) -> Delivery:
    """Send the pages in order.

    Raises TelegramError when Telegram refuses a message for another reason than a block, or cannot be
    reached within SEND_PATIENCE_SECONDS.
    """
    for page in pages:
        try:
            try:
                await _send_page(bot, place, page)
            except ChatMigrated as moved:
                # A group that became a supergroup has a new id, and its old messages cannot be replied to.
                _log.info("telegram_chat_migrated", chat=place.chat, new_chat=moved.new_chat_id)
                place = Place(moved.new_chat_id)
                await _send_page(bot, place, page)
        except Forbidden:
            _log.info("telegram_blocked", chat=place.chat)
            return "blocked"
        except TimedOut as error:
            if was_never_sent(error):
                raise
            # The message may have arrived; sending it again would show it twice.
            _log.warning("telegram_send_unconfirmed", chat=place.chat)
            return "unsure"
        place = replace(place, reply_to=None)  # the first message points at the question, that is enough
    return "delivered"


async def acknowledge_press(bot: Bot, callback: str) -> None:
    """Stop the button's spinner. Too late is no error: the answer itself still comes."""
    try:
        await bot.answer_callback_query(callback)
    except TelegramError as error:
        _log.info("telegram_press_not_acknowledged", reason=type(error).__name__)


async def keep_typing(bot: Bot, place: Place) -> None:
    """Show "đang nhập" until cancelled."""
    while True:
        try:
            await bot.send_chat_action(place.chat, ChatAction.TYPING, message_thread_id=place.topic)
        except TelegramError:
            return  # a courtesy only
        await asyncio.sleep(TYPING_EVERY_SECONDS)


async def _send_page(bot: Bot, place: Place, page: Page) -> None:
    async for attempt in tenacity.AsyncRetrying(
        retry=tenacity.retry_if_exception(_may_be_repeated),
        wait=_wait,
        stop=tenacity.stop_after_delay(SEND_PATIENCE_SECONDS),
        reraise=True,
    ):
        with attempt:
            await send_once(bot, place, page)


async def send_once(bot: Bot, place: Place, page: Page) -> int:
    """Try to send a page; Telegram's number of the message. Raises TelegramError."""
    if page.file is not None:
        return await _send_file(bot, place, page.file)
    try:
        return await _send_text(bot, place, page, page.html, ParseMode.HTML)
    except BadRequest as error:
        if "can't parse entities" not in error.message.lower():
            raise
        _log.warning("telegram_html_refused", chat=place.chat)
        return await _send_text(bot, place, page, page.plain, None)


async def _send_text(bot: Bot, place: Place, page: Page, text: str, parse_mode: ParseMode | None) -> int:
    message = await bot.send_message(
        place.chat,
        text,
        parse_mode=parse_mode,
        message_thread_id=place.topic,
        reply_parameters=_reply_to(place),
        reply_markup=page.keyboard,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    return message.message_id


async def _send_file(bot: Bot, place: Place, file: OutgoingFile) -> int:
    sent = InputFile(file.content, filename=file.name)
    send = bot.send_photo if file.is_picture else bot.send_document
    message = await send(place.chat, sent, message_thread_id=place.topic, reply_parameters=_reply_to(place))
    return message.message_id


def _reply_to(place: Place) -> ReplyParameters | None:
    """The question may have been deleted meanwhile; the answer is sent all the same."""
    if not place.reply_to:
        return None
    return ReplyParameters(place.reply_to, allow_sending_without_reply=True)


def _may_be_repeated(error: BaseException) -> bool:
    """True only when the message cannot have arrived."""
    if isinstance(error, RetryAfter):
        return True
    return isinstance(error, NetworkError) and not isinstance(error, BadRequest) and was_never_sent(error)


def was_never_sent(error: NetworkError) -> bool:
    """Whether the message surely did not arrive."""
    cause = error.__cause__
    if isinstance(cause, httpx.HTTPError):
        return isinstance(cause, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout))
    # Telegram answered, with a 5xx: it took nothing.
    return not isinstance(error, TimedOut)


def _wait(state: tenacity.RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, RetryAfter):
        return waiting_seconds(error)
    return float(tenacity.wait_exponential(FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS)(state))
