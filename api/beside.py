"""Work that blocks, done in a few threads beside the event loop; more than can wait is told to come back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from api.errors import Busy

T = TypeVar("T")


class Beside:
    """A small pool of threads with a queue that has an end."""

    def __init__(self, name: str, *, threads: int, queue_limit: int, timeout: float) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._limit = queue_limit + threads
        self._timeout = timeout
        self._waiting = 0

    async def run(self, work: Callable[[], T]) -> T:
        """What ``work`` gives. Raises Busy when too much waits already or it takes too long."""
        if self._waiting >= self._limit:
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

    def close(self) -> None:
        """Let work under way end and drop what waits."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _release(self, future: asyncio.Future[T]) -> None:
        self._waiting -= 1
        if not future.cancelled():
            future.exception()  # seen, so that an abandoned failure is not reported a second time
