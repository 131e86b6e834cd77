"""Meaning search."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval.dense import FLAT_LIMIT, DenseIndex

Vectors = NDArray[np.float32]


def unit_vectors(count: int, dimension: int, seed: int = 0) -> Vectors:
    """Clustered as texts are, so that neighbours exist."""
    draw = np.random.default_rng(seed)
    centres = draw.standard_normal((max(1, count // 50), dimension))
    rows = centres[draw.integers(len(centres), size=count)] + 0.5 * draw.standard_normal((count, dimension))
    unit: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


def test_a_small_index_is_exact() -> None:
    vectors = unit_vectors(200, 16)
    index = DenseIndex.build(vectors)
    np.testing.assert_allclose(index.all_scores(vectors[3]), vectors @ vectors[3], atol=1e-5)
    rows, scores = index.nearest(vectors[3], 5)
    assert rows.tolist() == np.argsort(-(vectors @ vectors[3]))[:5].tolist()
    assert scores[0] == pytest.approx(1.0, abs=1e-5)


def test_a_large_index_finds_nearly_all_neighbours() -> None:
    vectors = unit_vectors(FLAT_LIMIT + 2_000, 32)
    index = DenseIndex.build(vectors)
    asked = unit_vectors(50, 32, seed=1)
    exact = np.argsort(-(asked @ vectors.T), axis=1)[:, :10]
    found = [set(index.nearest(question, 10)[0].tolist()) for question in asked]
    recall = np.mean([len(set(row.tolist()) & got) / 10 for row, got in zip(exact, found, strict=True)])
    assert recall >= 0.95


def test_chosen_passages_are_scored_alone() -> None:
    vectors = unit_vectors(50, 16)
    index = DenseIndex.build(vectors)
    np.testing.assert_allclose(
        index.scores_of(vectors[0], np.array([7, 2])), vectors[[7, 2]] @ vectors[0], atol=1e-5
    )
    assert index.scores_of(vectors[0], np.array([], dtype=np.int64)).shape == (0,)


def test_spread_is_that_of_all_similarities() -> None:
    vectors = unit_vectors(300, 16)
    spread = DenseIndex.build(vectors).spread(vectors[5])
    scores = vectors @ vectors[5]
    assert (spread.mean, spread.deviation) == pytest.approx(
        (float(scores.mean()), float(scores.std())), abs=1e-3
    )


def test_a_saved_index_finds_the_same(tmp_path: Path) -> None:
    vectors = unit_vectors(50, 16)
    DenseIndex.build(vectors).save(tmp_path / "passages.faiss")
    loaded = DenseIndex.load(tmp_path / "passages.faiss")
    assert (loaded.size, loaded.dimension) == (50, 16)
    assert loaded.nearest(vectors[9], 1)[0].tolist() == [9]


def test_an_empty_index_finds_nothing() -> None:
    index = DenseIndex.build(np.zeros((0, 8), dtype=np.float32))
    assert index.nearest(np.ones(8, dtype=np.float32), 3)[0].tolist() == []
