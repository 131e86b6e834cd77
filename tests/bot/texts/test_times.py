"""Days and instants have one form, in Vietnam's time."""

from __future__ import annotations

import datetime as dt

from bot.texts.times import day, day_of, moment

LATE = dt.datetime(2026, 5, 3, 17, 5, tzinfo=dt.UTC)  # five past midnight of the next day in Vietnam


def test_an_instant_is_told_by_hour_and_day() -> None:
    assert moment(LATE) == "00:05 ngày 4/5/2026"
    assert moment(LATE.replace(hour=2)) == "09:05 ngày 3/5/2026"


def test_its_day_is_that_of_vietnam() -> None:
    assert day_of(LATE) == day(dt.date(2026, 5, 4)) == "4/5/2026"
