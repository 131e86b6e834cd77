"""How much of a question a task holds: word by word, weighted by how much of a subject each word carries."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.lexical import MARKED, LexicalIndex, Span
from retrieval.query import Query
from retrieval.synonyms import Expansion
from retrieval.words import Syllable, Word

APART = 0.4  # both syllables of a word stand in the task, but not together
HALF = 0.15  # one of two syllables
OTHER_MARKS = 0.2  # the syllable stands there with other marks than were typed
STRENGTH_LIMIT = 3.0
KNOWN_FROM = 0.5  # share from which the plan is said to use a word


@dataclass(frozen=True, slots=True)
class Coverage:
    """``share`` (0-1) of the question that is held, and how telling the words held are."""

    share: float
    strength: float


@dataclass(frozen=True, slots=True)
class _Syllable:
    """Where a syllable stands; ``marked`` is None when no marks were typed."""

    folded: Span
    marked: Span | None


@dataclass(frozen=True, slots=True)
class _Part:
    """One or two syllables and where they stand side by side."""

    syllables: tuple[_Syllable, ...]
    together: Span


@dataclass(frozen=True, slots=True)
class _Need:
    """A content word of the question: as typed, or by one of its meanings (parts with their weight)."""

    text: str
    weight: float
    telling: float
    typed: _Part
    meanings: tuple[tuple[tuple[_Part, ...], float], ...]


@dataclass(frozen=True, slots=True)
class Needs:
    """A question looked up in one plan, ready to be held against its tasks."""

    words: tuple[_Need, ...]
    unknown: tuple[str, ...]
    unknown_share: float


class TaskTerms:
    """Which words stand in which task, read from the keyword index."""

    def __init__(self, index: LexicalIndex, spans: Sequence[tuple[int, int]]) -> None:
        """``spans`` are the first and past-last passage of each task."""
        self._index = index
        self._spans = spans

    def needs(self, query: Query) -> Needs:
        """Look the content words of a question up, once."""
        words = tuple(
            self._need(word, meanings) for word, meanings in zip(query.words, query.meanings, strict=True)
        )
        unknown = [word for word in words if self._share(word, 0, self._index.size) < KNOWN_FROM]
        total = sum(word.weight for word in words)
        share = sum(word.weight for word in unknown) / total if total else 1.0
        return Needs(words, tuple(word.text for word in unknown), share)

    def coverage(self, needs: Needs, task: int) -> Coverage:
        """How much of a question the task holds."""
        first, last = self._spans[task]
        total = held = strength = 0.0
        for word in needs.words:
            share = self._share(word, first, last)
            total += word.weight
            held += word.weight * share
            strength += share * word.telling
        if not total:
            return Coverage(0.0, 0.0)
        return Coverage(held / total, min(strength, STRENGTH_LIMIT))

    def _need(self, word: Word, meanings: Sequence[Expansion]) -> _Need:
        spoken = tuple(
            (
                tuple(self._part(meaning.means[at : at + 2]) for at in range(0, len(meaning.means), 2)),
                meaning.weight,
            )
            for meaning in meanings
        )
        return _Need(word.text, word.weight, self._telling(word), self._part(word.syllables), spoken)

    def _part(self, syllables: Sequence[Syllable]) -> _Part:
        index = self._index
        places = tuple(
            _Syllable(
                index.span(syllable.folded),
                index.span(MARKED + syllable.text) if syllable.is_marked else None,
            )
            for syllable in syllables
        )
        return _Part(places, index.span(" ".join(syllable.folded for syllable in syllables)))

    def _share(self, word: _Need, first: int, last: int) -> float:
        share = self._direct(word.typed, first, last)
        for parts, weight in word.meanings:
            if share < weight:
                held = sum(self._direct(part, first, last) for part in parts) / len(parts)
                share = max(share, weight * held)
        return share

    def _direct(self, part: _Part, first: int, last: int) -> float:
        shares = [self._syllable(syllable, first, last) for syllable in part.syllables]
        if len(shares) == 1:
            return shares[0]
        least, most = min(shares), max(shares)
        if not least:
            return HALF * most
        return least if self._index.meets(part.together, first, last) else least * APART

    def _syllable(self, syllable: _Syllable, first: int, last: int) -> float:
        if not self._index.meets(syllable.folded, first, last):
            return 0.0
        if syllable.marked is None or self._index.meets(syllable.marked, first, last):
            return 1.0
        return OTHER_MARKS

    def _telling(self, word: Word) -> float:
        """0 for a word in every passage, 1 for a word in one."""
        start, end = self._index.span(word.folded)
        if start == end:
            return 0.0
        return 1.0 - math.log(end - start) / math.log(self._index.size + 1)
