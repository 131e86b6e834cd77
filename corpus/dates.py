"""Days, months, quarters, half years, years and ranges of years said in a Vietnamese sentence."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.phrases import composed

Grain = Literal["day", "month", "quarter", "months", "year", "years"]

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_QUARTER_WORDS = {"một": 1, "mot": 1, "nhất": 1, "hai": 2, "ba": 3, "bốn": 4, "bon": 4, "tư": 4, "tu": 4}
_HINT = re.compile(r"\d|qu[ýíyiúu]|th[áa]ng|\bq", re.IGNORECASE)  # without one of these there is no date
_DAY = r"(?P<day>[0-3]?\d)"
_MONTH = r"(?P<month>[01]?\d)"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_OF_YEAR = rf"(?:[\s/,-]*(?:năm|nam)?\s*{_YEAR})?"


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date at [start, end) of the text; what was not said is None. ``months``: "6 tháng" from January."""

    grain: Grain
    start: int
    end: int
    text: str
    year: int | None = None
    quarter: int | None = None
    month: int | None = None
    day: int | None = None
    last_year: int | None = None  # of a range of years
    months: int | None = None

    @property
    def first(self) -> dt.date | None:
        """First day meant; None when the year was not said."""
        if self.year is None:
            return None
        month = self.month or (3 * self.quarter - 2 if self.quarter else 1)
        return dt.date(self.year, month, self.day or 1)

    @property
    def last(self) -> dt.date | None:
        """Last day meant; None when the year was not said."""
        if self.year is None:
            return None
        if self.day:
            return self.first
        if self.grain == "years" and self.last_year:
            return dt.date(self.last_year, 12, 31)
        month = self.month or (3 * self.quarter if self.quarter else self.months or 12)
        return dt.date(self.year, month, calendar.monthrange(self.year, month)[1])


def dates_in(text: str) -> tuple[DateMention, ...]:
    """Dates in ``text``, left to right, the longest reading at each place.

    "16/4/2026", "16-04-2026", "ngày 16 tháng 4 năm 2026", "quý III", "6 tháng 2026", "tháng 6/2026",
    "6/2026", "năm 2027", "2026-2030". "4/6" without a year is a date only after "ngày". Days that do not
    exist are none.
    """
    text = composed(text)
    if not _HINT.search(text):
        return ()
    found: list[DateMention] = []
    for pattern, read in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < one.end and one.start < end for one in found):
                continue
            mention = read(match)
            if mention is not None:
                found.append(mention)
    return tuple(sorted(found, key=lambda one: one.start))


def _mention(match: re.Match[str], grain: Grain, **parts: int | None) -> DateMention:
    start, end = match.span()
    return DateMention(grain, start, end, match[0], **parts)


def _day(match: re.Match[str]) -> DateMention | None:
    day, month = int(match["day"]), int(match["month"])
    year = int(match["year"]) if match["year"] else None
    try:
        dt.date(year or 2000, month, day)
    except ValueError:
        return None
    return _mention(match, "day", year=year, month=month, day=day)


def _month(match: re.Match[str]) -> DateMention | None:
    month = int(match["month"])
    if not 1 <= month <= 12:
        return None
    return _mention(match, "month", year=_year_of(match), month=month)


def _quarter(match: re.Match[str]) -> DateMention | None:
    said = match["quarter"].lower()
    quarter = _ROMAN.get(said) or _QUARTER_WORDS.get(said) or int(said)
    return _mention(match, "quarter", year=_year_of(match), quarter=quarter)


def _months(match: re.Match[str]) -> DateMention:
    said = match["months"].lower()
    months = {"sáu": 6, "sau": 6, "chín": 9, "chin": 9}.get(said) or int(said)
    return _mention(match, "months", year=_year_of(match), months=months)


def _years(match: re.Match[str]) -> DateMention | None:
    first, last = int(match["year"]), int(match["last_year"])
    return _mention(match, "years", year=first, last_year=last) if first < last else None


def _one_year(match: re.Match[str]) -> DateMention:
    return _mention(match, "year", year=int(match["year"]))


def _year_of(match: re.Match[str]) -> int | None:
    return int(match["year"]) if match["year"] else None


def _compiled() -> Iterator[tuple[re.Pattern[str], Callable[[re.Match[str]], DateMention | None]]]:
    begin, end = r"(?<![\w/.,-])", r"(?![\w/]|[.,-]\d)"
    day_word = r"(?:ngày|ngay|mùng|mung|mồng|mong|hôm|hom)\s+"
    yield _pattern(rf"{begin}(?:{day_word})?{_DAY}\s*([/.-])\s*{_MONTH}\s*\2\s*{_YEAR}{end}"), _day
    yield (
        _pattern(
            rf"{begin}(?:{day_word})?{_DAY}\s*(?:tháng|thang)\s*{_MONTH}(?:\s*[,/]?\s*(?:năm|nam)?\s*{_YEAR})?{end}"
        ),
        _day,
    )
    yield _pattern(rf"{begin}{day_word}{_DAY}\s*[/-]\s*{_MONTH}(?P<year>(?!))?{end}"), _day
    yield (
        _pattern(
            rf"{begin}(?:(?:giai đoạn|giai doan|từ|tu|năm|nam)\s+)?(?:(?:năm|nam)\s+)?{_YEAR}\s*"
            rf"(?:[-–—]|đến(?:\s+năm)?|den(?:\s+nam)?|tới|toi)\s*(?P<last_year>(?:19|20)\d\d){end}"
        ),
        _years,
    )
    quarter = r"(?P<quarter>iv|i{1,3}|[1-4]|một|mot|nhất|hai|ba|bốn|bon|tư|tu)"
    yield _pattern(rf"{begin}(?:quý|quí|qúy|quy|qui|q)\s*{quarter}(?![^\W_]){_OF_YEAR}{end}"), _quarter
    yield (
        _pattern(
            rf"{begin}(?P<months>6|9|sáu|sau|chín|chin)\s*(?:tháng|thang)(?:\s+(?:đầu|dau)(?:\s+(?:năm|nam))?)?{_OF_YEAR}{end}"
        ),
        _months,
    )
    yield _pattern(rf"{begin}(?:tháng|thang)\s*{_MONTH}(?![^\W_]){_OF_YEAR}{end}"), _month
    yield _pattern(rf"{begin}{_MONTH}\s*/\s*{_YEAR}{end}"), _month
    yield _pattern(rf"{begin}(?:năm|nam)\s+{_YEAR}{end}"), _one_year
    yield _pattern(rf"{begin}{_YEAR}(?!\s*(?:%|[^\W\d_]*\s*(?:đồng|tỷ|triệu))){end}"), _one_year


def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)


_PATTERNS = tuple(_compiled())
