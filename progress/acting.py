"""One act at the desk: whose turn it is, whether it may be done, and the trace it leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from sqlalchemy import Connection, func, insert, select

from progress import pauses, period_locks
from progress.audit import Deed, Entry, write_down
from progress.desk_records import PeriodLock
from progress.keys import storable_key, storable_text
from progress.measures import check_content
from progress.obligations import Obligation
from progress.period_locks import lock_on
from progress.person_rows import living_person
from progress.persons import Person
from progress.records import Content, Report
from progress.refusals import (
    AlreadyReported,
    ContentEmpty,
    NotAllowed,
    NothingReported,
    PeriodLocked,
    PeriodNotOpen,
    ProgressError,
)
from progress.report_at_once import add_at_once
from progress.report_reading import ReportReader
from progress.report_rows import Sent
from progress.roles import NO_AGENCY, Act, may
from progress.scales import MeasureError
from progress.states import Pause, is_late
from progress.tables.reports import ReviewRow
from progress.working_days import vietnamese_day


class ActingDesk(ReportReader):
    """What all acts share. Who acts on the same duty takes turns, in any process; the others wait for none.

    SQLite has one writer anyway. On PostgreSQL locks are taken always in the same order: the person, so that
    a message delivered twice meets itself; the period, shared by those who report in it; the duty.
    """

    @contextmanager
    def _acting(
        self, actor: Person, act: Act, agency: str, task_id: str, period_key: str = ""
    ) -> Iterator[Connection]:
        """A transaction in which the act is allowed. Raises TaskUnknown, NotAllowed and PersonUnknown."""
        self._known_task(task_id)
        with self._database.writing() as connection:
            self._take_turn(connection, actor, period_key, f"{task_id} {agency}")
            _demand(connection, actor, act, agency)
            yield connection

    @contextmanager
    def _on_report(self, actor: Person, act: Act, report_id: int) -> Iterator[tuple[Connection, Report]]:
        """The same for an act on a version. Raises ReportUnknown, NotAllowed and PersonUnknown."""
        with self._database.writing() as connection:
            report = self._by_id(connection, report_id)
            self._take_turn(connection, actor, report.period, f"{report.task_id} {report.agency}")
            _demand(connection, actor, act, report.agency)
            yield connection, report

    @contextmanager
    def _on_period(self, actor: Person, period_key: str) -> Iterator[Connection]:
        """The same for a decision on a period, after all who report in it are done."""
        self._known_period("", period_key)
        with self._database.writing() as connection:
            if not self._database.is_sqlite:
                connection.execute(select(func.pg_advisory_xact_lock(_lock_key(f"period {period_key}"))))
            _demand(connection, actor, Act.LOCK_PERIOD, NO_AGENCY)
            yield connection

    def _take_turn(self, connection: Connection, actor: Person, period_key: str, duty: str) -> None:
        if self._database.is_sqlite:
            return
        turns = _turns(actor, period_key, duty)
        connection.execute(
            select(
                func.pg_advisory_xact_lock(turns["person_turn"]),
                func.pg_advisory_xact_lock_shared(turns["period_turn"]),
                func.pg_advisory_xact_lock(turns["duty_turn"]),
            )
        )

    def _add_at_once(
        self,
        actor: Person,
        duty: tuple[str, str, str],
        content: Content,
        sent: Sent,
        expects_version: int,
    ) -> Report | None:
        """A report that nothing speaks against, in one round trip; None on SQLite, and when anything does."""
        if self._database.is_sqlite or (owed := self._owed_now(duty)) is None:
            return None
        from psycopg import Error

        task_id, agency, period_key = duty
        turns = _turns(actor, period_key, f"{task_id} {agency}")
        try:
            stored = self._check(content, task_id)
            with self._database.postgresql() as connection:
                added = add_at_once(connection, duty, stored, sent, expects_version, turns)
        except (ProgressError, MeasureError, ValueError, Error):
            # Not in order, a message that came before, or the server was away: every act's way tells which.
            return None
        if added is None:
            return None
        return Report(
            id=added.id,
            task_id=task_id,
            agency=agency,
            period=period_key,
            version=added.version,
            replaces=added.replaces,
            content=content,
            reporter_id=sent.person_id,
            channel=sent.channel,
            submitted_at=sent.at,
            is_late=is_late(vietnamese_day(added.first_sent_at), owed.period.due(owed.level)),
            standing="pending",
        )

    def _owed_now(self, duty: tuple[str, str, str]) -> Obligation | None:
        """What is owed in a period that has opened; None when nothing is."""
        owed = self._obligations.obligation(*duty)
        return owed if owed and owed.period.has_opened(vietnamese_day(self._clock())) else None

    def _sent(self, actor: Person, channel: str, message_id: str | None) -> Sent:
        key = None if message_id is None else storable_key(message_id)
        return Sent(actor.id, channel, key, self._clock())

    # --- what must hold ---

    def _gathered(self, connection: Connection, task_id: str, agency: str, period_key: str) -> Obligation:
        """What is owed, while reports on it are taken.

        Raises TaskUnknown, NotLeading, PeriodUnknown, PeriodNotOpen and PeriodLocked.
        """
        owed = self._owed(task_id, agency, period_key)
        self._taking(connection, task_id, period_key)
        return owed

    def _taking(self, connection: Connection, task_id: str, period_key: str) -> None:
        """Raises PeriodNotOpen and PeriodLocked."""
        period = self._periods.task_period(task_id, period_key)
        if period is not None and not period.has_opened(vietnamese_day(self._clock())):
            raise PeriodNotOpen(period)
        demand_unlocked(connection, period_key)

    def _check(self, content: Content, task_id: str) -> dict[str, Any]:
        """The content as it is stored. Raises ContentEmpty, RecordError and what ``check_content`` raises."""
        if content.is_empty:
            raise ContentEmpty
        stored = content.to_json()
        Content.from_json(stored)  # what is stored must be readable for ever
        check_content(content, self._obligations.plan.task_by_id[task_id])
        return stored

    def _newest(self, connection: Connection, expected: Report) -> Report:
        """The expected version, when it stands. Raises NothingReported and AlreadyReported."""
        newest = self._shelf.newest(connection, expected.task_id, expected.agency, expected.period)
        if newest is None or newest.standing == "withdrawn":
            raise NothingReported(expected.task_id, expected.agency, expected.period)
        if newest.id != expected.id:
            raise AlreadyReported(newest)
        return newest

    # --- what is added, each with its line in the audit log ---

    def _add(
        self,
        connection: Connection,
        owed: Obligation,
        newest: Report | None,
        content: Content,
        sent: Sent,
        deed: Deed,
        reason: str = "",
    ) -> Report:
        added = self._shelf.add(
            connection,
            owed,
            newest,
            content,
            sent,
            withdraws=deed is Deed.WITHDRAW_REPORT,
            reason=storable_text(reason),
        )
        about = f"report {added.id}: {described(owed.task_id, owed.agency, owed.period.key)}"
        write_down(connection, Entry(sent.at, sent.person_id, deed, about, sent.channel))
        return added

    def _review(
        self,
        connection: Connection,
        report: Report,
        sent: Sent,
        verdict: Literal["confirmed", "returned"],
        reason: str = "",
    ) -> Report:
        """The report with its verdict; the same verdict for the same reason is not given twice."""
        if (report.standing, report.reason) == (verdict, reason):
            return report
        connection.execute(
            insert(ReviewRow).values(
                report_id=report.id, reviewer_id=sent.person_id, verdict=verdict, reason=reason, at=sent.at
            )
        )
        deed = Deed.CONFIRM_REPORT if verdict == "confirmed" else Deed.SEND_BACK_REPORT
        about = f"report {report.id}: {described(report.task_id, report.agency, report.period)}"
        write_down(connection, Entry(sent.at, sent.person_id, deed, about, sent.channel))
        return self._by_id(connection, report.id)

    def _decide(
        self, connection: Connection, period_key: str, sent: Sent, reason: str, *, is_locked: bool
    ) -> PeriodLock:
        decided = period_locks.decide(
            connection,
            period_key,
            is_locked=is_locked,
            reason=storable_text(reason),
            person_id=sent.person_id,
            at=sent.at,
        )
        deed = Deed.LOCK_PERIOD if is_locked else Deed.REOPEN_PERIOD
        write_down(connection, Entry(sent.at, sent.person_id, deed, f"period {period_key}", sent.channel))
        return decided

    def _set(
        self,
        connection: Connection,
        task_id: str,
        agency: str,
        pause: Pause | None,
        sent: Sent,
        reason: str,
    ) -> None:
        pauses.decide(connection, task_id, agency, pause, reason=reason, person_id=sent.person_id, at=sent.at)
        deed = Deed.PAUSE if pause else Deed.LIFT_PAUSE
        write_down(connection, Entry(sent.at, sent.person_id, deed, described(task_id, agency), sent.channel))


def described(*names: str) -> str:
    """A duty or an obligation as the log writes it."""
    return ", ".join(names)


def demand_unlocked(connection: Connection, period_key: str) -> None:
    """Raises PeriodLocked."""
    lock = lock_on(connection, period_key)
    if lock is not None:
        raise PeriodLocked(lock)


def _demand(connection: Connection, actor: Person, act: Act, agency: str) -> None:
    """Raises NotAllowed and PersonUnknown."""
    if not may(living_person(connection, actor.id).memberships, act, agency):
        raise NotAllowed(act, agency)


def _turns(actor: Person, period_key: str, duty: str) -> dict[str, int]:
    return {
        "person_turn": _lock_key(f"person {actor.id}"),
        "period_turn": _lock_key(f"period {period_key}"),
        "duty_turn": _lock_key(f"duty {duty}"),
    }


def _lock_key(name: str) -> int:
    """A number that PostgreSQL locks by, the same in every process."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), signed=True)
