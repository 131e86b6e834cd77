"""Keyword search: BM25 over folded syllables, folded neighbours and syllables as they were marked."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain, pairwise
from math import log1p
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from retrieval.fusion import mean_and_deviation
from retrieval.words import Syllable, syllables_of

Rows = NDArray[np.int64]
Scores = NDArray[np.float32]

K1 = 0.9
B = 0.4
MARKED = "="  # opens the term of a syllable with its marks: "=trễ"
TERMS_REMEMBERED = 2_048  # whose passages need not be cut out again
READ_LIMIT = 300_000  # passages of terms added up for one question, the most telling terms first
FLOOR_ROWS = 4_000  # of them, looked at first to know what is too low to be a candidate
SAMPLE = 10_000  # passages that stand for all where only mean and deviation are wanted
PROGRESS_FROM = 50_000  # passages from which building takes long enough to show how far it is
SEED = 7
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
        self.vocabulary = vocabulary
        self._starts: list[int] = starts.tolist()
        self._rows = rows
        self._order = memoryview(rows.data)  # plain numbers, faster to compare one by one
        self._scores = scores
        self.size = size
        self._sample = self if size <= SAMPLE else self._sampled()
        self._alone = Together((self,))

    @classmethod
    def build(cls, texts: Iterable[str], total: int | None = None) -> LexicalIndex:
        """Index passages in order; ``total`` is how many there are, where known, for the progress bar.

        Terms are kept as numbers meanwhile: about 24 bytes for each term of each passage at the most.
        """
        import bm25s

        is_long = (total or 0) >= PROGRESS_FROM
        corpus = _Corpus.read(tqdm(texts, "Reading terms", total, leave=False, disable=not is_long))
        if not corpus.vocab:
            empty = np.zeros(0, dtype=np.float32)
            return cls({}, np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.int32), empty, len(corpus.ids))
        ranker = bm25s.BM25(k1=K1, b=B)
        ranker.index(corpus, show_progress=is_long)
        return cls(
            {term: place for term, place in ranker.vocab_dict.items() if term},
            np.asarray(ranker.scores["indptr"], dtype=np.int64),
            np.asarray(ranker.scores["indices"], dtype=np.int32),
            np.asarray(ranker.scores["data"], dtype=np.float32),
            len(corpus.ids),
        )

    def span(self, term: str) -> Span:
        """Where a term's passages stand; empty for a term that no passage holds."""
        place = self.vocabulary.get(term)
        return NOWHERE if place is None else (self._starts[place], self._starts[place + 1])

    def held(self, term: str) -> tuple[NDArray[np.int32], Scores]:
        """The passages of a term, rising, and its score in each; of an unknown term none."""
        start, end = self.span(term)
        return self._rows[start:end], self._scores[start:end]

    def rows_of(self, span: Span) -> NDArray[np.int32]:
        """The passages of a term's span, rising."""
        return self._rows[span[0] : span[1]]

    def meets(self, span: Span, first: int, last: int) -> bool:
        """Whether any passage of a term's span lies from ``first`` to before ``last``."""
        found = bisect_left(self._order, first, span[0], span[1])
        return found < span[1] and self._order[found] < last

    def scores(self, terms: Mapping[str, float]) -> Scores:
        """BM25 of every passage for weighted terms, shape (size,)."""
        return self._alone.scores(terms)[0]

    def best(self, terms: Mapping[str, float], count: int, beside: Rows) -> tuple[Rows, Scores]:
        """About ``count`` of the best passages and those of ``beside``, rising, with their exact BM25.

        Candidates come from the most telling terms; common ones are left out of that once ``READ_LIMIT``
        passages are read, and only scored.
        """
        total = np.zeros(self.size, dtype=np.float32)
        read: list[Span] = []
        left: list[tuple[Span, np.float32]] = []
        budget = READ_LIMIT
        for (start, end), weight in self._most_telling(terms):
            if read and end - start > budget:
                left.append(((start, end), weight))
                continue
            # Numbers of another size than an address would be turned into those more slowly.
            np.add.at(total, self._rows[start:end].astype(np.intp), weight * self._scores[start:end])
            read.append((start, end))
            budget -= end - start
        rows: Rows = np.union1d(self._greatest(total, read, count), beside)
        scores, wanted = total[rows], rows.astype(np.int32)
        for span, weight in left:
            self._add(scores, wanted, span, weight)
        return rows, scores

    def spread(self, terms: Mapping[str, float]) -> tuple[float, float]:
        """Mean and deviation of BM25 over the passages; over a fixed sample of them when there are many."""
        return mean_and_deviation(self._sample.scores(terms))

    def _most_telling(self, terms: Mapping[str, float]) -> list[tuple[Span, np.float32]]:
        """Spans of the terms that occur, with weights, by how much they can add to a score."""
        found = [(self.span(term), weight) for term, weight in terms.items()]
        gains = [
            (weight * log1p((self.size - (end - start) + 0.5) / (end - start + 0.5)), (start, end), weight)
            for (start, end), weight in found
            if start < end
        ]
        gains.sort(reverse=True)
        return [(span, np.float32(weight)) for _, span, weight in gains]

    def _greatest(self, total: Scores, read: Sequence[Span], count: int) -> Rows:
        """The rows of the ``count`` greatest totals above 0, in no order."""
        if not read:
            return np.zeros(0, dtype=np.int64)
        share = max(count, FLOOR_ROWS // len(read))
        some = np.sort(np.concatenate([self._rows[start : min(end, start + share)] for start, end in read]))
        first = total[some[np.flatnonzero(np.diff(some, prepend=-1))]]
        # No row below the count-th of some rows can be among the first of all.
        floor = np.partition(first, -count)[-count] if len(first) > count else np.float32(0)
        rows = np.flatnonzero(total >= floor if floor > 0 else total > 0)
        if len(rows) > count:
            rows = rows[np.argpartition(total[rows], -count)[-count:]]
        return rows

    def _add(self, scores: Scores, rows: NDArray[np.int32], span: Span, weight: np.float32) -> None:
        """Add one term's part to the scores of chosen rows."""
        start, end = span
        held = self._rows[start:end]
        at = np.minimum(np.searchsorted(held, rows), len(held) - 1)
        hits = held[at] == rows
        scores[hits] += weight * self._scores[start:end][at[hits]]

    def _sampled(self) -> LexicalIndex:
        """The same terms over ``SAMPLE`` of the passages."""
        chosen = np.sort(np.random.default_rng(SEED).choice(self.size, SAMPLE, replace=False))
        is_chosen = np.zeros(self.size, dtype=np.bool_)
        is_chosen[chosen] = True
        places = np.flatnonzero(is_chosen[self._rows])
        return LexicalIndex(
            self.vocabulary,
            np.searchsorted(places, self._starts),
            np.searchsorted(chosen, self._rows[places]).astype(np.int32),
            self._scores[places],
            SAMPLE,
        )

    def save(self, file: Path) -> None:
        """Write one .npz file."""
        words = sorted(self.vocabulary, key=self.vocabulary.__getitem__)
        with file.open("wb") as out:
            np.savez(
                out,
                vocabulary=np.frombuffer(_SEPARATOR.join(words).encode(), dtype=np.uint8),
                places=np.asarray([self.vocabulary[word] for word in words], dtype=np.int64),
                starts=np.asarray(self._starts, dtype=np.int64),
                rows=self._rows,
                scores=self._scores,
                size=np.asarray(self.size),
            )

    @classmethod
    def load(cls, file: Path) -> LexicalIndex:
        """Read what ``save`` wrote; raises OSError, ValueError, KeyError, BadZipFile when it is not that."""
        with file.open("rb") as content, np.load(content, allow_pickle=False) as saved:
            text = saved["vocabulary"].tobytes().decode()
            words = text.split(_SEPARATOR) if text else []
            vocabulary = dict(zip(words, saved["places"].tolist(), strict=True))
            return cls(vocabulary, saved["starts"], saved["rows"], saved["scores"], int(saved["size"]))


class Together:
    """Keyword indexes asked for the same terms at once, which takes little longer than one alone."""

    def __init__(self, indexes: Sequence[LexicalIndex]) -> None:
        self._indexes = indexes
        self._ends: list[int] = list(accumulate(index.size for index in indexes))
        # Most pairs of neighbours stand nowhere, and would push the others out of what is remembered.
        self._known: Container[str] = (
            indexes[0].vocabulary
            if len(indexes) == 1
            else frozenset(chain.from_iterable(index.vocabulary for index in indexes))
        )
        self._held = lru_cache(TERMS_REMEMBERED)(self._look_up)

    def scores(self, terms: Mapping[str, float]) -> list[Scores]:
        """BM25 of every passage of each index for weighted terms, shapes (size,)."""
        weights = {term: weight for term, weight in terms.items() if term in self._known}
        held = [self._held(term) for term in weights]
        if not held:
            return [np.zeros(index.size, dtype=np.float32) for index in self._indexes]
        rows = np.concatenate([rows for rows, _ in held])
        scores = np.concatenate([scores for _, scores in held])
        scores *= np.fromiter(weights.values(), np.float32, len(held)).repeat([len(rows) for rows, _ in held])
        total = np.bincount(rows, scores, self._ends[-1]).astype(np.float32)
        return [total[end - index.size : end] for index, end in zip(self._indexes, self._ends, strict=True)]

    def _look_up(self, term: str) -> tuple[NDArray[np.intp], Scores]:
        """The passages of a known term, those of all indexes numbered through, and its score in each."""
        parts = [index.held(term) for index in self._indexes]
        begins = [end - index.size for index, end in zip(self._indexes, self._ends, strict=True)]
        rows = [rows.astype(np.intp) + begin for (rows, _), begin in zip(parts, begins, strict=True)]
        return np.concatenate(rows), np.concatenate([scores for _, scores in parts])


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The terms of each passage as numbers, in one array; a list is made only of the passage at hand."""

    terms: array[int]
    ends: array[int]

    def __len__(self) -> int:
        return len(self.ends)

    def __iter__(self) -> Iterator[list[int]]:
        start = 0
        for end in self.ends:
            yield self.terms[start:end].tolist()
            start = end


@dataclass(frozen=True, slots=True)
class _Corpus:
    """Passages as bm25s takes them: numbers of terms and the vocabulary."""

    ids: _Numbers
    vocab: dict[str, int]

    @classmethod
    def read(cls, texts: Iterable[str]) -> _Corpus:
        terms, ends = array("i"), array("q")
        vocabulary: dict[str, int] = {}
        for text in texts:
            terms.extend([vocabulary.setdefault(term, len(vocabulary)) for term in passage_terms(text)])
            ends.append(len(terms))
        return cls(_Numbers(terms, ends), vocabulary)
