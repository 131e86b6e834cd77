"""How an obligation and a task stand on a day, in the words of Vietnamese task systems, and the two rates.

The state of a report and the state of a task are two things: a task may be done while its report is overdue.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from corpus.deadlines import read_deadline
from progress.periods import Period
from progress.reporting_calendar import Level
from progress.working_days import WorkingDays

SOON = dt.timedelta(days=3)  # this long before the due day and on it, an obligation is due soon
REMINDER_LEADS = (5, 3, 1)  # working days before the due day
ESCALATION_GRACE = 2  # working days after the due day before a leader is told

Standing = Literal["pending", "confirmed", "returned", "withdrawn"]


class ObligationState(StrEnum):
    """Source of the names: Báo cáo 1270/BC-TCTTTg and the task systems of two provinces."""

    NOT_OPEN = "not-open"
    IN_TIME = "in-time"
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"
    AWAITING = "awaiting"
    RETURNED = "returned"
    ON_TIME = "on-time"
    LATE = "late"
    PAUSED = "paused"
    NO_DUE_DAY = "no-due-day"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def is_reported(self) -> bool:
        """Whether a report stands: waiting for review, or confirmed."""
        return self in _REPORTED

    @property
    def is_counted(self) -> bool:
        """Whether it counts in a rate: open or gone by, and not lifted."""
        return self not in _EXCUSED

    @property
    def is_owed(self) -> bool:
        """Whether the agency has something to send now."""
        return self in _OWED


_LABELS = {
    ObligationState.NOT_OPEN: "Chưa đến kỳ",
    ObligationState.IN_TIME: "Trong hạn",
    ObligationState.DUE_SOON: "Sắp đến hạn",
    ObligationState.OVERDUE: "Quá hạn",
    ObligationState.AWAITING: "Chờ xác nhận",
    ObligationState.RETURNED: "Trả lại",
    ObligationState.ON_TIME: "Đã báo cáo đúng hạn",
    ObligationState.LATE: "Đã báo cáo quá hạn",
    ObligationState.PAUSED: "Tạm dừng",
    ObligationState.NO_DUE_DAY: "Không hạn",
}
_REPORTED = (ObligationState.AWAITING, ObligationState.ON_TIME, ObligationState.LATE)
_OWED = (
    ObligationState.OVERDUE,
    ObligationState.RETURNED,
    ObligationState.DUE_SOON,
    ObligationState.IN_TIME,
)  # the most urgent first
_EXCUSED = (ObligationState.NOT_OPEN, ObligationState.PAUSED, ObligationState.NO_DUE_DAY)


@dataclass(frozen=True, slots=True)
class Submission:
    """What counts of the reports on one obligation: how the newest stands, and the day of the first."""

    standing: Standing
    first_day: dt.date  # in Vietnam


@dataclass(frozen=True, slots=True)
class Pause:
    """An authorised person lifts an obligation: for a while ("paused"), or its due day only."""

    kind: Literal["paused", "no-due-day"]
    reason: str
    until: dt.date | None = None  # its last day

    def is_in_force(self, today: dt.date) -> bool:
        return self.until is None or today <= self.until


@dataclass(frozen=True, slots=True)
class Status:
    """The state on a day. ``days_left`` counts to the due day while nothing stands (0 on it), else None.

    ``days_late``: while overdue, since the due day; once reported, of the first report; else 0.
    """

    state: ObligationState
    due: dt.date | None
    days_left: int | None = None
    days_late: int = 0

    @property
    def urgency(self) -> tuple[int, int, int]:
        """Sorts what is owed before the rest, the longest overdue first."""
        rank = _OWED.index(self.state) if self.state in _OWED else len(_OWED)
        return rank, -self.days_late, self.days_left if self.days_left is not None else 0


def is_late(day: dt.date, due: dt.date) -> bool:
    """Whether a report sent on ``day`` (in Vietnam) is late; on the due day it is not, weekend or not."""
    return day > due


def status_of(
    period: Period,
    level: Level,
    today: dt.date,
    submission: Submission | None = None,
    pause: Pause | None = None,
) -> Status:
    """How an obligation stands on ``today`` (in Vietnam).

    A report that stands comes before a pause; a returned or withdrawn one does not. What was in time stays so
    when it is sent back and sent again.
    """
    due = period.due(level)
    lifted = pause.kind if pause and pause.is_in_force(today) else None
    if submission and submission.standing in ("pending", "confirmed"):
        days_late = 0 if lifted == "no-due-day" else max(0, (submission.first_day - due).days)
        if submission.standing == "pending":
            return Status(ObligationState.AWAITING, due, None, days_late)
        return Status(ObligationState.LATE if days_late else ObligationState.ON_TIME, due, None, days_late)
    if lifted == "paused":
        return Status(ObligationState.PAUSED, None)
    left = (due - today).days
    if submission and submission.standing == "returned":
        days_late = max(0, (submission.first_day - due).days)
        return Status(ObligationState.RETURNED, due, left if left >= 0 else None, days_late)
    if lifted == "no-due-day":
        return Status(ObligationState.NO_DUE_DAY, None)
    if left < 0:
        return Status(ObligationState.OVERDUE, due, None, -left)
    if not period.has_opened(today):
        return Status(ObligationState.NOT_OPEN, due, left)
    return Status(ObligationState.DUE_SOON if left <= SOON.days else ObligationState.IN_TIME, due, left)


def reminder_days(
    due: dt.date, working_days: WorkingDays, leads: Sequence[int] = REMINDER_LEADS
) -> tuple[dt.date, ...]:
    """The working days on which an unsent report is recalled, earliest first; ``leads`` in working days."""
    return tuple(working_days.working_day_before(due, lead) for lead in sorted(leads, reverse=True))


def is_escalated(
    due: dt.date, today: dt.date, working_days: WorkingDays, grace: int = ESCALATION_GRACE
) -> bool:
    """Whether an overdue report is told to the leader: ``grace`` working days after the due day are over."""
    return today > working_days.add_working_days(due, grace)


class TaskState(StrEnum):
    """How the work itself goes, as its agency says."""

    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    PAUSED = "paused"

    @property
    def label(self) -> str:
        return _TASK_LABELS[self]


_TASK_LABELS = {
    TaskState.NOT_STARTED: "Chưa thực hiện",
    TaskState.IN_PROGRESS: "Đang thực hiện",
    TaskState.DONE: "Hoàn thành",
    TaskState.PAUSED: "Tạm dừng",
}


@dataclass(frozen=True, slots=True)
class TaskStanding:
    """A task's state; one that is done says for which year."""

    state: TaskState
    year: int | None = None

    @property
    def label(self) -> str:
        return f"{self.state.label} (năm {self.year})" if self.year else self.state.label


