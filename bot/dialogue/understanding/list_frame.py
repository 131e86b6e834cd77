"""What a question counts or claims in numbers, and what a list is to be about once its own words are gone."""

from __future__ import annotations

import re

from bot.dialogue.understanding.cues import Cue
from bot.dialogue.understanding.reading import Reading
from corpus.quantities import numbers_in
from corpus.vietnamese import fold

_SPAN = re.compile(r"\b20\d\d\s*[-–]\s*20\d\d\b")
_UNITS = (Cue.UNIT_TASK, Cue.UNIT_SECTION, Cue.UNIT_AGENCY, Cue.UNIT_TARGET)
# Words that belong to the frame of a question for a list.
_LIST_FRAME = (
    Cue.CONTENT, Cue.LIST, Cue.TAKE_PART, Cue.VAGUE, Cue.WHOLE_PLAN, Cue.TARGET, Cue.WHEN, Cue.ASSIGNED,
    Cue.DOCUMENT_TITLE, Cue.DOCUMENT_NUMBER, Cue.LEGAL_DOCUMENT, *_UNITS,
)  # fmt: skip
# Words that open a subject: "... nhiệm vụ nào | về", "chủ trì gì | ở mảng".
_INTRODUCING = frozenset({"ve", "quan", "trong", "o", "thuoc", "mang", "vuc", "cho", "khau", "vu"})
_PERCENT_ENDINGS = ("%", "tram", "nua")  # "90%", "chín mươi phần trăm", "một nửa"
# Words of lists themselves, which are no subject.
_GENERIC = frozenset(
    {
        "viec", "nhiem", "vu", "cong", "tac", "ke", "hoach", "phu", "luc", "linh", "vuc", "muc", "phan",
        "chi", "tieu", "cac", "nhung",
    }
)  # fmt: skip


def counted_unit(reading: Reading) -> Cue | None:
    """What "bao nhiêu", "mấy" or "số" counts: the unit word right behind it."""
    counted = (*_UNITS, Cue.WHICH, Cue.LIST, Cue.TAKE_PART, Cue.WHO, Cue.LEAD, Cue.COORDINATE)
    for span in reading.spans_of(Cue.HOW_MANY):
        for other in reading.spans_of(*counted):
            if not 0 <= other.first - span.last <= 1:
                continue
            named = next((unit for unit in _UNITS if unit in other.labels), None)
            found = named or _unit_opening(other.phrase)
            if found:
                return found
    return None


def _unit_opening(phrase: str) -> Cue | None:
    """The unit a longer phrase opens with: "nhiệm vụ nào", "cơ quan phối hợp"."""
    if phrase.startswith(("nhiem vu", "viec", "cac nhiem vu", "nhung nhiem vu", "dau viec")):
        return Cue.UNIT_TASK
    if phrase.startswith(("linh vuc", "muc", "phan")):
        return Cue.UNIT_SECTION
    return Cue.UNIT_AGENCY if phrase.startswith(("co quan", "don vi", "so nao", "dau moi")) else None


def claimed_count(reading: Reading) -> int | None:
    """ "Có 12 nhiệm vụ đúng không": a number right before a unit."""
    claim = _claim(reading)
    return claim[0] if claim else None


def claimed_unit(reading: Reading) -> Cue | None:
    """What a claimed count is of: the sections in "có 7 lĩnh vực đúng không"."""
    claim = _claim(reading)
    return claim[1] if claim else None


def _claim(reading: Reading) -> tuple[int, Cue] | None:
    for span in reading.spans_of(*_UNITS):
        before = reading.words[span.first - 1].folded if span.first else ""
        if before.isdecimal():
            return int(before), next(unit for unit in _UNITS if unit in span.labels)
    return None


def percentage_said(reading: Reading) -> float | None:
    """The first figure in percent."""
    if not any(word.folded.endswith(_PERCENT_ENDINGS) for word in reading.words):
        return None
    return next((said.value for said in numbers_in(reading.text) if said.unit == "%"), None)


def opens_with(reading: Reading, openings: tuple[str, ...], *cues: Cue) -> bool:
    """Whether a phrase of one of these cues opens so."""
    return any(span.phrase.startswith(openings) for span in reading.spans_of(*cues))


def points_at_section(reading: Reading) -> bool:
    """ "Mục này", "lĩnh vực đó"."""
    return opens_with(reading, ("muc", "phan", "linh vuc"), Cue.POINTING)


def wants_list(reading: Reading) -> bool:
    """Whether a list of tasks is asked for, or their number."""
    if counted_unit(reading) is Cue.UNIT_TASK or reading.has(Cue.LIST):
        return True
    return reading.has(Cue.WHICH) and not reading.has(Cue.WHO)


def subject_positions(reading: Reading) -> tuple[int, ...]:
    """Places of the words that are not the question's own."""
    return reading.subject_positions(*_LIST_FRAME, with_groups=False)


def subject_folded(reading: Reading) -> tuple[str, ...]:
    """The words that are not the question's own, folded."""
    return tuple(reading.words[i].folded for i in subject_positions(reading))


def list_subject(reading: Reading) -> str:
    """What the listed tasks should be about; "" when only the question's own words are left."""
    positions = subject_positions(reading)
    return reading.words_at(positions) if len(_telling(reading, positions)) > 1 else ""


def has_leftover(reading: Reading) -> bool:
    """Whether any word is left that is not the question's own."""
    return bool(_telling(reading, subject_positions(reading)))


def limiting_words(reading: Reading) -> str:
    """Words that limit an agency's list to a subject: "... nhiệm vụ nào về tuyên truyền", "... chủ trì gì ở
    mảng đất đai"."""
    positions = tuple(i for i in subject_positions(reading) if i >= reading.agencies[0].last)
    if len(_telling(reading, positions)) < 2 or not _is_introduced(reading, positions[0]):
        return ""
    return reading.words_at(positions)


def _telling(reading: Reading, positions: tuple[int, ...]) -> list[int]:
    words = reading.words
    return [i for i in positions if words[i].folded not in _GENERIC and len(words[i].folded) > 1]


def _is_introduced(reading: Reading, position: int) -> bool:
    before = reading.words[position - 1].folded if position else ""
    asked = reading.spans_of(Cue.WHICH, Cue.LEAD, Cue.COORDINATE, Cue.LIST)
    return before in _INTRODUCING or any(span.last == position for span in asked)


def years_said(reading: Reading) -> str:
    """A span of years as typed, folded: "2026 2030"."""
    found = _SPAN.search(reading.text)
    return fold(found.group()) if found else ""


def asks_tasks(reading: Reading) -> bool:
    """Tasks are asked for, not what one task holds: "nhiệm vụ nào", "việc nào", "bao nhiêu nhiệm vụ"."""
    named = reading.spans_of(Cue.WHICH, Cue.LIST)
    listed = any("nhiem vu" in span.phrase or span.phrase.startswith(("viec", "dau viec")) for span in named)
    return listed or counted_unit(reading) is Cue.UNIT_TASK
