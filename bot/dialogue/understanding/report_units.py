"""What a number of a report counts, and where its words end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.dialogue.understanding.phrases import words_of
from bot.dialogue.understanding.report_cues import CueAt, ReportCue, counted_in, is_courtesy, listed
from bot.dialogue.understanding.report_text import Line
from bot.dialogue.understanding.report_values import Span, lies_in
from corpus.compounds import common_pairs
from corpus.quantities import Quantity
from corpus.vietnamese import fold, has_marks, is_syllable

_OF_ANOTHER = re.compile(
    r"(?<![^\W_])(?:dung|ngoai|theo|trong|cua|tai|tren|cho|ve|o|len|voi|va|thuoc|tu)\s+$"
)
_ROW_BEHIND = re.compile(
    r"\s*(?:nhiem vu|muc|viec|dau viec)\s+(?:so\s+)?(?:[ivx]+[.\s]?\d|\d+\.\d)"
)  # "100 % nhiệm vụ II.2"
TIMES = frozenset({"giờ", "phút", "ngày", "tuần", "tháng", "quý", "năm", "kỳ", "km"})


def unit_of(
    line: Line, cues: Sequence[CueAt], one: Quantity, floor: int, taken: Sequence[Span]
) -> tuple[str, int]:
    """What the number counts, and where the words for it end."""
    if one.is_percent:
        return "%", one.end
    behind = unit_behind(line, one.end - _length_of_unit(one))
    if behind in ("điểm phần trăm", "điểm %"):
        return "điểm phần trăm", one.end + len(behind)
    if behind and len(behind) >= len(one.unit):
        place = line.bare.find(" ", one.end - _length_of_unit(one))
        return _money(behind), max(one.end, place + 1 + len(behind) if place >= 0 else one.end)
    if one.unit and one.unit != "cái" and _is_meant(line, one):
        return _money(one.unit), one.end
    if pair := pair_behind(line, one.end, cues):
        return pair, one.end
    telling = [(cue.start, cue.end) for cue in cues if ReportCue.REPORTING in cue.labels]
    spans = [
        span for span in _counted(line, floor, one.start) if not lies_in(span[0], span[1], (*taken, *telling))
    ]
    spans = [span for span in spans if not _OF_ANOTHER.search(line.bare[: span[0]])] if one.total else spans
    spans = [span for span in spans if not line.bare[: span[0]].endswith("gop y ")]
    near = line.clause_at(one.start).start
    spans = [span for span in spans if span[0] >= near] or spans
    if word := _word_behind(line, one.end, cues):
        return word, one.end
    if spans:
        adjacent = [span for span in spans if _names(line, span, one.start)]
        return _money((adjacent or spans)[0][2]), one.end
    return "cái" if one.unit == "cái" else "", one.end


def _names(line: Line, span: tuple[int, int, str], number: int) -> bool:
    """Whether a noun right before a number is what it counts: not in "nhiệm vụ ngoài kế hoạch 9/9"."""
    is_adjacent = not line.text[span[1] : number].strip(" :=")
    return is_adjacent and not _OF_ANOTHER.search(line.bare[: span[0]])


def unit_behind(line: Line, end: int) -> str:
    if _ROW_BEHIND.match(line.bare, end):
        return ""
    found = _counted(line, end, min(len(line.text), end + 40), is_behind=True)
    first = next(iter(found or _misspelt(line, end) or _half_marked(line, end)), None)
    return first[2] if first and not line.text[end : first[0]].strip() else ""


def _misspelt(line: Line, end: int) -> list[tuple[int, int, str]]:
    """What could be counted, where its word is none as it is marked: "2 cuôc"."""
    word = next(iter(words_of(line.text[end : end + 20])), None)
    if word is None or is_syllable(word.text) or not word.is_marked:
        return []
    found = counted_in(line.bare[end : end + word.end], is_marked=False, is_behind=True)
    return [(end + first, end + last, name) for first, last, name in found]


def _half_marked(line: Line, end: int) -> list[tuple[int, int, str]]:
    """Two words that could be counted with some of their marks missing: "7/7 phản anh"."""
    found = counted_in(line.bare[end : end + 40], is_marked=False, is_behind=True)
    return [(end + first, end + last, name) for first, last, name in found if " " in name]


def stands_before(line: Line, cues: Sequence[CueAt], one: Quantity) -> bool:
    """Whether what is counted was said before the number alone."""
    is_behind = (
        one.unit
        or unit_behind(line, one.end)
        or pair_behind(line, one.end, cues)
        or _word_behind(line, one.end, cues)
    )
    return not is_behind and one.total is None


def pair_behind(line: Line, end: int, cues: Sequence[CueAt]) -> str:
    """Two words right behind a number that are one in office language: "18 phương án"."""
    words = words_of(line.text[end : end + 40])[:2]
    if words and _begins_cue(cues, end + words[0].start):
        return ""
    if (
        len(words) < 2
        or line.text[end : end + words[0].start].strip()
        or {words[0].folded, words[1].folded} & listed("stops")
    ):
        return ""
    pair = (words[0].folded, words[1].folded)
    return f"{words[0].text} {words[1].text}" if pair in common_pairs() else ""


def _word_behind(line: Line, end: int, cues: Sequence[CueAt]) -> str:
    """The word right behind a number, with the next one where nothing follows: "3 trưởng phòng"."""
    words = words_of(line.text[end : max(end, line.clause_at(end).end)])[:3]
    if not words or line.text[end : end + words[0].start].strip():
        return ""
    said: list[str] = []
    for word in words:
        is_end = word.folded in listed("stops") or is_courtesy(word) or _begins_cue(cues, end + word.start)
        if is_end or not is_syllable(word.text):
            break
        said.append(word.text)
    is_pair = len(said) > 1 and tuple(fold(word) for word in said[:2]) in common_pairs()
    return " ".join(said[:2] if is_pair or len(said) == 2 else said[:1])


def _is_meant(line: Line, one: Quantity) -> bool:
    """Whether the word behind a number is its unit: "3 so với" counts no department."""
    typed = line.text[one.end - _length_of_unit(one) : one.end].strip()
    is_typed_so = not line.is_marked or not has_marks(one.unit) or has_marks(typed)
    return is_typed_so and not line.bare.startswith((" voi", " cung ky"), one.end)


def _money(unit: str) -> str:
    return f"{unit} đồng" if unit in ("tỷ", "triệu", "nghìn tỷ") else unit


def _length_of_unit(one: Quantity) -> int:
    """How many letters at the end of the quantity are its unit."""
    if not one.unit:
        return 0
    if digits := re.match(r"[-\d.,/\s]*\d", one.text):
        return len(one.text) - digits.end()
    written = one.text.split()  # "hai cuộc"
    return len(" ".join(written[-len(one.unit.split()) :]))


def _counted(line: Line, start: int, end: int, *, is_behind: bool = False) -> list[tuple[int, int, str]]:
    found = counted_in(line.text[start:end], is_marked=line.is_marked, is_behind=is_behind)
    return [(start + first, start + last, name) for first, last, name in found]


def _begins_cue(cues: Sequence[CueAt], place: int) -> bool:
    return any(cue.start == place for cue in cues)
