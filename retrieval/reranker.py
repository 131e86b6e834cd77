"""Reads the question beside each of the best tasks again, with a cross-encoder, where one is set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np

from retrieval.encoder import EncoderError, first_line
from retrieval.fusion import Scores

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

RERANKED = 10  # tasks read again


class Reranker(Protocol):
    """What the search needs of a model that reads question and passage together."""

    def scores(self, question: str, passages: Sequence[str]) -> Scores:
        """How well each passage answers, the more the better, shape (len(passages),)."""
        ...


class CrossEncoderReranker:
    """A cross-encoder of sentence-transformers, a folder or a hub name; prompts are those of its config."""

    def __init__(self, name: str) -> None:
        """Raises EncoderError with one clear line when it cannot be loaded or gives more than one score."""
        from sentence_transformers import CrossEncoder

        try:
            self._model: CrossEncoder = CrossEncoder(name)
        except Exception as error:
            raise EncoderError(f"Không nạp được mô hình xếp lại {name}: {first_line(error)}") from error
        if self._model.num_labels != 1:
            raise EncoderError(f"Mô hình xếp lại {name} cho {self._model.num_labels} điểm, cần đúng một.")

    def scores(self, question: str, passages: Sequence[str]) -> Scores:
        pairs = [(question, passage) for passage in passages]
        found = self._model.predict(pairs, show_progress_bar=False)
        return np.asarray(found, dtype=np.float32)
