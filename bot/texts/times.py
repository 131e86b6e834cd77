"""Days and instants as people read them, always in Vietnam's time."""

from __future__ import annotations

import datetime as dt

from progress.working_days import VIETNAM_TIME

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def day(date: dt.date) -> str:
    """16/4/2026."""
    return f"{date.day}/{date.month}/{date.year}"


def moment(instant: dt.datetime) -> str:
    """ "10:00 ngày 10/6/2026"."""
    there = instant.astimezone(VIETNAM_TIME)
    return f"{there:%H:%M} ngày {day(there.date())}"


def stamp(instant: dt.datetime) -> str:
    """ "10:00 ngày 10/06/2026": in lists, where digits stand beneath each other."""
    return instant.astimezone(VIETNAM_TIME).strftime("%H:%M ngày %d/%m/%Y")


def stamped_day(instant: dt.datetime) -> str:
    """10/06/2026."""
    return instant.astimezone(VIETNAM_TIME).strftime("%d/%m/%Y")


def weekday(date: dt.date) -> str:
    """ "thứ Hai", "Chủ nhật"."""
    return _WEEKDAYS[date.weekday()]
