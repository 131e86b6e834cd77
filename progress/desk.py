"""The desk where agencies report and the coordinator reviews; each act is one transaction."""

from __future__ import annotations

from dataclasses import replace

from progress.acting import ActingDesk, demand_unlocked, described
from progress.audit import Deed, Entry, write_down
from progress.desk_records import Note, PeriodLock
from progress.keys import storable_text
from progress.notes import add_note, note_made_by
from progress.pauses import pause_on
from progress.period_locks import lock_on
from progress.persons import Person
from progress.records import Content, Report
from progress.refusals import (
    AlreadyReported,
    ContentEmpty,
    NotCoordinating,
    NothingReported,
    NotPaused,
    PeriodNotLocked,
    PeriodNotOpen,
    ReasonMissing,
    ReportConfirmed,
)
from progress.roles import Act
from progress.states import Pause
from progress.working_days import vietnamese_day


class ReportDesk(ActingDesk):
    """Takes reports, reviews, notes and decisions, and answers all that ``ReportReader`` does.

    ``actor`` is who acts; his roles are read again at the moment of the act, so one revoked a moment ago
    counts no more: NotAllowed, PersonUnknown. ``channel`` says through which mouth the act came. Each act
    leaves its line in the audit log. The same ``message_id`` of the same person on the same task, however
    often it is delivered, makes one version, which is returned again.
    """

    # --- by the agency ---

    def submit(
        self,
        actor: Person,
        task_id: str,
        agency: str,
        period_key: str,
        content: Content,
        *,
        channel: str,
        message_id: str | None = None,
        expects_version: int = 0,
    ) -> Report:
        """Send a report. ``expects_version`` is the version seen to stand, 0 when none was.

        A report after the due day is taken, and is late. Raises NotAllowed, TaskUnknown, NotLeading,
        PeriodUnknown, PeriodNotOpen, PeriodLocked, ContentEmpty, RecordError for figures that cannot be kept,
        what ``check_content`` raises, AlreadyReported when another version stands than was expected, and
        NothingReported when the one expected was withdrawn.
        """
        sent = self._sent(actor, channel, message_id)
        if made := self._add_at_once(actor, (task_id, agency, period_key), content, sent, expects_version):
            return made
        with self._acting(actor, Act.REPORT, agency, task_id, period_key) as connection:
            if again := self._shelf.made_by(connection, sent, task_id):
                return again
            owed = self._gathered(connection, task_id, agency, period_key)
            self._check(content, task_id)
            newest = self._shelf.newest(connection, task_id, agency, period_key)
            stands = newest if newest and newest.standing != "withdrawn" else None
            if stands and stands.version != expects_version:
                raise AlreadyReported(stands)
            if not stands and expects_version:
                raise NothingReported(task_id, agency, period_key)
            deed = Deed.CORRECT_REPORT if stands else Deed.REPORT
            return self._add(connection, owed, newest, content, sent, deed)

    def correct(
        self, actor: Person, report_id: int, content: Content, *, channel: str, message_id: str | None = None
    ) -> Report:
        """Put a new version in the place of one that stands; it waits for review, also after a confirmed one.

        The word is the agency's: what was confirmed stays in the history, and the new figures are confirmed
        anew. Raises ReportUnknown, NothingReported when it was withdrawn, and what ``submit`` raises.
        """
        sent = self._sent(actor, channel, message_id)
        with self._on_report(actor, Act.REPORT, report_id) as (connection, report):
            if again := self._shelf.made_by(connection, sent, report.task_id):
                return again
            owed = self._gathered(connection, report.task_id, report.agency, report.period)
            self._check(content, report.task_id)
            newest = self._newest(connection, report)
            return self._add(connection, owed, newest, content, sent, Deed.CORRECT_REPORT)

    def withdraw(
        self, actor: Person, report_id: int, reason: str = "", *, channel: str, message_id: str | None = None
    ) -> Report:
        """Take back a report that stands: a version without content, after which nothing stands.

        Raises ReportConfirmed for one that was confirmed, since others count on it, and what ``correct``
        raises.
        """
        sent = self._sent(actor, channel, message_id)
        with self._on_report(actor, Act.REPORT, report_id) as (connection, report):
            if again := self._shelf.made_by(connection, sent, report.task_id):
                return again
            owed = self._gathered(connection, report.task_id, report.agency, report.period)
            newest = self._newest(connection, report)
            if newest.standing == "confirmed":
                raise ReportConfirmed(newest)
            return self._add(connection, owed, newest, Content(), sent, Deed.WITHDRAW_REPORT, reason)

    def add_note(
        self,
        actor: Person,
        task_id: str,
        agency: str,
        period_key: str,
        text: str,
        *,
        channel: str,
        message_id: str | None = None,
    ) -> Note:
        """Say something of a task that another agency leads.

        Raises NotAllowed, TaskUnknown, NotCoordinating, PeriodUnknown, PeriodNotOpen, PeriodLocked and
        ContentEmpty.
        """
        sent = self._sent(actor, channel, message_id)
        with self._acting(actor, Act.NOTE, agency, task_id, period_key) as connection:
            if again := note_made_by(connection, sent, task_id):
                return again
            self._known_period(task_id, period_key)
            role = self._obligations.role(task_id, agency)
            if role != "coordinate":
                raise NotCoordinating(task_id, agency, role)
            self._taking(connection, task_id, period_key)
            if not (text := storable_text(text)):
                raise ContentEmpty
            note = add_note(connection, task_id, agency, period_key, text, sent)
            about = f"note {note.id}: {described(task_id, agency, period_key)}"
            write_down(connection, Entry(sent.at, actor.id, Deed.ADD_NOTE, about, channel))
            return note

    # --- by the coordinator ---

    def confirm(self, actor: Person, report_id: int, *, channel: str) -> Report:
        """Accept a version that stands, also after the period was locked; a second time changes nothing.

        Raises NotAllowed, ReportUnknown, AlreadyReported when a newer version stands, NothingReported when
        it was withdrawn.
        """
        with self._on_report(actor, Act.REVIEW, report_id) as (connection, report):
            newest = self._newest(connection, report)
            return self._review(connection, newest, self._sent(actor, channel, None), "confirmed")

    def send_back(self, actor: Person, report_id: int, reason: str, *, channel: str) -> Report:
        """Return a version that stands, also a confirmed one, with a reason its reporter can act on.

        Raises what ``confirm`` raises, ReasonMissing, and PeriodLocked, since nobody could answer then.
        """
        with self._on_report(actor, Act.REVIEW, report_id) as (connection, report):
            if not (reason := storable_text(reason)):
                raise ReasonMissing
            newest = self._newest(connection, report)
            demand_unlocked(connection, report.period)
            return self._review(connection, newest, self._sent(actor, channel, None), "returned", reason)

    def lock_period(self, actor: Person, period_key: str, reason: str = "", *, channel: str) -> PeriodLock:
        """Close a period to reports. Raises NotAllowed, PeriodUnknown, PeriodNotOpen and PeriodLocked."""
        with self._on_period(actor, period_key) as connection:
            period = self._periods.by_key[period_key]
            if not period.has_opened(vietnamese_day(self._clock())):
                raise PeriodNotOpen(period)
            demand_unlocked(connection, period_key)
            sent = self._sent(actor, channel, None)
            return self._decide(connection, period_key, sent, reason, is_locked=True)

    def reopen_period(self, actor: Person, period_key: str, reason: str, *, channel: str) -> PeriodLock:
        """Open a locked period again. Raises NotAllowed, PeriodUnknown, PeriodNotLocked, ReasonMissing."""
        with self._on_period(actor, period_key) as connection:
            if not storable_text(reason):
                raise ReasonMissing
            if lock_on(connection, period_key) is None:
                raise PeriodNotLocked(period_key)
            sent = self._sent(actor, channel, None)
            return self._decide(connection, period_key, sent, reason, is_locked=False)

    def pause(self, actor: Person, task_id: str, agency: str, pause: Pause, *, channel: str) -> Pause:
        """Pause a duty, or free it of its due day, in the place of a pause set before.

        Raises NotAllowed, TaskUnknown, NotLeading and ReasonMissing.
        """
        with self._acting(actor, Act.PAUSE, agency, task_id) as connection:
            self._led(task_id, agency)
            if not (reason := storable_text(pause.reason)):
                raise ReasonMissing
            pause = replace(pause, reason=reason)
            self._set(connection, task_id, agency, pause, self._sent(actor, channel, None), reason)
            return pause

    def lift_pause(
        self, actor: Person, task_id: str, agency: str, reason: str = "", *, channel: str
    ) -> Pause:
        """Put a duty in force again; the pause that was lifted. Raises NotAllowed, NotLeading, NotPaused."""
        with self._acting(actor, Act.PAUSE, agency, task_id) as connection:
            self._led(task_id, agency)
            lifted = pause_on(connection, task_id, agency)
            if lifted is None:
                raise NotPaused(task_id, agency)
            sent = self._sent(actor, channel, None)
            self._set(connection, task_id, agency, None, sent, storable_text(reason))
            return lifted
