"""How well a model finds: the passage of a legal question among others, the notion of a saying among all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from retrieval.notions import Notion
from retrieval.training.texts import Question, TrainingText

DISTRACTORS = 10_000
WORDS_READ = 120
HELD_BACK = 12  # one saying of so many is kept from training

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Held:
    """A saying that training never saw, and its notion's number."""

    text: str
    notion: int


def hold_back(notions: Sequence[Notion]) -> tuple[list[Notion], list[Held]]:
    """The bank without every HELD_BACK-th saying, and those."""
    kept: list[Notion] = []
    held: list[Held] = []
    for number, notion in enumerate(notions):
        is_held = [(place + number) % HELD_BACK == HELD_BACK - 1 for place in range(len(notion.said))]
        told = tuple(saying for saying, away in zip(notion.said, is_held, strict=True) if not away)
        held += [Held(saying.text, number) for saying, away in zip(notion.said, is_held, strict=True) if away]
        kept.append(Notion(notion.id, notion.written, told))
    return kept, held


class Development:
    """What a model is measured on while it is trained; nothing of it is trained on."""

    def __init__(
        self,
        questions: Sequence[Question],
        texts: Sequence[TrainingText],
        notions: Sequence[Notion],
        held: Sequence[Held],
    ) -> None:
        answers = list(dict.fromkeys(question.passage for question in questions))
        place = {passage: row for row, passage in enumerate(answers)}
        known = {_ending(passage) for passage in answers}
        others = [f"{text.title}. {text.text}" for text in texts[:: max(1, len(texts) // DISTRACTORS)]]
        self._passages = _short([*answers, *(other for other in others if _ending(other) not in known)])
        self._questions = [question.question for question in questions]
        self._answers = np.asarray([place[question.passage] for question in questions], dtype=np.int64)
        self._written = [line for notion in notions for line in notion.written]
        self._starts = np.cumsum([0, *(len(notion.written) for notion in notions[:-1])])
        self._held = held

    def figures(self, model: SentenceTransformer) -> dict[str, float]:
        """``legal_mrr_at_10`` and ``spoken_mrr_at_10``, each 0-1; only those for which there is data."""
        figures: dict[str, float] = {}
        if self._questions:
            scores = _vectors(model, self._questions) @ _vectors(model, self._passages).T
            figures["legal_mrr_at_10"] = _mrr_at_10(scores, self._answers)
        if self._held:
            asked = _vectors(model, [held.text for held in self._held])
            lines = asked @ _vectors(model, self._written).T
            notions = np.maximum.reduceat(lines, self._starts, axis=1)
            wanted = np.asarray([held.notion for held in self._held], dtype=np.int64)
            figures["spoken_mrr_at_10"] = _mrr_at_10(notions, wanted)
        return figures


def _mrr_at_10(scores: Vectors, wanted: NDArray[np.int64]) -> float:
    """Mean reciprocal rank at 10 of the wanted column of each row."""
    own = scores[np.arange(len(scores)), wanted][:, None]
    ranks = (scores > own).sum(axis=1) + 1
    return float(np.where(ranks <= 10, 1.0 / ranks, 0.0).mean())


def _vectors(model: SentenceTransformer, texts: Sequence[str]) -> Vectors:
    vectors = model.encode(list(texts), batch_size=512, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors, dtype=np.float32)


def _short(texts: Sequence[str]) -> list[str]:
    return [" ".join(text.split()[:WORDS_READ]) for text in texts]


def _ending(passage: str) -> str:
    return " ".join(passage.split())[-200:]
