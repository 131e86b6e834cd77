"""What a question asks the index for: its words, what they also mean, and the terms to look up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.model import PlanAbbreviation
from corpus.vietnamese import fold, is_syllable, tidy
from retrieval.lexical import MARKED, pair_terms
from retrieval.passages import Wording
from retrieval.synonyms import Expansion, Synonyms
from retrieval.words import Lexicon, Syllable, Word, syllables_of

QUESTION_LIMIT = 600  # characters read; no subject takes longer to name


@dataclass(frozen=True, slots=True)
class TermWeights:
    """How much each kind of term counts in keyword search."""

    pair: float = 1.0
    marked: float = 0.3  # on top of the folded syllable, so another mark counts a little against a hit
    function_word: float = 0.15
    unmarked: float = 0.6  # a bare syllable that is a function word only with marks: "may" may be "máy"
    said: float = 1.0  # syllables that a synonym stands for
    means: float = 0.6


@dataclass(frozen=True, slots=True)
class Query:
    """A question made ready. ``meanings`` holds, per content word, the expansions that cover it."""

    text: str
    words: tuple[Word, ...]
    meanings: tuple[tuple[Expansion, ...], ...]
    terms: Mapping[str, float]

    @property
    def is_empty(self) -> bool:
        return not self.terms


class QueryReader:
    """Reads questions in the words of one plan."""

    def __init__(
        self,
        abbreviations: Sequence[PlanAbbreviation],
        lexicon: Lexicon,
        synonyms: Synonyms,
        weights: TermWeights | None = None,
    ) -> None:
        self._wording = Wording(abbreviations)
        self._lexicon = lexicon
        self._synonyms = synonyms
        self._weights = weights or TermWeights()
        # Short forms that look like an ordinary syllable are spelled out only as printed ("AI", not "ai").
        self._full = {
            fold(abbreviation.short): syllables_of(abbreviation.full)
            for abbreviation in abbreviations
            if " " not in fold(abbreviation.short) and not is_syllable(fold(abbreviation.short))
        }

    def read(self, question: str) -> Query:
        """Make one question ready; nothing of it is kept."""
        text = tidy(question, QUESTION_LIMIT)
        if not text.isupper():
            text = self._wording.search_text(text)
        syllables = self._write_out(syllables_of(text))
        expansions = self._synonyms.expand(syllables)
        words = self._lexicon.words(syllables)
        content: list[Word] = []
        meanings: list[tuple[Expansion, ...]] = []
        end = 0
        for word in words:
            start, end = end, end + len(word.syllables)
            if word.weight > 0:
                content.append(word)
                covering = [found for found in expansions if found.start < end and start < found.end]
                meanings.append(tuple(covering))
        spoken = " ".join([syllable.text for syllable in syllables])
        return Query(spoken, tuple(content), tuple(meanings), self._terms(words, syllables, expansions))

    def _write_out(self, syllables: Sequence[Syllable]) -> tuple[Syllable, ...]:
        if not any(syllable.folded in self._full for syllable in syllables):
            return tuple(syllables)
        return tuple(part for syllable in syllables for part in self._full.get(syllable.folded, (syllable,)))

    def _terms(
        self, words: Sequence[Word], syllables: Sequence[Syllable], expansions: Sequence[Expansion]
    ) -> dict[str, float]:
        terms: dict[str, float] = {}
        has_content = any(word.weight > 0 for word in words)
        counts = [
            1.0 if word.weight > 0 or not has_content else self._function_weight(word)
            for word in words
            for _ in word.syllables
        ]
        for expansion in expansions:
            for place in range(expansion.start, expansion.end):
                counts[place] *= self._weights.said
        self._add(terms, syllables, counts)
        for expansion in expansions:
            weight = expansion.weight * self._weights.means
            self._add(terms, expansion.means, [weight] * len(expansion.means))
        return terms

    def _function_weight(self, word: Word) -> float:
        weights = self._weights
        return weights.function_word if self._lexicon.is_certain(word) else weights.unmarked

    def _add(
        self,
        terms: dict[str, float],
        syllables: Sequence[Syllable],
        counts: Sequence[float],
    ) -> None:
        # A word said twice counts once, at its greatest weight.
        for syllable, count in zip(syllables, counts, strict=True):
            if count > terms.get(syllable.folded, 0.0):
                terms[syllable.folded] = count
            if syllable.text != syllable.folded:
                marked, weight = MARKED + syllable.text, count * self._weights.marked
                if weight > terms.get(marked, 0.0):
                    terms[marked] = weight
        for (first, second), pair in zip(pairwise(counts), pair_terms(syllables), strict=True):
            weight = (first if first < second else second) * self._weights.pair
            if weight > terms.get(pair, 0.0):
                terms[pair] = weight
