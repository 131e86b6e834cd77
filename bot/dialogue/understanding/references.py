"""What a message points at by number: codes of tasks, sections by numeral or title, row numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.dialogue.understanding.lexicon import Lexicon
from bot.dialogue.understanding.phrases import Word
from corpus.model import Section
from corpus.vietnamese import fold

_ROMAN = re.compile(r"^(?=[ivx])(x{0,3})(ix|iv|v?i{0,3})$")
_NUMERALS = frozenset("ivx")  # letters that a Roman numeral opens with
_CODE = re.compile(r"^([ivx]+)[.\-](\d{1,3}(?:\.\d{1,3})*)$")
_ROW_NUMBER = re.compile(r"^\d{1,3}[a-z]?(?:\.\d{1,2})?$")
_SECTION_WORDS = frozenset({"muc", "phan", "chuong", "linh vuc", "mang"})
# The same words as written, and those between them and the number: "mức" folds alike and is none of them.
_SECTION_FORMS = frozenset({"mục", "phần", "chương", "lĩnh", "vực", "mảng", "số", "thứ"})
_ROW_WORDS = (
    "nhiem vu", "viec", "dau viec", "cong viec", "stt", "so thu tu", "so tt", "dong", "nhiem vu so", "y",
    "cai", "viec so", "muc con",
)  # fmt: skip
_ROW_OPENINGS = frozenset(
    opening
    for row in _ROW_WORDS
    for opening in (row, f"{row} so", f"{row} thu", f"{row} so thu tu", f"{row} stt")
)
_LONGEST_ROW_OPENING = 4  # words that are tried before a row number
_LONGEST_CODE_OPENING = 3  # words before a code that only announce it
_LONGEST_TITLE = 13  # words of a section's title as people say it
_COUNTING_WORDS = {
    "mot": 1, "nhat": 1, "hai": 2, "nhi": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7,
    "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip
_COUNTED_NEXT = frozenset({"%", "phan", "nhiem", "viec", "nam", "thang", "ty", "trieu"})  # "3 năm" is no row

Words = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class References:
    """What was pointed at, and the word positions that did so."""

    codes: tuple[str, ...]
    section: Section | None
    missing_section: str  # "IX" when a section is named that the plan does not have
    row_number: str  # "2" in "nhiệm vụ 2", also when its section made a code of it
    taken: frozenset[int]


@dataclass(frozen=True, slots=True)
class _NamedSection:
    """A section named at words [first, last); ``missing`` instead of it when the plan has no such section."""

    section: Section | None
    first: int
    last: int
    missing: str = ""


def references_in(text: str, words: Words, named: frozenset[int], lexicon: Lexicon) -> References:
    """Codes, the section and the row number of a message; ``named`` are words that name
    no section: those of agencies, and bare ones of a marked message."""
    codes, taken = _codes_in(words)
    taken |= _own_annex(words, lexicon)
    found = _numbered_section(text, words, lexicon) or _titled_section(words, lexicon, taken | named)
    section, missing = (found.section, found.missing) if found else (None, "")
    if found:
        taken.update(range(found.first, found.last))
    row = _row_behind(words, found) or _row_in(words, taken)
    number = row[2] if row else ""
    if row:
        taken.update(range(row[0], row[1]))
    roman = section.roman if section else missing
    if number and roman and not codes:
        codes = [f"{roman}.{number}"]
    return References(tuple(dict.fromkeys(codes)), section, missing, number, frozenset(taken))


def _codes_in(words: Words) -> tuple[list[str], set[int]]:
    """Codes as the plan writes them, and the words that give or announce them."""
    codes: list[str] = []
    taken: set[int] = set()
    for i, word in enumerate(words):
        match = _CODE.match(word.folded) if word.folded[0] in _NUMERALS else None
        if match and _ROMAN.match(match[1]):
            codes.append(f"{match[1].upper()}.{match[2]}")
            taken.update(range(i - _opening_before(words, i), i + 1))
    return codes, taken


def _own_annex(words: Words, lexicon: Lexicon) -> set[int]:
    """The number of the plan's own annex ("Phụ lục | II"): it names the plan, no section."""
    own = fold(lexicon.plan.document.annex).split()
    folded = [word.folded for word in words]
    return {i + len(own) - 1 for i in range(len(folded)) if own and folded[i : i + len(own)] == own}


def _opening_before(words: Words, position: int) -> int:
    """How many words before a code only announce it: "mục", "nhiệm vụ số"."""
    for length in range(_LONGEST_CODE_OPENING, 0, -1):
        opening = _said(words, max(0, position - length), position)
        if opening in _ROW_OPENINGS or opening in _SECTION_WORDS:
            return length
    return 0


