"""An optional cross-encoder: loaded from a folder, heard on the best tasks, told plainly when it fails."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.model import Plan
from retrieval.encoder import Encoder, EncoderError
from retrieval.fusion import Scores
from retrieval.reranker import RERANKED, CrossEncoderReranker
from retrieval.search import Search
from tests.retrieval.tiny_bert import save_tokenizer, sizes_of


class Teacher:
    """Hears nothing but schools."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def scores(self, question: str, passages: Sequence[str]) -> Scores:  # noqa: ARG002
        self.read = list(passages)
        return np.asarray(["giáo viên" in passage for passage in passages], dtype=np.float32)


def cross_encoder(folder: Path, labels: int) -> Path:
    """A tiny untrained cross-encoder."""
    from transformers import BertForSequenceClassification

    words = ["hồ", "sơ", "tài", "sản"]
    save_tokenizer(folder, words)
    sizes = sizes_of(words)
    sizes.num_labels = labels
    BertForSequenceClassification(sizes).save_pretrained(folder)
    return folder


def test_a_reranker_is_heard_on_the_best_tasks(small_plan: Plan, encoder: Encoder) -> None:
    teacher = Teacher()
    search = Search.open(small_plan, encoder=encoder, bank=None, reranker=teacher)
    hits = search.search("bồi dưỡng, khám sức khỏe, kiểm tra", limit=6).hits
    assert hits[0].task_id == "B.5"
    assert len(teacher.read) == min(RERANKED, len(small_plan.tasks))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_cross_encoder_loads_from_a_folder(tmp_path: Path, small_plan: Plan, encoder: Encoder) -> None:
    reranker = CrossEncoderReranker(str(cross_encoder(tmp_path / "model", labels=1)))
    scores = reranker.scores("tài sản", ["hồ sơ", "tài sản", "sơ"])
    assert scores.shape == (3,)
    assert np.isfinite(scores).all()
    search = Search.open(small_plan, encoder=encoder, bank=None, reranker=reranker)
    assert search.search("khám sức khỏe").hits


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_model_that_is_no_cross_encoder_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="cần đúng một"):
        CrossEncoderReranker(str(cross_encoder(tmp_path / "model", labels=3)))
    (tmp_path / "empty").mkdir()
    with pytest.raises(EncoderError, match="Không nạp được mô hình xếp lại"):
        CrossEncoderReranker(str(tmp_path / "empty"))
