"""When a person wants the morning digest, and whether it is due on a day: pure rules, no database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from progress.states import ESCALATION_GRACE, REMINDER_LEADS
from progress.working_days import VIETNAM_TIME, WorkingDays

EARLIEST, LATEST = dt.time(6), dt.time(21)  # nothing is sent from LATEST on, nor before EARLIEST
USUAL_TIME = dt.time(7, 30)
NOON = dt.time(12)
AFTERNOON_PATIENCE = dt.timedelta(hours=1)  # a digest asked for at noon or later may come this late
LATE_AFTER = dt.timedelta(minutes=15)
QUIET_LIMIT = dt.timedelta(days=60)  # from today: who wants longer turns it off
SNOOZE_LIMIT = dt.timedelta(days=120)

Rhythm = Literal["daily", "weekly", "off"]


@dataclass(frozen=True, slots=True)
class DigestRules:
    """What an operator sets for everybody: the usual time, and when an unsent report is recalled or told."""

    working_days: WorkingDays
    usual_time: dt.time = USUAL_TIME
    leads: tuple[int, ...] = REMINDER_LEADS  # working days before the due day
    grace: int = ESCALATION_GRACE  # working days after it before a leader is told


@dataclass(frozen=True, slots=True)
class DigestSettings:
    """What one person chose; ``at`` None is the usual time, ``quiet_until`` the first day with digests."""

    at: dt.time | None = None
    rhythm: Rhythm = "daily"
    quiet_until: dt.date | None = None

    def is_wanted(self, day: dt.date, working_days: WorkingDays) -> bool:
        """Whether a digest may come on a day: a working day, not a quiet one; once a week where so chosen."""
        if self.rhythm == "off" or not working_days.is_working_day(day):
            return False
        if self.quiet_until is not None and day < self.quiet_until:
            return False
        return self.rhythm == "daily" or begins_week(day, working_days)


def may_send_at(time: dt.time) -> bool:
    """Whether messages go out at a time of day in Vietnam."""
    return EARLIEST <= time < LATEST


def begins_week(day: dt.date, working_days: WorkingDays) -> bool:
    """Whether a day is the first working day of its week."""
    monday = monday_of(day)
    return day == working_days.add_working_days(monday - dt.timedelta(days=1), 1)


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def moment_on(day: dt.date, time: dt.time) -> dt.datetime:
    """A time of a day in Vietnam as an instant."""
    return dt.datetime.combine(day, time, VIETNAM_TIME)


def last_moment(day: dt.date, at: dt.time) -> dt.datetime:
    """Until when the digest of a day may be late: noon; in the afternoon an hour, and never at night."""
    if at < NOON:
        return moment_on(day, NOON)
    return min(moment_on(day, at) + AFTERNOON_PATIENCE, moment_on(day, LATEST))
