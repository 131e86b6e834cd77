"""Days and instants as people read them, always in Vietnam's time and everywhere in the same form."""

from __future__ import annotations

import datetime as dt

from progress.working_days import VIETNAM_TIME


def day(date: dt.date) -> str:
    """16/4/2026."""
    return f"{date.day}/{date.month}/{date.year}"


def moment(instant: dt.datetime) -> str:
    """ "09:05 ngày 10/6/2026"."""
    return f"{instant.astimezone(VIETNAM_TIME):%H:%M} ngày {day_of(instant)}"


def day_of(instant: dt.datetime) -> str:
    """10/6/2026."""
    return day(instant.astimezone(VIETNAM_TIME).date())