@dataclass(frozen=True, slots=True)
class SaidProgress:
    """What one report says of the work: the year of its period, the state and the percent, where said."""

    year: int
    state: TaskState | None
    percent: Decimal | None = None


def task_standing(said: Iterable[SaidProgress]) -> TaskStanding:
    """The standing that the reports of one agency on one task give, the oldest first.

    The newest state said counts; without one, 100 percent of the work is done. A task with a report is begun.
    """
    standing = TaskStanding(TaskState.NOT_STARTED)
    for one in said:
        state = one.state
        if state is None and one.percent is not None:
            state = TaskState.DONE if one.percent >= 100 else TaskState.IN_PROGRESS
        if state is None and standing.state is TaskState.NOT_STARTED:
            state = TaskState.IN_PROGRESS
        if state is not None:
            standing = TaskStanding(state, one.year if state is TaskState.DONE else None)
    return standing


def joint_standing(standings: Iterable[TaskStanding]) -> TaskStanding:
    """The standing of a task that several agencies carry: done when all are; paused ones do not count."""
    listed = list(standings)
    active = [one for one in listed if one.state is not TaskState.PAUSED]
    if not active:
        return TaskStanding(TaskState.PAUSED if listed else TaskState.NOT_STARTED)
    if all(one.state is TaskState.DONE for one in active):
        return TaskStanding(TaskState.DONE, max((one.year for one in active if one.year), default=None))
    if all(one.state is TaskState.NOT_STARTED for one in active):
        return TaskStanding(TaskState.NOT_STARTED)
    return TaskStanding(TaskState.IN_PROGRESS)


def is_task_late(timeframe: str, standing: TaskStanding, today: dt.date) -> bool:
    """Whether the task's own time frame is over and it is not done ("2026-2030": after 31/12/2030)."""
    end = read_deadline(timeframe).end
    return (
        end is not None and today > end and standing.state in (TaskState.NOT_STARTED, TaskState.IN_PROGRESS)
    )


@dataclass(frozen=True, slots=True)
class Rate:
    """A part of a whole: "61/102"."""

    part: int
    whole: int

    @property
    def percent(self) -> Decimal | None:
        """The share in percent, not rounded; None of nothing."""
        return Decimal(100 * self.part) / self.whole if self.whole else None


def completion_rate(standings: Iterable[TaskStanding]) -> Rate:
    """Tỷ lệ hoàn thành: tasks done among all that are not paused."""
    counted = [one.state for one in standings if one.state is not TaskState.PAUSED]
    return Rate(counted.count(TaskState.DONE), len(counted))


def update_rate(states: Iterable[ObligationState]) -> Rate:
    """Tỷ lệ cập nhật: obligations with a standing report among all open or gone by.

    Periods not yet open and lifted obligations do not count; a returned report counts as missing.
    """
    counted = [state for state in states if state.is_counted]
    return Rate(sum(state.is_reported for state in counted), len(counted))
