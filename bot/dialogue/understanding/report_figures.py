"""Figures of a report: which numbers of a line are results, what they count, and what each may mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot.dialogue.understanding.phrases import words_of
from bot.dialogue.understanding.report_cues import CueAt, ReportCue, listed
from bot.dialogue.understanding.report_results import (
    WORK_AFTER,
    is_no_result,
    kind_of_percent,
    sentence_start,
)
from bot.dialogue.understanding.report_shares import gathered, halves, joined, merged, without_slips
from bot.dialogue.understanding.report_text import Line, bare_letters
from bot.dialogue.understanding.report_units import TIMES, stands_before, unit_of
from bot.dialogue.understanding.report_values import Figure, Span, lies_in
from corpus.quantities import Quantity, numbers_in
from corpus.vietnamese import has_marks

_WAY = re.compile(
    r"(?<![^\W_])(?P<way>tang truong|tang|giam|vuot|cao hon|thap hon)"
    r"(?:\s+(?:them|duoc|hon|khoang|gan|muc|chi tieu|ke hoach|du toan|tren|so ke hoach|toi|binh quan"
    r"|den))*\s*$"
)
_AND_MORE = re.compile(r"dat (?:va|voi|vs|hoac|hay) vuot\s+$")  # no change of anything
_WAYS = {
    "tang truong": "tăng",
    "tang": "tăng",
    "cao hon": "tăng",
    "giam": "giảm",
    "thap hon": "giảm",
    "vuot": "vượt",
}
# "55 tỷ/120 tỷ", "40 - 50 %", "80 hoặc 85"
_OPEN_AFTER = re.compile(
    r"\s*(?:%|phan tram)?\s*(?:(?:/|[-–]|(?:den|toi|hoac|hay)\s)\s*\d|(?:chuc|tram|muoi)\s+(?:%"
    r"|phan tram)|(?:nghin|ngan|van|trieu|ty)\s+\d)"
)
_OPEN_BEFORE = re.compile(
    r"(?<![^\W_])(?:"
    r"(?:chua|khong|ko|hong|hok|cha|chang)(?:\s+(?:co|dat|duoc|toi|den|qua|bang|du|phai|vuot|con|lam"
    r"|tang|giam))*"
    r"|duoi|gan|thay|sua|doi|toi da|suyt|(?<!thu )hut|thieu|kem|hao|bi tru|mat|bi mat|tu choi"
    r"|bi tra lai|tra lai"
    r"|qua han|tre han|tre|cham|no"
    r"|loi|ton|ton dong|vai|may|hoac|(?:em|xa|phong|phuong|doi|to|co quan|don vi) (?:chi |chi moi |moi )?co"
    r")\s+(?:khoang |gan |hon |mat |moc |muc |duoc |den |toi )*$"
)
_GIVEN_BEFORE = re.compile(r"(?<![^\W_])giao\s+$")
_GIVEN = re.compile(r"(?:\s+(?:[^\W\d_]+|-)){0,12}?\s+giao(?! dich| thong)(?![^\W_])")
_SIGN_BEFORE = re.compile(r"(?<![=-])[<>≥≤+±]\s*$")
_BAD = re.compile(
    r"(?:tre hen|tre han|qua han|cham tre|bi tre|khong dat|chua dat|khong dung)(?!.*(?:dung han"
    r"|dung hen|dat))"
)
_FAR = re.compile(
    r"(?<![^\W_])(?P<way>tăng|giảm|vượt)(?! cường| nghèo| thiểu| trưởng)"
    r"(?:\s+(?!đạt|còn|lên|xuống|được|là|tới|đến|hiện|thành|từ)[^\W\d_]+){1,4}\s*$"
)
_FAR_BARE = re.compile(
    r"(?<![^\W_])(?:tang|giam|vuot)(?! cuong| ngheo| thieu| sat| doc| dinh| khao| thi| cuong)"
    r"(?:\s+(?!dat|con|len|xuong|duoc|la|toi|den|hien|thanh|tu|dc)[^\W\d_]+){1,4}\s*$"
)
_EACH = re.compile(
    r"(?:\bmỗi|\bmoi (?:tuan|thang|ngay|quy|lop|buoi|xa|don vi)|bình quân"
    r"|trung bình)(?:\s+[^\W\d_]+){0,3}\s*$"
)
_NOT_DONE = re.compile(r"\s*(?:[^\W\d_]+\s+){0,2}(?:tre han|qua han|chua|khong dat|cham han|tre)(?![^\W_])")


def figures_in(
    line: Line, cues: Sequence[CueAt], rows: Sequence[Span], taken: Sequence[Span]
) -> tuple[tuple[Figure, ...], tuple[Span, ...]]:
    """The results of a line, left to right, no number inside ``taken``: rows, dates, what stands in the
    way; then all that was read: numbers, and words that take one back."""
    told = [one for one in numbers_in(line.text) if not _is_other_word(one)]
    numbers = joined(line, [one for one in told if not lies_in(one.start, one.end, taken)])
    read = [(one, _figure(line, cues, numbers, place, taken)) for place, one in enumerate(numbers)]
    found = [figure for _, figure in read if figure]
    found += halves(line, cues, taken)
    found.sort(key=lambda one: one.start)
    mended, spans = without_slips(line, list(merged(line, found, rows)))
    figures = gathered(line, mended, rows)
    passed = (*((one.start, one.end) for one in numbers), *spans)
    return tuple(_asked(line, one) for one in figures), passed


def _is_other_word(one: Quantity) -> bool:
    """Whether it is written out in a word that is mostly another one without marks: "làm", "từ", "chức"."""
    first = one.text.split()[0]
    if one.text == "mot dong":  # "một dòng"
        return True
    return first.isalpha() and not has_marks(first) and first.lower() in listed("no_numbers")


def _asked(line: Line, figure: Figure) -> Figure:
    """Part and whole of what was not said mean anything ("100/100"); what was given is no result."""
    if figure.denominator is not None and not figure.unit:
        return replace(figure, kind="bare")
    if figure.kind in ("count", "bare") and figure.denominator is None and _is_given(line, figure):
        return replace(figure, kind="bare", value=None, is_open=True)
    return figure


def _is_given(line: Line, figure: Figure) -> bool:
    end = line.clause_at(figure.start).end
    return bool(_GIVEN_BEFORE.search(line.bare[: figure.start]) or _GIVEN.match(line.bare, figure.end, end))


def _figure(
    line: Line, cues: Sequence[CueAt], numbers: Sequence[Quantity], place: int, taken: Sequence[Span]
) -> Figure | None:
    one = numbers[place]
    clause = line.clause_at(one.start)
    floor = max(clause.start, numbers[place - 1].end if place else 0)
    before = [cue for cue in cues if floor <= cue.start and cue.end <= one.start]
    if is_no_result(line, cues, before, one, clause.start):
        return None
    wide = max(sentence_start(line, one.start), numbers[place - 1].end if place else 0)
    unit, end = unit_of(line, cues, one, wide, taken)
    if unit in TIMES:
        return None
    words = _words_of(line, cues, numbers, place, taken)
    way = None if _AND_MORE.search(line.bare[: one.start]) else _WAY.search(line.bare[floor : one.start])
    way = way or (_FAR.search(line.text[floor : one.start]) if one.is_percent else None)
    if one.is_percent and not way and not line.is_marked and _FAR_BARE.search(line.bare[floor : one.start]):
        return Figure("bare", one.start, end, words=words, is_open=True)
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
    if _is_open(line, one):
        return replace(figure, kind="bare", value=None, is_open=True)
    if one.total is not None:
        return replace(figure, value=None, numerator=int(one.value), denominator=int(one.total))
    if is_rank:
        return replace(figure, unit="hạng")
    if way:
        name = f"{unit or '?'} {_WAYS[bare_letters(way['way'])]}" if unit or not one.is_percent else ""
        return replace(figure, kind="rate" if unit else "bare", unit=name.replace("? ", ""))
    if one.is_percent:
        return replace(figure, kind=kind_of_percent(line, cues, before, one))
    return figure if unit and not stands_before(line, cues, one) else replace(figure, kind="bare")


def _is_open(line: Line, one: Quantity) -> bool:
    """Whether the words beside a number leave open what was reached, or speak of what was not."""
    clause = line.bare[line.clause_at(one.start).start : one.start]
    if (one.total is not None or one.is_percent) and _BAD.search(clause):
        return True
    if one.total is not None:
        is_whole = one.value.is_integer() and one.total.is_integer()
        return not is_whole or bool(WORK_AFTER.match(line.bare, one.end))
    if _EACH.search(line.text[: one.start]) or _SIGN_BEFORE.search(line.text[: one.start]):
        return True
    if _OPEN_AFTER.match(line.bare, one.end) or _OPEN_BEFORE.search(line.bare[: one.start]):
        return True
    return one.is_percent and bool(_NOT_DONE.match(line.bare, one.end))


def _words_of(
    line: Line, cues: Sequence[CueAt], numbers: Sequence[Quantity], place: int, taken: Sequence[Span]
) -> str:
    """What was said of a number in its clause: before it, or behind it where the clause begins with one."""
    one = numbers[place]
    clause = line.clause_at(one.start)
    beside = [other for other in numbers if clause.start <= other.start < clause.end]
    if len(beside) < 2:
        return line.text[clause.start : max(clause.end, one.end)].strip()
    before = numbers[place - 1].end if place and numbers[place - 1] in beside else clause.start
    after = (
        numbers[place + 1].start if place + 1 < len(numbers) and numbers[place + 1] in beside else clause.end
    )
    if _is_named(line, cues, clause.start, beside[0].start, taken):
        return line.text[before : one.end if one is not beside[-1] else max(clause.end, one.end)].strip()
    return line.text[one.start : max(after, one.end)].strip()


def _exact(one: Quantity) -> Decimal:
    return Decimal(str(one.value).removesuffix(".0"))


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
        word
        for word in words_of(line.text[start:end])
        if word.folded not in listed("stops") and word.folded.isalpha()
    )
    return any(
        not lies_in(start + word.start, start + word.end, gone) for word in words if len(word.folded) > 1
    )
