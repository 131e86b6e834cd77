"""Rows of reports with the latest review on each, read and added within the transaction of the caller."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Executable, and_, bindparam, exists, func, insert, select
from sqlalchemy.orm import aliased

from progress.obligations import Obligation, Obligations
from progress.records import Content, Report
from progress.states import Standing, is_late
from progress.tables.base import BigId, Instant
from progress.tables.reports import ReportRow, ReviewRow
from progress.working_days import vietnamese_day

ID_LIMIT = 2**63  # no engine counts further

_later_review = aliased(ReviewRow)
_any_review = aliased(ReviewRow)
_newer = aliased(ReportRow)
_LATEST_REVIEW = and_(
    ReviewRow.report_id == ReportRow.id,
    ~exists().where(_later_review.report_id == ReportRow.id, _later_review.id > ReviewRow.id),
)
IS_NEWEST = ~exists().where(_newer.replaces == ReportRow.id)
WAITS = and_(IS_NEWEST, ReportRow.standing == "pending", ReviewRow.id.is_(None))

REPORTS = select(
    ReportRow.__table__,
    ReviewRow.verdict,
    ReviewRow.reviewer_id,
    ReviewRow.reason.label("review_reason"),
    ReviewRow.at.label("reviewed_at"),
).outerjoin_from(ReportRow, ReviewRow, _LATEST_REVIEW)

BY_ID = REPORTS.where(ReportRow.id == bindparam("report_id"))
BY_IDS = REPORTS.where(ReportRow.id.in_(bindparam("report_ids", expanding=True))).order_by(ReportRow.id)
BY_MESSAGE = REPORTS.where(
    ReportRow.reporter_id == bindparam("reporter_id"),
    ReportRow.channel == bindparam("channel"),
    ReportRow.message_id == bindparam("message_id"),
    ReportRow.task_id == bindparam("task_id"),
)
_OF_AGENCY = and_(ReportRow.agency == bindparam("agency"), ReportRow.period == bindparam("period"))
OF_OBLIGATION = REPORTS.where(_OF_AGENCY, ReportRow.task_id == bindparam("task_id")).order_by(
    ReportRow.version
)
NEWEST = (
    REPORTS.where(_OF_AGENCY, ReportRow.task_id == bindparam("task_id"))
    .order_by(ReportRow.version.desc())
    .limit(1)
)
NEWEST_OF_AGENCY = REPORTS.where(_OF_AGENCY, IS_NEWEST)
_STANDS = and_(IS_NEWEST, ReportRow.standing == "pending")
STANDING = REPORTS.where(_STANDS).order_by(ReportRow.id.desc())
COUNT_STANDING = select(func.count()).select_from(ReportRow).where(_STANDS)
# Where few reports are read: a join with the reviews would read all of them.
LATEST_VERDICT = (
    select(_any_review.verdict)
    .where(_any_review.report_id == ReportRow.id)
    .order_by(_any_review.id.desc())
    .limit(1)
    .scalar_subquery()
    .label("verdict")
)
# What a count of reports needs, without their contents.
STANDING_ON_TASK = select(
    ReportRow.agency, ReportRow.standing, ReportRow.first_sent_at, LATEST_VERDICT
).where(ReportRow.period == bindparam("period"), ReportRow.task_id == bindparam("task_id"), IS_NEWEST)
WAITING = REPORTS.where(ReportRow.period == bindparam("period"), WAITS).order_by(
    ReportRow.first_sent_at, ReportRow.id
)

# Built once: to build it anew for every report takes as long as to carry it out.
_ADD = (
    insert(ReportRow)
    .values(
        first_sent_at=func.coalesce(
            select(_newer.first_sent_at)
            .where(_newer.id == bindparam("goes_on_from", type_=BigId))
            .scalar_subquery(),
            bindparam("begins_at", type_=Instant()),
        )
    )
    .returning(ReportRow.id)
)


@dataclass(frozen=True, slots=True)
class Sent:
    """Who sends something, how and when. ``message_id`` is None where no channel could repeat it."""

    person_id: int
    channel: str
    message_id: str | None
    at: dt.datetime


class ReportShelf:
    """Turns rows into reports; the obligations tell which of them were late."""

    def __init__(self, obligations: Obligations) -> None:
        self._obligations = obligations

    def report(self, row: Any) -> Report:
        return Report(
            id=row.id,
            task_id=row.task_id,
            agency=row.agency,
            period=row.period,
            version=row.version,
            replaces=row.replaces,
            content=Content.from_json(row.content),
            reporter_id=row.reporter_id,
            channel=row.channel,
            submitted_at=row.submitted_at,
            is_late=self.was_late(row.task_id, row.agency, row.period, row.first_sent_at),
            standing=standing_of(row),
            reviewer_id=row.reviewer_id,
            reviewed_at=row.reviewed_at,
            reason=row.review_reason or row.reason,
        )

    def was_late(self, task_id: str, agency: str, period: str, first_sent_at: dt.datetime) -> bool:
        """False as well for what the plan does not oblige to any more."""
        owed = self._obligations.obligation(task_id, agency, period)
        return owed is not None and is_late(vietnamese_day(first_sent_at), _due(owed))

    def all_in(self, connection: Connection, query: Executable, **named: object) -> tuple[Report, ...]:
        return tuple(self.report(row) for row in connection.execute(query, named))

    def one_in(self, connection: Connection, query: Executable, **named: object) -> Report | None:
        row = connection.execute(query, named).first()
        return None if row is None else self.report(row)

    def newest(self, connection: Connection, task_id: str, agency: str, period: str) -> Report | None:
        """The last version, which may be a withdrawal."""
        return self.one_in(connection, NEWEST, task_id=task_id, agency=agency, period=period)

    def made_by(self, connection: Connection, sent: Sent, task_id: str) -> Report | None:
        """The version that a message made when it was delivered before."""
        if sent.message_id is None:
            return None
        return self.one_in(
            connection,
            BY_MESSAGE,
            reporter_id=sent.person_id,
            channel=sent.channel,
            message_id=sent.message_id,
            task_id=task_id,
        )

    def add(
        self,
        connection: Connection,
        owed: Obligation,
        newest: Report | None,
        content: Content,
        sent: Sent,
        *,
        withdraws: bool = False,
        reason: str = "",
    ) -> Report:
        """Add the version after ``newest``; after a withdrawal, or the first, lateness counts from now."""
        goes_on = newest is not None and newest.standing != "withdrawn"
        values: dict[str, Any] = {
            "task_id": owed.task_id,
            "agency": owed.agency,
            "period": owed.period.key,
            "version": newest.version + 1 if newest else 1,
            "replaces": newest.id if newest else None,
            "standing": "withdrawn" if withdraws else "pending",
            "reason": reason,
            "channel": sent.channel,
            "submitted_at": sent.at,
            "reporter_id": sent.person_id,
        }
        stored = {
            "content": content.to_json(),
            "message_id": sent.message_id,
            "goes_on_from": newest.id if newest and goes_on else None,
            "begins_at": sent.at,
        }
        report_id = connection.execute(_ADD, values | stored).scalar_one()
        was_late = newest.is_late if newest and goes_on else is_late(vietnamese_day(sent.at), _due(owed))
        return Report(id=report_id, content=content, is_late=was_late, **values)


def standing_of(row: Any) -> Standing:
    """How a version stands, by its own row and the latest verdict on it."""
    standing: Standing = "withdrawn" if row.standing == "withdrawn" else row.verdict or "pending"
    return standing


def _due(owed: Obligation) -> dt.date:
    return owed.period.due(owed.level)
