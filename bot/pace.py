"""The pace of a platform that counts the messages of each second."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

from aiolimiter import AsyncLimiter
from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

BURST = 3  # what a late wake-up may catch up on, within the second
SHORTEST_WAIT_SECONDS = 0.001


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
        self._log = RateLimitItemPerSecond(2 * rate)  # answers do not wait, and are counted beyond the rate
        self._under_way = 0

    async def turn(self) -> None:
        """Wait for a place; ``sending`` is to follow at once."""
        await self._even.acquire()
        while True:
            reset, left = self._window.get_window_stats(self._log)
            ended = 2 * self._rate - left
            if ended + self._under_way < self._rate:
                return
            await asyncio.sleep(max(SHORTEST_WAIT_SECONDS, min(reset - time.time(), 1.0)))

    @contextmanager
    def sending(self) -> Iterator[None]:
        """A message on its way."""
        with self._taking(1):
            yield

    @contextmanager
    def answering(self) -> Iterator[None]:
        """An answer, from when it is asked for: it waits for nothing, so the last place is left to it."""
        with self._taking(2):
            yield

    @contextmanager
    def _taking(self, places: int) -> Iterator[None]:
        self._under_way += places
        try:
            yield
        finally:
            self._under_way -= places
            self._window.hit(self._log)
