"""The schedule inside the serving process: it survives a job that fails, and finishes what is under way."""

from __future__ import annotations

import asyncio
import datetime as dt

from app.jobs import Jobs
from app.schedule import embedded_schedule
from bot.delivery.courier import Courier
from bot.delivery.deliveries import Deliveries
from bot.delivery.outbox import Outbox
from bot.dialogue.messages import Outgoing
from progress.database import Database
from tests.bot.delivery.addressees import persons
from tests.bot.delivery.ports import SmallPort
from tests.conftest import Clock

HALF_PAST_SEVEN = dt.datetime(2026, 5, 4, 0, 30, tzinfo=dt.UTC)
PATIENCE_SECONDS = 10.0


async def test_jobs_run_at_once_and_what_is_under_way_is_finished(database: Database) -> None:
    clock = Clock(HALF_PAST_SEVEN)
    persons(database, 2, "telegram")
    outbox, telegram, seen = Outbox(database, clock), SmallPort("telegram"), []
    telegram.waits = asyncio.Event()
    for person in (1, 2):
        outbox.notify(person, "returned", "review 1", (Outgoing("Trả lại"),))

    def compose(now: dt.datetime) -> int:
        seen.append(now)
        raise ValueError("nothing can be composed today")

    courier = Courier(Deliveries(database, clock, "a"), [telegram], clock, at_once=1)
    jobs = Jobs(composers=(compose,), courier=courier, erase=seen.append)
    async with asyncio.timeout(PATIENCE_SECONDS):
        async with embedded_schedule(jobs, clock):
            while len(seen) < 2 or outbox.counts() != {"sending": 1, "queued": 1}:
                await asyncio.sleep(0.01)
            asyncio.get_running_loop().call_later(0.05, telegram.waits.set)
    assert seen == [HALF_PAST_SEVEN] * 2
    assert telegram.is_closed
    assert outbox.counts() == {"sent": 1, "queued": 1}
