"""Days and instants as people read them, always in Vietnam's time and everywhere in the same form."""

from __future__ import annotations

import datetime as dt

from progress.working_days import VIETNAM_TIME

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def day(date: dt.date) -> str:
    """16/4/2026."""
    return f"{date.day}/{date.month}/{date.year}"


def moment(instant: dt.datetime) -> str:
    """ "09:05 ngày 10/6/2026"."""
    return f"{instant.astimezone(VIETNAM_TIME):%H:%M} ngày {day_of(instant)}"


def day_of(instant: dt.datetime) -> str:
    """10/6/2026."""
    return day(instant.astimezone(VIETNAM_TIME).date())


def weekday(date: dt.date) -> str:
    """ "thứ Hai", "Chủ nhật"."""
    return _WEEKDAYS[date.weekday()]
