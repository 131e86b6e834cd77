"""How agencies stand on a day in the periods that take reports, read from SQL many at a time."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, bindparam, select

from progress.digests import AgencyFacts, Owed
from progress.obligations import Obligation, Obligations
from progress.pauses import all_pauses
from progress.period_locks import locked_in
from progress.report_rows import IS_NEWEST, LATEST_VERDICT, standing_of
from progress.roles import Role
from progress.states import (
    ObligationState,
    Rate,
    SaidProgress,
    Status,
    Submission,
    TaskState,
    completion_rate,
    status_of,
    task_standing,
    update_rate,
)
from progress.tables.people import MembershipRow, PersonRow
from progress.tables.reports import ReportRow, ReviewRow
from progress.working_days import vietnamese_day

AGENCIES_AT_ONCE = 20  # as many rows are held in memory as these have
REPORTS_AT_ONCE = 5_000
_AWAITING = Status(ObligationState.AWAITING, None)
_CONFIRMED = Status(ObligationState.ON_TIME, None)

_NEWEST = select(
    ReportRow.id,
    ReportRow.agency,
    ReportRow.task_id,
    ReportRow.period,
    ReportRow.standing,
    ReportRow.first_sent_at,
    LATEST_VERDICT,
).where(
    ReportRow.agency.in_(bindparam("agencies", expanding=True)),
    ReportRow.period.in_(bindparam("periods", expanding=True)),
    IS_NEWEST,
)
_SAID = select(
    ReportRow.agency,
    ReportRow.task_id,
    ReportRow.period,
    ReportRow.content["state"].as_string().label("state"),
    ReportRow.content["percent"].as_string().label("percent"),
).where(
    ReportRow.agency.in_(bindparam("agencies", expanding=True)),
    ReportRow.standing == "pending",
    IS_NEWEST,
)
_REASONS = (
    select(ReviewRow.report_id, ReviewRow.reason)
    .where(ReviewRow.report_id.in_(bindparam("reports", expanding=True)))
    .order_by(ReviewRow.id)
)
_HOLDERS = (
    select(MembershipRow.agency, PersonRow.display_name)
    .join(PersonRow, PersonRow.id == MembershipRow.person_id)
    .where(
        MembershipRow.agency.in_(bindparam("agencies", expanding=True)),
        MembershipRow.role == Role.REPORTER.value,
        MembershipRow.ended_at.is_(None),
    )
    .order_by(MembershipRow.id)
)


class AgenciesOnDay:
    """Which periods take reports on a day, and how each obligation in them stands."""

    def __init__(self, connection: Connection, obligations: Obligations, today: dt.date) -> None:
        self._obligations = obligations
        self._today = today
        locked = locked_in(connection)
        periods = obligations.periods
        self._open = frozenset(
            one.key for one in periods.periods if one.key not in locked and one.has_opened(today)
        )
        current = periods.current(today, locked)
        self.current = current.key if current else ""
        self._pauses = all_pauses(connection)

    def opened_since(self, day: dt.date) -> tuple[str, ...]:
        """The periods that opened after a day and still gather reports."""
        periods = self._obligations.periods
        return tuple(
            one.key
            for one in periods.periods
            if one.key in self._open and day < one.opens and one.is_open(self._today)
        )

    def statuses(
        self, connection: Connection, agencies: Collection[str]
    ) -> Iterator[tuple[str, list[tuple[Obligation, Status, Any]]]]:
        """Agency by agency, every obligation in the periods that take reports, with the row that stands."""
        newest: dict[tuple[str, str, str], Any] = {}  # a row of _NEWEST
        if self._open:
            asked = {"agencies": list(agencies), "periods": sorted(self._open)}
            for row in connection.execute(_NEWEST, asked).all():  # one by one takes twice as long
                if row.standing != "withdrawn":
                    newest[row.agency, row.task_id, row.period] = row
        for agency in agencies:
            found = []
            for one in self._obligations.obligations_of(agency):
                if one.period.key in self._open:
                    stands = newest.get((agency, one.task_id, one.period.key))
                    found.append((one, self._status(one, stands), stands))
            yield agency, found

    def _status(self, owed: Obligation, row: Any | None) -> Status:
        submission = None
        if row is not None:
            standing = standing_of(row)
            if standing != "returned":  # no digest asks whether it came late, and of these there are most
                return _AWAITING if standing == "pending" else _CONFIRMED
            submission = Submission(standing, vietnamese_day(row.first_sent_at))
        pause = self._pauses.get((owed.task_id, owed.agency))
        return status_of(owed.period, owed.level, self._today, submission, pause)

    def facts(self, agency: str, statuses: Iterable[tuple[Obligation, Status, Any]]) -> AgencyFacts:
        """Without what ``complete`` adds."""
        owed, current = [], []
        for one, status, row in statuses:
            if one.period.key == self.current:
                current.append(status.state)
            if status.state.is_owed:
                report_id = 0 if row is None else row.id
                owed.append(Owed(one.task_id, agency, one.period.key, status, report_id))
        rate = update_rate(current)
        is_complete = rate.whole > 0 and rate.part == rate.whole
        return AgencyFacts(agency, self.current, tuple(owed), rate, is_complete, Rate(0, 0))

    def complete(
        self, connection: Connection, agencies: dict[str, AgencyFacts], led: Collection[str]
    ) -> None:
        """Add the reasons of what came back and, for agencies with leaders, who reports and what is done."""
        back = [one.report_id for facts in agencies.values() for one in facts.owed if one.report_id]
        reasons: dict[int, str] = {}
        for first in range(0, len(back), REPORTS_AT_ONCE):
            asked = {"reports": back[first : first + REPORTS_AT_ONCE]}
            reasons.update((row.report_id, row.reason) for row in connection.execute(_REASONS, asked))
        completion = self._completion(connection, sorted(led))
        holders: dict[str, list[str]] = defaultdict(list)
        if led:
            for agency, name in connection.execute(_HOLDERS, {"agencies": sorted(led)}):
                holders[agency].append(name or "")
        for agency, facts in agencies.items():
            agencies[agency] = replace(
                facts,
                owed=tuple(_with_reason(one, reasons) for one in facts.owed),
                completion=completion.get(agency, facts.completion),
                holders=tuple(name for name in holders[agency] if name),
            )

    def _completion(self, connection: Connection, agencies: Sequence[str]) -> Mapping[str, Rate]:
        """Tỷ lệ hoàn thành of each agency, by what its reports of all periods say."""
        order = self._obligations.periods.by_key
        rates: dict[str, Rate] = {}
        for first in range(0, len(agencies), AGENCIES_AT_ONCE):
            some = agencies[first : first + AGENCIES_AT_ONCE]
            said: dict[tuple[str, str], dict[str, SaidProgress]] = defaultdict(dict)
            for row in connection.execute(_SAID, {"agencies": some}).all():
                period = order.get(row.period)
                if period is not None:
                    state = TaskState(row.state) if row.state else None
                    percent = Decimal(row.percent) if row.percent else None
                    said[row.agency, row.task_id][row.period] = SaidProgress(period.year, state, percent)
            for agency in some:
                rates[agency] = completion_rate(
                    task_standing(one for key in order if (one := said[agency, duty.task_id].get(key)))
                    for duty in self._obligations.duties_of(agency)
                )
        return rates


def _with_reason(owed: Owed, reasons: Mapping[int, str]) -> Owed:
    return replace(owed, reason=reasons.get(owed.report_id, "")) if owed.report_id else owed
