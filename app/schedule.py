"""The schedule inside the serving process; it only ticks, what is due the jobs find out themselves."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog

from app.clock import Clock
from app.jobs import TICK_SECONDS, Jobs

UPKEEP_HOURS = 24

_log = structlog.get_logger(__name__)


@asynccontextmanager
async def embedded_schedule(jobs: Jobs, clock: Clock) -> AsyncIterator[None]:
    """Run the jobs in the running loop until the block ends; what is under way is then finished."""
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # each tick would be a line
    scheduler = AsyncIOScheduler(timezone=dt.UTC)
    at_once = dt.datetime.now(dt.UTC)
    for name, job, every in (
        ("compose", jobs.compose, {"seconds": TICK_SECONDS}),
        ("deliver", jobs.deliver, {"seconds": TICK_SECONDS}),
        ("upkeep", jobs.upkeep, {"hours": UPKEEP_HOURS}),
    ):
        scheduler.add_job(
            _told(name, job, clock),
            "interval",
            **every,
            next_run_time=at_once,
            coalesce=True,  # after a sleep of the machine once, not once for each tick
            misfire_grace_time=None,
            max_instances=1,
        )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.pause()
        await jobs.courier.stop()
        scheduler.shutdown(wait=False)


def _told(
    name: str, job: Callable[[dt.datetime], Awaitable[object]], clock: Clock
) -> Callable[[], Awaitable[None]]:
    """The job at the present of the clock; a failure is logged and the next tick tries again."""

    async def run() -> None:
        try:
            await job(clock())
        except Exception:  # noqa: BLE001 - a tick that fails must not end the schedule
            _log.exception("job_failed", job=name)

    return run
