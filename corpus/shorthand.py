"""Office abbreviations, chat spelling and half-written words, turned into full words where certain."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus.phrases import composed, forms_of
from corpus.shorthand_context import Condition, Word, read_condition, words_of
from corpus.tables import DATA_FOLDER, Row, read_lines, read_table
from corpus.vietnamese import fold, has_marks, is_syllable, place_tones

KEEP = "="  # a reading that says: these letters are meant as they stand

_GUARDED = re.compile(
    r"\b[IVX]+(?:\.\d+)+\b"  # III.4
    r"|\d+\s*/\s*(?:\d{4}\s*/\s*)?[^\W\d_]+\d*(?:-[^\W\d_]+)+"  # 201/KH-UBND, 09/2019/NĐ-CP
    r"|\d+-[^\W\d_]+(?:/[^\W\d_]+)+"  # 57-NQ/TW
    r"|https?://\S+|\S+@\S+|@\w+|\bwww\.\S+",
    re.IGNORECASE,
)
_CONSONANTS = re.compile(r"[bcdđghklmnpqrstvx]{1,3}")
_JOINTS = frozenset("./")
_TEXTS_REMEMBERED = 64  # a message is read once to be understood, once more to find what lies near
_WORDS_REMEMBERED = 16_384  # of messages, looked up by themselves


@dataclass(frozen=True, slots=True)
class Expanded:
    """The text in full words, what was replaced, and what could mean several things and was left."""

    text: str
    replaced: tuple[tuple[str, str], ...] = ()
    ambiguous: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of a short form; without a condition it is the usual one."""

    short: tuple[str, ...]
    full: str
    condition: Condition | None


class _Node:
    __slots__ = ("next", "readings")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.readings: list[Reading] = []


class Shorthand:
    """Short forms by letters, two-syllable terms by their halves. Build it with ``Shorthand.load``."""

    def __init__(self, readings: Sequence[Reading], compounds: Sequence[str] = ()) -> None:
        self._root = _Node()
        for reading in readings:
            node = self._root
            for part in reading.short:
                node = node.next.setdefault(fold(part) or part, _Node())
            node.readings.append(reading)
        self._halves = _halves_of(compounds)
        self._expanded = lru_cache(_TEXTS_REMEMBERED)(self._expand)
        self._by_itself = lru_cache(_WORDS_REMEMBERED)(self._alone)

    @classmethod
    def load(cls, path: Path | None = None) -> Shorthand:
        """Read short forms from ``path`` (default: the bundled shorthand.csv), and the bundled compounds.

        Raises TableError with file and line for a row that cannot be used.
        """
        return cls([_reading(row) for row in _rows(path)], read_compounds())

    def expand(self, text: str, known_terms: Collection[str] = ()) -> Expanded:
        """Replace short forms in ``text`` by full words, whole words only, the longest form first.

        ``known_terms`` are folded short forms that the caller reads itself; they stay as typed. Codes
        (III.4), document numbers (201/KH-UBND) and addresses stay too.
        """
        return self._expand(text, known_terms) if known_terms else self._expanded(text)

    def _expand(self, text: str, known_terms: Collection[str] = ()) -> Expanded:
        text = composed(text)
        words = words_of(text)
        guarded = [match.span() for match in _GUARDED.finditer(text)]
        has_any_marks = has_marks(text)
        replaced: list[tuple[str, str]] = []
        ambiguous: dict[str, tuple[str, ...]] = {}
        pieces: list[str] = []
        done = place = 0
        while place < len(words):
            word = words[place]
            if guarded and any(start <= word.start < end for start, end in guarded):
                place += 1
                continue
            opens, half = self._by_itself(word.text)
            if opens or (place + 2 < len(words) and words[place + 1].text in _JOINTS):
                last, full, options = self._read(words, place, has_any_marks, known_terms)
            else:
                last, full, options = place + 1, half, ()
            if full is not None:
                end = words[last - 1].end
                pieces += [text[done : word.start], full]
                replaced.append((text[word.start : end], full))
                done = end
            elif options:
                ambiguous.setdefault(text[word.start : words[last - 1].end], options)
            place = last
        return Expanded("".join(pieces) + text[done:], tuple(replaced), tuple(ambiguous.items()))

    def _read(
        self, words: Sequence[Word], place: int, has_any_marks: bool, known_terms: Collection[str]
    ) -> tuple[int, str | None, tuple[str, ...]]:
        """Token after the short form at ``place``, its full form (None: leave it), what it may mean."""
        if (half := self._dotted(words, place, has_any_marks)) is not None:
            return place + 3, half, ()
        for last, readings in self._forms_at(words, place):
            typed = " ".join(word.folded for word in words[place:last] if word.folded)
            if typed in known_terms:
                return last, None, ()
            full, options = _choose(readings, words, place, last)
            if full == KEEP or options:
                return last, None, options
            if full is not None:
                return last, full, ()
        return place + 1, self._by_itself(words[place].text)[1], ()

    def _forms_at(self, words: Sequence[Word], place: int) -> list[tuple[int, list[Reading]]]:
        """Short forms that begin at ``place`` with the end of each, the longest first, marks respected."""
        found: list[tuple[int, list[Reading]]] = []
        node = self._root
        last = place
        while (
            last < len(words)
            and (following := node.next.get(words[last].folded or words[last].text)) is not None
        ):
            if last > place and not words[last].folded and words[last].is_spaced and words[last].text != "%":
                break  # "p / h" and "c. trì" are two words
            node = following
            last += 1
            if node.readings:
                typed = [word.plain for word in words[place:last]]
                exact = [one for one in node.readings if list(one.short) == typed]
                loose = [one for one in node.readings if _agrees(words[place:last], one.short)]
                if readings := exact or loose:
                    found.append((last, readings))
        return found[::-1]

    def _dotted(self, words: Sequence[Word], place: int, has_any_marks: bool) -> str | None:
        """ "c.trì", "k/hoạch": a consonant, a sign and the second syllable of a known term."""
        if place + 2 >= len(words) or words[place + 1].text not in _JOINTS:
            return None
        tight = words[place + 1 : place + 3]
        if any(word.is_spaced for word in tight):
            return None
        head, tail = words[place].plain, tight[1]
        if not _CONSONANTS.fullmatch(head) or (
            tight[0].text == "." and tail.text[0].isupper()
        ):  # "P.Long Xuyên"
            return None
        return self._halves.get((head, tail.plain if has_any_marks else tail.folded))

    def _alone(self, text: str) -> tuple[bool, str | None]:
        """What a word says without its neighbours: whether it opens a short form, and its own full form."""
        plain, folded, _ = forms_of(text)
        return (folded or text) in self._root.next, self._half_written(text, plain)

    def _half_written(self, text: str, plain: str) -> str | None:
        """ "lđạo": a consonant and the second syllable of a known term, written together."""
        if len(plain) < 3 or not plain.isalpha() or text.isupper() or is_syllable(plain):
            return None
        head = _CONSONANTS.match(plain)
        for split in range(head.end() if head else 0, 0, -1):
            tail = plain[split:]
            if is_syllable(tail) and (full := self._halves.get((plain[:split], tail))):
                return full
        return None


