"""Figures that belong together: part and whole, a fraction and its share, a half in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from bot.dialogue.understanding.report_cues import CueAt, ReportCue
from bot.dialogue.understanding.report_text import MENDING, OPPOSED, Line
from bot.dialogue.understanding.report_units import unit_behind
from bot.dialogue.understanding.report_values import Figure, Kind, Span, lies_in
from corpus.quantities import Quantity
from corpus.vietnamese import fold

_JOINED = 70  # letters between a fraction and its share said in other words
_MENDED = re.compile(
    rf"[\s,.…]+(?:a|y|ua|uh|ah)[\s,]+|[\s,.…-]*(?:xin )?(?:{MENDING})(?: roi)?(?: la| thanh"
    rf"| con)?[\s,.:…]*(?:dat |duoc )?"
)
_OPPOSED = re.compile(rf"[\s,]*{OPPOSED}\s+(?:la\s+)?")
_LEFT = re.compile(r"(?<![^\W_])con (?:lai )?$")
_SHORT = re.compile(
    r"[,;(]\s*(?:nhung |ma )?(?:van )?(?:chua|khong)(?: du| duoc| toi| den| dat| bang)+ (?:muc |moc )?$"
)
_OLD = re.compile(
    r"\s*(?:%|phan tram)?\s+(?:la (?:so |so lieu |bao cao |ky )?(?:cu|sai|nham|lon|bao nham)"
    r"|la (?:so|ky) truoc)(?![^\W_])(?:[\s,]+dung(?: la)?(?=\s+\d))?"
)  # "45 % là số cũ"
_DENIED = re.compile(r"(?<![^\W_])(?:khong|ko|hong|hok) phai(?: la)?\s+$")
_WRONG = re.compile(r"\s*(?:%|phan tram)?\s+(?:dau|ma la)(?![^\W_])")
_ABOUT = re.compile(r"(?<![^\W_])(?:hon|gan|qua|chua|chua duoc|non|chua toi|chua den)\s+$")
_OUT_OF = re.compile(r"\s*(?:/|tren|trong|cua)\s*(?:(?:tong so|tong cong|tong|so)\s*)?$")
# "124 thí sinh trúng tuyển trên 150 chỉ tiêu"
_OUT_OF_ALL = re.compile(
    r"(?:\s+[^\W\d_]+){1,7}?\s+(?:tren|trong tong so|trong tong|tren tong so|tren tong)\s+$"
)
_LINK = re.compile(
    r"[\s,:()=~≈–-]*(?:(?:da|dat|duoc|tuc|la|tuong duong|tuong ung|bang|ty le|ti le|chiem|ung voi|khoang"
    r"|xap xi|gan|hon|roi)[\s,:()=]*)*"
)


def joined(line: Line, numbers: Sequence[Quantity]) -> list[Quantity]:
    """ "02 cuộc trên tổng số 03 cuộc" is 2 of 3, "97 phẩy 5" is 97.5."""
    joined: list[Quantity] = []
    for one in numbers:
        before = joined[-1] if joined else None
        if before and (whole := _one_number(line, before, one)):
            joined[-1] = replace(whole, end=one.end, text=line.text[before.start : one.end])
        else:
            joined.append(one)
    return joined


def _one_number(line: Line, before: Quantity, one: Quantity) -> Quantity | None:
    between = line.bare[before.end : one.start]
    if before.total or one.total:
        return None
    if between.strip() == "phay" and before.value.is_integer() and one.value.is_integer():
        return replace(one, value=float(f"{before.value:.0f}.{one.value:.0f}"), start=before.start)
    if before.unit in ("tỷ", "tỷ đồng") and one.unit in ("triệu", "triệu đồng") and not between.strip():
        return replace(before, value=before.value + one.value / 1000, unit="tỷ đồng")  # "76 tỷ 500 triệu"
    unit = unit_behind(line, before.end)
    link = between[len(unit) + 1 :] if unit and not before.unit else between
    is_out_of = link.strip() and (_OUT_OF.match(link) or _OUT_OF_ALL.match(between))
    if before.is_percent or one.is_percent or not one.value or not is_out_of:
        return None
    return replace(before, total=one.value, unit=one.unit or before.unit or unit)


def halves(line: Line, cues: Sequence[CueAt], taken: Sequence[Span]) -> Iterator[Figure]:
    """ "nửa đường", "1 nửa": 50 % of the work."""
    for cue in cues:
        if ReportCue.HALF in cue.labels and not lies_in(cue.start, cue.end, taken):
            is_open = bool(_ABOUT.search(line.bare[: cue.start]))
            value = None if is_open else Decimal(50)
            kind: Kind = "bare" if is_open else "work"
            yield Figure(kind, cue.start, cue.end, value, "%", words=cue.phrase, is_open=is_open)


def merged(line: Line, figures: Sequence[Figure], rows: Sequence[Span]) -> Iterator[Figure]:
    """A fraction and the share said beside it are one figure; a half written out is no number beside it."""
    kept = [
        one
        for one in figures
        if not any(
            other is not one
            and other.kind == "work"
            and other.value == 50
            and other.start <= one.start < other.end + 6
            for other in figures
            if other.words and other.unit == "%" and "nua" in fold(other.words)
        )
    ]
    rows = rows if len(rows) > 1 else ()  # one task alone: its number may stand between
    place = 0
    while place < len(kept):
        one = kept[place]
        other = kept[place + 1] if place + 1 < len(kept) else None
        if other and not lies_in(one.end, other.start, rows) and (pair := _pair(line, one, other)):
            yield pair
            place += 2
        else:
            yield one
            place += 1


def _pair(line: Line, one: Figure, other: Figure) -> Figure | None:
    part, share = (one, other) if one.numerator is not None else (other, one)
    if part.denominator is None or share.value is None or share.unit != "%" or share.numerator is not None:
        return None
    between = line.bare[one.end : other.start]
    given = 100 * Decimal(part.numerator or 0) / part.denominator if part.denominator else Decimal(0)
    is_spoken = not any(map(str.isdigit, line.text[part.start : part.end]))  # "một phần ba, khoảng 33 %"
    if is_spoken and not part.unit and abs(given - share.value) < 1:
        return replace(share, start=one.start, end=other.end, by_verb=part.by_verb or share.by_verb)
    # What was said may be rounded, or cut, to as many places as it has.
    is_same = abs(given - share.value) < Decimal(1).scaleb(min(0, int(share.value.as_tuple().exponent)))
    is_linked = bool(_LINK.fullmatch(between))
    behind = unit_behind(line, share.end)
    if share.kind == "work" or (behind and part.unit and behind not in part.unit and part.unit not in behind):
        return None
    if not is_same and not (is_linked and between.strip(" ,")):
        return None
    if is_same and (len(between) > _JOINED or ";" in between) and not is_linked:
        return None
    words = f"{one.words} {other.words}" if one.words != other.words else one.words
    return replace(
        part,
        kind="rate",
        start=one.start,
        end=other.end,
        value=share.value,
        unit="%",
        words=words,
        is_contradicted=not is_same,
    )


def _is_the_rest(line: Line, before: Quantity, one: Quantity) -> bool:
    """ "95 % được công khai, còn 5 % do lỗi" """
    is_left = _LEFT.search(line.bare[: one.start]) and before.is_percent and one.is_percent
    return bool(is_left) and before.value + one.value == 100


def is_mended(line: Line, start: int, end: int) -> bool:
    """Whether the words within [start, end) take back the number before them for the one behind."""
    return bool(_MENDED.fullmatch(line.bare, start, end))


def opposed(line: Line, numbers: Sequence[Quantity]) -> tuple[list[Quantity], list[Span]]:
    """Without the numbers that were named only to say that they are wrong, and where that was said: "60 chứ
    không phải 80 %", "không phải 85 đâu"."""
    kept: list[Quantity] = []
    spans: list[Span] = []
    for one in numbers:
        before = kept[-1] if kept else None
        if (
            before
            and before.unit == one.unit
            and one.value > before.value
            and (short := _SHORT.search(line.bare[: one.start]))
        ):
            spans.append((short.start(), one.end))  # "đạt 103,8 %, chưa được 104 %"
        elif before and _is_the_rest(line, before, one):
            spans.append((one.start, one.end))
        elif old := _OLD.match(line.bare, one.end):
            spans.append((one.start, old.end()))
        elif before and _OPPOSED.fullmatch(line.bare, before.end, one.start):
            kept[-1] = replace(before, unit=before.unit or one.unit)
            spans.append((before.end, one.end))
        elif (denied := _DENIED.search(line.bare[: one.start])) and (end := _WRONG.match(line.bare, one.end)):
            spans.append((denied.start(), end.end()))
        else:
            kept.append(one)
    return kept, spans


def without_slips(line: Line, figures: list[Figure]) -> tuple[list[Figure], list[Span]]:
    """The figures that stand after a slip was mended ("79 %, à nhầm, 81 %"), and the words that mend."""
    kept: list[Figure] = []
    spans: list[Span] = []
    for one in figures:
        before = kept[-1] if kept else None
        between = line.bare[before.end : one.start] if before else ""
        if before and _MENDED.fullmatch(between) and {before.unit, one.unit} <= {before.unit or one.unit, ""}:
            kept[-1] = replace(before, end=one.end, value=one.value, unit=before.unit or one.unit)
            kept[-1] = replace(kept[-1], numerator=one.numerator, denominator=one.denominator)
            spans.append((before.end, one.start))
        else:
            kept.append(one)
    return kept, spans
