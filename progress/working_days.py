"""The days on which Vietnamese offices work: public holidays, days in lieu and make-up days are known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from progress.data_files import DATA_FOLDER, DataFileError, Table, read_toml

VIETNAM_TIME = dt.timezone(dt.timedelta(hours=7), "Asia/Ho_Chi_Minh")  # the same all year, since 1975
DAYS_OFF_FILE = DATA_FOLDER / "days_off.toml"
_SATURDAY = 5
_DAY = dt.timedelta(days=1)


def vietnamese_day(instant: dt.datetime) -> dt.date:
    """The day it is in Vietnam at an aware instant. Raises ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(VIETNAM_TIME).date()


@dataclass(frozen=True, slots=True)
class _Year:
    holidays: dict[dt.date, str]
    make_up_days: frozenset[dt.date]


@lru_cache(maxsize=256)
def _year(year: int) -> _Year:
    """Source: Bộ luật Lao động 2019, Điều 112, and the yearly notices, as the library holidays knows them."""
    from holidays import country_holidays  # 4 MiB, which a process that only serves questions does not need

    # A day of the year before may be worked for in January, so the neighbours are read too.
    around = country_holidays("VN", years=(year - 1, year, year + 1), language="vi", expand=False)
    return _Year(
        {day: name for day, name in around.items() if day.year == year},
        frozenset(day for day in around.weekend_workdays if day.year == year),
    )


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The working days of an office. What the operator's file says wins over the statutory holidays."""

    days_off: frozenset[dt.date] = frozenset()
    make_up_days: frozenset[dt.date] = frozenset()

    @classmethod
    def load(cls, path: Path | None = None) -> WorkingDays:
        """Read days_off.toml (default: the bundled one). Raises DataFileError, one Vietnamese line."""
        path = path or DAYS_OFF_FILE
        table = Table(path, "", read_toml(path), ("days_off", "working_days"))
        days_off, make_up_days = table.dates("days_off"), table.dates("working_days")
        if both := sorted(set(days_off) & set(make_up_days)):
            raise DataFileError(path, f"ngày {both[0]:%d/%m/%Y} vừa là ngày nghỉ vừa là ngày làm việc")
        return cls(frozenset(days_off), frozenset(make_up_days))

    def is_working_day(self, day: dt.date) -> bool:
        """Whether offices are open: no weekend, no public holiday, or worked to make up for another day."""
        if day in self.days_off:
            return False
        if day in self.make_up_days:
            return True
        year = _year(day.year)
        if day in year.make_up_days:
            return True
        return day.weekday() < _SATURDAY and day not in year.holidays

    def holiday_name(self, day: dt.date) -> str | None:
        """The Vietnamese name of a public holiday, None on other days; several names stand with ";"."""
        return None if day in self.make_up_days else _year(day.year).holidays.get(day)

    def working_day_before(self, day: dt.date, count: int = 1) -> dt.date:
        """The ``count``-th working day strictly before ``day``."""
        return self.add_working_days(day, -count)

    def add_working_days(self, day: dt.date, count: int) -> dt.date:
        """The ``count``-th working day after ``day``, before it when negative; ``day`` itself for 0.

        Whether ``day`` is a working day does not count.
        """
        step = _DAY if count > 0 else -_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def working_days_between(self, start: dt.date, end: dt.date) -> int:
        """How many working days lie after ``start`` up to and with ``end``.

        When ``end`` is earlier: those before ``start`` down to and with ``end``, negative. So
        ``add_working_days(start, n)`` always lies n working days from ``start``.
        """
        if end < start:
            return -sum(map(self.is_working_day, (end + _DAY * n for n in range((start - end).days))))
        return sum(map(self.is_working_day, (start + _DAY * n for n in range(1, (end - start).days + 1))))
