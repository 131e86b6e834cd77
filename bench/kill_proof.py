"""Reporters whose process is killed at random moments: every acknowledged report is there, once, whole.

The process is started again each time, as a service would be, and its reporters send again what they had no
answer to. Both databases. Exit code 1 when a report is lost, doubled or half.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select, text

from bench.figures import Bar, Figure, Report
from bench.province import NOW, PERIOD, Province, bundled_obligations, migrated, postgresql
from progress.database import Database
from progress.desk import ReportDesk
from progress.people import People
from progress.persons import OPERATOR, Person
from progress.records import Content
from progress.refusals import AlreadyReported, NothingReported
from progress.roles import Role
from progress.tables.people import AuditRow
from progress.tables.reports import ReportRow

ROOT = Path(__file__).parent.parent
KILLS = 30
REPORTERS = 20
ACKNOWLEDGED_EACH = (5, 60)  # between two kills
PATIENCE_SECONDS = 120.0
POLL_SECONDS = 0.005
CHANNEL = "kill-proof"
TASK = "IV.2"  # led by every agency
SEED = 201


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found after the last kill."""

    kills: int
    acknowledged: int
    lost: int  # acknowledged, and not there as it was said
    doubled: int  # one message, several versions
    half: int  # a version without its line in the audit log, or with a gap before it


def prove(url: str, folder: Path, kills: int, seed: int = SEED) -> Outcome:
    """Kill the process of the reporters ``kills`` times; the database at ``url`` is empty."""
    folder.mkdir(parents=True, exist_ok=True)
    said = folder / "acknowledged"
    said.touch()
    dice = random.Random(seed)
    with migrated(url) as database:
        Province(database)
    for _ in range(kills):
        wanted = len(_acknowledged(said)) + dice.randint(*ACKNOWLEDGED_EACH)
        _run_until(url, said, wanted)
    with migrated(url) as database:
        _wait_for_the_dead(database)
        return _found(database, _acknowledged(said), kills)


def work(url: str, said: Path) -> None:
    """Report without end, on one task for half as many agencies as there are reporters, so that two meet."""
    begun = Counter(line[0] for line in _acknowledged(said))
    out = os.open(said, os.O_WRONLY | os.O_APPEND)
    database = Database.open(url)
    obligations = bundled_obligations()
    desk, people = ReportDesk(database, obligations, lambda: NOW), People(database, lambda: NOW)
    agencies = obligations.obliged_agencies(TASK)[: REPORTERS // 2]

    def report(agency: str, place: int) -> None:
        name = f"{agencies.index(agency)}.{place}"
        actor = next(
            one for one in people.members_of(agency, by=OPERATOR) if one.memberships[0].role is Role.REPORTER
        )
        number = begun[name]
        while True:
            message = f"{name}-{number}"
            made = _reported(desk, actor, agency, message, number)
            # One write of a few bytes at the end of a file is whole or not there.
            os.write(out, f"{name} {message} {made} {number % 101}\n".encode())
            number += 1

    threads = [
        threading.Thread(target=report, args=(agency, place)) for agency in agencies for place in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _reported(desk: ReportDesk, actor: Person, agency: str, message: str, number: int) -> int:
    """The id of the version that a message makes, over whatever stands at the moment."""
    expected = 0
    while True:
        try:
            return desk.submit(
                actor,
                TASK,
                agency,
                PERIOD,
                Content(percent=Decimal(number % 101)),
                channel=CHANNEL,
                message_id=message,
                expects_version=expected,
            ).id
        except AlreadyReported as refused:
            expected = refused.report.version
        except NothingReported:
            expected = 0


def _run_until(url: str, said: Path, wanted: int) -> None:
    """Run the reporters until so many reports are acknowledged, then kill their process."""
    process = subprocess.Popen([sys.executable, "-m", "bench.kill_proof", "--work", url, str(said)], cwd=ROOT)
    deadline = time.monotonic() + PATIENCE_SECONDS
    try:
        while len(_acknowledged(said)) < wanted:
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("The reporters stopped by themselves.")
            time.sleep(POLL_SECONDS)
    finally:
        process.kill()  # SIGKILL: no handler, no farewell
        process.wait()


def _acknowledged(said: Path) -> list[list[str]]:
    """Lines of reporter, message, id and percent; the last may be cut where the process was killed."""
    whole, _, _ = said.read_text("utf-8").rpartition("\n")
    return [line.split() for line in whole.splitlines()]


def _wait_for_the_dead(database: Database) -> None:
    """PostgreSQL ends what a dead process had begun when it sees that nobody is there."""
    if database.is_sqlite:
        return
    others = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    deadline = time.monotonic() + PATIENCE_SECONDS
    with database.reading() as connection:
        while connection.execute(others).scalar_one() > 0:
            if time.monotonic() > deadline:
                raise SystemExit("Somebody still uses the database.")
            time.sleep(POLL_SECONDS)


def _found(database: Database, said: list[list[str]], kills: int) -> Outcome:
    with database.reading() as connection:
        rows = connection.execute(select(ReportRow.__table__).order_by(ReportRow.id)).all()
        logged = Counter(
            about.partition(":")[0] for about in connection.execute(select(AuditRow.about)).scalars()
        )
    by_message = Counter(row.message_id for row in rows)
    kept = {(row.message_id, str(row.id), row.content.get("percent")) for row in rows}
    lines: dict[str, list[tuple[int, int | None, int]]] = {}
    for row in rows:
        lines.setdefault(row.agency, []).append((row.version, row.replaces, row.id))
    half = sum(logged[f"report {row.id}"] != 1 for row in rows)
    for versions in lines.values():
        before: int | None = None
        for place, (version, replaces, report_id) in enumerate(sorted(versions), start=1):
            half += (version, replaces) != (place, before)
            before = report_id
    return Outcome(
        kills=kills,
        acknowledged=len(said),
        lost=sum((message, made, percent) not in kept for _, message, made, percent in said),
        doubled=sum(times > 1 for times in by_message.values()),
        half=half,
    )


def measure(folder: Path, kills: int) -> Report:
    """Both databases; files go below ``folder``."""
    found = {"SQLite": prove(f"sqlite:///{folder / 'kill.db'}", folder / "sqlite", kills)}
    with postgresql() as url:
        found["PostgreSQL"] = prove(url, folder / "postgresql", kills)
    return Report(
        title=f"kill -9 under {REPORTERS} reporters, {kills} times",
        beside="-",
        figures=tuple(
            Figure(f"acknowledged, {name}", "reports", one.acknowledged) for name, one in found.items()
        ),
        bars=tuple(
            Bar(f"{what}, {name},", value, "at most", 0)
            for name, one in found.items()
            for what, value in (("lost", one.lost), ("doubled", one.doubled), ("half", one.half))
        ),
    )


def main() -> int:
    """Prove it KILLS times, or as often as asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    parser.add_argument("--work", nargs=2, metavar=("URL", "FILE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        work(given.work[0], Path(given.work[1]))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder), given.kills).finish(given.json)


if __name__ == "__main__":
    sys.exit(main())
