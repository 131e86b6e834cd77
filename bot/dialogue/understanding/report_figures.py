"""Figures of a report: which numbers of a line are results, what they count, and what each may mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from bot.dialogue.understanding.phrases import words_of
from bot.dialogue.understanding.report_cues import CueAt, ReportCue, counted_in
from bot.dialogue.understanding.report_text import Line
from corpus.compounds import common_pairs
from corpus.quantities import Quantity, numbers_in
from corpus.vietnamese import fold, has_marks

Kind = Literal["work", "rate", "percent", "count", "bare"]
Span = tuple[int, int]

_NEAR = 14  # letters between a cue and the number it speaks of
_JOINED = 70  # letters between a fraction and its share said in other words
_OUT_OF = re.compile(r"\s*(?:/|tren|trong|cua)\s*(?:(?:tong so|tong cong|tong|so)\s*)?$")
_LINK = re.compile(
    r"[\s,:()=~≈–-]*(?:(?:da|dat|duoc|tuc|la|tuong duong|tuong ung|bang|ty le|ti le|chiem|ung voi|khoang"
    r"|xap xi|gan|hon|roi)[\s,:()=]*)*"
)
_WAY = re.compile(
    r"(?<![^\W_])(?P<way>tang truong|tang|giam|vuot|cao hon|thap hon)"
    r"(?:\s+(?:them|duoc|hon|khoang|gan|muc|chi tieu|ke hoach|du toan|tren|so ke hoach|toi|binh quan"
    r"|den))*\s*$"
)
_WAYS = {
    "tang truong": "tăng",
    "tang": "tăng",
    "cao hon": "tăng",
    "giam": "giảm",
    "thap hon": "giảm",
    "vuot": "vượt",
}
_DATE_BEFORE = re.compile(
    r"(?<![^\W_])(?:den|toi|truoc|tu|han|sau|vao|hom|hen|cuoi|dau|bua|mung|sang|chieu|toi ngay)\s+$"
)
_BOUND_TAIL = re.compile(r"\s*(?:%|phan tram)?\s*(?:tro len|tro xuong|nua(?![^\W_])|theo quy dinh)")
_OPEN_AFTER = re.compile(r"\s*/\s*\d|\s*[-–]\s*\d")  # "55 tỷ/120 tỷ", "40 - 50 %"
_SHORT_BY = re.compile(r"(?<![^\W_])(?:hut|thieu|kem|hao)\s+(?:khoang |gan |hon |mat )?$")
_NOT_DONE = re.compile(r"\s*(?:[^\W\d_]+\s+){0,2}(?:tre han|qua han|chua|khong dat|cham han|tre)(?![^\W_])")
_LEFT_AFTER = re.compile(r"\s*(?:con lai|nua(?![^\W_])|con no|con ton|chua)(?![^\W_])")
_BETWEEN_BOUND = re.compile(r"[\s:]*(?:(?:la|tu|>=|≥|khoang|duoc giao|giao)[\s:]*)*$")
_WORK_AFTER = re.compile(
    r"\s*(?:tong |toan bo |phan )?(?:khoi luong|cong viec|cv(?![^\W_])|tien do|phan viec|luong viec"
    r"|kl(?![^\W_])|klcv|chang duong|nhiem vu\s*(?:$|[,.;]))"
)
_WORK_BEFORE = frozenset({"cong viec", "phan viec", "dau viec", "hang muc cong viec", "phan cong viec"})
_TIMES = frozenset({"giờ", "phút", "ngày", "tuần", "tháng", "quý", "năm", "kỳ", "km"})
_DOCUMENTS = frozenset(
    [
        "chi thi",
        "quyet dinh",
        "nghi quyet",
        "nghi dinh",
        "thong tu",
        "cong van",
        "de an",
        "to trinh",
        "luat",
        "thong bao",
        "khoan",
        "dieu",
        "ke hoach so",
        "phien ban",
    ]
)
_ALWAYS_RATE = frozenset({"giai ngan"})
_STOPS = frozenset(
    [
        "la",
        "da",
        "duoc",
        "dat",
        "roi",
        "thoi",
        "va",
        "theo",
        "trong",
        "den",
        "o",
        "cua",
        "do",
        "vi",
        "so",
        "voi",
        "tai",
        "cho",
        "nha",
        "nhe",
        "a",
        "ah",
        "r",
        "ma",
        "thi",
        "con",
        "mien",
        "cac",
        "nhung",
        "nay",
        "trong",
        "ngoai",
        "tren",
        "tinh",
        "muc",
        "tu",
        "de",
        "xin",
        "khi",
        "luon",
        "luc",
        "day",
        "qua",
        "nhiem",
        "vu",
        "viec",
        "so",
        "stt",
        "phan",
        "hen",
        "nghen",
        "ha",
        "hay",
        "ke",
        "moi",
        "them",
        "toi",
        "no",
        "em",
        "anh",
        "chi",
    ]
)


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
    numerator: int | None = None
    denominator: int | None = None
    words: str = ""  # what was said around it
    is_named: bool = False
    by_verb: bool = False
    is_contradicted: bool = False  # the share beside it is another than part and whole give


def figures_in(
    line: Line, cues: Sequence[CueAt], rows: Sequence[Span], taken: Sequence[Span]
) -> tuple[Figure, ...]:
    """The results of a line, left to right, no number inside ``taken``: rows, dates, what stands in the
    way."""
    numbers = _joined(line, [one for one in numbers_in(line.text) if not _lies_in(one.start, one.end, taken)])
    found = [
        figure for place in range(len(numbers)) if (figure := _figure(line, cues, numbers, place, taken))
    ]
    found += _halves(cues, taken)
    return tuple(_merged(line, sorted(found, key=lambda one: one.start), rows))


def _lies_in(start: int, end: int, spans: Iterable[Span]) -> bool:
    return any(start < last and first < end for first, last in spans)


def _joined(line: Line, numbers: list[Quantity]) -> list[Quantity]:
    """ "02 cuộc trên tổng số 03 cuộc" is 2 of 3."""
    joined: list[Quantity] = []
    for one in numbers:
        before = joined[-1] if joined else None
        if (
            before
            and before.total is None
            and one.total is None
            and not before.is_percent
            and not one.is_percent
        ):
            between = line.bare[before.end : one.start]
            unit = _unit_behind(line, before.end)
            link = between[len(unit) + 1 :] if unit and not before.unit else between
            if (
                _OUT_OF.match(link)
                and link.strip()
                and before.value.is_integer()
                and one.value.is_integer()
                and one.value
            ):
                joined[-1] = replace(
                    before,
                    end=one.end,
                    text=line.text[before.start : one.end],
                    total=one.value,
                    unit=one.unit or before.unit or unit,
                )
                continue
        joined.append(one)
    return joined


def _figure(
    line: Line, cues: Sequence[CueAt], numbers: Sequence[Quantity], place: int, taken: Sequence[Span]
) -> Figure | None:
    one = numbers[place]
    clause = line.clause_at(one.start)
    floor = max(clause.start, numbers[place - 1].end if place else 0)
    ceiling = min(
        max(clause.end, one.end), numbers[place + 1].start if place + 1 < len(numbers) else len(line.text)
    )
    before = [cue for cue in cues if floor <= cue.start and cue.end <= one.start]
    if _is_no_result(line, cues, before, one, clause.start):
        return None
    wide = max(_sentence_start(line, one.start), numbers[place - 1].end if place else 0)
    unit, end = _unit_of(line, cues, one, wide, taken)
    if unit in _TIMES:
        return None
    words = line.text[floor:ceiling].strip()
    way = _WAY.search(line.bare[floor : one.start])
    is_rank = bool(before) and ReportCue.RANK in before[-1].labels and one.start - before[-1].end <= 2
    figure = Figure(
        "count",
        one.start,
        end,
        value=_exact(one),
        unit=unit,
        words=words,
        is_named=_is_named(line, cues, wide, one.start, taken),
        by_verb=any(ReportCue.WORK_VERB in cue.labels for cue in before[-2:]),
    )
    if _SHORT_BY.search(line.bare[: one.start]) or (
        one.total is not None and _WORK_AFTER.match(line.bare, one.end)
    ):
        return replace(figure, kind="bare", value=None)
    if _OPEN_AFTER.match(line.bare, one.end) or (one.is_percent and _NOT_DONE.match(line.bare, one.end)):
        return replace(figure, kind="bare", value=None)
    if one.total is not None:
        if not one.value.is_integer() or not one.total.is_integer():
            return None
        return replace(figure, value=None, numerator=int(one.value), denominator=int(one.total))
    if is_rank:
        return replace(figure, unit="hạng")
    if way:
        name = f"{unit or '?'} {_WAYS[way['way']]}" if unit or not one.is_percent else ""
        return replace(figure, kind="rate" if unit else "bare", unit=name.replace("? ", ""))
    if one.is_percent:
        return replace(figure, kind=_kind_of_percent(line, cues, before, one))
    return figure if unit and not _stands_before(line, cues, one) else replace(figure, kind="bare")


def _exact(one: Quantity) -> Decimal:
    return Decimal(str(one.value).removesuffix(".0"))


def _is_no_result(
    line: Line, cues: Sequence[CueAt], before: list[CueAt], one: Quantity, clause_start: int
) -> bool:
    """A target, a forecast, what is left to do, last year's figure, part of a name, or a date without
    year."""
    bare = line.bare[: one.start]
    if (
        one.total is not None
        and one.value <= 31
        and one.total <= 12
        and _DATE_BEFORE.search(bare)
        and not _unit_behind(line, one.end)
    ):
        return True
    if _BOUND_TAIL.match(line.bare, one.end):
        return True
    unit = "" if one.is_percent or one.unit else _unit_behind(line, one.end)
    if one.total is None and _LEFT_AFTER.match(line.bare, one.end + len(unit) + bool(unit)):
        left = one.is_percent and bool(before) and ReportCue.REMAINING in before[-1].labels
        if left or not one.is_percent:
            return True
    if any(
        ReportCue.FORECAST in cue.labels for cue in cues if clause_start <= cue.start and cue.end <= one.start
    ):
        return True
    if not before:
        return False
    last = before[-1]
    gap = line.bare[last.end : one.start]
    if (
        ReportCue.NAMING in last.labels
        and not gap.strip()
        and not one.is_percent
        and one.total is None
        and (not one.unit or last.phrase in _DOCUMENTS)
    ):
        return True
    if ReportCue.REMAINING in last.labels and not gap.strip() and not one.is_percent and one.total is None:
        return True
    bounds = [cue for cue in before[-2:] if ReportCue.BOUND in cue.labels]
    if bounds and one.total is None and _BETWEEN_BOUND.fullmatch(line.bare[bounds[-1].end : one.start]):
        return True
    return ReportCue.COMPARED in last.labels and len(gap) <= _NEAR


def _kind_of_percent(line: Line, cues: Sequence[CueAt], before: Sequence[CueAt], one: Quantity) -> Kind:
    start = _sentence_start(line, one.start)
    rates = [
        cue for cue in cues if ReportCue.RATE in cue.labels and start <= cue.start and cue.end <= one.start
    ]
    phrases = {cue.phrase for cue in rates}
    if _WORK_AFTER.match(line.bare, one.end):
        return "work"
    works = [cue for cue in before if ReportCue.WORK in cue.labels]
    if phrases & _ALWAYS_RATE:
        return "rate"
    if works and (works[-1].phrase not in _WORK_BEFORE or one.start - works[-1].end <= _NEAR):
        return "work"
    if phrases or _unit_behind(line, one.end):
        return "rate"
    return "percent"


def _sentence_start(line: Line, place: int) -> int:
    return max((clause.start for clause in line.clauses if clause.opens and clause.start <= place), default=0)


def _unit_of(
    line: Line, cues: Sequence[CueAt], one: Quantity, floor: int, taken: Sequence[Span]
) -> tuple[str, int]:
    """What the number counts, and where the words for it end."""
    if one.is_percent:
        return "%", one.end
    behind = _unit_behind(line, one.end - _length_of_unit(one))
    if behind in ("điểm phần trăm", "điểm %"):
        return "điểm phần trăm", one.end + len(behind)
    if behind and len(behind) >= len(one.unit):
        place = line.bare.find(" ", one.end - _length_of_unit(one))
        return _money(behind), max(one.end, place + 1 + len(behind) if place >= 0 else one.end)
    if one.unit and _is_meant(line, one):
        return _money(one.unit), one.end
    if pair := _pair_behind(line, one.end, cues):
        return pair, one.end
    telling = [(cue.start, cue.end) for cue in cues if ReportCue.REPORTING in cue.labels]
    spans = [
        span
        for span in _counted(line, floor, one.start)
        if not _lies_in(span[0], span[1], (*taken, *telling))
    ]
    near = line.clause_at(one.start).start
    spans = [span for span in spans if span[0] >= near] or spans
    if spans:
        return _money(spans[0][2]), one.end
    return (_word_behind(line, one.end, cues) if one.total else ""), one.end


def _is_meant(line: Line, one: Quantity) -> bool:
    """Whether the word behind a number is its unit: "3 so với" counts no department."""
    typed = line.text[one.end - _length_of_unit(one) : one.end].strip()
    is_typed_so = not line.is_marked or not has_marks(one.unit) or has_marks(typed)
    return is_typed_so and not line.bare.startswith((" voi", " cung ky"), one.end)


def _money(unit: str) -> str:
    return f"{unit} đồng" if unit in ("tỷ", "triệu", "nghìn tỷ") else unit


def _length_of_unit(one: Quantity) -> int:
    """How many letters at the end of the quantity are its unit."""
    digits = re.match(r"[-\d.,/\s]*\d", one.text)
    return len(one.text) - digits.end() if digits and one.unit else 0


def _unit_behind(line: Line, end: int) -> str:
    found = _counted(line, end, min(len(line.text), end + 40))
    first = next(iter(found), None)
    return first[2] if first and not line.text[end : first[0]].strip() else ""


def _counted(line: Line, start: int, end: int) -> list[tuple[int, int, str]]:
    found = counted_in(line.text[start:end], is_marked=line.is_marked)
    return [(start + first, start + last, name) for first, last, name in found]


def _word_behind(line: Line, end: int, cues: Sequence[CueAt]) -> str:
    words = words_of(line.text[end : end + 20])[:1]
    if not words or line.text[end : end + words[0].start].strip() or words[0].folded in _STOPS:
        return ""
    return "" if _begins_cue(cues, end + words[0].start) or not words[0].folded.isalpha() else words[0].text


def _begins_cue(cues: Sequence[CueAt], place: int) -> bool:
    return any(cue.start == place for cue in cues)


def _pair_behind(line: Line, end: int, cues: Sequence[CueAt]) -> str:
    """Two words right behind a number that are one in office language: "18 phương án"."""
    words = words_of(line.text[end : end + 40])[:2]
    if words and _begins_cue(cues, end + words[0].start):
        return ""
    if (
        len(words) < 2
        or line.text[end : end + words[0].start].strip()
        or {words[0].folded, words[1].folded} & _STOPS
    ):
        return ""
    pair = (words[0].folded, words[1].folded)
    return f"{words[0].text} {words[1].text}" if pair in common_pairs() else ""


def _stands_before(line: Line, cues: Sequence[CueAt], one: Quantity) -> bool:
    """Whether what is counted was said before the number alone."""
    is_behind = one.unit or _unit_behind(line, one.end) or _pair_behind(line, one.end, cues)
    return not is_behind and one.total is None


def _is_named(line: Line, cues: Sequence[CueAt], start: int, end: int, taken: Sequence[Span]) -> bool:
    """Whether words beside a number say what it measures: any that are no cue of reaching and no filler."""
    empty = {
        ReportCue.REACHED,
        ReportCue.REPORTING,
        ReportCue.WORK_VERB,
        ReportCue.REMAINING,
        ReportCue.STALLED,
    }
    gone = [*taken, *((cue.start, cue.end) for cue in cues if cue.labels <= empty)]
    words = (
        word for word in words_of(line.text[start:end]) if word.folded not in _STOPS and word.folded.isalpha()
    )
    return any(
        not _lies_in(start + word.start, start + word.end, gone) for word in words if len(word.folded) > 1
    )


def _halves(cues: Sequence[CueAt], taken: Sequence[Span]) -> Iterator[Figure]:
    """ "nửa đường", "1 nửa": 50 % of the work."""
    for cue in cues:
        if ReportCue.HALF in cue.labels and not _lies_in(cue.start, cue.end, taken):
            yield Figure("work", cue.start, cue.end, Decimal(50), "%", words=cue.phrase)


def _merged(line: Line, figures: Sequence[Figure], rows: Sequence[Span]) -> Iterator[Figure]:
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
    place = 0
    while place < len(kept):
        one = kept[place]
        other = kept[place + 1] if place + 1 < len(kept) else None
        if other and not _lies_in(one.end, other.start, rows) and (pair := _pair(line, one, other)):
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
    # What was said may be rounded, or cut, to as many places as it has.
    is_same = abs(given - share.value) < Decimal(1).scaleb(min(0, int(share.value.as_tuple().exponent)))
    is_linked = bool(_LINK.fullmatch(between))
    if share.kind == "work" and not is_same:
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
