"""Notices of what happens once: a report that came back, a focal point that cannot be reached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import Connection, func, select, update

from bot.delivery.outbox import Outbox, QueuedMessage
from bot.delivery.rows import Parcel
from bot.dialogue.messages import Choice, Outgoing
from bot.texts import deliveries as texts
from bot.texts import reports
from corpus.model import Task
from progress.database import Database
from progress.people import People
from progress.persons import OPERATOR
from progress.report_rows import IS_NEWEST
from progress.roles import NO_AGENCY, Act, Role
from progress.tables.deliveries import DeliveryRow
from progress.tables.reports import ReportRow, ReviewRow
from progress.working_days import vietnamese_day

RETURNED, UNREACHABLE = "returned", "unreachable"
LOOKED_BACK = dt.timedelta(days=2)  # verdicts older than this were told, or wait for the next message
UNDELIVERED = ("unreachable", "failed", "expired")


class Notices:
    """Looks for what is to be told, and queues it; to look twice queues nothing twice."""

    def __init__(self, database: Database, outbox: Outbox, people: People, tasks: Mapping[str, Task]) -> None:
        self._database = database
        self._outbox = outbox
        self._people = people
        self._tasks = tasks

    def compose_returned(self, now: dt.datetime) -> int:
        """Queue a notice for each report that came back, once a verdict. How many were new."""
        with self._database.reading() as connection:
            found = connection.execute(
                select(
                    ReviewRow.id,
                    ReviewRow.report_id,
                    ReviewRow.reason,
                    ReportRow.task_id,
                    ReportRow.reporter_id,
                )
                .join(ReportRow, ReportRow.id == ReviewRow.report_id)
                .where(ReviewRow.at >= now - LOOKED_BACK, ReviewRow.verdict == "returned", IS_NEWEST)
                .order_by(ReviewRow.id)
            ).all()
            current = {row.report_id: row for row in found if row.id == _latest(connection, row.report_id)}
        return self._outbox.queue(
            QueuedMessage(
                row.reporter_id,
                RETURNED,
                vietnamese_day(now),
                (self._returned(row.task_id, row.report_id, row.reason),),
                reference=_reference(row.report_id, row.id),
            )
            for row in current.values()
        )

    def tell_once(self, person_id: int, report_id: int) -> bool:
        """Whether the dialogue is to say that a report came back, since nothing else said or will say it."""
        with self._database.writing() as connection:
            review = _latest(connection, report_id)
            key = _reference(report_id, review or 0)
            now = self._outbox.now()
            if self._outbox.add_told(connection, person_id, RETURNED, key, now):
                return True
            lost = (
                DeliveryRow.person_id == person_id,
                DeliveryRow.kind == RETURNED,
                DeliveryRow.key == key,
                DeliveryRow.state.in_(UNDELIVERED),
                DeliveryRow.opened_at.is_(None),
            )
            return connection.execute(update(DeliveryRow).where(*lost).values(opened_at=now)).rowcount == 1

    def tell_coordinators(self, parcel: Parcel) -> None:
        """Queue for all coordinators that somebody who reports for an agency is not reached any more."""
        person = self._people.person(parcel.person)
        agencies = person.agencies_to(Act.REPORT) if person else ()
        if person is None or not agencies:
            return
        message = Outgoing(texts.unreachable(person, agencies, parcel.channel))
        day = self._outbox.today()
        reference = f"{day}:{parcel.channel}:{parcel.person}"
        self._outbox.queue(
            QueuedMessage(one.id, UNREACHABLE, day, (message,), reference)
            for one in self._people.members_of(NO_AGENCY, by=OPERATOR)
            if one.id != person.id and any(held.role is Role.COORDINATOR for held in one.memberships)
        )

    def _returned(self, task_id: str, report_id: int, reason: str) -> Outgoing:
        choice = Choice(f"Gửi lại {task_id}", f"resend:{report_id}")
        return Outgoing(reports.returned(self._tasks[task_id], reason), choices=(choice,))


def _latest(connection: Connection, report_id: int) -> int | None:
    query = select(func.max(ReviewRow.id)).where(ReviewRow.report_id == report_id)
    return connection.execute(query).scalar()


def _reference(report_id: int, review_id: int) -> str:
    return f"{report_id}:{review_id}"
