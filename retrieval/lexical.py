"""Keyword search: BM25 over folded syllables, folded neighbours and syllables as they were marked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.words import Syllable, syllables_of

Scores = NDArray[np.float32]

K1 = 0.9
B = 0.4
MARKED = "="  # opens the term of a syllable with its marks: "=trễ"
_SEPARATOR = "\n"

Span = tuple[int, int]
NOWHERE: Span = (0, 0)


def passage_terms(text: str) -> list[str]:
    """Every term a passage is found by."""
    syllables = syllables_of(text, limit=20_000)
    return [term for syllable in syllables for term in syllable_terms(syllable)] + pair_terms(syllables)


def syllable_terms(syllable: Syllable) -> list[str]:
    """The folded syllable, and the marked one when it has marks."""
    return [syllable.folded, MARKED + syllable.text] if syllable.is_marked else [syllable.folded]


def pair_terms(syllables: Sequence[Syllable]) -> list[str]:
    """Folded neighbours: "truc tuyen"."""
    return [f"{first.folded} {second.folded}" for first, second in pairwise(syllables)]


class LexicalIndex:
    """Precomputed BM25 scores by term; a query only adds them up."""

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        starts: NDArray[np.int64],
        rows: NDArray[np.int32],
        scores: Scores,
        size: int,
    ) -> None:
        """``starts`` has one entry more than the vocabulary; a term's rows lie between two starts."""
        self._vocabulary = vocabulary
        self._starts: list[int] = starts.tolist()
        self._rows = rows
        self._order = memoryview(rows.data)  # plain numbers, faster to compare one by one
        self._scores = scores
        self.size = size

    @classmethod
    def build(cls, texts: Iterable[str]) -> LexicalIndex:
        """Index passages in order."""
        import bm25s

        terms = [passage_terms(text) for text in texts]
        if not any(terms):
            empty = np.zeros(0, dtype=np.float32)
            return cls({}, np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.int32), empty, len(terms))
        ranker = bm25s.BM25(k1=K1, b=B)
        ranker.index(terms, show_progress=False)
        return cls(
            {term: place for term, place in ranker.vocab_dict.items() if term},
            np.asarray(ranker.scores["indptr"], dtype=np.int64),
            np.asarray(ranker.scores["indices"], dtype=np.int32),
            np.asarray(ranker.scores["data"], dtype=np.float32),
            len(terms),
        )

    def span(self, term: str) -> Span:
        """Where a term's passages stand; empty for a term that no passage holds."""
        place = self._vocabulary.get(term)
        return NOWHERE if place is None else (self._starts[place], self._starts[place + 1])

    def meets(self, span: Span, first: int, last: int) -> bool:
        """Whether any passage of a term's span lies from ``first`` to before ``last``."""
        found = bisect_left(self._order, first, span[0], span[1])
        return found < span[1] and self._order[found] < last

    def scores(self, terms: Mapping[str, float]) -> Scores:
        """BM25 of every passage for weighted terms, shape (size,)."""
        found = [(span, weight) for term, weight in terms.items() if (span := self.span(term)) is not NOWHERE]
        if not found:
            return np.zeros(self.size, dtype=np.float32)
        rows = np.concatenate([self._rows[start:end] for (start, end), _ in found])
        scores = np.concatenate([self._scores[start:end] for (start, end), _ in found])
        scores *= np.repeat(
            np.asarray([weight for _, weight in found], dtype=np.float32),
            [end - start for (start, end), _ in found],
        )
        return np.bincount(rows, weights=scores, minlength=self.size).astype(np.float32)

    def save(self, file: Path) -> None:
        """Write one .npz file."""
        words = sorted(self._vocabulary, key=self._vocabulary.__getitem__)
        with file.open("wb") as out:
            np.savez(
                out,
                vocabulary=np.frombuffer(_SEPARATOR.join(words).encode(), dtype=np.uint8),
                places=np.asarray([self._vocabulary[word] for word in words], dtype=np.int64),
                starts=np.asarray(self._starts, dtype=np.int64),
                rows=self._rows,
                scores=self._scores,
                size=np.asarray(self.size),
            )

    @classmethod
    def load(cls, file: Path) -> LexicalIndex:
        """Read what ``save`` wrote; raises ValueError, OSError or KeyError when it is not that."""
        with np.load(file, allow_pickle=False) as saved:
            text = saved["vocabulary"].tobytes().decode()
            words = text.split(_SEPARATOR) if text else []
            vocabulary = dict(zip(words, saved["places"].tolist(), strict=True))
            return cls(vocabulary, saved["starts"], saved["rows"], saved["scores"], int(saved["size"]))
