"""Meaning search: passage vectors in FAISS, all compared while few, by short codes first when many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from retrieval.encoder import Vectors

FLAT_LIMIT = 10_000  # passages compared in full; beyond, a query would take longer than 2 ms
CODED_DIMENSIONS = 192  # that a vector is turned and cut to before it is coded
DIMENSIONS_PER_CODE = 4  # in 4 bits
COMPARED = 2_000  # passages of the nearest codes whose vectors are compared
TRAINED_ON = 20_000  # passages that codes are learned from
SAMPLE = 10_000  # passages that stand for all where only mean and deviation are wanted
CHUNK = 10_000  # passages encoded and added at a time
PROGRESS_FROM = 50_000  # passages from which building takes long enough to show how far it is

Ids = NDArray[np.int64]


class DenseIndex:
    """Unit vectors by passage id; similarity is their inner product (cosine).

    Threads may search at the same time, but not while passages are added or removed.
    """

    def __init__(self, index: faiss.Index) -> None:
        """``index`` is what ``save`` writes; raises ValueError when it is of another kind."""
        self.dimension = int(index.d)
        self._is_mapped = False
        self._take(_by_id(index))

    @classmethod
    def build(cls, vectors: Vectors, ids: Ids | None = None) -> DenseIndex:
        """Index vectors of shape (passages, dimension); ids count from 0 in order unless given.

        Raises ValueError when ids and vectors are not equally many or an id is said twice.
        """
        count, dimension = vectors.shape
        numbers = np.arange(count, dtype=np.int64) if ids is None else _checked(ids, vectors)
        return cls(_filled(_empty(count, dimension, lambda at: vectors[at]), numbers, lambda at: vectors[at]))

    @classmethod
    def encode(cls, encode: Callable[[Ids], Vectors], count: int, dimension: int) -> DenseIndex:
        """Index passages 0 to ``count``, whose vectors ``encode`` gives for any of their numbers.

        Only ``CHUNK`` of them are held beside the index; those that codes are learned from are asked twice.
        """
        return cls(_filled(_empty(count, dimension, encode), np.arange(count, dtype=np.int64), encode))

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """Index more passages; one whose id is held already gets the new vector. Raises ValueError."""
        numbers = _checked(ids, vectors)
        if vectors.shape[1] != self.dimension:
            raise ValueError(f"vectors of dimension {vectors.shape[1]}, index of {self.dimension}")
        self.remove(numbers)
        self._leave_file()
        if not self._has_codes and self.size + len(numbers) > FLAT_LIMIT:
            held = self._index.reconstruct_batch(self.ids)
            grown = DenseIndex.build(np.concatenate([held, vectors]), np.concatenate([self.ids, numbers]))
            self._take(grown._index)
        else:
            self._take(_filled(self._index, numbers, lambda at: vectors[at]))

    def remove(self, ids: Ids) -> int:
        """Take passages out; gives how many of ``ids`` were held. Codes that stay are written anew."""
        staying = np.setdiff1d(self.ids, ids, assume_unique=False)
        removed = self.size - len(staying)
        if removed:
            self._leave_file()
        if removed and self._has_codes:
            held = self._index
            empty = _by_id(faiss.clone_index(held))
            empty.reset()
            empty.construct_rev_map()  # which reset leaves as it was
            self._take(_filled(empty, staying, lambda at: held.reconstruct_batch(staying[at])))
        elif removed:
            self._index.remove_ids(faiss.IDSelectorBatch(np.unique(ids).astype(np.int64)))
            self._take(self._index)
        return removed

    def nearest(self, vector: Vectors, count: int) -> tuple[Ids, Vectors]:
        """Passage ids and similarities of the nearest, best first, at most ``count``."""
        count = min(count, self.size)
        if not count:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        how = None
        if self._has_codes:
            how = faiss.IndexRefineSearchParameters()
            how.k_factor = max(1.0, min(COMPARED, self.size) / count)
        # Asked by place, for a search by id starts threads to translate the few it found.
        with _one_thread():
            scores, places = self._by_place.search(vector[None, :], count, params=how)
        found = places[0] >= 0
        return self._id_at[places[0][found]], scores[0][found]

    def all_scores(self, vector: Vectors) -> Vectors:
        """The similarity of every passage in order of ids, shape (size,); meant for small indexes."""
        if self._has_codes:
            return self.scores_of(vector, self.ids)
        scores = np.zeros(self.size, dtype=np.float32)
        if self.size:
            asked = np.ascontiguousarray(vector, dtype=np.float32)
            places, into = faiss.swig_ptr(self._order), faiss.swig_ptr(scores)
            # The same sums as a search makes, without a heap that puts them in order.
            with _one_thread():
                self._by_place.compute_distance_subset(1, faiss.swig_ptr(asked), self.size, into, places)  # type: ignore[attr-defined]
        return scores

    def scores_of(self, vector: Vectors, ids: Ids) -> Vectors:
        """The similarity of chosen passages, shape (len(ids),); raises RuntimeError for one not held."""
        if not len(ids):
            return np.zeros(0, dtype=np.float32)
        chosen: Vectors = self._vectors_of(ids)
        return chosen @ vector

    def spread(self, vector: Vectors) -> tuple[float, float]:
        """Mean and deviation of a question's similarity over all passages."""
        variance = float(vector @ self._covariance @ vector)
        return float(self._mean @ vector), max(variance, 1e-8) ** 0.5

    def save(self, file: Path) -> None:
        faiss.write_index(self._index, str(file))

    @classmethod
    def load(cls, file: Path) -> DenseIndex:
        """Read what ``save`` wrote; raises RuntimeError or ValueError when it is not that.

        Vectors stay in the file, are read when they are compared and shared by every process that opened it;
        the file may be deleted meanwhile, not changed.
        """
        index = cls(faiss.read_index(str(file), faiss.IO_FLAG_MMAP_IFC))
        index._is_mapped = True
        return index

    def _leave_file(self) -> None:
        """Take vectors that are mapped from a file into memory, where they may change."""
        if self._is_mapped:
            self._take(_by_id(faiss.deserialize_index(faiss.serialize_index(self._index))))
            self._is_mapped = False

    def _take(self, index: faiss.IndexIDMap2) -> None:
        """Serve from an index: which ids it holds, and how their vectors lie."""
        self._index = index
        self._by_place: faiss.Index = faiss.downcast_index(index.index)
        self._halves = _halves_of(self._by_place)
        self._has_codes = self._halves is not None
        self._id_at: Ids = faiss.vector_to_array(index.id_map)
        self._order: Ids = np.argsort(self._id_at, kind="stable")
        self.ids: Ids = self._id_at[self._order]  # rising
        self.size = len(self.ids)
        sample = self._sample()
        self._mean: Vectors = sample.sum(axis=0) / np.float32(max(1, len(sample)))
        centred = sample - self._mean
        self._covariance: Vectors = (centred.T @ centred) / np.float32(max(1, len(sample)))

    def _vectors_of(self, ids: Ids) -> Vectors:
        """Vectors of shape (len(ids), dimension); raises RuntimeError for an id that is not held."""
        if self._halves is None:
            flat: Vectors = self._index.reconstruct_batch(ids.astype(np.int64))
            return flat
        at = np.minimum(np.searchsorted(self.ids, ids), self.size - 1)
        if not self.size or not np.array_equal(self.ids[at], ids):
            raise RuntimeError("no such passage")
        # All at once: FAISS gives them back one by one, which takes twice as long.
        vectors: Vectors = self._halves[self._order[at]].astype(np.float32)
        return vectors

    def _sample(self) -> Vectors:
        if not self.size:
            return np.zeros((0, self.dimension), dtype=np.float32)
        places = np.unique(np.linspace(0, self.size - 1, min(self.size, SAMPLE)).astype(np.int64))
        return self._vectors_of(self.ids[places])


