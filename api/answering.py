"""Asking the dialogue from an async route: a small pool of threads in front of it."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

from api.errors import Busy
from api.options import HttpOptions
from bot.dialogue.messages import Incoming, Outgoing

T = TypeVar("T")
# Neither PostgreSQL nor a log can hold these; line breaks and tabs stay.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Dialogue(Protocol):
    """Answers one message; synchronous and thread-safe."""

    def handle(self, incoming: Incoming) -> Sequence[Outgoing]: ...


class Ratings(Protocol):
    """Where thumbs are stored; False when the reference is unknown."""

    def rate(self, reference: str, *, is_helpful: bool, rated_at: dt.datetime) -> bool: ...


class Answering:
    """Carries messages to the dialogue and thumbs to their log, beside the event loop."""

    def __init__(
        self,
        dialogue: Dialogue,
        ratings: Ratings | None,
        options: HttpOptions,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._dialogue = dialogue
        self._ratings = ratings
        self._clock = clock
        self._timeout = options.answer_timeout
        self._queue_limit = options.answer_queue_limit + options.answer_threads
        self._waiting = 0
        self._threads = ThreadPoolExecutor(options.answer_threads, thread_name_prefix="http-answer")

    async def ask(
        self, channel: str, conversation: str, text: str, action: str | None
    ) -> tuple[Outgoing, ...]:
        """The dialogue's messages. Raises Busy when too many wait already or the answer takes too long."""
        incoming = Incoming(
            channel=channel,
            conversation=conversation,
            sender="",  # whoever names a conversation is nobody yet
            message_id=secrets.token_hex(12),
            text=_UNSTORABLE.sub(" ", text),
            received_at=self._clock(),
            action=action,
        )
        return tuple(await self._beside(lambda: self._dialogue.handle(incoming)))

    async def rate(self, reference: str, *, is_helpful: bool) -> bool:
        """Store a thumb; False when the reference is unknown or answers are not rated here."""
        ratings = self._ratings
        if ratings is None:
            return False
        now = self._clock()
        return await self._beside(lambda: ratings.rate(reference, is_helpful=is_helpful, rated_at=now))

    async def run(self, work: Callable[[], T]) -> T:
        """Other work that blocks, such as looking whether the database answers."""
        return await self._beside(work)

    def close(self) -> None:
        """Let answers under way end and drop those that wait."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    async def _beside(self, work: Callable[[], T]) -> T:
        if self._waiting >= self._queue_limit:
            raise Busy
        self._waiting += 1
        future = asyncio.get_running_loop().run_in_executor(self._threads, work)
        # Counted until the thread is free again, also when the one who asked has gone.
        future.add_done_callback(self._release)
        try:
            async with asyncio.timeout(self._timeout):
                return await asyncio.shield(future)
        except TimeoutError:
            raise Busy from None

    def _release(self, future: asyncio.Future[T]) -> None:
        self._waiting -= 1
        if not future.cancelled():
            future.exception()  # seen, so that an abandoned failure is not reported a second time
