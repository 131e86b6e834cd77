"""Keyword search."""

from __future__ import annotations

import random
from pathlib import Path

import bm25s
import numpy as np
import pytest

from retrieval import lexical
from retrieval.lexical import K1, NOWHERE, B, LexicalIndex, passage_terms

TEXTS = [
    "Số hóa hồ sơ",
    "Hồ sơ giải quyết đúng hạn, hồ sơ trễ hẹn",
    "Quản lý tài sản công",
    "Dịch vụ công trực tuyến",
]


def test_scores_are_those_of_bm25() -> None:
    terms = ["ho", "ho so", "=hồ", "cong"]
    plain = bm25s.BM25(k1=K1, b=B)
    plain.index([passage_terms(text) for text in TEXTS], show_progress=False)
    ours = LexicalIndex.build(TEXTS).scores(dict.fromkeys(terms, 1.0))
    np.testing.assert_allclose(ours, plain.get_scores(terms), rtol=1e-5)


def test_a_term_counts_as_much_as_its_weight() -> None:
    index = LexicalIndex.build(TEXTS)
    np.testing.assert_allclose(index.scores({"ho": 0.5}), index.scores({"ho": 1.0}) / 2)


def test_unknown_words_score_nothing() -> None:
    assert LexicalIndex.build(TEXTS).scores({"nao vet": 1.0}).tolist() == [0, 0, 0, 0]


def test_a_span_tells_which_passages_hold_a_term() -> None:
    index = LexicalIndex.build(TEXTS)
    cong = index.span("cong")
    assert [index.meets(cong, row, row + 1) for row in range(4)] == [False, False, True, True]
    assert index.span("khong co") == NOWHERE
    assert not index.meets(NOWHERE, 0, 4)


def test_a_saved_index_scores_the_same(tmp_path: Path) -> None:
    index = LexicalIndex.build(TEXTS)
    index.save(tmp_path / "words.npz")
    loaded = LexicalIndex.load(tmp_path / "words.npz")
    assert loaded.size == 4
    np.testing.assert_array_equal(
        loaded.scores({"ho so": 1.0, "=công": 0.3}), index.scores({"ho so": 1.0, "=công": 0.3})
    )


@pytest.mark.parametrize("texts", [[], [""], ["", "..."]])
def test_passages_without_words_are_an_index_too(texts: list[str], tmp_path: Path) -> None:
    index = LexicalIndex.build(texts)
    index.save(tmp_path / "words.npz")
    assert LexicalIndex.load(tmp_path / "words.npz").scores({"ho": 1.0}).shape == (len(texts),)


SYLLABLES = [f"{onset}{rhyme}" for onset in "bcdghklmnprstvx" for rhyme in ("a", "e", "i", "on", "ung")]
NO_ROWS = np.zeros(0, dtype=np.int64)


def many_texts(count: int) -> list[str]:
    """Texts in which some syllables are much more common than others."""
    rng = random.Random(5)
    weights = [1 / (place + 1) for place in range(len(SYLLABLES))]
    return [" ".join(rng.choices(SYLLABLES, weights, k=rng.randint(4, 12))) for _ in range(count)]


def weighted(question: str) -> dict[str, float]:
    return dict.fromkeys(passage_terms(question), 1.0)


def test_the_best_passages_are_those_of_all_scores() -> None:
    index = LexicalIndex.build(many_texts(2_000))
    terms = weighted("ba vung xi kon")
    everything = index.scores(terms)
    rows, scores = index.best(terms, 20, np.array([7, 1999]))
    np.testing.assert_allclose(scores, everything[rows], rtol=1e-5)
    assert {7, 1999} <= set(rows.tolist())
    np.testing.assert_allclose(np.sort(scores)[-20:], np.sort(everything)[-20:], rtol=1e-5)


def test_common_words_are_scored_but_not_searched_by(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexical, "READ_LIMIT", 600)
    index = LexicalIndex.build(many_texts(2_000))
    recalls = []
    for seed in range(40):
        terms = weighted(" ".join(random.Random(seed).sample(SYLLABLES, 5)))
        everything = index.scores(terms)
        rows, scores = index.best(terms, 20, NO_ROWS)
        np.testing.assert_allclose(scores, everything[rows], rtol=1e-5)
        recalls.append(np.mean(np.sort(scores)[-10:] >= np.sort(everything)[-10] - 1e-4))
    assert np.mean(recalls) >= 0.9


def test_unknown_words_have_no_best_passages() -> None:
    rows, scores = LexicalIndex.build(TEXTS).best({"nao vet": 1.0}, 5, np.array([2]))
    assert (rows.tolist(), scores.tolist()) == ([2], [0.0])


def test_spread_is_that_of_all_scores(monkeypatch: pytest.MonkeyPatch) -> None:
    index = LexicalIndex.build(many_texts(3_000))
    terms = weighted("ba be xi")
    exact = index.spread(terms)
    everything = index.scores(terms)
    assert exact == pytest.approx((float(everything.mean()), float(everything.std())), rel=1e-4)
    monkeypatch.setattr(lexical, "SAMPLE", 1_500)
    sampled = LexicalIndex.build(many_texts(3_000)).spread(terms)
    assert sampled == pytest.approx(exact, rel=0.1)
