"""Data that has served its time is erased: at start, then once a day while the assistant runs."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import structlog

from app.clock import Clock
from app.settings import Settings
from app.store import Store

DAY_SECONDS = 24 * 3600
UPDATE_RETENTION = dt.timedelta(days=7)  # no channel delivers a message again after so long

Sweep = Callable[[dt.datetime], int]

_log = structlog.get_logger(__name__)


def erase_old(store: Store, settings: Settings, now: dt.datetime, sweep: Sweep | None = None) -> None:
    """Erase words of old questions; forget old conversations, closed updates, web sessions, lost files."""
    questions = store.question_log.erase_before(now - dt.timedelta(days=settings.question_retention_days))
    conversations = store.conversations.forget_before(
        now - dt.timedelta(days=settings.conversation_retention_days)
    )
    updates = store.inbox.forget_before(now - UPDATE_RETENTION)
    files = sweep(now) if sweep else 0
    _log.info(
        "old_data_erased",
        questions=questions,
        conversations=conversations,
        updates=updates,
        sessions=store.sessions.forget_expired(),
        request_keys=store.request_keys.forget_expired(),
        files=files,
    )


@asynccontextmanager
async def daily_upkeep(
    store: Store, settings: Settings, clock: Clock, sweep: Sweep | None = None
) -> AsyncIterator[None]:
    """Erase old data now and every day until the block ends; a day that fails is tried again the next.

    ``sweep`` removes files that belong to no report, and says how many.
    """

    async def keep_up() -> None:
        while True:
            try:
                await asyncio.to_thread(erase_old, store, settings, clock(), sweep)
            except Exception:  # noqa: BLE001 - a day that fails must not end the upkeep
                _log.exception("upkeep_failed")
            await asyncio.sleep(DAY_SECONDS)

    task = asyncio.create_task(keep_up())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
