"""The Telegram channel: updates are kept in SQL before they are acknowledged, and answered from there."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import hmac
import json
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Self

import structlog
from telegram import Update
from telegram.error import Forbidden, InvalidToken, TelegramError

from bot.channels.failures import apology, new_reference
from bot.channels.lanes import Lanes
from bot.channels.telegram import sending
from bot.channels.telegram.connection import TelegramOptions, connect, make_bot, persist
from bot.channels.telegram.fetching import FETCH_PATIENCE_SECONDS, fetch
from bot.channels.telegram.receiving import (
    ALLOWED_UPDATES,
    CHANNEL,
    BotName,
    Place,
    Received,
    chat_of,
    receive,
)
from bot.channels.telegram.rendering import render
from bot.delivery.pace import Turn, no_wait
from bot.dialogue.attachments import AttachmentGone
from bot.dialogue.messages import Attachment, Incoming, Outgoing
from bot.inbox import Inbox, Pending

ANSWERS_AT_ONCE = 8  # threads that talk with the dialogue
POLL_TIME = dt.timedelta(seconds=25)
SLOW_ANSWER_SECONDS = 1.0  # after this the person sees that we are typing
SWEEP_SECONDS = 20.0  # how often the table is looked at when nothing wakes us; well within the inbox's LEASE
BATCH = 100
STOP_PATIENCE_SECONDS = 10.0

_log = structlog.get_logger(__name__)


class TelegramChannel:
    """Takes updates, answers them, survives restarts.

    The library's Updater and Application are left out on purpose: they acknowledge an update once it is in a
    queue in memory, and a crash then loses it. Here an update is committed to SQL first, by polling as by
    webhook; what was acknowledged and not answered is answered after a restart. ``answering`` is
    entered while an answer is made and sent, and gives its turn before what goes out by itself.
    """

    def __init__(
        self,
        options: TelegramOptions,
        answer: Callable[[Incoming], Sequence[Outgoing]],
        inbox: Inbox,
        clock: Callable[[], dt.datetime],
        answering: Callable[[], AbstractContextManager[Turn]] = lambda: nullcontext(no_wait),
    ) -> None:
        self.channel = CHANNEL
        self.options = options
        self._answering = answering
        self._answer = answer
        self._inbox = inbox
        self._clock = clock
        self._bot = make_bot(options)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._offset: int | None = None
        self._trouble: str | None = "chưa kết nối được Telegram"
        self._lanes = Lanes()
        self._threads = ThreadPoolExecutor(ANSWERS_AT_ONCE, thread_name_prefix="telegram-answer")
        self._claiming = asyncio.Lock()  # one claim after another keeps the order of arrival
        self._work_waits = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def start(self) -> None:
        """Begin to work in the running loop; returns at once, for Telegram may be out of reach for hours."""
        self._loop = asyncio.get_running_loop()
        self._work_waits.set()  # what an earlier process left in the table
        self._beside(self._run())

    async def stop(self) -> None:
        """Let answers under way be sent; what is not answered waits in the table for the next start."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=STOP_PATIENCE_SECONDS)
        await self._lanes.drain(STOP_PATIENCE_SECONDS)
        self._threads.shutdown(wait=False, cancel_futures=True)
        await self._bot.shutdown()

    def trouble(self) -> str | None:
        """None while Telegram is reached, else one sentence that tells what is wrong."""
        return self._trouble

    def fetch(self, attachment: Attachment) -> bytes:
        """The bytes of a file, for the thread that answers. Raises AttachmentTooLarge and AttachmentGone."""
        if self._loop is None:
            raise AttachmentGone
        fetching = asyncio.run_coroutine_threadsafe(fetch(self._bot, attachment), self._loop)
        try:
            return fetching.result(2 * FETCH_PATIENCE_SECONDS)
        except TimeoutError:
            fetching.cancel()
            raise AttachmentGone from None

    def is_from_telegram(self, secret: str | None) -> bool:
        """Compare the header ``X-Telegram-Bot-Api-Secret-Token`` in constant time."""
        return hmac.compare_digest((secret or "").encode(), self.options.webhook_secret.encode())

    async def accept(self, body: bytes, secret: str | None) -> int:
        """One webhook request -> its HTTP status: 200 kept, 403 wrong secret, 400 no update.

        A database error is raised: the caller answers 5xx and Telegram delivers again.
        """
        if not self.is_from_telegram(secret):
            return 403
        try:
            update = json.loads(body)
        except ValueError:
            return 400
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return 400
        await self._claim(update)
        return 200

    async def _run(self) -> None:
        """Connect, then answer what waits in the table and, without a webhook, ask for more."""
        try:
            await persist("telegram_connecting", lambda: connect(self._bot, self.options))
            self._trouble = None
            self._beside(_forever("telegram_answering", self._answer_pending))
            if not self.options.webhook_url:
                await _forever("telegram_polling", self._poll)
        except (InvalidToken, Forbidden):
            self._trouble = "Telegram không nhận mã của bot"
            # The error's own text contains the token.
            _log.error("telegram_token_rejected", hint="Telegram không nhận token của bot, hãy kiểm tra lại.")

    async def _poll(self) -> None:
        try:
            updates = await self._bot.get_updates(
                self._offset, timeout=POLL_TIME, allowed_updates=ALLOWED_UPDATES
            )
        except TelegramError:
            self._trouble = "đang mất liên lạc với Telegram"
            raise
        self._trouble = None
        for update in updates:
            await self._claim(update.to_dict())
            # Asking with a higher offset is what acknowledges an update: after its commit, never before.
            self._offset = update.update_id + 1

    async def _claim(self, update: dict[str, Any]) -> None:
        async with self._claiming:
            is_new = await asyncio.to_thread(self._inbox.claim, CHANNEL, str(update["update_id"]), update)
        if is_new:
            self._work_waits.set()

    async def _answer_pending(self) -> None:
        with contextlib.suppress(TimeoutError):
            # Not wait_for, which in Python 3.11 swallows a cancellation that meets the event.
            async with asyncio.timeout(SWEEP_SECONDS):
                await self._work_waits.wait()
        self._work_waits.clear()
        batch = await asyncio.to_thread(self._inbox.take_pending, CHANNEL, BATCH)
        for pending in batch:
            self._put(pending)
        if len(batch) == BATCH:
            self._work_waits.set()  # the table may hold more

    def _put(self, pending: Pending) -> None:
        try:
            update = Update.de_json(pending.payload, self._bot)
        except Exception:  # noqa: BLE001 - whatever it is, it must not hold up the others
            reference = new_reference()
            _log.exception("telegram_update_unreadable", reference=reference)
            self._lanes.put(None, lambda: self._close(pending.id, reference))
            return
        if update.callback_query:
            # At once, even when the chat has other work: a press is only waited for some seconds.
            self._beside(sending.acknowledge_press(self._bot, update.callback_query.id))
        self._lanes.put(chat_of(update), lambda: self._serve(pending.id, update))

    async def _serve(self, pending: int, update: Update) -> None:
        await self._close(pending, await self._answered(update))

    async def _close(self, pending: int, reference: str) -> None:
        async def write() -> None:
            if reference:
                await asyncio.to_thread(self._inbox.fail, pending, reference)
            else:
                await asyncio.to_thread(self._inbox.finish, pending)

        # An answered update left open would be answered again after a restart.
        await persist("telegram_closing", write)

    async def _answered(self, update: Update) -> str:
        """Answer an update if it is for us; "" or the reference under which the failure was logged."""
        received = None
        try:
            received = receive(update, BotName(self._bot.id, self._bot.username), self._clock())
            if received:
                with self._answering() as turn:
                    await self._reply(received, turn)
        except Exception:  # noqa: BLE001 - the last net
            reference = new_reference()
            _log.exception("telegram_answer_failed", reference=reference, update=update.update_id)
            if received:
                await self._apologize(received.place, reference)
            return reference
        return ""

    async def _reply(self, received: Received, turn: Turn) -> None:
        loop = asyncio.get_running_loop()
        answering = loop.run_in_executor(self._threads, self._answer, received.incoming)
        done, _ = await asyncio.wait({answering}, timeout=SLOW_ANSWER_SECONDS)
        typing = None if done else asyncio.create_task(sending.keep_typing(self._bot, received.place))
        try:
            messages = await answering
        finally:
            if typing:
                typing.cancel()
        pages = [page for message in messages for page in render(message)]
        await turn()
        await sending.send(self._bot, received.place, pages)

    async def _apologize(self, place: Place, reference: str) -> None:
        try:
            await sending.send(self._bot, place, render(apology(reference)))
        except TelegramError as error:
            _log.warning("telegram_apology_not_sent", reference=reference, trouble=type(error).__name__)

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _forever(name: str, step: Callable[[], Coroutine[Any, Any, None]]) -> None:
    while True:
        await persist(name, step)
