"""The pace of a platform that counts the messages of each second."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from aiolimiter import AsyncLimiter
from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

BURST = 3  # what a late wake-up may catch up on, within the second
SHORTEST_WAIT_SECONDS = 0.001

Turn = Callable[[], Awaitable[None]]


class Pace:
    """A worker's share of a rate, spread evenly, and in no second more messages than the rate.

    The platform counts when a message arrives, which we know only to lie between its begin and its end. So
    what is under way counts, and what ended counts for a second after its end.
    """

    def __init__(self, rate: int, workers: int) -> None:
        self.workers = workers
        self._even = AsyncLimiter(BURST, BURST * workers / rate)
        self._window = MovingWindowRateLimiter(MemoryStorage())
        self._rate = rate
        self._log = RateLimitItemPerSecond(2 * rate)  # all is written down, also what was one too many
        self._under_way = 0
        self._answers = 0

    async def turn(self) -> None:
        """Wait for a place; ``sending`` is to follow at once."""
        await self._even.acquire()
        while (wait := self._wait(self._under_way + self._answers)) > 0:
            await asyncio.sleep(wait)

    @contextmanager
    def sending(self) -> Iterator[None]:
        """A message on its way."""
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
            self._window.hit(self._log)

    @contextmanager
    def answering(self) -> Iterator[Turn]:
        """An answer, from when it is asked for: the next place is kept for it. Gives its own ``turn``."""
        self._answers += 1
        try:
            yield self._answer_turn
        finally:
            self._answers -= 1
            self._window.hit(self._log)

    async def _answer_turn(self) -> None:
        while (wait := self._wait(self._under_way)) > 0:
            await asyncio.sleep(wait)

    def _wait(self, others: int) -> float:
        """How long to wait before looking again whether one more may go beside ``others``; 0: it may now."""
        reset, left = self._window.get_window_stats(self._log)
        ended = 2 * self._rate - left
        if ended + others < self._rate:
            return 0.0
        return max(SHORTEST_WAIT_SECONDS, min(reset - time.time(), 1.0))


async def no_wait() -> None:
    """The turn of an answer where nothing else goes out."""
