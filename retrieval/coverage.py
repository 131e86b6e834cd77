"""How much of a question a task holds: word by word, weighted by how much of a subject each word carries."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.lexical import MARKED, LexicalIndex
from retrieval.query import Query
from retrieval.synonyms import Expansion
from retrieval.words import Syllable, Word

APART = 0.4  # both syllables of a word stand in the task, but not together
HALF = 0.15  # one of two syllables
OTHER_MARKS = 0.2  # the syllable stands there with other marks than were typed
STRENGTH_LIMIT = 3.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """``share`` (0-1) of the question held, weight of its weightiest word not held, how telling the rest is."""

    share: float
    gap: float
    strength: float


class TaskTerms:
    """Which terms stand in which task, read from the keyword index."""

    def __init__(self, index: LexicalIndex, spans: Sequence[tuple[int, int]]) -> None:
        """``spans`` are the first and past-last passage of each task."""
        self._index = index
        self._spans = spans

    def coverage(self, query: Query, task: int) -> Coverage:
        """How much of ``query`` the task holds."""
        total = held = strength = gap = 0.0
        for word, meanings in zip(query.words, query.meanings, strict=True):
            share = self._share(word, meanings, self._spans[task])
            total += word.weight
            held += word.weight * share
            gap = max(gap, word.weight * (1.0 - share))
            strength += share * self._telling(word)
        if not total:
            return Coverage(0.0, 1.0, 0.0)
        return Coverage(held / total, gap, min(strength, STRENGTH_LIMIT))

    def unknown(self, query: Query) -> tuple[str, ...]:
        """The content words that the plan never uses, as typed."""
        return tuple(word.text for word in self._unknown_words(query))

    def unknown_share(self, query: Query) -> float:
        """The share (0-1) of the question's content that the plan never uses."""
        total = sum(word.weight for word in query.words)
        return sum(word.weight for word in self._unknown_words(query)) / total if total else 1.0

    def _unknown_words(self, query: Query) -> list[Word]:
        return [
            word
            for word, meanings in zip(query.words, query.meanings, strict=True)
            if self._share(word, meanings, None) < 0.5
        ]

    def _share(self, word: Word, meanings: Sequence[Expansion], span: tuple[int, int] | None) -> float:
        share = self._direct(word.syllables, span)
        for meaning in meanings:
            if share >= meaning.weight:
                continue
            parts = [self._direct(meaning.means[at : at + 2], span) for at in range(0, len(meaning.means), 2)]
            share = max(share, meaning.weight * sum(parts) / len(parts))
        return share

    def _direct(self, syllables: Sequence[Syllable], span: tuple[int, int] | None) -> float:
        shares = [self._syllable(syllable, span) for syllable in syllables]
        if len(shares) == 1:
            return shares[0]
        if not any(shares):
            return 0.0
        if not all(shares):
            return HALF * max(shares)
        together = self._index.holds(f"{syllables[0].folded} {syllables[1].folded}", span)
        return min(shares) * (1.0 if together else APART)

    def _syllable(self, syllable: Syllable, span: tuple[int, int] | None) -> float:
        if not self._index.holds(syllable.folded, span):
            return 0.0
        if not syllable.is_marked or self._index.holds(MARKED + syllable.text, span):
            return 1.0
        return OTHER_MARKS

    def _telling(self, word: Word) -> float:
        """0 for a word in every passage, 1 for a word in one."""
        count = self._index.count(word.folded)
        if not count:
            return 0.0
        return 1.0 - math.log(count) / math.log(self._index.size + 1)