def read_compounds(path: Path | None = None) -> tuple[str, ...]:
    """Two-syllable terms of office language, the most frequent first."""
    return read_lines(path or DATA_FOLDER / "compounds.txt")


def short_forms(path: Path | None = None) -> dict[str, tuple[str, ...]]:
    """Full term in lower case -> the short forms that always mean it; what is ambiguous is left out."""
    forms: dict[str, list[str]] = {}
    for row in _rows(path):
        if row["full"] != KEEP and not row["context"]:
            forms.setdefault(row["full"].lower(), []).append(row["short"])
    return {full: tuple(shorts) for full, shorts in forms.items()}


def _rows(path: Path | None) -> list[Row]:
    return read_table(path or DATA_FOLDER / "shorthand.csv", ("short", "full", "kind", "sure", "context"))


def _choose(
    readings: Sequence[Reading], words: Sequence[Word], place: int, last: int
) -> tuple[str | None, tuple[str, ...]]:
    """The full form the neighbours decide for, else the usual one, else none and all that are possible."""
    for reading in readings:
        if reading.condition is not None and reading.condition.holds(words, place, last):
            return reading.full, ()
    usual = [reading.full for reading in readings if reading.condition is None]
    if len(usual) == 1:
        return usual[0], ()
    options = tuple(dict.fromkeys(reading.full for reading in readings if reading.full != KEEP))
    return None, options if len(options) > 1 else ()


def _agrees(typed: Sequence[Word], short: Sequence[str]) -> bool:
    return all(not word.is_exact or word.plain == wanted for word, wanted in zip(typed, short, strict=True))


def _halves_of(compounds: Sequence[str]) -> dict[tuple[str, str], str]:
    """(start of the first syllable, second syllable marked or folded) -> the most frequent such term."""
    halves: dict[tuple[str, str], str] = {}
    for compound in compounds:
        first, second = compound.split()
        onset = _CONSONANTS.match(first)
        if onset is None:
            continue
        for length in range(1, onset.end() + 1):
            head = first[:length]
            halves.setdefault((head, second), compound)
            halves.setdefault((fold(head), fold(second)), compound)
    return halves


def _reading(row: Row) -> Reading:
    if not row["full"]:
        raise row.error("ô full để trống")
    short = tuple(place_tones(word.text.lower()) for word in words_of(composed(row["short"])))
    try:
        condition = read_condition(row["context"])
    except ValueError as error:
        raise row.error(str(error)) from None
    return Reading(short, row["full"], condition)
