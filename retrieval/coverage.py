"""How much of a question a task holds: word by word, weighted by how much of a subject each word carries."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.lexical import MARKED, NOWHERE, LexicalIndex, Span
from retrieval.query import Query
from retrieval.said import SaidIndex
from retrieval.synonyms import Expansion
from retrieval.words import Syllable, Word

APART = 0.4  # both syllables of a word stand in the task, but not together
HALF = 0.15  # one of two syllables
OTHER_MARKS = 0.2  # the syllable stands there with other marks than were typed
STRENGTH_LIMIT = 3.0
KNOWN_FROM = 0.5  # share from which the plan is said to use a word


@dataclass(frozen=True, slots=True)
class Coverage:
    """``share`` (0-1) of the question that is held, and how telling the words held are.

    ``own`` (0-1) is the part of it that stands in the task's own words.
    """

    share: float
    strength: float
    own: float


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
    """A question looked up in one plan, ready to be held against its tasks.

    ``unknown`` are its words that the plan never uses; ``unknown_share`` (0-1) is what neither the plan nor
    the sayings for its tasks use.
    """

    words: tuple[_Need, ...]
    said: tuple[_Need, ...]  # the same words looked up in the sayings; empty when there are none
    unknown: tuple[str, ...]
    unknown_share: float


class TaskTerms:
    """Which words stand in which task, or in what people say for it."""

    def __init__(
        self, index: LexicalIndex, spans: Sequence[tuple[int, int]], said: SaidIndex | None = None
    ) -> None:
        """``spans`` are the first and past-last passage of each task."""
        self._plan = _Places(index)
        self._whole = (0, index.size)
        self._spans = spans
        self._said = _Places(said.lexical) if said is not None else None
        self._said_whole = said.span if said is not None else NOWHERE
        self._said_spans = said.spans() if said is not None else {}

    def needs(self, query: Query) -> Needs:
        """Look the content words of a question up, once."""
        read = list(zip(query.words, query.meanings, strict=True))
        words = tuple(self._plan.need(word, meanings) for word, meanings in read)
        said = tuple(self._said.need(word, meanings) for word, meanings in read) if self._said else ()
        unknown = [word for word in words if self._plan.share(word, *self._whole) < KNOWN_FROM]
        unheard = {word.text for word in said if self._heard(word, self._said_whole) < KNOWN_FROM}
        total = sum(word.weight for word in words)
        lost = sum(word.weight for word in unknown if not said or word.text in unheard)
        return Needs(words, said, tuple(word.text for word in unknown), lost / total if total else 1.0)

    def coverage(self, needs: Needs, task: int) -> Coverage:
        """How much of a question the task holds, in its own words or in what people say for it."""
        span, told = self._spans[task], self._said_spans.get(task)
        total = held = own = strength = 0.0
        for place, word in enumerate(needs.words):
            share = self._plan.share(word, *span)
            strength += share * word.telling
            own += word.weight * share
            if told is not None and share < 1.0:
                share = max(share, self._heard(needs.said[place], told))
            total += word.weight
            held += word.weight * share
        if not total:
            return Coverage(0.0, 0.0, 0.0)
        return Coverage(held / total, min(strength, STRENGTH_LIMIT), own / total)

    def _heard(self, word: _Need, span: Span) -> float:
        return self._said.share(word, *span) if self._said is not None else 0.0


class _Places:
    """Where the words of a question stand in one index."""

    def __init__(self, index: LexicalIndex) -> None:
        self._index = index

    def need(self, word: Word, meanings: Sequence[Expansion]) -> _Need:
        """A content word looked up, once for all tasks."""
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

    def share(self, word: _Need, first: int, last: int) -> float:
        """How much of a word (0-1) stands from passage ``first`` to before ``last``."""
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
