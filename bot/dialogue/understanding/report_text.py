"""One line of a message in full words, and the way back to the words as typed."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.dialogue.understanding.lexicon import Lexicon
from bot.dialogue.understanding.report_spelling import respelt, straightened, without_chat
from corpus.vietnamese import has_marks, tidy

_LINE_BREAK = re.compile(r"[\r\n]+")
_BULLET = re.compile(r"^\s*(?:[-–—•*+·]|\d{1,2}[.)]\s(?=\D))\s*")
_VOLUME = re.compile(r"\bkl\b[^,;]{0,12}?\d\s*%|%\s*kl\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_MARKED_SHARE = 0.4  # of the words of a text whose writer sets marks; three of four words have one
_SIGNS = r"[;!?()]|,(?!\d)|(?<!\d),|:(?!//)|\.(?=\s|$)|(?<!tế)\s[-–—]+\s|\.{2,}|…|=>|->|→"
# A word of courtesy ends what is said where no sign does: "xong rồi nhé chị ơi đăng được mười hai tin".
_CALLED = r"(?:\s(?:chị|anh|em|sếp|cô|chú|chi|sep|co|chu)(?:\sơi|\soi)?)?(?=\s[^\W_])"
_STILL = r"(?<=\srồi)\s(?=còn\s)|(?<=\sroi)\s(?=con\s)"  # "tuyển được chín người rồi còn thiếu hai"
_MARKED_END = re.compile(rf"{_SIGNS}|{_STILL}|\s(?:nhé|nha|nhen|nghen|ạ|nhá){_CALLED}")
_BARE_END = re.compile(rf"{_SIGNS}|{_STILL}|\s(?:nhe|nhen|nghen){_CALLED}")
MENDING = (
    r"(?:(?:a|y|oi|ua|uh|thoi)[\s,]+)?(?:(?:em |minh |toi )?(?:nham|lon|noi lai|sua lai"
    r"|sua thanh|doi lai|chinh lai|dinh chinh|dung ra"
    r"|noi nham|noi lon|ghi nham|ghi lon|viet lon|go nham|khoan|y (?:em |minh |toi )?la)"
    r"|(?<=a )(?:khong phai|khong|ko|hong|hok)"
    r"|(?<=a, )(?:khong phai|khong|ko))"
)
"""What is said between a slip and what was meant, a pattern over bare letters."""
OPPOSED = r"(?:chu\s+)?(?:khong|ko|hong|hok|dau)\s+phai(?:\s+la)?"
"""What is said between what was meant and what was not."""
_HARD = re.compile(r"[;!?.…]")


Step = tuple[int, int, int, int]
"""Where words stand in a text, and in the one before from which they come."""


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
    _steps: tuple[tuple[Step, ...], ...] = field(default=(), repr=False)

    def as_typed(self, start: int, end: int) -> str:
        """The words that were typed for [start, end) of the text; signs at the ends left out."""
        return self.typed[self._back(start, at_end=False) : self._back(end, at_end=True)].strip(" ,.;:-–()…")

    def clause_at(self, place: int) -> Clause:
        """The clause around a place of the text."""
        starts = [clause.start for clause in self.clauses]
        return self.clauses[max(0, bisect_right(starts, place) - 1)]

    def _back(self, place: int, *, at_end: bool) -> int:
        for steps in self._steps:
            place = _stepped_back(place, steps, at_end)
        return place


def _stepped_back(place: int, steps: tuple[Step, ...], at_end: bool) -> int:
    shift = 0
    for start, end, typed_start, typed_end in steps:
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
    typed = respelt(raw)
    chat, replaced = without_chat(typed)
    # "KL đạt 45 %" is the volume of work, not a conclusion.
    expanded = lexicon.shorthand.expand(chat, {"kl"} if _VOLUME.search(chat) else ())
    text = straightened(expanded.text)
    steps = (tuple(_steps(chat, text, expanded.replaced)), tuple(_steps(typed, chat, replaced)))
    is_marked = _sets_marks(typed)
    return Line(text, bare_letters(text), typed, tuple(_clauses(text, is_marked)), is_marked, steps)


def _sets_marks(text: str) -> bool:
    """Whether marks are set throughout, not on a word here and there."""
    words = _WORD.findall(text)
    return sum(map(has_marks, words)) >= _MARKED_SHARE * len(words) if words else False


def _steps(typed: str, text: str, replaced: tuple[tuple[str, str], ...]) -> Iterator[Step]:
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


def _clauses(text: str, is_marked: bool) -> Iterator[Clause]:
    start, opens = 0, True
    for mark in (_MARKED_END if is_marked else _BARE_END).finditer(text):
        if text[start : mark.start()].strip():
            yield Clause(start, mark.start(), opens)
            opens = False
        opens = opens or bool(_HARD.match(mark[0].strip() or ","))
        start = mark.end()
    if text[start:].strip():
        yield Clause(start, len(text), opens)
