"""Meaning search."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval import dense
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
    assert spread == pytest.approx((float(scores.mean()), float(scores.std())), abs=1e-3)


def test_a_saved_index_finds_the_same(tmp_path: Path) -> None:
    vectors = unit_vectors(50, 16)
    DenseIndex.build(vectors).save(tmp_path / "passages.faiss")
    loaded = DenseIndex.load(tmp_path / "passages.faiss")
    assert (loaded.size, loaded.dimension) == (50, 16)
    assert loaded.nearest(vectors[9], 1)[0].tolist() == [9]


def test_an_empty_index_finds_nothing() -> None:
    index = DenseIndex.build(np.zeros((0, 8), dtype=np.float32))
    assert index.nearest(np.ones(8, dtype=np.float32), 3)[0].tolist() == []


@pytest.fixture(params=["small", "large"])
def vectors(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Vectors:
    """1,000 vectors, few for one index and many for the other."""
    if request.param == "large":
        monkeypatch.setattr(dense, "FLAT_LIMIT", 500)
        monkeypatch.setattr(dense, "CHUNK", 300)
    return unit_vectors(1_000, 16)


IDS = np.arange(1_000, dtype=np.int64) * 7 + 3


def test_passages_are_found_by_their_own_ids(vectors: Vectors) -> None:
    index = DenseIndex.build(vectors, IDS)
    assert index.nearest(vectors[40], 1)[0].tolist() == [283]
    assert index.scores_of(vectors[40], np.array([283, 3])) == pytest.approx(
        [1.0, vectors[0] @ vectors[40]], abs=2e-3
    )
    np.testing.assert_allclose(index.all_scores(vectors[40]), vectors @ vectors[40], atol=2e-3)


def test_a_removed_passage_is_not_found_again(vectors: Vectors) -> None:
    index = DenseIndex.build(vectors, IDS)
    assert index.remove(np.array([283, 290, 4])) == 2
    assert index.size == 998
    assert 283 not in index.nearest(vectors[40], 998)[0]
    assert index.nearest(vectors[42], 1)[0].tolist() == [297]
    with pytest.raises(RuntimeError):
        index.scores_of(vectors[40], np.array([283]))


def test_an_index_can_be_emptied_and_filled_again(vectors: Vectors) -> None:
    index = DenseIndex.build(vectors, IDS)
    assert index.remove(IDS) == 1_000
    assert index.nearest(vectors[0], 5)[0].tolist() == []
    with pytest.raises(RuntimeError):
        index.scores_of(vectors[0], IDS[:1])
    index.add(IDS[:600], vectors[:600])
    assert index.nearest(vectors[5], 1)[0].tolist() == [38]


def test_an_added_passage_is_found_beside_the_others(vectors: Vectors) -> None:
    index = DenseIndex.build(vectors[:990], IDS[:990])
    index.add(IDS[990:], vectors[990:])
    assert [index.nearest(vectors[row], 1)[0].tolist() for row in (5, 995)] == [[38], [6968]]
    assert index.size == 1_000


def test_an_id_added_again_gets_the_new_vector(vectors: Vectors) -> None:
    index = DenseIndex.build(vectors, IDS)
    index.add(np.array([283]), -vectors[40:41])
    assert index.size == 1_000
    assert index.nearest(-vectors[40], 1)[0].tolist() == [283]


def test_a_saved_index_keeps_ids_and_can_change(vectors: Vectors, tmp_path: Path) -> None:
    index = DenseIndex.build(vectors, IDS)
    index.remove(IDS[:10])
    index.save(tmp_path / "passages.faiss")
    loaded = DenseIndex.load(tmp_path / "passages.faiss")
    (tmp_path / "passages.faiss").unlink()
    assert (loaded.size, loaded.ids[0]) == (990, 73)
    assert loaded.nearest(vectors[40], 1)[0].tolist() == [283]
    loaded.add(IDS[:10], vectors[:10])
    loaded.remove(IDS[20:30])
    assert [loaded.nearest(vectors[row], 1)[0].tolist() for row in (5, 40)] == [[38], [283]]
    assert loaded.size == 990


def test_an_index_that_grows_large_is_searched_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dense, "FLAT_LIMIT", 900)
    vectors = unit_vectors(1_000, 16)
    index = DenseIndex.build(vectors[:800], IDS[:800])
    index.add(IDS[800:], vectors[800:])
    assert [index.nearest(vectors[row], 1)[0].tolist() for row in (5, 995)] == [[38], [6968]]


def test_an_index_is_encoded_piece_by_piece(vectors: Vectors) -> None:
    asked: list[int] = []

    def encode(places: NDArray[np.int64]) -> Vectors:
        asked.append(len(places))
        return vectors[places]

    index = DenseIndex.encode(encode, *vectors.shape)
    np.testing.assert_array_equal(
        index.nearest(vectors[4], 20)[0], DenseIndex.build(vectors).nearest(vectors[4], 20)[0]
    )
    assert asked in ([1_000], [1_000, 300, 300, 300, 100])


@pytest.mark.parametrize("ids", [[1, 2, 3], [4, 4]])
def test_ids_must_be_as_many_as_vectors_and_differ(ids: list[int]) -> None:
    with pytest.raises(ValueError, match=r"3 ids for 2 vectors|an id is said twice"):
        DenseIndex.build(unit_vectors(2, 16), np.array(ids))


def test_vectors_of_another_dimension_are_refused() -> None:
    with pytest.raises(ValueError, match="dimension 8, index of 16"):
        DenseIndex.build(unit_vectors(2, 16)).add(np.array([9]), unit_vectors(1, 8))


def test_a_foreign_or_cut_file_is_refused(vectors: Vectors, tmp_path: Path) -> None:
    foreign, cut = tmp_path / "foreign.faiss", tmp_path / "cut.faiss"
    faiss.write_index(faiss.IndexFlatL2(16), str(foreign))
    DenseIndex.build(vectors).save(cut)
    cut.write_bytes(cut.read_bytes()[:-5_000])
    for file in (foreign, cut):
        with pytest.raises((ValueError, RuntimeError)):
            DenseIndex.load(file)
