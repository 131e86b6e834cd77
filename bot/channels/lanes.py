"""Work that keeps its order within one chat while many chats are served beside each other."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable

Work = Callable[[], Awaitable[None]]


class Lanes:
    """One queue a lane, made when work comes and gone when it is done. Belongs to one event loop."""

    def __init__(self) -> None:
        self._waiting: dict[Hashable, deque[Work]] = {}
        self._running: set[asyncio.Task[None]] = set()

    def put(self, lane: Hashable, work: Work) -> None:
        """Do ``work`` after all that was put into this lane before. ``work`` handles its own errors."""
        if lane in self._waiting:
            self._waiting[lane].append(work)
            return
        self._waiting[lane] = deque([work])
        task = asyncio.create_task(self._run(lane), name=f"lane {lane}")
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def drain(self, patience: float) -> None:
        """Wait until all work is done; after ``patience`` seconds cancel what is left."""
        if self._running:
            _, late = await asyncio.wait(set(self._running), timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _run(self, lane: Hashable) -> None:
        waiting = self._waiting[lane]
        try:
            while waiting:
                await waiting.popleft()()
        finally:
            del self._waiting[lane]
