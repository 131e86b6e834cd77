"""One line of a message in full words, and the way back to the words as typed."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.dialogue.understanding.lexicon import Lexicon
from corpus.keystrokes import decode_typing
from corpus.phrases import composed
from corpus.vietnamese import has_marks, is_syllable, tidy

_LINE_BREAK = re.compile(r"[\r\n]+")
_BULLET = re.compile(r"^\s*(?:[-–—•*+·]|\d{1,2}[.)]\s(?=\D))\s*")
# A letter in place of a digit: "1o3", "9O%", "l00%".
_LETTER_DIGIT = re.compile(r"(?<=\d)[oO](?=\d|%|\s*%)|(?<![^\W_])[lI](?=\d{1,3}\s*%)")
_GLUED = re.compile(
    r"(?<![^\W\d])(?<![.,/])\d[\d.,/]*(?=(?:tthc|tt|hs|vb|đv|dv|cc|vc|cb|hv|nv|pakn|xã|xa|lớp|lop|cuộc|cuoc|người|bài|tin"
    r"|hồ sơ|thủ tục|văn bản|đơn vị|phường|sở)(?![^\W_]))",
    re.IGNORECASE,
)
_UNPRESSED = re.compile(r"(?<![^\W_])([a-zđâêôăơư]{2,6})[fsrxj](?![^\W_])", re.IGNORECASE)
_VOLUME = re.compile(r"\bkl\b[^,;]{0,12}?\d\s*%|%\s*kl\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_MARKED_SHARE = 0.4  # of the words of a text whose writer sets marks; three of four words have one
_NUMERAL = re.compile(r"[ivx]+", re.IGNORECASE)
_DOUBLED = re.compile(r"(?<![^\W_])[^\W\d_]*([^\W\d_])\1[^\W\d_]*(?![^\W_])")
_CLAUSE_END = re.compile(r"[;!?()]|,(?!\d)|(?<!\d),|:(?!//)|\.(?=\s|$)|(?<!tế)\s[-–—]+\s|\.{2,}|…|=>|->|→")
_HARD = re.compile(r"[;!?.…]")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch [start, end) between signs; ``opens`` when a sentence or a part behind ";" begins with it."""

    start: int
    end: int
    opens: bool


@dataclass(frozen=True)
class Line:
    """``text`` in full words; ``bare`` is it without marks, letter by letter; ``typed`` what it came from."""

    text: str
    bare: str
    typed: str
    clauses: tuple[Clause, ...]
    is_marked: bool  # its writer sets marks
    _steps: tuple[tuple[int, int, int, int], ...] = field(default=(), repr=False)

    def as_typed(self, start: int, end: int) -> str:
        """The words that were typed for [start, end) of the text; signs at the ends left out."""
        return self.typed[self._back(start, at_end=False) : self._back(end, at_end=True)].strip(" ,.;:-–()…")

    def clause_at(self, place: int) -> Clause:
        """The clause around a place of the text."""
        starts = [clause.start for clause in self.clauses]
        return self.clauses[max(0, bisect_right(starts, place) - 1)]

    def _back(self, place: int, *, at_end: bool) -> int:
        shift = 0
        for start, end, typed_start, typed_end in self._steps:
            if place < start or (at_end and place == start):
                break
            if place < end:
                return typed_end if at_end else typed_start
            shift = typed_end - end
        return place + shift


def lines_of(message: str, lexicon: Lexicon) -> tuple[Line, ...]:
    """The lines of a message that say something; Telex and VNI keys turned into letters, short forms into
    words."""
    parts = (_BULLET.sub("", part) for part in _LINE_BREAK.split(message))
    return tuple(_line(tidy(part), lexicon) for part in parts if tidy(part))


def bare_letters(text: str) -> str:
    """Small letters without marks, as many as there were."""
    return text.translate(_BARE)


class _BareLetters(dict[int, str]):
    """Each letter's small bare one, worked out once."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        plain = unicodedata.normalize("NFD", letter)[0].lower()
        plain = "d" if plain == "đ" else plain
        self[code] = bare = plain if len(plain) == 1 else letter
        return bare


_BARE = _BareLetters()


def _line(raw: str, lexicon: Lexicon) -> Line:
    typed = composed(_UNPRESSED.sub(_without_key, _DOUBLED.sub(_once, decode_typing(_apart(raw)))))
    # "KL đạt 45 %" is the volume of work, not a conclusion.
    expanded = lexicon.shorthand.expand(typed, {"kl"} if _VOLUME.search(typed) else ())
    steps = tuple(_steps(typed, expanded.text, expanded.replaced))
    return Line(
        expanded.text,
        bare_letters(expanded.text),
        typed,
        tuple(_clauses(expanded.text)),
        _sets_marks(typed),
        steps,
    )


def _sets_marks(text: str) -> bool:
    """Whether marks are set throughout, not on a word here and there."""
    words = _WORD.findall(text)
    return sum(map(has_marks, words)) >= _MARKED_SHARE * len(words) if words else False


def _apart(text: str) -> str:
    """Letters typed for digits are digits, and a unit stands apart: "12lớp" is "12 lớp"."""
    return _GLUED.sub(r"\g<0> ", _LETTER_DIGIT.sub(_digit, text))


def _digit(match: re.Match[str]) -> str:
    return "0" if match[0] in "oO" else "1"


def _once(match: re.Match[str]) -> str:
    """ "kết luậnn", "coong": a letter pressed twice, where the word is none and would be one."""
    word = match[0]
    if _NUMERAL.fullmatch(word):
        return word
    single = word.replace(match[1] * 2, match[1])
    return single if not is_syllable(word) and is_syllable(single) and not word.isupper() else word


def _without_key(match: re.Match[str]) -> str:
    """ "thahf" -> "thah": a tone key that made no syllable is left out, whatever was meant."""
    word = match[0]
    return word if is_syllable(word) or word.isupper() else match[1]


def _steps(
    typed: str, text: str, replaced: tuple[tuple[str, str], ...]
) -> Iterator[tuple[int, int, int, int]]:
    """Where in the text each full form stands, and its short form in what was typed."""
    at_text = at_typed = 0
    for short, full in replaced:
        place = typed.find(short, at_typed)
        while place >= 0:
            ahead = at_text + place - at_typed
            if text.startswith(full, ahead) and text[at_text:ahead] == typed[at_typed:place]:
                break
            place = typed.find(short, place + 1)
        if place < 0:
            return
        at_text = at_text + place - at_typed + len(full)
        at_typed = place + len(short)
        yield at_text - len(full), at_text, place, at_typed


def _clauses(text: str) -> Iterator[Clause]:
    start, opens = 0, True
    for mark in _CLAUSE_END.finditer(text):
        if text[start : mark.start()].strip():
            yield Clause(start, mark.start(), opens)
            opens = False
        opens = opens or bool(_HARD.match(mark[0].strip() or ","))
        start = mark.end()
    if text[start:].strip():
        yield Clause(start, len(text), opens)
