"""Finds known phrases in a sentence: longest first, with or without marks, in one pass."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from corpus.compounds import common_pairs
from corpus.vietnamese import fold, has_marks, place_tones, split_tone

Label = TypeVar("Label")

_TOKEN = re.compile(
    r"\d+[^\W_]*(?:-[^\W\d_]+)?/[^\W_]+(?:[-/&][^\W_]+)*"  # 201/KH-UBND, 05-CT/TW, 16/4/2026
    r"|[IVXivx]+[.\-]\d+(?:\.\d+)*"  # III.4, vii.8.2
    r"|\d+(?:[.,]\d+)*%?"
    r"|[^\W_]+"
    r"|%"
)

_TEXTS_REMEMBERED = 512  # the message in its steps, and the plan's lines it is compared with
_REMEMBERED = 32_768  # tokens whose forms are kept; a province's officials use far fewer
_EXACT, _BUT_FOR_TONES = 2, 1
_SLIP_WORDS = 2  # only phrases of so many words are matched through a slip of the keyboard
_SLIP_LETTERS = 3  # and only where both words are at least so long


class Word(NamedTuple):
    """A token: as typed (lowercase, one tone style), folded, and where it stands in the text."""

    text: str
    folded: str
    is_marked: bool
    start: int
    end: int


def _slips(key: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A two-word phrase with one letter left out or two swapped, where that makes no other common word."""
    if len(key) != _SLIP_WORDS or min(len(word) for word in key) < _SLIP_LETTERS:
        return
    for place, word in enumerate(key):
        shorter = {word[:i] + word[i + 1 :] for i in range(1, len(word))}
        swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
        for slip in (shorter | swapped) - {word}:
            changed = (slip, key[1]) if place == 0 else (key[0], slip)
            if changed not in common_pairs():
                yield changed


@dataclass(frozen=True, slots=True)
class Span(Generic[Label]):
    """A phrase found at words [first, last)."""

    first: int
    last: int
    labels: frozenset[Label]
    phrase: str  # folded
    is_exact: bool = True  # False when only the tones differ from the phrase


@lru_cache(maxsize=_TEXTS_REMEMBERED)
def words_of(text: str) -> tuple[Word, ...]:
    """Cut a tidy text into words; punctuation is dropped, codes and document numbers stay whole."""
    return tuple([Word(*_forms(match[0]), *match.span()) for match in _TOKEN.finditer(text)])


@lru_cache(maxsize=_REMEMBERED)
def _forms(token: str) -> tuple[str, str, bool]:
    """A token in lower case and one tone style, folded, and whether it carries marks."""
    text = place_tones(token.lower())
    if text == "%":
        return text, text, False
    if any(sign in text for sign in "./-,"):
        return text, text if text.isascii() else fold_code(text), has_marks(text)
    return text, fold(text).replace(" ", "") or text, has_marks(text)


def fold_code(token: str) -> str:
    """Fold a code or document number but keep its signs: "843/qđ-ubnd" -> "843/qd-ubnd"."""
    return re.sub(r"[^\W_]+", lambda part: fold(part.group()).replace(" ", ""), token)


class _Step(Generic[Label]):
    """A word of a phrase: the words that may follow, and the labels of the phrases that end here."""

    __slots__ = ("following", "labels")

    def __init__(self) -> None:
        self.following: dict[str, _Step[Label]] = {}
        self.labels: dict[Label, list[tuple[str, ...]]] = {}


