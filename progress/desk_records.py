"""What the desk tells beside reports: locks, pauses, notes, statuses and coverage, as values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from progress.obligations import Obligation
from progress.records import Report
from progress.states import Pause, Rate, Status


@dataclass(frozen=True, slots=True)
class PeriodLock:
    """The decision that closed a period, or opened it again."""

    period: str  # its key
    is_locked: bool
    reason: str
    person_id: int
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Note:
    """What a coordinating agency says of a task in a period."""

    id: int
    task_id: str
    agency: str
    period: str
    text: str
    author_id: int
    channel: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ObligationStatus:
    """An obligation on a day: its state, the report that stands, and the pause set on it, in force or not."""

    obligation: Obligation
    status: Status
    report: Report | None = None
    pause: Pause | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a task is reported in a period: "61/102".

    ``missing`` and ``reported`` name the agencies that the asker may read; ``rate`` counts all of them.
    """

    task_id: str
    period: str
    rate: Rate
    reported: tuple[str, ...]
    missing: tuple[str, ...]
