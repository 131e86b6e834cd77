"""The reporting calendar as an operator writes it: periods of a year, their days, tasks that differ."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from progress.data_files import DATA_FOLDER, Table, read_toml

CALENDAR_FILE = DATA_FOLDER / "reporting_calendar.toml"
_YEAR_DAY = re.compile(r"(\d{1,2})/(\d{1,2})(?:\s+năm\s+(trước|sau))?", re.IGNORECASE)
_FORM_KEY = re.compile(r"[A-Za-z0-9]{1,8}")
_PERIOD_KEY = re.compile(r"(\d{4})-([A-Za-z0-9]{1,8})")
_PLAIN_YEAR = 2027  # has no 29 February, so a day that exists in it exists in every year


class Level(StrEnum):
    """Whose due day: a body of the province, a commune, or the province itself towards the ministry."""

    DEPARTMENT = "department"
    COMMUNE = "commune"
    PROVINCE = "province"


_CELLS = {Level.DEPARTMENT: "departments", Level.COMMUNE: "communes", Level.PROVINCE: "province"}
_DUE_CELLS = ("units", *_CELLS.values())
_FORM_CELLS = ("name", "from", "to", "opens", "said", "due")


@dataclass(frozen=True, slots=True)
class YearDay:
    """A day of every year; ``years`` is -1 in the year before the period's, 1 in the year after it."""

    month: int
    day: int
    years: int = 0

    def on(self, year: int) -> dt.date:
        return dt.date(year + self.years, self.month, self.day)

    def __str__(self) -> str:
        return f"{self.day}/{self.month}" + {-1: " năm trước", 1: " năm sau"}.get(self.years, "")


@dataclass(frozen=True, slots=True)
class FormDays:
    """The days of a period in any year: data from - to (closing), opening, due day by level."""

    data_from: YearDay
    closes: YearDay
    opens: YearDay
    due: tuple[YearDay, YearDay, YearDay]  # in the order of Level

    def due_of(self, level: Level) -> YearDay:
        return self.due[tuple(Level).index(level)]


@dataclass(frozen=True, slots=True)
class PeriodForm:
    """A period of every year: "Quý I". ``said`` are the other ways to say it."""

    key: str
    name: str  # holds {year}
    said: tuple[str, ...]
    days: FormDays

    def name_in(self, year: int) -> str:
        return self.name.replace("{year}", str(year))


@dataclass(frozen=True, slots=True)
class TaskRule:
    """A task that reports in some periods only (None: in all), or on days of its own, by form."""

    forms: frozenset[str] | None
    days: Mapping[str, FormDays]


@dataclass(frozen=True, slots=True)
class ReportingCalendar:
    """The file, checked. ``forms`` stand in the order in which they close within a year."""

    forms: tuple[PeriodForm, ...]
    rules: Mapping[str, TaskRule] = field(default_factory=dict)
    first: tuple[int, str] | None = None  # year and form of the plan's first period
    last_year: int | None = None
    path: Path = CALENDAR_FILE

    @classmethod
    def load(cls, path: Path | None = None) -> ReportingCalendar:
        """Read a calendar file (default: the bundled one).

        Raises DataFileError, one Vietnamese line, for what cannot be used. Source of the bundled periods:
        Công văn 581/BNV-CCHC; of their windows: Nghị định 09/2019/NĐ-CP, Điều 12.
        """
        path = path or CALENDAR_FILE
        whole = Table(path, "", read_toml(path), ("due", "plan", "periods", "tasks"))
        due = whole.table("due", "[due]", _DUE_CELLS)
        forms = tuple(
            _form(whole.table("periods", "[periods]").table(key, f"kỳ “{key}”", _FORM_CELLS), key, due)
            for key in whole.table("periods", "[periods]").cells
        )
        if not forms:
            raise whole.error("chưa có kỳ nào, cần ít nhất một bảng [periods.…]")
        forms = tuple(sorted(forms, key=lambda form: (form.days.closes.on(_PLAIN_YEAR), form.key)))
        tasks = whole.table("tasks", "[tasks]")
        rules = {task_id: _rule(tasks, task_id, forms, whole, due) for task_id in tasks.cells}
        plan = whole.table("plan", "[plan]", ("first", "last_year"))
        first = _first(plan, forms)
        return cls(forms, rules, first, plan.whole("last_year", 2000, 2100), path)


def _first(plan: Table, forms: Sequence[PeriodForm]) -> tuple[int, str] | None:
    if "first" not in plan.cells:
        return None
    said = plan.text("first")
    key = _PERIOD_KEY.fullmatch(said)
    if key is None or key[2] not in {form.key for form in forms}:
        raise plan.error(f"first “{said}” không phải mã kỳ, ví dụ “2026-{forms[0].key}”")
    return int(key[1]), key[2]


