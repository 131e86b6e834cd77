"""Asking the dialogue from an async route: a small pool of threads in front of it."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from api.beside import Beside
from api.options import HttpOptions
from bot.dialogue.messages import Incoming, Outgoing

T = TypeVar("T")
NOBODY = ""
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
        self._beside = Beside(
            "http-answer",
            threads=options.answer_threads,
            queue_limit=options.answer_queue_limit,
            timeout=options.answer_timeout,
        )

    async def ask(
        self, channel: str, conversation: str, text: str, action: str | None, *, sender: str = NOBODY
    ) -> tuple[Outgoing, ...]:
        """The dialogue's messages. Raises Busy when too many wait already or the answer takes too long.

        ``sender`` is given where it was proven who sends: whoever names a conversation is nobody yet.
        """
        incoming = Incoming(
            channel=channel,
            conversation=conversation,
            sender=sender,
            message_id=secrets.token_hex(12),
            text=_UNSTORABLE.sub(" ", text),
            received_at=self._clock(),
            action=action,
        )
        return tuple(await self._beside.run(lambda: self._dialogue.handle(incoming)))

    async def rate(self, reference: str, *, is_helpful: bool) -> bool:
        """Store a thumb; False when the reference is unknown or answers are not rated here."""
        ratings = self._ratings
        if ratings is None:
            return False
        now = self._clock()
        return await self._beside.run(lambda: ratings.rate(reference, is_helpful=is_helpful, rated_at=now))

    async def run(self, work: Callable[[], T]) -> T:
        """Other work that blocks, such as looking whether the database answers."""
        return await self._beside.run(work)

    def close(self) -> None:
        """Let answers under way end and drop those that wait."""
        self._beside.close()
