"""Counts and shares told one after another that are one figure: "nhận 20, xử lý được 18"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from bot.dialogue.understanding.report_text import Line
from bot.dialogue.understanding.report_values import Figure, Span, lies_in

_JOINED = 70  # letters between what came in and what was done with it
_PEOPLE = frozenset({"người", "người dân", "doanh nghiệp", "cán bộ"})
_RECEIVED = re.compile(r"(?<![^\W_])(?:tiep nhan|nhan|nhan duoc|phat sinh)(?: duoc| tong cong| tong so)* $")
_DEALT = re.compile(
    r"(?<![^\W_])(?:xu ly|giai quyet|tra loi|tra)(?: duoc| xong| het| ca| dung han| dung hen| roi| du)* $"
)


def gathered(line: Line, figures: list[Figure], rows: Sequence[Span]) -> list[Figure]:
    """Counts that only repeat a fraction go into it; two counts of which a share was said are a fraction."""
    kept = list(figures)
    for share in [one for one in kept if one.unit == "%" and one.kind in ("rate", "percent") and one.value]:
        before = [one for one in kept if one.end <= share.start and _is_near(one, share, rows)][-2:]
        pair = [one for one in before if _is_plain(one) and one.value]
        if share.numerator is None and len(pair) == 2 and (fraction := _fraction(pair, share, line)):
            kept = [fraction if one is share else one for one in kept if one not in pair]
    kept = list(_dealt_with(line, _without_parts(kept, rows), rows))
    for whole in [one for one in kept if one.denominator is not None]:
        said = {whole.numerator, whole.denominator, (whole.denominator or 0) - (whole.numerator or 0)}
        repeated = [one for one in kept if _is_plain(one) and one.value in said and _is_of(one, whole)]
        repeated = [one for one in repeated if _is_near(one, whole, rows)]
        kept = [one for one in kept if one not in repeated]
        if repeated and not whole.unit:  # "phản ánh nhận 17, xử lý 17/17"
            # Who asked is not what was dealt with.
            is_open = repeated[0].unit in _PEOPLE
            kept = [
                replace(one, unit=repeated[0].unit, is_open=is_open) if one is whole else one for one in kept
            ]
    return kept


def _without_parts(figures: list[Figure], rows: Sequence[Span]) -> list[Figure]:
    """Without the counts into which the first one falls: "3 lớp, 2 lớp kỹ năng số, 1 lớp giao tiếp"."""
    for place, whole in enumerate(figures):
        parts = figures[place + 1 :]
        parts = [
            one for one in parts if _is_plain(one) and one.unit == whole.unit and _is_near(whole, one, rows)
        ]
        is_sum = len(parts) > 1 and sum(one.value or 0 for one in parts) == whole.value
        if _is_plain(whole) and whole.unit and is_sum:
            return [one for one in figures if one not in parts]
    return figures


def _dealt_with(line: Line, figures: Sequence[Figure], rows: Sequence[Span]) -> Iterator[Figure]:
    """ "nhận 20 cái, xử lý được 18 cái" is 18 of 20, "tiếp nhận 23, xử lý xong cả 23" is 23 of 23."""
    place = 0
    while place < len(figures):
        one = figures[place]
        other = figures[place + 1] if place + 1 < len(figures) else None
        if other and _is_received(line, one) and _is_done(line, one, other) and _is_near(one, other, rows):
            unit = other.unit or one.unit
            words = line.text[one.start : other.end]
            yield replace(
                one, kind="count", end=other.end, value=None, numerator=int(other.value or 0),
                denominator=int(one.value or 1), unit=unit, words=words, is_open=False,
            )  # fmt: skip
            place += 2
        else:
            yield one
            place += 1


def _is_received(line: Line, one: Figure) -> bool:
    clause = line.clause_at(one.start)
    return _is_plain(one) and bool(_RECEIVED.search(line.bare[clause.start : one.start]))


def _is_done(line: Line, one: Figure, other: Figure) -> bool:
    between = line.bare[one.end : other.start]
    is_part = _is_plain(other) and (one.value or 0) >= (other.value or 0) and not (other.value or 0) % 1
    return is_part and len(between) < _JOINED and bool(_DEALT.search(between))


def _is_plain(one: Figure) -> bool:
    return one.kind in ("count", "bare") and one.value is not None and one.denominator is None


def _is_of(count: Figure, whole: Figure) -> bool:
    """Whether a count may be of what a fraction counts."""
    one, other = count.unit, whole.unit
    return one in ("", "cái") or other in ("", "%") or one in other or other in one


def _is_near(one: Figure, other: Figure, rows: Sequence[Span]) -> bool:
    first, last = sorted((one, other), key=lambda figure: figure.start)
    return not lies_in(first.end, last.start, rows)


def _fraction(pair: Sequence[Figure], share: Figure, line: Line) -> Figure | None:
    part, whole = sorted(pair, key=lambda one: one.value or 0)
    if part.value is None or whole.value is None or share.value is None or part.value % 1 or whole.value % 1:
        return None
    given = 100 * part.value / whole.value
    if abs(given - share.value) >= Decimal(1).scaleb(min(0, int(share.value.as_tuple().exponent))):
        return None
    return replace(
        share,
        kind="rate",
        start=pair[0].start,
        numerator=int(part.value),
        denominator=int(whole.value),
        words=line.text[pair[0].start : share.end],
    )