def _form(table: Table, key: str, due: Table) -> PeriodForm:
    if not _FORM_KEY.fullmatch(key):
        raise table.error("mã kỳ chỉ gồm chữ không dấu và số, tối đa 8 ký tự")
    name = table.text("name")
    if "{year}" not in name:
        raise table.error("mục “name” cần có {year}, ví dụ “Quý I/{year}”")
    return PeriodForm(key, name, table.texts("said"), _days(table, [due, _own_due(table)], None))


def _rule(tasks: Table, task_id: str, forms: Sequence[PeriodForm], whole: Table, due: Table) -> TaskRule:
    by_key = {form.key: form for form in forms}
    table = tasks.table(task_id, f"nhiệm vụ “{task_id}”", ("periods", "due", *by_key))
    chosen = table.texts("periods") if "periods" in table.cells else None
    for key in chosen or ():
        if key not in by_key:
            raise table.error(f"không có kỳ “{key}”, các kỳ là {', '.join(by_key)}")
    if chosen == ():
        raise table.error("mục “periods” để trống; muốn báo cáo mọi kỳ thì xóa mục này")
    days: dict[str, FormDays] = {}
    for key, form in by_key.items():
        own = table.table(key, f"{table.name}, kỳ “{key}”", ("from", "to", "opens", "due"))
        if own.cells or "due" in table.cells:
            written = whole.table("periods", "").table(key, f"kỳ “{key}”")
            layers = [due, _own_due(written), _own_due(table), _own_due(own)]
            days[key] = _days(own, layers, form.days)
    return TaskRule(frozenset(chosen) if chosen else None, days)


def _own_due(table: Table) -> Table:
    return table.table("due", f"{table.name}, due", _DUE_CELLS)


def _days(table: Table, due: Sequence[Table], usual: FormDays | None) -> FormDays:
    """The days of a form; those not written are the ``usual`` ones. Later tables of ``due`` win."""
    data_from = _day(table, "from", usual.data_from if usual else None)
    closes = _day(table, "to", usual.closes if usual else None)
    moved = usual is None or closes != usual.closes
    first_of_month = YearDay(closes.month, 1, closes.years)
    opens = _day(table, "opens", first_of_month if moved or usual is None else usual.opens)
    due_days = tuple(_due(table, due, level, closes) for level in Level)
    days = FormDays(data_from, closes, opens, (due_days[0], due_days[1], due_days[2]))
    if data_from.on(_PLAIN_YEAR) > closes.on(_PLAIN_YEAR):
        raise table.error(f"số liệu từ {data_from} không được sau ngày chốt {closes}")
    for one in days.due:
        if one.on(_PLAIN_YEAR) <= closes.on(_PLAIN_YEAR):
            raise table.error(f"hạn gửi {one} phải sau ngày chốt số liệu {closes}")
        if one.on(_PLAIN_YEAR) < opens.on(_PLAIN_YEAR):
            raise table.error(f"ngày mở {opens} không được sau hạn gửi {one}")
    return days


def _day(table: Table, key: str, usual: YearDay | None) -> YearDay:
    if key not in table.cells and usual is not None:
        return usual
    return _read_day(table, key, table.text(key))


def _due(table: Table, layers: Sequence[Table], level: Level, closes: YearDay) -> YearDay:
    found: YearDay | None = None
    names = (_CELLS[level],) if level is Level.PROVINCE else ("units", _CELLS[level])
    for layer in layers:
        for name in names:
            said = layer.cells.get(name)
            if isinstance(said, str):
                found = _read_day(layer, name, said)
            elif said is not None:
                day = layer.whole(name, 1, 31) or 0
                found = _existing(layer, name, YearDay(closes.month, day, closes.years))
    if found is None:
        wanted = "province" if level is Level.PROVINCE else "units"
        raise table.error(f"thiếu hạn gửi: điền “{wanted}” trong [due]")
    return found


def _read_day(table: Table, key: str, said: str) -> YearDay:
    match = _YEAR_DAY.fullmatch(" ".join(said.split()))
    if match is None:
        raise table.error(f"mục “{key}” viết “{said}”, cần dạng “14/3” hoặc “15/12 năm trước”")
    years = {"trước": -1, "sau": 1}.get((match[3] or "").lower(), 0)
    return _existing(table, key, YearDay(int(match[2]), int(match[1]), years))


def _existing(table: Table, key: str, day: YearDay) -> YearDay:
    try:
        day.on(_PLAIN_YEAR)
    except ValueError:
        raise table.error(f"mục “{key}”: không phải năm nào cũng có ngày {day}") from None
    return day
