"""Keyword search."""

from __future__ import annotations

from pathlib import Path

import bm25s
import numpy as np
import pytest

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
