"""Jobs shared by workers over PostgreSQL: each tick once, what a dead one held taken over."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import signal
from collections.abc import Callable

import pytest
from sqlalchemy import select, text

from app.clock import utc_now
from app.jobs import Jobs
from app.worker import make_queue, recover, run_worker
from bot.delivery.courier import Courier
from bot.delivery.deliveries import Deliveries
from bot.delivery.outbox import Outbox
from bot.dialogue.messages import Outgoing
from progress.backup import make_backup
from progress.database import Database
from progress.evidence_store import FolderStore
from progress.job_tables import SCHEMA, migrate_jobs, statements
from progress.table_dump import tables_in
from progress.tables.deliveries import DeliveryRow
from tests.app.conftest import Troly
from tests.bot.delivery.addressees import persons
from tests.bot.delivery.ports import SmallPort
from tests.conftest import Clock

pytestmark = pytest.mark.postgresql
EVERY_SECOND = "* * * * * *"
HALF_PAST_SEVEN = dt.datetime(2026, 5, 4, 0, 30, tzinfo=dt.UTC)
PATIENCE_SECONDS = 30.0


@pytest.fixture
def database(new_database: Callable[[str], Database]) -> Database:
    database = new_database("postgresql")
    assert migrate_jobs(database)
    return database


@pytest.fixture
def clock() -> Clock:
    return Clock(HALF_PAST_SEVEN)


def jobs_of(database: Database, clock: Clock, port: SmallPort, worker: str, told: list[str]) -> Jobs:
    def compose(now: dt.datetime) -> int:
        told.append(worker)
        if len(told) == 1:
            raise ValueError("the first time goes wrong, and is tried again")
        return int(Outbox(database, clock).notify(1, "returned", f"{now}", (Outgoing("Trả lại"),)))

    courier = Courier(Deliveries(database, clock, worker), [port], clock)
    return Jobs(composers=(compose,), courier=courier, erase=lambda now: told.append(f"{now}"))


async def test_two_workers_compose_and_deliver_until_they_are_told_to_stop(
    database: Database, clock: Clock
) -> None:
    assert persons(database, 1, "telegram") == (1,)
    told: list[str] = []
    ports = [SmallPort("telegram"), SmallPort("telegram")]
    jobs = [jobs_of(database, clock, port, name, told) for port, name in zip(ports, "ab", strict=True)]
    # As two processes each would hear the signal; in one only the last that asks for it does.
    queues = [make_queue(database, one, clock, EVERY_SECOND) for one in jobs]
    ends = (asyncio.Event(), None)
    working = [asyncio.create_task(run_worker(*each)) for each in zip(queues, jobs, ends, strict=True)]
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not any(port.taken for port in ports) or len(told) < 4:
            await asyncio.sleep(0.05)
        ends[0].set()
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.gather(*working)
    assert [taken for port in ports for taken in port.taken] == [("1", "Trả lại")]
    with database.reading() as connection:
        assert connection.execute(select(DeliveryRow.state)).scalars().all() == ["sent"]


async def test_the_job_of_a_dead_worker_goes_to_another(database: Database, clock: Clock) -> None:
    jobs = jobs_of(database, clock, SmallPort("telegram"), "a", [])
    queue = make_queue(database, jobs, clock)
    async with queue.open_async():
        await queue.tasks["upkeep"].defer_async(timestamp=1)
        dead = await queue.job_manager.register_worker()
        assert await queue.job_manager.fetch_job(queues=None, worker_id=dead) is not None
        assert await recover(queue) == 0
        with database.writing() as connection:
            connection.execute(
                text("UPDATE procrastinate.procrastinate_workers SET last_heartbeat = 'epoch'")
            )
        assert await recover(queue) == 1
        alive = await queue.job_manager.register_worker()
        assert await queue.job_manager.fetch_job(queues=None, worker_id=alive) is not None


def test_the_tables_of_the_queue_are_made_once_and_stay_out_of_backups(
    database: Database, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert not migrate_jobs(database)
    folder = tmp_path_factory.mktemp("backup")
    make_backup(database, FolderStore(folder / "files"), folder / "a.zip", utc_now())
    with database.reading() as connection:
        assert not any("procrastinate" in table.name for table in tables_in(connection))
        count = text("SELECT count(*) FROM information_schema.tables WHERE table_schema = :schema")
        assert connection.execute(count, {"schema": SCHEMA}).scalar_one() > 3


def test_the_queue_of_an_older_library_is_brought_up_to_date(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text(f"COMMENT ON SCHEMA {SCHEMA} IS '3.4.0'"))
    assert migrate_jobs(database)
    assert not migrate_jobs(database)


def test_only_the_steps_after_the_version_found_are_taken_in_their_order() -> None:
    steps = statements("3.2.0", "3.4.0")
    named = [[word for word in ("priority", "retry_job_v2", "batch") if word in step] for step in steps]
    assert "priority" in named[0]
    assert "retry_job_v2" in named[1]
    assert statements("3.4.0", "3.10.0") == []


def test_a_worker_without_its_setting_is_one_line(troly: Troly) -> None:
    ran = troly("worker")
    assert ran.status == 2
    assert ran.err == "TROLY_JOBS: troly worker cần workers; embedded là troly serve tự làm.\n"
    ran = troly("worker", jobs="workers")
    assert ran.status == 2
    assert ran.err.startswith("TROLY_JOBS: workers cần PostgreSQL")
