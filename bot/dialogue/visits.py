"""One message at the desk of reports: who sends it, on which day, and what of the desk it needs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from bot.dialogue.knowledge import Knowledge
from bot.dialogue.messages import Incoming
from bot.dialogue.ports import Reporting
from bot.texts import reports
from bot.texts.names import small
from bot.texts.progress_refusals import refusal
from progress.periods import Period, PlanPeriods
from progress.persons import Person
from progress.records import Measure, RecordError, Report
from progress.refusals import PersonUnknown, ProgressError
from progress.roles import Act
from progress.scales import MeasureError
from progress.working_days import vietnamese_day

NOBODY = "không rõ người gửi"


@dataclass(frozen=True)
class Visit:
    """Looks nothing up until it is asked for, and then once."""

    incoming: Incoming
    knowledge: Knowledge
    reporting: Reporting
    now: dt.datetime

    @cached_property
    def person(self) -> Person | None:
        return self.reporting.people.person_of(self.incoming.channel, self.incoming.sender)

    @property
    def actor(self) -> Person:
        """Who acts. Raises PersonUnknown where the sender is nobody's."""
        if self.person is None:
            raise PersonUnknown(0)
        return self.person

    @cached_property
    def today(self) -> dt.date:
        return vietnamese_day(self.now)

    @property
    def periods(self) -> PlanPeriods:
        return self.reporting.periods

    @cached_property
    def locked(self) -> frozenset[str]:
        """Keys of the locked periods."""
        return self.reporting.desk.locked_periods()

    @cached_property
    def reports_for(self) -> tuple[str, ...]:
        """The agencies for which the person reports."""
        return self.person.agencies_to(Act.REPORT) if self.person else ()

    def agency_at(self, place: str) -> str:
        """The agency that "#17" stands for; "" for anything else."""
        agencies = self.reporting.obligations.agencies
        number = int(place[1:]) if place[:1] == "#" and place[1:].isdecimal() else len(agencies)
        return agencies[number] if number < len(agencies) else ""

    def place_of(self, agency: str) -> str:
        """An agency as a choice names it: short, whatever it is called."""
        agencies = self.reporting.obligations.agencies
        return f"#{agencies.index(agency)}" if agency in agencies else ""

    def current(self, task_id: str | None = None) -> Period | None:
        """The period one reports for when one says nothing."""
        return self.periods.current(self.today, self.locked, task_id=task_id)

    def latest(self, task_id: str | None = None) -> Period | None:
        """The current period; where all are locked, the last one begun: it may still be read."""
        return self.current(task_id) or self.periods.current(self.today, task_id=task_id)

    def period_name(self, key: str) -> str:
        """As a sentence names it: "quý III/2026"."""
        return small(self.periods.by_key[key].name) if key in self.periods.by_key else key

    def refusal(self, error: ProgressError | MeasureError | RecordError) -> str:
        return refusal(error, self.periods.by_key)

    def reporter_of(self, report: Report) -> str:
        """Who sent a version, by name where it is known."""
        known = self.reporting.people.person(report.reporter_id) if report.reporter_id else None
        name = "anh/chị" if known and known == self.person else known.display_name if known else None
        return reports.who_and_when(report, name or NOBODY)

    def last_year(self, report_on: tuple[str, str, str], measure: Measure) -> Measure | None:
        """Last year's figure for the measure's target; ``report_on`` is task, agency and period."""
        if self.person is None or measure.target is None:
            return None
        return self.reporting.desk.last_year_value(self.person, *report_on, measure.target)
