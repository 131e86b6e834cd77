"""Values that the parts of the reader of reports hand each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol

Kind = Literal["work", "rate", "percent", "count", "bare"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number reported at [start, end). ``kind``: a share of the work, a rate that was named, a percent or a
    number of which it was not said what it measures, or a count.

    ``is_named``: something beside it says what is measured; ``by_verb``: a verb of working stands beside it.
    """

    kind: Kind
    start: int
    end: int
    value: Decimal | None = None
    unit: str = ""
    numerator: Decimal | int | None = None
    denominator: Decimal | int | None = None
    grade: str = ""  # "tốt", instead of a number
    words: str = ""  # what was said around it
    is_named: bool = False
    by_verb: bool = False
    is_open: bool = False  # not a number to be stored: a range, a bound, one that was not reached
    is_contradicted: bool = False  # the share beside it is another than part and whole give


def exact(number: float) -> Decimal | int:
    """A number as it was written: 120, and 81.25 with its two places."""
    return int(number) if number.is_integer() else Decimal(str(number))


class Placed(Protocol):
    """Something found at [start, end) of a line."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def spans_of(found: Iterable[Placed]) -> list[Span]:
    """Where the things found stand."""
    return [(one.start, one.end) for one in found]


def lies_in(start: int, end: int, spans: Iterable[Span]) -> bool:
    """Whether [start, end) shares a letter with one of the spans."""
    return any(start < last and first < end for first, last in spans)
