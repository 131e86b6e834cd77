"""Five years of reports, every agency, 3,000 persons: how long all digests of a morning take, and how much.

Both databases, each in a process of its own with one thread: what waits for each person is composed, written
out and queued. Exit code 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import insert

from app.digests import DigestRounds
from bench.figures import Bar, Figure, Report
from bench.progress_scale import everybody_leads, fill
from bench.province import Province, migrated, postgresql
from bot.delivery.outbox import Outbox
from bot.roll_up_picture import roll_up_picture
from progress.database import Database
from progress.digest_desk import DigestDesk
from progress.digest_settings import DigestRules
from progress.roles import NO_AGENCY, Role
from progress.tables.people import MembershipRow, PersonRow
from progress.working_days import VIETNAM_TIME, WorkingDays

PERSONS = 3_000
LEADERS, COORDINATORS = 2, 10  # for each agency; in all
SECONDS_LIMIT = 20.0
MEMORY_LIMIT_MB = 300.0
SENT = 0.9  # of all that is owed; the rest waits
MORNING = dt.datetime(2030, 12, 20, 7, 30, tzinfo=VIETNAM_TIME)  # days after the last due day
JOINED = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)


def people_for(agencies: tuple[str, ...]) -> Iterator[tuple[str, Role]]:
    """PERSONS roles: leaders and coordinators, and focal points for the rest."""
    yield from ((NO_AGENCY, Role.COORDINATOR) for _ in range(COORDINATORS))
    yield from ((agency, Role.LEADER) for agency in agencies for _ in range(LEADERS))
    yield from ((agency, Role.REPORTER) for agency in itertools.cycle(agencies))


def fill_with_people(database: Database, agencies: tuple[str, ...]) -> None:
    with database.writing() as connection:
        for number, (agency, role) in enumerate(itertools.islice(people_for(agencies), PERSONS)):
            who = insert(PersonRow).values(display_name=f"Người {number}", joined_at=JOINED)
            person_id = connection.execute(who.returning(PersonRow.id)).scalar_one()
            held = {"person_id": person_id, "agency": agency, "role": role.value, "since": JOINED}
            connection.execute(insert(MembershipRow).values(held))


def compose(url: str) -> dict[str, float]:
    """One morning in this process: seconds, peak memory in MB, how many were queued."""
    obligations = everybody_leads()
    database = Database.open(url)
    rules = DigestRules(WorkingDays())
    desk = DigestDesk(database, obligations, rules, lambda: MORNING)
    rounds = DigestRounds(desk, obligations, roll_up_picture, Outbox(database, lambda: MORNING))
    begin, busy = time.perf_counter(), time.process_time()
    queued = rounds.compose_due_digests(MORNING)
    seconds, busy = time.perf_counter() - begin, time.process_time() - busy
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    again = rounds.compose_due_digests(MORNING)
    database.close()
    return {"seconds": seconds, "busy": busy, "memory": memory, "queued": queued, "again": again}


def measure(folder: Path) -> Report:
    """Both databases; the files of SQLite go below ``folder``."""
    figures, bars, notes = [], [], []
    for engine, database in _databases(folder):
        province = Province(database, everybody_leads())
        rows = fill(province, SENT)
        fill_with_people(database, province.obligations.agencies)
        url = database.engine.url.render_as_string(hide_password=False)
        run = subprocess.run(
            [sys.executable, "-m", "bench.digest", "--compose", url],
            check=True,
            capture_output=True,
            text=True,
        )
        found: dict[str, float] = json.loads(run.stdout)
        figures.append(Figure(f"all digests of a morning, {engine}", "s", found["seconds"]))
        figures.append(Figure(f"of it busy in this process, {engine}", "s", found["busy"]))
        figures.append(Figure(f"peak memory of the process, {engine}", "MB", found["memory"]))
        bars.append(Bar(f"all digests, {engine}, s,", found["seconds"], "at most", SECONDS_LIMIT))
        bars.append(Bar(f"peak memory, {engine}, MB,", found["memory"], "at most", MEMORY_LIMIT_MB))
        bars.append(Bar(f"queued once more, {engine},", found["again"], "at most", 0))
        bars.append(Bar(f"persons told, {engine},", found["queued"], "at least", PERSONS))
        notes.append(f"{engine}: {len(province.obligations.agencies)} agencies, {rows} versions of reports.")
    return Report("The digests of a morning", tuple(figures), tuple(bars), tuple(notes), beside="-")


def _databases(folder: Path) -> Iterable[tuple[str, Database]]:
    with migrated(f"sqlite:///{folder / 'digest.db'}") as database:
        yield "SQLite", database
    with postgresql() as url, migrated(url) as database:
        yield "PostgreSQL", database


def main() -> int:
    """Run once; the exit code says whether every bar is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    parser.add_argument("--compose", metavar="URL", help="only compose, over a database that is filled")
    given = parser.parse_args()
    if given.compose:
        print(json.dumps(compose(given.compose)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder)).finish(given.json)


if __name__ == "__main__":
    sys.exit(main())