@contextmanager
def _one_thread() -> Iterator[None]:
    """FAISS on the calling thread alone: one question is too little to share out, and others are asking."""
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def _empty(count: int, dimension: int, vectors_of: Callable[[Ids], Vectors]) -> faiss.IndexIDMap2:
    """An index for about ``count`` passages; ``vectors_of`` gives those that codes are learned from."""
    coded = min(CODED_DIMENSIONS, dimension) // DIMENSIONS_PER_CODE * DIMENSIONS_PER_CODE
    kind = "Flat"
    if count > FLAT_LIMIT and coded:
        # Turned at random after the principal axes, so that every code carries as much as any other.
        kind = f"PCAR{coded},PQ{coded // DIMENSIONS_PER_CODE}x4fs,Refine(SQfp16)"
    index = _by_id(faiss.index_factory(dimension, f"IDMap2,{kind}", faiss.METRIC_INNER_PRODUCT))
    if not index.is_trained:
        taken = np.unique(np.linspace(0, count - 1, min(count, TRAINED_ON)).astype(np.int64))
        index.train(np.ascontiguousarray(vectors_of(taken), dtype=np.float32))
    return index


def _filled(index: faiss.IndexIDMap2, ids: Ids, vectors_of: Callable[[Ids], Vectors]) -> faiss.IndexIDMap2:
    """The index with more passages, whose vectors ``vectors_of`` gives by their place in ``ids``."""
    count = len(ids)
    with tqdm(total=count, desc="Indexing vectors", leave=False, disable=count < PROGRESS_FROM) as progress:
        for start in range(0, count, CHUNK):
            places = np.arange(start, min(count, start + CHUNK))
            index.add_with_ids(np.ascontiguousarray(vectors_of(places), dtype=np.float32), ids[places])
            progress.update(len(places))
    return index


def _halves_of(index: faiss.Index) -> NDArray[np.float16] | None:
    """Vectors of a large index where FAISS keeps them, shape (passages, dimension); None of a small one."""
    if isinstance(index, faiss.IndexFlat):
        return None
    if not isinstance(index, faiss.IndexRefine):
        raise ValueError("neither all vectors nor codes")
    kept = faiss.downcast_index(index.refine_index)
    if not isinstance(kept, faiss.IndexScalarQuantizer) or kept.code_size != 2 * kept.d:
        raise ValueError("vectors are not kept in halves of floats")
    halves: NDArray[np.uint8] = faiss.rev_swig_ptr(kept.codes.data(), kept.ntotal * kept.code_size)
    return halves.view(np.float16).reshape(kept.ntotal, kept.d)


def _by_id(index: faiss.Index) -> faiss.IndexIDMap2:
    if not isinstance(index, faiss.IndexIDMap2) or index.metric_type != faiss.METRIC_INNER_PRODUCT:
        raise ValueError("no index of passages by id")
    return index


def _checked(ids: Ids, vectors: Vectors) -> Ids:
    numbers = np.ascontiguousarray(ids, dtype=np.int64)
    if numbers.shape != vectors.shape[:1]:
        raise ValueError(f"{len(numbers)} ids for {len(vectors)} vectors")
    if len(np.unique(numbers)) != len(numbers):
        raise ValueError("an id is said twice")
    return numbers
