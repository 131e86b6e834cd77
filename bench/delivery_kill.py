"""Workers killed at random while a digest goes out: nobody is left out, and hardly anybody gets it twice.

Four workers on PostgreSQL and one on SQLite deliver through the real bot library to a Bot API of our own,
which keeps what came, each worker one message at a time (with TROLY_DELIVERIES_AT_ONCE=4 as many as four may
come twice at a kill). A killed worker is started again at once. Exit code 1 when a digest is missing, or when
more came twice than were killed under way, or when one that came twice was not counted.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import random
import secrets
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from bench.delivery_pace import MORNING, prepare
from bench.figures import Bar, Figure, Report
from bench.province import postgresql
from bench.servers import ROOT
from bot.channels.telegram.connection import TelegramOptions
from bot.channels.telegram.delivering import TelegramDelivery
from bot.delivery.courier import Courier
from bot.delivery.deliveries import Deliveries
from progress.database import Database
from progress.tables.deliveries import DeliveryRow
from tests.emulators.bot_api import TOKEN, BotApi, running_bot_api

PERSONS = 2_000
KILLS = 20
SEED = 201
ALLOWED = 30  # messages a second
LOOK_SECONDS = 0.2  # how often a worker looks for what is due
PATIENCE_SECONDS = 180.0
POLL_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found when all was quiet."""

    kills: int
    missing: int
    doubled: int  # came more than once
    counted: int  # how often the table says that something may have come twice
    uncounted: int  # came more than once, and the table does not say so
    seconds: float


def prove(url: str, persons: int, kills: int, workers: int, seed: int = SEED) -> Outcome:
    """Deliver to so many persons while ``kills`` times a worker dies; the database at ``url`` is empty."""
    prepare(url, persons)
    dice = random.Random(seed)
    begun = time.time()
    with running_bot_api() as api:
        api.tell(rate=ALLOWED)
        running = [_start(url, api, begun) for _ in range(workers)]
        try:
            for kill_at in sorted(dice.sample(range(1, persons - 1), kills)):
                _wait_for(api, kill_at)
                time.sleep(dice.random() * 0.05)  # at any point between one message and the next
                victim = dice.randrange(workers)
                running[victim].kill()
                running[victim].wait()
                running[victim] = _start(url, api, begun)
            _wait_until_closed(url)
        finally:
            for process in running:
                process.kill()
                process.wait()
        came = Counter(one["chat"] for one in api.sent())
    return _found(url, came, persons, kills, time.time() - begun)


def work(url: str, api: str, begun: float) -> None:
    """One worker, until it is killed; for all of them it was half past seven at ``begun``."""

    def clock() -> dt.datetime:
        return MORNING + dt.timedelta(seconds=time.time() - begun)

    async def deliver() -> None:
        database = Database.open(url)
        deliveries = Deliveries(database, clock, secrets.token_hex(8))
        if database.is_sqlite:
            deliveries.release()
        courier = Courier(deliveries, [TelegramDelivery(TelegramOptions(TOKEN, api=api))], clock, at_once=1)
        while True:
            await courier.deliver_due(clock())
            await asyncio.sleep(LOOK_SECONDS)

    asyncio.run(deliver())


def _start(url: str, api: BotApi, begun: float) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bench.delivery_kill", "--work", url, api.url, str(begun)]
    return subprocess.Popen(command, cwd=ROOT)


def _wait_for(api: BotApi, count: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while api.count() < count:
        if time.monotonic() > deadline:
            raise SystemExit(f"Fewer than {count} messages came.")
        time.sleep(POLL_SECONDS)


def _wait_until_closed(url: str) -> None:
    database = Database.open(url)
    is_open = (
        select(func.count()).select_from(DeliveryRow).where(DeliveryRow.state.in_(("queued", "sending")))
    )
    deadline = time.monotonic() + PATIENCE_SECONDS
    try:
        while True:
            with database.reading() as connection:
                if connection.execute(is_open).scalar_one() == 0:
                    return
            if time.monotonic() > deadline:
                raise SystemExit("Some deliveries are never closed.")
            time.sleep(LOOK_SECONDS)
    finally:
        database.close()


def _found(url: str, came: Counter[str], persons: int, kills: int, seconds: float) -> Outcome:
    database = Database.open(url)
    with database.reading() as connection:
        repeats = {
            row.sender: row.repeats
            for row in connection.execute(select(DeliveryRow.sender, DeliveryRow.repeats))
        }
    database.close()
    return Outcome(
        kills=kills,
        missing=sum(str(chat) not in came for chat in range(1, persons + 1)),
        doubled=sum(times - 1 for times in came.values()),
        counted=sum(repeats.values()),
        uncounted=sum(max(0, times - 1 - repeats[chat]) for chat, times in came.items()),
        seconds=seconds,
    )


def measure(folder: Path, persons: int, kills: int) -> Report:
    """Both databases."""
    found = {"SQLite, 1 worker": prove(f"sqlite:///{folder / 'kill.db'}", persons, kills, 1)}
    with postgresql() as url:
        found["PostgreSQL, 4 workers"] = prove(url, persons, kills, 4)
    return Report(
        title=f"kill -9 of delivery workers, {kills} times over {persons} persons",
        beside="-",
        figures=tuple(
            figure
            for name, one in found.items()
            for figure in (
                Figure(f"came twice, {name}", "messages", one.doubled),
                Figure(f"counted as perhaps twice, {name}", "messages", one.counted),
                Figure(f"all told after, {name}", "s", one.seconds),
            )
        ),
        bars=tuple(
            bar
            for name, one in found.items()
            for bar in (
                Bar(f"missing, {name},", one.missing, "at most", 0),
                Bar(f"came twice, {name},", one.doubled, "at most", one.kills),
                Bar(f"came twice and not counted, {name},", one.uncounted, "at most", 0),
            )
        ),
    )


def main() -> int:
    """Prove it with PERSONS and KILLS, or with as many as asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=PERSONS)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    parser.add_argument("--work", nargs=3, metavar=("URL", "API", "BEGUN"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        work(given.work[0], given.work[1], float(given.work[2]))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder), given.persons, given.kills).finish(given.json)


if __name__ == "__main__":
    sys.exit(main())