class PhraseBook(Generic[Label]):
    """Phrases of questions with their labels; a slip of the tone key or of one letter is forgiven.

    A phrase of one word must agree in marks when the person typed any; a longer one may differ in tones, but
    not in letters. Names of agencies and places, which forgive far less and mind the signs between words, are
    found by corpus.phrases.PhraseIndex.
    """

    def __init__(self, phrases: Mapping[Label, Iterable[str]], *, forgiving: Collection[Label] = ()) -> None:
        entries: dict[tuple[str, ...], dict[Label, list[tuple[str, ...]]]] = {}
        for label, texts in phrases.items():
            for text in texts:
                words = words_of(text)
                if words:
                    key = tuple(word.folded for word in words)
                    entries.setdefault(key, {}).setdefault(label, []).append(
                        tuple(word.text for word in words)
                    )
        self._pairs = frozenset(pair for key in entries for pair in pairwise(key))
        self._vocabulary = frozenset(word for key in entries for word in key)
        for key in list(entries):
            forgiven = [label for label in entries[key] if label in forgiving]
            for slip in _slips(key) if forgiven else ():
                entries.setdefault(slip, {label: [slip] for label in forgiven})
        self._first: _Step[Label] = _Step()
        for key, labels in entries.items():
            step = self._first
            for word in key:
                step = step.following.setdefault(word, _Step())
            step.labels = labels

    def find(
        self,
        words: tuple[Word, ...],
        blocked: frozenset[int] = frozenset(),
        as_typed: frozenset[int] = frozenset(),
    ) -> tuple[Span[Label], ...]:
        """All phrases, leftmost and longest, none over another or a blocked position; words ``as_typed``
        carry no marks because they have none."""
        found: list[Span[Label]] = []
        last = 0
        for position, word in enumerate(words):
            if position < last or word.folded not in self._first.following:
                continue
            span = self._at(words, position, blocked, as_typed)
            if span is not None:
                found.append(span)
                last = span.last
        return tuple(found)

    def vocabulary(self) -> frozenset[str]:
        """Every folded word of every phrase."""
        return self._vocabulary

    def pairs(self) -> frozenset[tuple[str, str]]:
        """Every two folded words side by side in a phrase."""
        return self._pairs

    def _at(
        self, words: tuple[Word, ...], position: int, blocked: frozenset[int], as_typed: frozenset[int]
    ) -> Span[Label] | None:
        if words[position].folded not in self._first.following:
            return None
        steps = []
        step = self._first
        for place in range(position, len(words)):
            following = None if place in blocked else step.following.get(words[place].folded)
            if following is None:
                break
            step = following
            steps.append(step)
        for length in range(len(steps), 0, -1):
            if not steps[length - 1].labels:
                continue
            found = _fitting(
                words[position : position + length], steps[length - 1].labels, position, as_typed
            )
            if found:
                labels, agreement = found
                phrase = " ".join(word.folded for word in words[position : position + length])
                return Span(position, position + length, labels, phrase, agreement == _EXACT)
        return None


def _fitting(
    part: tuple[Word, ...],
    labels: Mapping[Label, list[tuple[str, ...]]],
    position: int,
    as_typed: frozenset[int],
) -> tuple[frozenset[Label], int] | None:
    """The labels whose phrases agree best with the typed words, and how well; None when none does."""
    exact = {i - position for i in as_typed if position <= i < position + len(part)}
    fitting = {
        label: max([_agreement(part, text, exact) for text in texts]) for label, texts in labels.items()
    }
    best = max(fitting.values())
    return (
        (frozenset(label for label, agreement in fitting.items() if agreement == best), best)
        if best
        else None
    )


def _is_slip(typed: str, meant: str) -> bool:
    """Whether only tones differ, or hats and hooks were left out: "họp" for "hợp", "chũ" for "chủ"."""
    bare, wanted = split_tone(typed)[0], split_tone(meant)[0]
    return len(bare) == len(wanted) and all(
        a == b or (a == fold(b) and b != "đ") for a, b in zip(bare, wanted, strict=True)
    )


def _agreement(part: tuple[Word, ...], wanted: tuple[str, ...], exact: set[int]) -> int:
    """How well typed words fit a phrase whose letters agree: exactly (or typed without marks), but for the
    tones, or not at all."""
    worst = _EXACT
    for place, (word, mark) in enumerate(zip(part, wanted, strict=True)):
        if word.text == mark or (not word.is_marked and place not in exact):
            continue
        if not word.is_marked:
            return 0
        if len(part) == 1 or not _is_slip(word.text, mark):
            return 0
        worst = _BUT_FOR_TONES
    return worst
