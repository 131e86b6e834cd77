"""What has been reported and what is owed, for those who may read it; each answer takes a few queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import Connection

from progress import report_rows
from progress.database import Database
from progress.desk_records import Coverage, Note, ObligationStatus, PeriodLock
from progress.listed import Listed
from progress.measures import targets_of
from progress.notes import notes_on
from progress.obligations import Obligation, Obligations
from progress.pauses import pauses_of, pauses_on
from progress.period_locks import lock_on, locked_in
from progress.persons import Person
from progress.records import Measure, Report
from progress.refusals import NotAllowed, NotLeading, PeriodUnknown, ReportUnknown, TaskUnknown
from progress.report_rows import ReportShelf, standing_of
from progress.roles import NO_AGENCY, Act
from progress.states import Pause, Status, Submission, status_of, update_rate
from progress.tables.reports import ReportRow
from progress.working_days import vietnamese_day

_OVER_THE_YEARS = ("increase", "increase-yoy", "decrease-yoy")


class ReportReader:
    """Answers about reports. ``actor`` is who asks, with the roles held when he was looked up.

    An agency is read by its own people and by those who read all; anybody else is refused with NotAllowed.
    Unknown tasks, periods and agencies that do not lead raise TaskUnknown, PeriodUnknown and NotLeading.
    """

    def __init__(
        self, database: Database, obligations: Obligations, clock: Callable[[], dt.datetime]
    ) -> None:
        self._database = database
        self._obligations = obligations
        self._periods = obligations.periods
        self._clock = clock
        self._shelf = ReportShelf(obligations)

    # --- reports ---

    def report(self, actor: Person, report_id: int) -> Report:
        """One version by its number. Raises ReportUnknown and NotAllowed."""
        with self._database.reading() as connection:
            found = self._by_id(connection, report_id)
        _demand_reading(actor, found.agency)
        return found

    def reports_by_id(self, actor: Person, report_ids: Collection[int]) -> tuple[Report, ...]:
        """Versions by their numbers, the oldest first; those unknown or not his to read are left out."""
        wanted = [number for number in report_ids if 0 < number < report_rows.ID_LIMIT]
        if not wanted:
            return ()
        with self._database.reading() as connection:
            found = self._shelf.all_in(connection, report_rows.BY_IDS, report_ids=wanted)
        return tuple(one for one in found if _reads(actor)(one.agency))

    def standing(self, actor: Person, task_id: str, agency: str, period_key: str) -> Report | None:
        """The version that counts; None when none came or the last was withdrawn."""
        owed = self._readable(actor, task_id, agency, period_key)
        with self._database.reading() as connection:
            return self._standing_in(connection, owed)

    def history(self, actor: Person, task_id: str, agency: str, period_key: str) -> tuple[Report, ...]:
        """All versions, the oldest first, withdrawals among them."""
        self._readable(actor, task_id, agency, period_key)
        with self._database.reading() as connection:
            which = {"task_id": task_id, "agency": agency, "period": period_key}
            return self._shelf.all_in(connection, report_rows.OF_OBLIGATION, **which)

    def reports(
        self,
        actor: Person,
        period_key: str,
        *,
        agency: str = "",
        task_id: str = "",
        limit: int,
        offset: int = 0,
    ) -> Listed[Report]:
        """The versions of a period that stand, the latest first: of one agency, else of all that he may read.

        Raises NotAllowed when that is none.
        """
        self._known_period(task_id, period_key)
        which = [ReportRow.period == period_key]
        if task_id:
            which.append(ReportRow.task_id == task_id)
        if agency:
            _demand_reading(actor, agency)
            which.append(ReportRow.agency == agency)
        elif not actor.may(Act.READ_ALL):
            own = actor.agencies_to(Act.READ_AGENCY)
            if not own:
                raise NotAllowed(Act.READ_AGENCY, NO_AGENCY)
            which.append(ReportRow.agency.in_(own))
        with self._database.reading() as connection:
            count = connection.execute(report_rows.COUNT_STANDING.where(*which)).scalar_one()
            part = report_rows.STANDING.where(*which).limit(limit).offset(offset)
            return Listed(count, self._shelf.all_in(connection, part))

    def last_year_value(
        self, actor: Person, task_id: str, agency: str, period_key: str, target: int
    ) -> Measure | None:
        """What stands for the same target in the same period a year before.

        None where the target does not compare with last year's, the plan has no such period, or nothing
        stands there; a returned report does not count. ``target`` counts as in ``targets_of``.
        """
        owed = self._readable(actor, task_id, agency, period_key)
        targets = targets_of(self._obligations.plan.task_by_id[task_id])
        if not 0 <= target < len(targets):
            return None
        compared = targets[target].against_last_year or targets[target].comparator in _OVER_THE_YEARS
        before = self._obligations.obligation(task_id, agency, f"{owed.period.year - 1}-{owed.period.form}")
        if not compared or before is None:
            return None
        with self._database.reading() as connection:
            found = self._standing_in(connection, before)
        if found is None or found.standing == "returned":
            return None
        return next((one for one in reversed(found.content.measures) if one.target == target), None)

    def notes(self, actor: Person, task_id: str, period_key: str) -> tuple[Note, ...]:
        """Notes on a task in a period, the oldest first: all for who reads an agency that leads, else own."""
        self._known_task(task_id)
        self._known_period(task_id, period_key)
        reads_all = any(map(_reads(actor), self._obligations.obliged_agencies(task_id)))
        with self._database.reading() as connection:
            notes = notes_on(connection, task_id, period_key)
        return tuple(one for one in notes if reads_all or _reads(actor)(one.agency))

    # --- statuses ---

    def status_of_agency(
        self, actor: Person, agency: str, period_key: str, today: dt.date
    ) -> tuple[ObligationStatus, ...]:
        """Every obligation of an agency in a period, the most urgent first, then as in the plan."""
        _demand_reading(actor, agency)
        self._known_period("", period_key)
        owed = self._obligations.obligations_of(agency, period_key)
        if not owed:
            return ()
        with self._database.reading() as connection:
            which = {"agency": agency, "period": period_key}
            rows = connection.execute(report_rows.NEWEST_OF_AGENCY, which).all()
            pauses = pauses_of(connection, agency)
        newest = {row.task_id: row for row in rows if row.standing != "withdrawn"}
        found = []
        for one in owed:
            row, pause = newest.get(one.task_id), pauses.get((one.task_id, agency))
            report = None if row is None else self._shelf.report(row)
            found.append(ObligationStatus(one, _status(one, today, row, pause), report, pause))
        return tuple(sorted(found, key=lambda one: one.status.urgency))

    def coverage(self, actor: Person, task_id: str, period_key: str, today: dt.date) -> Coverage:
        """How many of those who owe a report have sent one, and who has not.

        Paused duties do not count, and a period that has not opened counts nobody. Refused to who may read
        none of the agencies that lead the task.
        """
        self._known_task(task_id)
        self._known_period(task_id, period_key)
        owed = self._obligations.obligations_on(task_id, period_key)
        reads = _reads(actor)
        if not any(reads(one.agency) for one in owed):
            raise NotAllowed(Act.READ_ALL, NO_AGENCY)
        with self._database.reading() as connection:
            which = {"task_id": task_id, "period": period_key}
            rows = connection.execute(report_rows.STANDING_ON_TASK, which).all()
            pauses = pauses_on(connection, task_id)
        newest = {row.agency: row for row in rows if row.standing != "withdrawn"}
        states = {
            one.agency: _status(one, today, newest.get(one.agency), pauses.get((task_id, one.agency))).state
            for one in owed
        }
        counted = {agency: state for agency, state in states.items() if update_rate([state]).whole}
        shown = [agency for agency in counted if reads(agency)]
        return Coverage(
            task_id,
            period_key,
            update_rate(counted.values()),
            tuple(agency for agency in shown if counted[agency].is_reported),
            tuple(agency for agency in shown if not counted[agency].is_reported),
        )

    def waiting_for_review(self, actor: Person, period_key: str) -> tuple[Report, ...]:
        """The versions of a period that stand and that nobody has reviewed, the longest waiting first."""
        if not actor.may(Act.READ_ALL):
            raise NotAllowed(Act.READ_ALL, NO_AGENCY)
        self._known_period("", period_key)
        with self._database.reading() as connection:
            return self._shelf.all_in(connection, report_rows.WAITING, period=period_key)

    # --- periods: known to everybody ---

    def lock_of(self, period_key: str) -> PeriodLock | None:
        """The decision by which a period is locked; None when it is open to reports."""
        self._known_period("", period_key)
        with self._database.reading() as connection:
            return lock_on(connection, period_key)

    def locked_periods(self) -> frozenset[str]:
        """Keys of all locked periods, as ``PlanPeriods.current`` takes them."""
        with self._database.reading() as connection:
            return locked_in(connection)

    # --- shared with acting ---

    def _by_id(self, connection: Connection, report_id: int) -> Report:
        found = None
        if 0 < report_id < report_rows.ID_LIMIT:
            found = self._shelf.one_in(connection, report_rows.BY_ID, report_id=report_id)
        if found is None:
            raise ReportUnknown(report_id)
        return found

    def _standing_in(self, connection: Connection, owed: Obligation) -> Report | None:
        newest = self._shelf.newest(connection, owed.task_id, owed.agency, owed.period.key)
        return None if newest is None or newest.standing == "withdrawn" else newest

    def _owed(self, task_id: str, agency: str, period_key: str) -> Obligation:
        """Raises TaskUnknown, NotLeading and PeriodUnknown."""
        self._led(task_id, agency)
        owed = self._obligations.obligation(task_id, agency, period_key)
        if owed is None:
            raise PeriodUnknown(period_key, task_id)
        return owed

    def _led(self, task_id: str, agency: str) -> None:
        self._known_task(task_id)
        role = self._obligations.role(task_id, agency)
        if role != "lead":
            raise NotLeading(task_id, agency, role, self._obligations.obliged_agencies(task_id))

    def _known_task(self, task_id: str) -> None:
        if task_id not in self._obligations.plan.task_by_id:
            raise TaskUnknown(task_id)

    def _known_period(self, task_id: str, period_key: str) -> None:
        """A period of the task, or of the plan where ``task_id`` is ""."""
        if task_id:
            self._known_task(task_id)
            known = self._periods.task_period(task_id, period_key) is not None
        else:
            known = period_key in self._periods.by_key
        if not known:
            raise PeriodUnknown(period_key, task_id)

    def _readable(self, actor: Person, task_id: str, agency: str, period_key: str) -> Obligation:
        _demand_reading(actor, agency)
        return self._owed(task_id, agency, period_key)


def _status(owed: Obligation, today: dt.date, row: Any | None, pause: Pause | None) -> Status:
    submission = None
    if row is not None:
        submission = Submission(standing_of(row), vietnamese_day(row.first_sent_at))
    return status_of(owed.period, owed.level, today, submission, pause)


def _reads(actor: Person) -> Callable[[str], bool]:
    return lambda agency: actor.may(Act.READ_AGENCY, agency) or actor.may(Act.READ_ALL)


def _demand_reading(actor: Person, agency: str) -> None:
    if not _reads(actor)(agency):
        raise NotAllowed(Act.READ_AGENCY, agency)
