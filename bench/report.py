"""A report from its text to the committed row on SQLite, and how many a second 8 writers send on PostgreSQL.

Beside each stands the bare row: the same row put into the same table and committed through the driver, with
nothing read, checked or logged. Both sides take turns in short blocks. Exit code 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.figures import Bar, Figure, Report, percentile
from bench.province import NOW, PERIOD, Province, bundled_obligations, migrated, postgresql
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.reporting import settled
from bot.dialogue.understanding.reported import Reports, reported
from progress.obligations import Obligations
from progress.records import Content
from progress.tables.base import sqlite_instant

MEDIAN_LIMIT_MS = 10.0
RATE_LIMIT = 0.6  # of the bare rows a second
WRITERS = 8
TURN_SECONDS = 1.5
TURNS = 4
BANK = Path(__file__).parent.parent / "tests" / "reports"
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


def measure(folder: Path) -> Report:
    """Both databases; the files of SQLite go below ``folder``."""
    from app.settings import Settings
    from app.wiring import build_assistant

    # `_env_file` is an argument of BaseSettings itself, which the type checker does not see.
    settings = Settings(_env_file=None, data_folder=folder / "index")  # type: ignore[call-arg]
    assistant = build_assistant(settings, keeps=False)
    obligations = bundled_obligations()
    said = sentences(assistant.knowledge, obligations)
    with migrated(f"sqlite:///{folder / 'report.db'}") as database:
        whole, bare = _one_by_one(Province(database, obligations), assistant.knowledge, said)
    with postgresql() as url, migrated(url) as database:
        ours, theirs = _at_once(Province(database, obligations), url, said)
    rate = Figure(f"reports a second, {WRITERS} writers, PostgreSQL", "1/s", ours, theirs)
    median = Figure("from text to row, p50, SQLite", "ms", percentile(whole, 0.5), percentile(bare, 0.5))
    return Report(
        title="One report",
        beside="the bare row",
        figures=(
            median,
            Figure("from text to row, p95, SQLite", "ms", percentile(whole, 0.95), percentile(bare, 0.95)),
            rate,
        ),
        bars=(
            Bar("p50 on SQLite, ms,", median.ours, "at most", MEDIAN_LIMIT_MS),
            Bar("share of the bare rate on PostgreSQL", rate.ratio or 0.0, "at least", RATE_LIMIT),
        ),
        notes=(
            f"{len(said)} sentences of one clear report each, said for one agency after another.",
            "On PostgreSQL the sentences are read before: reading needs no database, and would hide it.",
        ),
    )


def sentences(knowledge: Knowledge, obligations: Obligations) -> list[Sentence]:
    """The sentences of the banks that are one clear report on a task gathered in PERIOD."""
    lines = [line for path in sorted(BANK.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    found = []
    for line in filter(str.strip, lines):
        text = json.loads(line)["text"]
        read = reported(text, knowledge.lexicon, obligations.periods)
        if not isinstance(read, Reports) or len(read.tasks) != 1:
            continue
        meant = settled(read.tasks[0], knowledge)
        task_id = meant.task_id
        if task_id and meant.is_clear and obligations.periods.task_period(task_id, PERIOD):
            found.append(Sentence(text, task_id, meant.content))
    return found


def _one_by_one(
    province: Province, knowledge: Knowledge, said: Sequence[Sentence]
) -> tuple[list[float], list[float]]:
    """Milliseconds of each report from its text, and of each bare row."""
    reports, rows = [], []
    bare = _bare_on_sqlite(province)
    sends = _Sender(province, 0, 1)
    for number, one in enumerate([*said, *said]):
        begin = time.perf_counter()
        read = reported(one.text, knowledge.lexicon, province.obligations.periods)
        if not isinstance(read, Reports):
            raise RuntimeError("a sentence is read the same way twice")
        meant = settled(read.tasks[0], knowledge)
        sends.send(one.task_id, meant.content, number)
        reports.append((time.perf_counter() - begin) * 1000)
        begin = time.perf_counter()
        bare(number)
        rows.append((time.perf_counter() - begin) * 1000)
    return reports, rows


def _at_once(province: Province, url: str, said: Sequence[Sentence]) -> tuple[float, float]:
    """Reports a second and bare rows a second of WRITERS threads, the median of TURNS each."""
    senders = [_Sender(province, number, WRITERS) for number in range(WRITERS)]
    sides: tuple[list[Send], list[Send]] = (
        [_sending(sender, said) for sender in senders],
        [_bare_on_postgresql(province, url) for _ in range(WRITERS)],
    )
    rates: tuple[list[float], list[float]] = ([], [])
    numbers = itertools.count()
    for _ in range(TURNS + 1):  # the first only warms up
        for side, rate in zip(sides, rates, strict=True):
            rate.append(_rate(side, numbers))
    return statistics.median(rates[0][1:]), statistics.median(rates[1][1:])


def _rate(writers: Sequence[Send], numbers: itertools.count[int]) -> float:
    begin = time.perf_counter()
    until = begin + TURN_SECONDS
    done = [0] * len(writers)

    def work(place: int) -> None:
        while time.perf_counter() < until:
            writers[place](next(numbers))
            done[place] += 1

    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(writers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - begin)


class _Sender:
    """Sends reports for its share of the agencies, each time for the next one, and knows what stands."""

    def __init__(self, province: Province, place: int, of: int) -> None:
        self._province = province
        self._versions: dict[tuple[str, str], int] = {}
        self._place, self._of = place, of
        self._turns = {
            task.id: itertools.cycle(mine)
            for task in province.obligations.plan.tasks
            if (mine := self._mine(province.obligations.obliged_agencies(task.id)))
        }

    def _mine(self, agencies: Sequence[str]) -> Sequence[str]:
        return agencies[self._place :: self._of]

    def can_send(self, task_id: str) -> bool:
        return task_id in self._turns

    def send(self, task_id: str, content: Content, number: int) -> None:
        agency = next(self._turns[task_id])
        made = self._province.desk.submit(
            self._province.reporters[agency],
            task_id,
            agency,
            PERIOD,
            content,
            channel="bench",
            message_id=str(number),
            expects_version=self._versions.get((task_id, agency), 0),
        )
        self._versions[task_id, agency] = made.version


def _sending(sender: _Sender, said: Sequence[Sentence]) -> Send:
    turns = itertools.cycle([one for one in said if sender.can_send(one.task_id)])

    def send(number: int) -> None:
        one = next(turns)
        sender.send(one.task_id, one.content, number)

    return send


def _row(province: Province, number: int) -> tuple[object, ...]:
    agency = province.obligations.agencies[0]
    content = json.dumps({"percent": "81.25", "note": "đã rà soát xong"}, ensure_ascii=False)
    reporter = province.reporters[agency].id
    return (f"bare-{number}", agency, PERIOD, 1, None, "pending", content, "", reporter, "bare", str(number))


def _bare_on_sqlite(province: Province) -> Send:
    connection: sqlite3.Connection = province.database.sqlite()
    statement = _BARE.format(", ".join("?" * 13))
    now = sqlite_instant(NOW)

    def add(number: int) -> None:
        connection.execute(statement, (*_row(province, number), now, now))

    return add


def _bare_on_postgresql(province: Province, url: str) -> Send:
    connection = psycopg.connect(url)
    statement = _BARE.format(", ".join(["%s"] * 13)).encode()

    def add(number: int) -> None:
        connection.execute(statement, (*_row(province, number), NOW, NOW))
        connection.commit()

    return add


def main() -> int:
    """Run once; the exit code says whether every bar is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder)).finish(given.json)


if __name__ == "__main__":
    sys.exit(main())
