"""What the dialogue needs from others: the search, its memory, its log, and the desk of reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from bot.dialogue.conversation import Conversation
from bot.dialogue.messages import Answer, Attachment
from progress.desk_records import Coverage, Note, ObligationStatus, PeriodLock
from progress.digest_settings import DigestRules, DigestSettings
from progress.digests import CoordinatorPart, Digest, Snooze
from progress.evidence import Evidence, Upload
from progress.obligations import Obligations
from progress.periods import PlanPeriods
from progress.persons import IssuedToken, Person, Registration
from progress.records import Content, Measure, Report
from progress.roles import Role
from progress.working_days import WorkingDays
from retrieval.results import SearchResult


class PlanSearch(Protocol):
    """Finds the tasks a few words speak of."""

    def search(self, question: str, limit: int = 5) -> SearchResult: ...


class HeldConversation(Protocol):
    """Nobody else may change it until it is let go; what is then left in ``conversation`` is saved."""

    conversation: Conversation


class Conversations(Protocol):
    """Where conversations are remembered."""

    def hold(self, channel: str, conversation: str) -> AbstractContextManager[HeldConversation]:
        """Lock one conversation, give its state (fresh when unknown), save it on leaving without error."""
        ...


class QuestionLog(Protocol):
    """What was asked and how it went, so that unanswered questions are seen."""

    def record(
        self, *, channel: str, conversation: str, text: str, answer: Answer, asked_at: dt.datetime
    ) -> str:
        """Keep how the question went; return the reference for feedback."""
        ...

    def rate(self, reference: str, *, is_helpful: bool, rated_at: dt.datetime) -> bool:
        """Store a thumb; False when the reference is unknown."""
        ...


class People(Protocol):
    """Who somebody is; see ``progress.people.People`` for what each method does and raises."""

    def person_of(self, channel: str, sender: str) -> Person | None: ...

    def person(self, person_id: int) -> Person | None: ...

    def register(
        self, channel: str, sender: str, code: str, display_name: str | None = None
    ) -> Registration: ...


class ReportDesk(Protocol):
    """Where agencies report; see ``progress.desk.ReportDesk`` for what each method does and raises."""

    def report(self, actor: Person, report_id: int) -> Report: ...

    def reports_by_id(self, actor: Person, report_ids: Collection[int]) -> tuple[Report, ...]: ...

    def standing(self, actor: Person, task_id: str, agency: str, period_key: str) -> Report | None: ...

    def history(self, actor: Person, task_id: str, agency: str, period_key: str) -> tuple[Report, ...]: ...

    def last_year_value(
        self, actor: Person, task_id: str, agency: str, period_key: str, target: int
    ) -> Measure | None: ...

    def notes(self, actor: Person, task_id: str, period_key: str) -> tuple[Note, ...]: ...

    def status_of_agency(
        self, actor: Person, agency: str, period_key: str, today: dt.date
    ) -> tuple[ObligationStatus, ...]: ...

    def coverage(self, actor: Person, task_id: str, period_key: str, today: dt.date) -> Coverage: ...

    def waiting_for_review(self, actor: Person, period_key: str) -> tuple[Report, ...]: ...

    def lock_of(self, period_key: str) -> PeriodLock | None: ...

    def locked_periods(self) -> frozenset[str]: ...

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
    ) -> Report: ...

    def withdraw(
        self, actor: Person, report_id: int, reason: str = "", *, channel: str, message_id: str | None = None
    ) -> Report: ...

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
    ) -> Note: ...

    def confirm(self, actor: Person, report_id: int, *, channel: str) -> Report: ...

    def send_back(self, actor: Person, report_id: int, reason: str, *, channel: str) -> Report: ...

    def lock_period(
        self, actor: Person, period_key: str, reason: str = "", *, channel: str
    ) -> PeriodLock: ...

    def reopen_period(self, actor: Person, period_key: str, reason: str, *, channel: str) -> PeriodLock: ...


class Notices(Protocol):
    """What is said once, by itself or in a conversation; see ``bot.notices.Notices``."""

    def tell_once(self, person_id: int, report_id: int) -> bool: ...


class Attachments(Protocol):
    """Where the bytes of a file come from; see ``bot.dialogue.attachments.ChannelFiles``."""

    def takes_files(self, channel: str) -> bool: ...

    def fetch(self, channel: str, attachment: Attachment) -> bytes: ...


class EvidenceDesk(Protocol):
    """Files on reports; see ``progress.evidence_desk.EvidenceDesk`` for what each method raises."""

    size_limit: int

    def attach(
        self, actor: Person, task_id: str, agency: str, period_key: str, upload: Upload, *, channel: str
    ) -> Evidence: ...

    def upload_link(
        self, actor: Person, task_id: str, agency: str, period_key: str, *, channel: str
    ) -> IssuedToken: ...

    def evidence(self, actor: Person, task_id: str, agency: str, period_key: str) -> tuple[Evidence, ...]: ...

    def open(self, actor: Person, evidence_id: int, *, channel: str) -> tuple[Evidence, bytes]: ...


class Digests(Protocol):
    """The morning digest; see ``progress.digest_desk.DigestDesk`` for what each method does and raises."""

    @property
    def rules(self) -> DigestRules: ...

    def digest(self, person: Person, today: dt.date) -> Digest | None: ...

    def counts(self, actor: Person, today: dt.date) -> Mapping[Role, int]: ...

    def settings(self, person: Person) -> DigestSettings: ...

    def change(self, person: Person, settings: DigestSettings) -> None: ...

    def snooze(self, person: Person, snooze: Snooze) -> Snooze: ...

    def end_snooze(self, person: Person, task_id: str) -> bool: ...

    def snoozes(self, person: Person, today: dt.date) -> tuple[Snooze, ...]: ...

    def told_actions(self, person: Person) -> tuple[str, ...]: ...


class RollUpPainter(Protocol):
    """Draws how the province stands; see ``bot.roll_up_picture.roll_up_picture``."""

    def __call__(self, part: CoordinatorPart, heading: str) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Reporting:
    """The second door of the dialogue: who reports, what they owe, and the desk that takes it."""

    people: People
    desk: ReportDesk
    obligations: Obligations
    working_days: WorkingDays
    evidence: EvidenceDesk
    attachments: Attachments
    notices: Notices
    digests: Digests
    paint: RollUpPainter
    address: str  # where this assistant is reached by a browser, without a slash at its end

    @property
    def periods(self) -> PlanPeriods:
        return self.obligations.periods
