"""What people are refused, each a class that carries its facts; the mouths give them words."""

from __future__ import annotations

import datetime as dt

from progress import obligations
from progress.desk_records import PeriodLock
from progress.periods import Period
from progress.records import Report
from progress.roles import Act, Membership, Role


class ProgressError(Exception):
    """Something asked for cannot be done, and nothing was changed."""


class CodeUnknown(ProgressError):
    """No invitation has this code."""


class CodeUsed(ProgressError):
    """The code has done its work already."""

    def __init__(self, used_at: dt.datetime) -> None:
        super().__init__(used_at)
        self.used_at = used_at


class CodeExpired(ProgressError):
    """The code was not used in time, or was withdrawn."""

    def __init__(self, expired_at: dt.datetime) -> None:
        super().__init__(expired_at)
        self.expired_at = expired_at


class TooManyGuesses(ProgressError):
    """Too many wrong codes were tried; no code is looked at before ``retry_at``."""

    def __init__(self, retry_at: dt.datetime) -> None:
        super().__init__(retry_at)
        self.retry_at = retry_at


class IdentityTaken(ProgressError):
    """The sender of a link code is known as another person already; two people are not made one."""


class AlreadyHolds(ProgressError):
    """The sender holds the role of the invitation already, so the code is left to another."""

    def __init__(self, held: Membership) -> None:
        super().__init__(held.role.value, held.agency)
        self.held = held


class AlreadyLinked(ProgressError):
    """The link code came from where the person is known already: it is meant for another channel."""


class SenderUnproven(ProgressError):
    """The channel cannot tell who sends, so nobody can be made known on it."""


class AgencyMissing(ProgressError):
    """The role is held in an agency, and none was named."""

    def __init__(self, role: Role) -> None:
        super().__init__(role.value)
        self.role = role


class NotAllowed(ProgressError):
    """The roles of the person do not allow this act there."""

    def __init__(self, act: Act, agency: str, role: Role | None = None) -> None:
        super().__init__(act.value, agency, role and role.value)
        self.act = act
        self.agency = agency
        self.role = role  # the one that was to be given or taken


class PersonUnknown(ProgressError):
    """Nobody has this number, or the person was erased."""

    def __init__(self, person_id: int) -> None:
        super().__init__(person_id)
        self.person_id = person_id


class RoleNotHeld(ProgressError):
    """The person holds no such role, so there is nothing to end."""

    def __init__(self, person_id: int) -> None:
        super().__init__(person_id)
        self.person_id = person_id


class InvitationClosed(ProgressError):
    """The invitation is unknown, used or expired: nothing is left to withdraw."""

    def __init__(self, invitation_id: int) -> None:
        super().__init__(invitation_id)
        self.invitation_id = invitation_id


class TaskUnknown(ProgressError):
    """The plan has no such task."""

    def __init__(self, task_id: str) -> None:
        super().__init__(task_id)
        self.task_id = task_id


class NotLeading(ProgressError):
    """The agency does not lead the task, so it owes no report on it; ``leads`` are those who do."""

    def __init__(self, task_id: str, agency: str, role: obligations.Role, leads: tuple[str, ...]) -> None:
        super().__init__(task_id, agency, role)
        self.task_id = task_id
        self.agency = agency
        self.role = role  # "coordinate" may add a note
        self.leads = leads


class NotCoordinating(ProgressError):
    """Only an agency that coordinates adds a note: one that leads reports, the others have no part."""

    def __init__(self, task_id: str, agency: str, role: obligations.Role) -> None:
        super().__init__(task_id, agency, role)
        self.task_id = task_id
        self.agency = agency
        self.role = role


class PeriodUnknown(ProgressError):
    """The plan has no such period, or the task does not report in it; ``task_id`` is "" for the plan."""

    def __init__(self, period: str, task_id: str = "") -> None:
        super().__init__(period, task_id)
        self.period = period
        self.task_id = task_id


class PeriodNotOpen(ProgressError):
    """Reports of the period are not gathered yet; ``period.opens`` is the first day."""

    def __init__(self, period: Period) -> None:
        super().__init__(period.key)
        self.period = period


class PeriodLocked(ProgressError):
    """The period was locked, and takes nothing until somebody opens it again."""

    def __init__(self, lock: PeriodLock) -> None:
        super().__init__(lock.period)
        self.lock = lock


class PeriodNotLocked(ProgressError):
    """The period is not locked, so there is nothing to open again."""

    def __init__(self, period: str) -> None:
        super().__init__(period)
        self.period = period


class ContentEmpty(ProgressError):
    """The report or the note says nothing."""


class ReasonMissing(ProgressError):
    """The act needs a reason, and none was given."""


class AlreadyReported(ProgressError):
    """Another version stands than the one that was expected; ``report`` is the one that stands."""

    def __init__(self, report: Report) -> None:
        super().__init__(report.id)
        self.report = report


class NothingReported(ProgressError):
    """No report stands: none came, or it was withdrawn."""

    def __init__(self, task_id: str, agency: str, period: str) -> None:
        super().__init__(task_id, agency, period)
        self.task_id = task_id
        self.agency = agency
        self.period = period


class ReportUnknown(ProgressError):
    """No report has this number."""

    def __init__(self, report_id: int) -> None:
        super().__init__(report_id)
        self.report_id = report_id


class ReportConfirmed(ProgressError):
    """The report was confirmed: it is corrected or sent back, but not simply taken away."""

    def __init__(self, report: Report) -> None:
        super().__init__(report.id)
        self.report = report


class NotPaused(ProgressError):
    """No pause is set on the duty, so there is none to lift."""

    def __init__(self, task_id: str, agency: str) -> None:
        super().__init__(task_id, agency)
        self.task_id = task_id
        self.agency = agency
