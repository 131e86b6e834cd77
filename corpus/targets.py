"""What a row must reach: explicit targets with a comparator and mostly a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.clauses import STRIVING, clauses, subject_start, without_tail
from corpus.measures import Measure, find_measures
from corpus.model import Target

_CHANGE = re.compile(
    r"(?P<way>tăng|giảm|vượt)(?: thêm)?(?P<of> (?:chỉ tiêu|dự toán|kế hoạch))? ?(?:lên|xuống)? ?$",
    re.IGNORECASE,
)
_GIVEN_BY = re.compile(r"\b(?:do|của) (?P<who>[^,;.()]{3,60}?) giao\b", re.IGNORECASE)
_STRETCH = re.compile(
    STRIVING.pattern.replace(r"(?=\S)", "") + r"(?:(?:đạt|đến|lên|từ|trên|ít nhất) )*$", re.IGNORECASE
)
_YEARLY_BEFORE = re.compile(r"(?:mỗi|hàng|hằng) năm,? ?(?:có |đạt |tổ chức |phấn đấu )*$", re.IGNORECASE)
_YEARLY_AFTER = re.compile(r" ?(?:[^\W\d_]+ ){0,3}?(?:mỗi|một|hàng|hằng) năm\b", re.IGNORECASE)
_AMONG = re.compile(r"cả nước|toàn quốc|trong vùng|khu vực|vùng [^,;.]+", re.IGNORECASE)
_NO_CONTENT = re.compile(r" ?(?:(?:,|và|so với|đồng thời)(?:\s|$)|[.:)]|$)", re.IGNORECASE)
_REACHES = re.compile(r"\b(?:đạt|là|bằng)\b[^,;.]{0,30}$", re.IGNORECASE)
_SCOPE_WORDS = 8  # a scope longer than this is no name for what is measured


def read_targets(lines: Iterable[tuple[int | None, str]]) -> tuple[Target, ...]:
    """Explicit targets of a row's lines, in order. A line is (bullet index, None for the heading; text)."""
    found: list[Target] = []
    for bullet, text in lines:
        found.extend(_line_targets(bullet, text))
    return _with_scopes(found)


def _line_targets(bullet: int | None, text: str) -> list[Target]:
    measures = find_measures(text)
    targets: list[Target] = []
    for start, end in clauses(text):
        inside = [m for m in measures if start <= m.start < end]
        subject = ""
        for i, measure in enumerate(inside):
            begin = inside[i - 1].end if i else start
            stop = inside[i + 1].start if i + 1 < len(inside) else end
            target, own = _target(text, measure, begin, stop, i > 0, bullet, [t.unit for t in targets])
            subject = own or subject
            if measure.value is None:
                target = replace(target, unit=subject)
            targets.append(target)
    return targets


def _target(
    text: str,
    measure: Measure,
    begin: int,
    stop: int,
    follows: bool,
    bullet: int | None,
    units: Sequence[str],
) -> tuple[Target, str]:
    """One target with its quote, and the words before the measure that say what is measured."""
    before = text[begin : measure.start]
    unit, value = measure.unit, measure.value
    change = _CHANGE.search(before)
    if change and measure.comparator in {">=", "<=", "="}:
        unit = _changed_unit(unit, change, text[measure.end : stop])
    if measure.comparator == "max-rank":
        among = _AMONG.search(text, measure.end, stop)
        unit = f"thứ hạng {among.group().strip()}" if among else unit
    is_stretch = bool(_STRETCH.search(before)) and unit in units
    first = subject_start(text, begin, measure.start)
    subject = _measured(text[first : measure.start]) if not follows else ""
    target = Target(
        text=_quote(text, measure, first, begin, stop, follows, is_stretch),
        comparator=measure.comparator,
        value=value,
        unit=unit,
        is_stretch=is_stretch,
        is_yearly="/năm" in unit
        or bool(_YEARLY_BEFORE.search(before) or _YEARLY_AFTER.match(text, measure.end)),
        against_last_year=measure.against_last_year,
        bullet=bullet,
    )
    return target, subject


def _measured(words: str) -> str:
    """ "Tăng số vốn đăng ký (…) " -> "số vốn đăng ký"."""
    bare = re.sub(r" ?\([^()]*\)|^(?:gia tăng|tăng|giảm) ", "", words.strip(), flags=re.IGNORECASE)
    return re.sub(r" ?(?:,|và|đạt|là) ?$", "", bare)


def _changed_unit(unit: str, change: re.Match[str], after: str) -> str:
    """ "% tăng", or "% vượt chỉ tiêu Chính phủ giao": a figure that counts a change, not a level."""
    words = " ".join([unit, change["way"].lower(), *(change["of"] or "").split()])
    giver = _GIVEN_BY.search(after)
    return f"{words} {giver['who']} giao" if giver and change["of"] else words


def _quote(text: str, m: Measure, first: int, begin: int, stop: int, follows: bool, is_stretch: bool) -> str:
    """The words of a target: with what follows if that says what is measured, else with what precedes it."""
    phrase = text[m.start : m.end]
    if is_stretch:
        return text[begin : m.end].strip(" ,").removeprefix("và ").strip()
    after = text[m.end : stop]
    if not _NO_CONTENT.match(after):
        return (
            STRIVING.sub("", without_tail(text[first:stop]), count=1)
            if m.start == first
            else without_tail(text[first:stop])
        )
    is_share = (
        m.value is None
        or m.unit == "%"
        or m.comparator == "max-rank"
        or bool(_REACHES.search(text[first : m.end]))
    )
    if follows or isinstance(m.value, str) or not is_share:
        return phrase.strip()
    return text[first : m.end].strip(" ,")


def _with_scopes(targets: list[Target]) -> tuple[Target, ...]:
    """Targets of one row with the same measure told apart by the words in which their quotes differ."""
    scoped = []
    for target in targets:
        twins = [t for t in targets if t is not target and _measure_of(t) == _measure_of(target)]
        scope = next((s for twin in twins if (s := _difference(target.text, twin.text))), "")
        scoped.append(replace(target, scope=scope))
    return tuple(scoped)


def _measure_of(target: Target) -> tuple[object, ...]:
    return target.comparator, target.value, target.unit


def _difference(text: str, twin: str) -> str:
    """The words that a text does not share with its twin, between shared ends; "" if too many."""
    words, others = text.split(), twin.split()
    head = 0
    while head < min(len(words), len(others)) and words[head] == others[head]:
        head += 1
    tail = 0
    while tail < min(len(words), len(others)) - head and words[-1 - tail] == others[-1 - tail]:
        tail += 1
    own = words[head : len(words) - tail]
    return " ".join(own).strip(" ,.;") if head + tail >= 3 and 0 < len(own) <= _SCOPE_WORDS else ""
