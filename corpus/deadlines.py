"""The time frames that plans write -> when a task runs, what it waits for, how often it returns."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

DeadlineKind = Literal[
    "years", "year", "half-year", "quarter", "month", "day", "recurring", "conditional", "none", "unknown"
]
Every = Literal["", "day", "week", "month", "quarter", "half-year", "year"]

_YEAR = r"(?:19|20)\d{2}"
_YEAR_AFTER = rf"(?:\s*(?:[/,.-]|năm)?\s*(?:năm\s*)?(?P<@>{_YEAR})(?!\d))"
_POINT = re.compile(
    rf"(?:ngày\s*)?(?P<d>\d{{1,2}})\s*(?:(?P<sep>[/.-])|tháng)\s*(?P<dm>\d{{1,2}})"
    rf"\s*(?:(?P=sep)|năm|(?(sep)(?!)|[/.-]))\s*(?P<dy>{_YEAR})(?!\d)"
    rf"|qu[ýíi]\s*(?P<q>IV|I{{1,3}}|[1-4])(?![IV\d]){_YEAR_AFTER.replace('@', 'qy')}?"
    rf"|(?P<half>0?6|sáu)\s*tháng\s*(?P<which>đầu|cuối)?(?:\s*năm)?(?:\s*(?P<hy>{_YEAR}))?"
    rf"|tháng\s*(?P<m>1[0-2]|0?[1-9])(?!\d){_YEAR_AFTER.replace('@', 'my')}?"
    rf"|(?<![\d/])(?P<bm>1[0-2]|0?[1-9])\s*[/.-]\s*(?P<by>{_YEAR})(?!\d)"
    rf"|(?<!\d)(?P<y>{_YEAR})(?!\d)",
    re.IGNORECASE,
)
_QUARTER_LIST = re.compile(
    r"(qu[ýí]\s*(?:IV|I{1,3}|[1-4]))\s*(,|-|–|và|đến)\s*(?=(?:IV|I{1,3})\b)", re.IGNORECASE
)
_RECURRING = re.compile(
    r"thường xuyên|(?:hàng|hằng|mỗi|từng)\s+(?:năm|quý|tháng|tuần|ngày)|định kỳ|liên tục|quanh năm",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(
    r"(?:^|\s)(?:theo|sau khi|khi|ngay sau|ngay khi|tùy|tuỳ|chậm nhất sau|trong thời hạn|trong vòng)\s"
    r"|(?:những|các) năm (?:tiếp theo|sau|tiếp)|trở đi|sau đó",
    re.IGNORECASE,
)
_EVERY: tuple[tuple[str, Every], ...] = (
    (r"\bngày\b(?!\s*\d)", "day"),
    (r"\btuần\b", "week"),
    (r"\btháng\b(?!\s*\d)(?<!6 tháng)(?<!sáu tháng)", "month"),
    (r"\bquý\b", "quarter"),
    (r"\b(?:6|sáu) tháng\b", "half-year"),
    (r"\bnăm\b(?!\s*\d)", "year"),
)
_DAY_IN_YEAR = re.compile(
    r"(?<![\d/])(?P<day>\d{1,2})\s*(?:/|tháng)\s*(?P<month>1[0-2]|0?[1-9])(?![\d/])", re.IGNORECASE
)
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time frame. ``start`` and ``end`` are the first and last day it names, None when open.

    Recurring ones say how often (``every``, "" for "thường xuyên") and, when told, the month and day due.
    "Trước ngày X" ends on X itself.
    """

    kind: DeadlineKind
    text: str
    start: dt.date | None = None
    end: dt.date | None = None
    every: Every = ""
    due_month: int | None = None
    due_day: int | None = None


@lru_cache(maxsize=1024)
def read_deadline(text: str) -> Deadline:
    """Read one time frame; "12/2025" is a month. Source of the forms: task tables of several provinces."""
    tidy = " ".join(text.split())
    if not tidy or re.fullmatch(r"[-–—.…]+", tidy):
        return Deadline("none", text)
    if re.match(r"[-–—]", tidy) or re.search(r"[-–—/]$", tidy):  # torn by a page
        return Deadline("unknown", text)
    spans = _spans(_QUARTER_LIST.sub(r"\1 \2 quý ", tidy))
    if _RECURRING.search(tidy):
        return _recurring(text, tidy, spans)
    if _CONDITIONAL.search(tidy):
        return Deadline("conditional", text, start=spans[0][1] if spans else None)
    if not spans:
        return Deadline("unknown", text)
    kind, start, end = spans[-1][0], spans[0][1], spans[-1][2]
    if kind == "year" and (len(spans) > 1 or re.search(r"\bđến\b", tidy, re.IGNORECASE)):
        kind = "years"
    if end < start:
        return Deadline("unknown", text)
    opens_late = len(spans) == 1 and re.match(
        r"(?:trước|đến|chậm nhất|hoàn thành trước)\b", tidy, re.IGNORECASE
    )
    return Deadline(kind, text, None if opens_late else start, end)


def is_deadline(text: str) -> bool:
    """True when the text is a time frame that is understood, so whole."""
    return read_deadline(text).kind not in {"none", "unknown"}


def tidy_timeframe(text: str) -> str:
    """The cell's words with a year range written in one form: "2026 – 2030" -> "2026-2030"."""
    return re.sub(rf"({_YEAR})\s*[-–—−]\s*({_YEAR})", r"\1-\2", text.strip())


def _spans(text: str) -> list[tuple[DeadlineKind, dt.date, dt.date]]:
    """Every point of time named, in order; one without a year takes the year of the next that has one."""
    found = list(_POINT.finditer(text))
    spans: list[tuple[DeadlineKind, dt.date, dt.date]] = []
    year: int | None = None
    for point in reversed(found):
        named = point["dy"] or point["qy"] or point["hy"] or point["my"] or point["by"] or point["y"]
        year = int(named) if named else year
        span = _span(point, year) if year else None
        if span:
            spans.append(span)
    return spans[::-1]


def _span(point: re.Match[str], year: int) -> tuple[DeadlineKind, dt.date, dt.date] | None:
    if point["d"]:
        try:
            day = dt.date(year, int(point["dm"]), int(point["d"]))
        except ValueError:
            return None
        return "day", day, day
    if point["q"]:
        quarter = _QUARTERS.get(point["q"].upper()) or int(point["q"])
        return "quarter", dt.date(year, 3 * quarter - 2, 1), _month_end(year, 3 * quarter)
    if point["half"]:
        is_second = (point["which"] or "").lower() == "cuối"
        return "half-year", dt.date(year, 7 if is_second else 1, 1), _month_end(year, 12 if is_second else 6)
    month = point["m"] or point["bm"]
    if month:
        return "month", dt.date(year, int(month), 1), _month_end(year, int(month))
    return "year", dt.date(year, 1, 1), dt.date(year, 12, 31)


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _recurring(text: str, tidy: str, spans: list[tuple[DeadlineKind, dt.date, dt.date]]) -> Deadline:
    every: Every = ""
    for pattern, name in _EVERY:
        if re.search(pattern, tidy, re.IGNORECASE):
            every = name
            break
    in_year = _DAY_IN_YEAR.search(tidy)
    month = re.search(r"tháng\s*(1[0-2]|0?[1-9])(?!\d)", tidy, re.IGNORECASE)
    return Deadline(
        "recurring",
        text,
        start=spans[0][1] if spans else None,
        end=spans[-1][2] if spans else None,
        every=every,
        due_month=int(in_year["month"]) if in_year else int(month[1]) if month else None,
        due_day=int(in_year["day"]) if in_year and int(in_year["day"]) <= 31 else None,
    )
