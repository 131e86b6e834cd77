"""Reports and bare rows, each as one call: by one writer on SQLite, by several processes on PostgreSQL."""

from __future__ import annotations

import itertools
import json
import multiprocessing
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg

from bench.province import NOW, PERIOD, bundled_obligations
from progress.database import Database
from progress.desk import ReportDesk
from progress.obligations import Obligations
from progress.persons import Person
from progress.records import Content
from progress.tables.base import sqlite_instant

if TYPE_CHECKING:
    from threading import Barrier

WRITERS = 8
TURN_SECONDS = 1.5
TURNS = 4
PATIENCE_SECONDS = 60.0  # until the last writer is ready
_COLUMNS = (
    "task_id, agency, period, version, replaces, standing, content, reason, reporter_id, channel, "
    "message_id, submitted_at, first_sent_at"
)
_BARE = f"INSERT INTO reports ({_COLUMNS}) VALUES ({{}})"  # noqa: S608 - names of our own columns

Send = Callable[[int], None]  # one report, by its number


@dataclass(frozen=True, slots=True)
class Sentence:
    """A report as it was said, and the content it comes to for its one task."""

    text: str
    task_id: str
    content: Content


class Sender:
    """Sends reports for its share of the agencies, each time for the next one, and knows what stands."""

    def __init__(
        self, desk: ReportDesk, obligations: Obligations, reporters: Mapping[str, Person], place: int, of: int
    ) -> None:
        self._desk = desk
        self._reporters = reporters
        self._versions: dict[tuple[str, str], int] = {}
        self._turns = {
            task.id: itertools.cycle(mine)
            for task in obligations.plan.tasks
            if (mine := obligations.obliged_agencies(task.id)[place::of])
        }

    def can_send(self, task_id: str) -> bool:
        return task_id in self._turns

    def send(self, task_id: str, content: Content, number: int) -> None:
        agency = next(self._turns[task_id])
        made = self._desk.submit(
            self._reporters[agency],
            task_id,
            agency,
            PERIOD,
            content,
            channel="bench",
            message_id=str(number),
            expects_version=self._versions.get((task_id, agency), 0),
        )
        self._versions[task_id, agency] = made.version


def bare_on_sqlite(database: Database, reporter: Person, agency: str) -> Send:
    """The same row put into the same table and committed through the driver."""
    connection: sqlite3.Connection = database.sqlite()
    statement = _BARE.format(", ".join("?" * 13))
    now = sqlite_instant(NOW)

    def add(number: int) -> None:
        connection.execute(statement, (*_row(reporter, agency, number), now, now))

    return add


def bare_on_postgresql(url: str, reporter: Person, agency: str) -> Send:
    """The same on PostgreSQL."""
    connection = psycopg.connect(url)
    statement = _BARE.format(", ".join(["%s"] * 13)).encode()

    def add(number: int) -> None:
        connection.execute(statement, (*_row(reporter, agency, number), NOW, NOW))
        connection.commit()

    return add


def _row(reporter: Person, agency: str, number: int) -> tuple[object, ...]:
    content = json.dumps({"percent": "81.25", "note": "đã rà soát xong"}, ensure_ascii=False)
    return (
        f"bare-{number}",
        agency,
        PERIOD,
        1,
        None,
        "pending",
        content,
        "",
        reporter.id,
        "bare",
        str(number),
    )


def rates_at_once(url: str, reporters: Mapping[str, Person], said: Sequence[Sentence]) -> tuple[float, float]:
    """Reports a second and bare rows a second of WRITERS processes, the median of TURNS each.

    On both sides each writer is a process with one connection: in threads of one process Python's own lock
    would be measured with the database.
    """
    spawning = multiprocessing.get_context("spawn")
    begins = spawning.Barrier(WRITERS)
    with ProcessPoolExecutor(WRITERS, spawning, _hand_over, (begins,)) as pool:
        works = [pool.submit(_write, url, reporters, said, place) for place in range(WRITERS)]
        turns = [sum(rates) for rates in zip(*(work.result() for work in works), strict=True)]
    ours, theirs = turns[2::2], turns[3::2]  # the first turn of each only warms up
    return statistics.median(ours), statistics.median(theirs)


def _hand_over(begins: Barrier) -> None:
    """A barrier can be given to a process only as it begins."""
    _Shared.begins = begins


class _Shared:
    """What the writers of one process pool share."""

    begins: Barrier


def _write(url: str, reporters: Mapping[str, Person], said: Sequence[Sentence], place: int) -> list[float]:
    """What one writer does: its rates, ours and the bare one's by turns."""
    obligations = bundled_obligations()
    database = Database.open(url)
    desk = ReportDesk(database, obligations, lambda: NOW)
    sender = Sender(desk, obligations, reporters, place, WRITERS)
    agency, reporter = next(iter(reporters.items()))
    sides = _sending(sender, said), bare_on_postgresql(url, reporter, agency)
    numbers = itertools.count(place, WRITERS)
    rates = [_rate(side, numbers) for _ in range(TURNS + 1) for side in sides]
    database.close()
    return rates


def _sending(sender: Sender, said: Sequence[Sentence]) -> Send:
    turns = itertools.cycle([one for one in said if sender.can_send(one.task_id)])

    def send(number: int) -> None:
        one = next(turns)
        sender.send(one.task_id, one.content, number)

    return send


def _rate(send: Send, numbers: Iterator[int]) -> float:
    """How many a second, all writers beginning at once."""
    _Shared.begins.wait(PATIENCE_SECONDS)
    begin = time.perf_counter()
    for done, number in enumerate(numbers, start=1):
        send(number)
        if (passed := time.perf_counter() - begin) >= TURN_SECONDS:
            return done / passed
    raise RuntimeError("numbers end")