def _numbered_section(text: str, words: Words, lexicon: Lexicon) -> _NamedSection | None:
    """ "mục III"; a numeral in capitals may stand alone."""
    by_roman = lexicon.plan.section_by_roman
    for i, word in enumerate(words):
        if word.folded[0] not in _NUMERALS or not _ROMAN.match(word.folded):
            continue
        if _said(words, max(0, i - 2), i) == "phu luc":
            continue  # an annex is no section
        roman = word.folded.upper()
        back = _section_word_before(words, i) if i else 0
        typed = text[word.start : word.end]
        alone = typed.isupper() and (len(typed) > 1 or text[word.start - 1 : word.start] == "(")
        if (back or alone) and roman in by_roman:
            return _NamedSection(by_roman[roman], i - back, i + 1)
        if back:
            return _NamedSection(None, i - back, i + 1, roman)
    return None


def _section_word_before(words: Words, position: int) -> int:
    """How many words back the section word reaches: 1 for "mục", 2 for "lĩnh vực" or "mục số", 0 for none."""
    if words[position - 1].is_marked and words[position - 1].text not in _SECTION_FORMS:
        return 0
    one = words[position - 1].folded
    before = words[position - 2].folded if position >= 2 else ""
    if f"{before} {one}" in _SECTION_WORDS or (one in ("so", "thu") and before in _SECTION_WORDS):
        return 2
    return 1 if one in _SECTION_WORDS else 0


def _titled_section(words: Words, lexicon: Lexicon, taken: set[int] | frozenset[int]) -> _NamedSection | None:
    """ "mục cải cách thể chế", "phần 2": a section word followed by words of a title or by a number."""
    for i in range(1, len(words)):
        back = _section_word_before(words, i)
        first = i - back
        if not back or taken.intersection(range(first, i + 1)):
            continue
        if first and lexicon.clings(words[first - 1].folded, words[first].folded):
            continue  # "một phần chi", "phần mềm" name no section
        titled = _title_from(words, i, lexicon, taken)
        if titled:
            return _NamedSection(titled[0], first, titled[1])
        counted = words[i].folded.isdecimal() and words[i - 1].folded != "nhom"
        if counted and not _row_in(words, set(range(first, i + 1))):
            number = int(words[i].folded)
            if 1 <= number <= len(lexicon.plan.sections):
                return _NamedSection(lexicon.plan.sections[number - 1], first, i + 1)
            if words[i - 1].folded in ("muc", "phan"):
                return _NamedSection(None, first, i + 1, words[i].folded)
    return None


def _title_from(
    words: Words, first: int, lexicon: Lexicon, taken: set[int] | frozenset[int]
) -> tuple[Section, int] | None:
    """The section whose title the longest run of words from ``first`` on names, and where the run ends."""
    for end in range(min(len(words), first + _LONGEST_TITLE + 1), first, -1):
        if taken.intersection(range(first, end)):
            continue
        if any(word.is_marked and word.text not in lexicon.title_forms for word in words[first:end]):
            continue
        run = tuple(word.folded for word in words[first:end])
        found = lexicon.section_titled(run, at_least=0.99)
        if found and run[-1] in lexicon.section_words[found.roman]:
            return found, end
    return None


def _row_behind(words: Words, section: _NamedSection | None) -> tuple[int, int, str] | None:
    """ "Mục III | số 4": right behind a section, "số" alone opens a row."""
    if section is None or section.last + 1 >= len(words) or words[section.last].folded != "so":
        return None
    number = words[section.last + 1].folded
    return (section.last, section.last + 2, number) if _ROW_NUMBER.match(number) else None


def _row_in(words: Words, taken: set[int]) -> tuple[int, int, str] | None:
    """ "nhiệm vụ 2", "STT 8.2", "việc thứ ba": first word, past-last word, the number."""
    for i in range(1, len(words)):
        if i in taken:
            continue
        number = words[i].folded
        is_numbered = number[0].isdigit() and _ROW_NUMBER.match(number) and not _is_counted_next(words, i)
        is_ordinal = words[i - 1].folded == "thu" and number in _COUNTING_WORDS
        if not is_numbered and not is_ordinal:
            continue
        for length in range(min(i, _LONGEST_ROW_OPENING), 0, -1):
            if _said(words, i - length, i) not in _ROW_OPENINGS:
                continue
            return i - length, i + 1, number if is_numbered else str(_COUNTING_WORDS[number])
    return None


def _is_counted_next(words: Words, position: int) -> bool:
    return position + 1 < len(words) and words[position + 1].folded in _COUNTED_NEXT


def _said(words: Words, first: int, last: int) -> str:
    return " ".join(word.folded for word in words[first:last])
