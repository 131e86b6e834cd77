"""Workers that share the jobs through PostgreSQL: each tick is one job, whichever of them takes it."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable

import procrastinate
import structlog
from procrastinate.types import JSONValue

from app.clock import Clock
from app.jobs import TICK_SECONDS, Jobs
from progress.database import Database
from progress.job_tables import SEARCH_PATH

TICK = f"* * * * * */{TICK_SECONDS}"
EVERY_MINUTE = "* * * * *"
BY_NIGHT = "10 19 * * *"  # 02:10 in Vietnam
JOBS_AT_ONCE = 4  # a digest that goes out for minutes holds up no other job
HEARTBEAT_SECONDS, DEAD_AFTER_SECONDS = 10.0, 40.0
POOL = 6

_log = structlog.get_logger(__name__)


def make_queue(database: Database, jobs: Jobs, clock: Clock, tick: str = TICK) -> procrastinate.App:
    """The queue with its tasks. A job that fails is tried again, each time a little later."""
    url = database.engine.url.set(drivername="postgresql")
    queue = procrastinate.App(
        connector=procrastinate.PsycopgConnector(
            conninfo=url.render_as_string(hide_password=False),
            kwargs={"options": SEARCH_PATH},
            min_size=1,
            max_size=POOL,
        )
    )
    patience = procrastinate.RetryStrategy(max_attempts=5, exponential_wait=3)

    def every(cron: str, name: str, job: Callable[[], Awaitable[object]], *, is_alone: bool = False) -> None:
        async def run(timestamp: int) -> JSONValue:
            del timestamp  # late or not, the job asks the clock
            await job()
            return None

        # Of ticks that nobody took yet one is enough: that is the queueing lock.
        task = queue.task(name=name, queueing_lock=name, lock=name if is_alone else None, retry=patience)(run)
        queue.periodic(cron=cron)(task)

    every(tick, "compose", lambda: jobs.compose(clock()), is_alone=True)
    every(tick, "deliver", lambda: jobs.deliver(clock()))
    every(BY_NIGHT, "upkeep", lambda: jobs.upkeep(clock()), is_alone=True)
    every(EVERY_MINUTE, "recover", lambda: recover(queue))
    return queue


async def recover(queue: procrastinate.App) -> int:
    """Give jobs whose worker has died to others. How many."""
    manager = queue.job_manager
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_SECONDS))
    for job in stalled:
        _log.warning("job_recovered", job=job.task_name)
        await manager.retry_job(job)
    return len(stalled)


async def run_worker(queue: procrastinate.App, jobs: Jobs, stopping: asyncio.Event | None = None) -> None:
    """Work until SIGTERM or SIGINT, or until ``stopping`` is set where it is given.

    What is under way is then finished, and the rest given back.
    """
    logging.getLogger("procrastinate").setLevel(logging.WARNING)  # each tick would be some lines
    stopping = stopping or _told_by_signals()
    async with queue.open_async():
        working = asyncio.create_task(
            queue.run_worker_async(
                concurrency=JOBS_AT_ONCE,
                install_signal_handlers=False,
                delete_jobs="successful",
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=DEAD_AFTER_SECONDS,
            )
        )
        told = asyncio.create_task(stopping.wait())
        await asyncio.wait({working, told}, return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        await jobs.courier.stop()
        working.cancel()  # it takes no more jobs, and waits for those under way
        await asyncio.gather(working, return_exceptions=True)
        if not working.cancelled() and (error := working.exception()) is not None:
            raise error


def _told_by_signals() -> asyncio.Event:
    told = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, told.set)
    return told
