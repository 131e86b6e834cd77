"""How well a model finds the passage of a question among many others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sentence_transformers import SentenceTransformer

from retrieval.training.texts import Question, TrainingText

DISTRACTORS = 20_000
WORDS_READ = 200


def mrr_at_10(
    model: SentenceTransformer, questions: Sequence[Question], texts: Sequence[TrainingText]
) -> float:
    """Mean reciprocal rank at 10 of each passage asked for among all of them and DISTRACTORS others (0-1)."""
    answers = list(dict.fromkeys(question.passage for question in questions))
    place = {passage: row for row, passage in enumerate(answers)}
    step = max(1, len(texts) // DISTRACTORS)
    known = {" ".join(passage.split())[-200:] for passage in answers}
    others = [f"{text.title}. {text.text}" for text in texts[::step]]
    others = [other for other in others if " ".join(other.split())[-200:] not in known]
    rows = _vectors(model, [*answers, *others])
    asked = _vectors(model, [question.question for question in questions])
    total = 0.0
    for start in range(0, len(questions), 256):
        scores = asked[start : start + 256] @ rows.T
        for offset, question in enumerate(questions[start : start + 256]):
            rank = int((scores[offset] > scores[offset, place[question.passage]]).sum()) + 1
            total += 1.0 / rank if rank <= 10 else 0.0
    return total / len(questions)


def _vectors(
    model: SentenceTransformer, texts: Sequence[str]
) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    short = [" ".join(text.split()[:WORDS_READ]) for text in texts]
    vectors = model.encode(short, batch_size=512, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors, dtype=np.float32)
