"""The pace of a platform that counts the messages of each second."""

from __future__ import annotations

from aiolimiter import AsyncLimiter

BURST = 1.25  # what a late wake-up may catch up on; more would crowd a second
FIRST = 0.99  # the smaller amount is served before those who wait for a whole one


class Pace:
    """A worker's share of a rate, spread evenly: a platform that counts any second sees no crowd."""

    def __init__(self, rate: float, workers: int) -> None:
        self.workers = workers
        self._places = AsyncLimiter(BURST, BURST * workers / rate)

    async def turn(self) -> None:
        """Wait for a place."""
        await self._places.acquire()

    async def spend(self, count: int) -> None:
        """Take places for messages that do not wait."""
        for _ in range(count):
            await self._places.acquire(FIRST)
