"""A desk over the bundled plan in the days of the first period, and people of all roles around it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy import insert

from corpus.agencies import Directory
from corpus.plans import BUNDLED_PLAN, read_plan
from progress.database import Database
from progress.desk import ReportDesk
from progress.obligations import Obligations
from progress.people import People
from progress.periods import PlanPeriods
from progress.persons import Person
from progress.records import Content, Measure, Report
from progress.reporting_calendar import ReportingCalendar
from progress.roles import NO_AGENCY, Role
from progress.tables.people import MembershipRow, PersonRow
from tests.conftest import Clock

PLAN = read_plan(BUNDLED_PLAN)
DIRECTORY = Directory.load()
OBLIGATIONS = Obligations(PLAN, DIRECTORY, PlanPeriods(ReportingCalendar.load(), PLAN))
FINANCE, HEALTH = "Sở Tài chính", "Sở Y tế"
TASK = "VI.1"  # led by FINANCE alone, HEALTH coordinates
SHARED = "IV.2"  # led by every agency
HALF, QUARTER = "2026-6T", "2026-Q3"
GATHERING = dt.datetime(2026, 6, 10, 3, 0, tzinfo=dt.UTC)  # HALF opened on 1/6 and is due on 17/6
DAY = GATHERING.date()
HALFWAY = Content(percent=Decimal(50))


class Scene:
    """A desk, its clock, and people who come as they are needed."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = Clock(GATHERING)
        self.desk = ReportDesk(database, OBLIGATIONS, self.clock)
        self.people = People(database, self.clock)

    def person(self, role: Role, agency: str = FINANCE) -> Person:
        held_in = agency if role.needs_agency else NO_AGENCY
        with self.database.writing() as connection:
            who = insert(PersonRow).values(display_name=role.label, joined_at=self.clock())
            number = connection.execute(who.returning(PersonRow.id)).scalar_one()
            connection.execute(
                insert(MembershipRow).values(
                    person_id=number, agency=held_in, role=role.value, since=self.clock()
                )
            )
        person = self.people.person(number)
        assert person is not None
        return person

    def reporter(self, agency: str = FINANCE) -> Person:
        return self.person(Role.REPORTER, agency)

    def coordinator(self) -> Person:
        return self.person(Role.COORDINATOR)

    def reported(
        self,
        by: Person,
        content: Content = HALFWAY,
        *,
        task: str = TASK,
        agency: str = FINANCE,
        period: str = HALF,
        message: str | None = None,
        expects: int = 0,
    ) -> Report:
        return self.desk.submit(
            by, task, agency, period, content, channel="web", message_id=message, expects_version=expects
        )

    def corrected(self, by: Person, report: Report, value: int, message: str | None = None) -> Report:
        return self.desk.correct(by, report.id, percent(value), channel="web", message_id=message)


def percent(value: int) -> Content:
    return Content(percent=Decimal(value))


def measured(value: int, unit: str, target: int) -> Content:
    return Content(measures=(Measure(Decimal(value), unit, target=target),))


def told(reports: tuple[Report, ...]) -> list[tuple[int, str, Decimal | None]]:
    return [(one.version, one.standing, one.content.percent) for one in reports]
