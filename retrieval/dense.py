"""Meaning search: passage vectors in FAISS, exact while small, by graph of neighbours when large."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.encoder import Vectors

FLAT_LIMIT = 10_000  # passages searched exactly; beyond, a query would take longer than 2 ms
NEIGHBOURS = 24  # links of a graph node
BUILD_BREADTH = 80
SEARCH_BREADTH = 128


@dataclass(frozen=True, slots=True)
class Spread:
    """How the similarities of one question lie over all passages."""

    mean: float
    deviation: float


class DenseIndex:
    """Unit vectors by passage number; similarity is their inner product (cosine)."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index
        self.size = int(index.ntotal)
        self.dimension = int(index.d)
        self._graph: faiss.HNSW | None = getattr(index, "hnsw", None)
        sample = self._sample()
        self._mean: Vectors = sample.sum(axis=0) / np.float32(max(1, len(sample)))
        centred = sample - self._mean
        self._covariance: Vectors = (centred.T @ centred) / np.float32(max(1, len(sample)))

    @classmethod
    def build(cls, vectors: Vectors) -> DenseIndex:
        """Index vectors of shape (passages, dimension) in order."""
        count, dimension = vectors.shape
        index: faiss.Index = faiss.index_factory(dimension, _kind(count), faiss.METRIC_INNER_PRODUCT)
        if (graph := getattr(index, "hnsw", None)) is not None:
            graph.efConstruction = BUILD_BREADTH
        rows = np.ascontiguousarray(vectors, dtype=np.float32)
        index.train(rows)
        index.add(rows)
        return cls(index)

    def nearest(self, vector: Vectors, count: int) -> tuple[NDArray[np.int64], Vectors]:
        """Passage numbers and similarities of the nearest, best first, at most ``count``."""
        count = min(count, self.size)
        if not count:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        if self._graph is not None:
            self._graph.efSearch = max(SEARCH_BREADTH, count)
        scores, rows = self._index.search(vector[None, :], count)
        found = rows[0] >= 0
        return rows[0][found], scores[0][found]

    def all_scores(self, vector: Vectors) -> Vectors:
        """The similarity of every passage, shape (size,); meant for small indexes."""
        rows, scores = self.nearest(vector, self.size)
        total = np.zeros(self.size, dtype=np.float32)
        total[rows] = scores
        return total

    def scores_of(self, vector: Vectors, rows: NDArray[np.int64]) -> Vectors:
        """The similarity of chosen passages, shape (len(rows),)."""
        if not len(rows):
            return np.zeros(0, dtype=np.float32)
        chosen: Vectors = self._index.reconstruct_batch(rows.astype(np.int64))
        return chosen @ vector

    def spread(self, vector: Vectors) -> Spread:
        """Mean and deviation of the question's similarity over the passages."""
        variance = float(vector @ self._covariance @ vector)
        return Spread(float(self._mean @ vector), max(variance, 1e-8) ** 0.5)

    def save(self, file: Path) -> None:
        faiss.write_index(self._index, str(file))

    @classmethod
    def load(cls, file: Path) -> DenseIndex:
        """Read what ``save`` wrote; raises RuntimeError when it is not that."""
        return cls(faiss.read_index(str(file)))

    def _sample(self) -> Vectors:
        if not self.size:
            return np.zeros((0, self.dimension), dtype=np.float32)
        rows = np.unique(np.linspace(0, self.size - 1, min(self.size, FLAT_LIMIT)).astype(np.int64))
        sample: Vectors = self._index.reconstruct_batch(rows)
        return sample


def _kind(count: int) -> str:
    return "Flat" if count <= FLAT_LIMIT else f"HNSW{NEIGHBOURS}_SQfp16"
