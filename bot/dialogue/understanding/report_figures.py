"""Figures of a report: which numbers of a line are results, what they count, and what each may mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from bot.dialogue.understanding.phrases import words_of
from bot.dialogue.understanding.report_cues import CueAt, ReportCue, cues_in, listed
from bot.dialogue.understanding.report_gathering import gathered
from bot.dialogue.understanding.report_results import (
    WORK_AFTER,
    is_no_result,
    kind_of_percent,
    sentence_start,
)
from bot.dialogue.understanding.report_shares import (
    halves,
    is_mended,
    joined,
    merged,
    opposed,
    without_slips,
)
from bot.dialogue.understanding.report_text import Line, bare_letters
from bot.dialogue.understanding.report_units import TIMES, stands_before, unit_of
from bot.dialogue.understanding.report_values import Figure, Span, exact, lies_in
from corpus.compounds import common_pairs
from corpus.quantities import Quantity, numbers_in
from corpus.vietnamese import has_marks
from progress.scales import GRADES

_WAY = re.compile(
    r"(?<![^\W_])(?P<way>tang truong|tang|giam|vuot|cao hon|thap hon)"
    r"(?:\s+(?:them|duoc|hon|khoang|gan|muc|chi tieu|ke hoach|du toan|tren|so ke hoach|toi|binh quan"
    r"|den|so voi|cung ky|nam truoc|nam ngoai|ky truoc|quy truoc|la))*\s*$"
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
    r"\s*(?:%|phan tram)?\s*(?:(?:hoac|hay) (?:hon|kem|cao hon|it hon)(?![^\W_])|(?:/|[-–]"
    r"|(?:den|toi|hoac|hay)\s)\s*\d|(?:chuc|tram|muoi)\s+(?:%"
    r"|phan tram)|(?:nghin|ngan|van|trieu|ty)\s+\d)"
)
_OPEN_BEFORE = re.compile(
    r"(?<![^\W_])(?:"
    r"(?:chua|khong|ko|hong|hok|cha|chang)(?:\s+(?:co|dat|duoc|toi|den|qua|bang|du|phai|vuot|con|lam"
    r"|tang|giam))*"
    r"|duoi|tren|gan|thay|sua|doi|toi da|suyt|(?<!thu )hut|thieu|kem|hao|bi tru|mat|bi mat|tu choi"
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
    r"(?<![^\W_])(?P<way>tang|giam|vuot)(?! cuong| ngheo| thieu| sat| doc| dinh| khao| thi| cuong)"
    r"(?:\s+(?!dat|con|len|xuong|duoc|la|toi|den|hien|thanh|tu|dc)[^\W\d_]+){1,4}\s*$"
)
_EACH = re.compile(
    r"(?:\bmỗi|\bmoi (?:tuan|thang|ngay|quy|lop|buoi|xa|don vi)|bình quân"
    r"|trung bình)(?:\s+[^\W\d_]+){0,3}\s*$"
)
_GRADES = {bare_letters(name): name for name in GRADES}
_GRADE = re.compile(
    r"(?<![^\W_])(?:xep loai|danh gia(?: la| chung)?(?: loai| muc| dat)?|xep hang loai"
    r"|dat loai|dat muc|muc danh gia"
    rf"|phan loai|loai)\s*:?\s*(?P<grade>{'|'.join(sorted(_GRADES, key=len, reverse=True))})(?![^\W_])"
)
_LASTS = re.compile(
    r"(?<![^\W_])(?:thoi gian (?:[^\W\d_]+\s+){0,8}|moi (?:lop|buoi|ho so|cuoc|dot|khoa)\s+"
    r"|(?:giam |rut ngan )(?:con|xuong|duoc)\s+)$"
)
_PASSED = re.compile(
    r"(?<![^\W_])(?:vuot|cao hon|tren|dat)(?: muc| so voi)? (?:chi tieu|ke hoach|muc tieu"
    r"|yeu cau|chuan)(?: [^\W\d_]+){0,3}\s+$"
)
_NOT_DONE = re.compile(
    r"\s*(?:(?!(?:vi|do|tai|boi|nhung|nen|con|ma|thi) )[^\W\d_]+\s+){0,2}(?:tre han|qua han"
    r"|chua(?! dat(?: vi| do| chi tieu| ke hoach| muc tieu| yeu cau|\s*$|\s*[,.;]))|khong dat"
    r"|cham han|tre)(?![^\W_])"
)


def figures_in(
    line: Line, cues: Sequence[CueAt], rows: Sequence[Span], taken: Sequence[Span]
) -> tuple[tuple[Figure, ...], tuple[Span, ...]]:
    """The results of a line, left to right, no number inside ``taken``: rows, dates, what stands in the
    way; then all that was read: numbers, and words that take one back."""
    told = [one for one in numbers_in(line.text) if not _is_other_word(one)]
    numbers = joined(line, [one for one in told if not lies_in(one.start, one.end, taken)])
    numbers, denied = opposed(line, numbers)
    read = [(one, _figure(line, cues, numbers, place, taken)) for place, one in enumerate(numbers)]
    found = [figure for _, figure in read if figure]
    found += [*halves(line, cues, taken), *_grades(line, taken)]
    found.sort(key=lambda one: one.start)
    mended, spans = without_slips(line, list(merged(line, found, rows)))
    figures = gathered(line, mended, rows)
    passed = (*((one.start, one.end) for one in numbers), *spans, *denied)
    return tuple(_asked(line, one) for one in figures), passed


def _grades(line: Line, taken: Sequence[Span]) -> Iterator[Figure]:
    """ "xếp loại tốt" """
    for match in _GRADE.finditer(line.bare):
        if not lies_in(*match.span(), taken):
            clause = line.clause_at(match.start())
            words = line.text[clause.start : clause.end].strip()
            yield Figure("count", match.start(), match.end(), grade=_GRADES[match["grade"]], words=words)


def _is_other_word(one: Quantity) -> bool:
    """Whether it is written out in a word that is mostly another one without marks: "làm", "từ", "chức"."""
    first = one.text.split()[0]
    if one.text == "mot dong":  # "một dòng"
        return True
    return first.isalpha() and not has_marks(first) and first.lower() in listed("no_numbers")


def _asked(line: Line, figure: Figure) -> Figure:
    """Part and whole of what was not said mean anything ("100/100"); what was given is no result."""
    if figure.denominator is not None and not figure.unit and not _is_said(line, figure):
        return replace(figure, kind="bare")
    if figure.kind in ("count", "bare") and figure.denominator is None and _is_given(line, figure):
        return replace(figure, kind="bare", value=None, is_open=True)
    return figure


def _is_said(line: Line, figure: Figure) -> bool:
    """Whether its own clause says of what a part and whole are: "giải quyết 9/9"."""
    start = line.clause_at(figure.start).start
    return figure.is_named and _is_named(line, cues_in(line), start, figure.start, ())


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
    if one.is_percent and _is_passed_target(line, numbers[:place], one):
        return None
    unit, end = unit_of(line, cues, one, wide, taken)
    if unit in TIMES and one.total is None and not _LASTS.search(line.bare[: one.start]):
        return None
    words = _words_of(line, cues, numbers, place, taken)
    way = None if _AND_MORE.search(line.bare[: one.start]) else _WAY.search(line.bare[floor : one.start])
    way = way or (_far(line, floor, one.start) if one.is_percent else None)
    is_rank = bool(before) and ReportCue.RANK in before[-1].labels and one.start - before[-1].end <= 2
    figure = Figure(
        "count",
        one.start,
        end,
        value=Decimal(exact(one.value)),
        unit=unit,
        words=words,
        is_named=_is_named(line, cues, wide, one.start, taken),
        by_verb=any(ReportCue.WORK_VERB in cue.labels for cue in before[-2:]),
    )
    said = numbers[place - 1].end if place and is_mended(line, numbers[place - 1].end, one.start) else 0
    if _is_open(line, one, one.start if said else 0):
        return replace(figure, kind="bare", value=None, is_open=True)
    if one.total is not None:
        figure = replace(figure, unit="hạng") if is_rank else figure
        return replace(figure, value=None, numerator=exact(one.value), denominator=exact(one.total))
    if is_rank:
        return replace(figure, unit="hạng")
    if way:
        name = f"{unit or '?'} {_WAYS[bare_letters(way['way'])]}" if unit or not one.is_percent else ""
        return replace(figure, kind="rate" if unit else "bare", unit=name.replace("? ", ""))
    if one.is_percent:
        return replace(figure, kind=kind_of_percent(line, cues, before, one))
    return figure if unit and not stands_before(line, cues, one) else replace(figure, kind="bare")


def _is_passed_target(line: Line, earlier: Sequence[Quantity], one: Quantity) -> bool:
    """ "đạt 88,2 %, vượt chỉ tiêu 80 %": the target, no excess of 80 %."""
    level = next(
        (other.value for other in reversed(earlier) if other.is_percent and other.total is None), None
    )
    is_target = bool(_PASSED.search(line.bare[: one.start]))
    return is_target and level is not None and level - one.value < one.value <= level


def _far(line: Line, floor: int, number: int) -> re.Match[str] | None:
    """A rise or fall with what rose or fell between it and its figure: "giảm chi trực tiếp 2,8 %"."""
    if line.is_marked:
        return _FAR.search(line.text[floor:number])
    way = _FAR_BARE.search(line.bare[floor:number])
    if way is None:
        return None
    words = way[0].split()
    return None if (words[0], words[1]) in common_pairs() else way


def _is_open(line: Line, one: Quantity, start: int) -> bool:
    """Whether the words beside a number, from ``start`` on, leave open what was reached, or speak of what was
    not."""
    clause = line.bare[line.clause_at(one.start).start : one.start]
    if (one.total is not None or one.is_percent) and _BAD.search(clause):
        return True
    if one.total is not None:
        return bool(WORK_AFTER.match(line.bare, one.end))
    is_time = bool(_LASTS.search(line.bare[: one.start]))
    if (_EACH.search(line.text[: one.start]) and not is_time) or _SIGN_BEFORE.search(line.text[: one.start]):
        return True
    if _OPEN_AFTER.match(line.bare, one.end) or _OPEN_BEFORE.search(line.bare[start : one.start]):
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
        start = clause.start
        if not line.text[clause.start : one.start].strip() and line.text[: clause.start].rstrip().endswith(
            ":"
        ):
            floor = numbers[place - 1].end if place else 0
            start = max(
                sentence_start(line, one.start), floor
            )  # "Tỷ lệ số hóa hồ sơ, kết quả giải quyết: 84 %"
        return line.text[start : max(clause.end, one.end)].strip(" ,;:.")
    before = numbers[place - 1].end if place and numbers[place - 1] in beside else clause.start
    after = (
        numbers[place + 1].start if place + 1 < len(numbers) and numbers[place + 1] in beside else clause.end
    )
    if _is_named(line, cues, clause.start, beside[0].start, taken):
        return line.text[before : one.end if one is not beside[-1] else max(clause.end, one.end)].strip()
    return line.text[one.start : max(after, one.end)].strip()


def _is_named(line: Line, cues: Sequence[CueAt], start: int, end: int, taken: Sequence[Span]) -> bool:
    """Whether words beside a number say what it measures: any that are no cue of reaching and no filler."""
    empty = {
        ReportCue.REACHED,
        ReportCue.REPORTING,
        ReportCue.WORK_VERB,
        ReportCue.REMAINING,
        ReportCue.STALLED,
        ReportCue.FINISHED,
        ReportCue.DONE,
    }
    gone = [*taken, *((cue.start, cue.end) for cue in cues if cue.labels <= empty)]
    told = [cue.end for cue in cues if ReportCue.REPORTING in cue.labels and start <= cue.start < end]
    start = max((start, *told))  # before "báo cáo" stands who reports
    words = (
        word
        for word in words_of(line.text[start:end])
        if word.folded not in listed("stops") | listed("no_names") and word.folded.isalpha()
    )
    return any(
        not lies_in(start + word.start, start + word.end, gone) for word in words if len(word.folded) > 1
    )
