"""What people say for the tasks of one plan, searched beside the plan's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corpus.model import Plan
from retrieval.aliases import Alias
from retrieval.dense import DenseIndex
from retrieval.encoder import Encoder, Vectors
from retrieval.fusion import Scores, best_of_groups, mean_and_deviation, standardise
from retrieval.lexical import LexicalIndex, Span

BACKGROUND = 100  # titles that stand for the plan's own words


@dataclass(frozen=True, slots=True)
class SaidScores:
    """How near each task's sayings come to a question, each by its strength.

    ``lexical`` and ``dense`` are deviations above all sayings, 0 for none; ``similarity`` is a cosine.
    """

    lexical: Scores
    dense: Scores
    similarity: Scores

    @property
    def both(self) -> Scores:
        """Keywords and meaning with equal say."""
        return (self.lexical + self.dense) * np.float32(0.5)


class SaidIndex:
    """Sayings with the task each is for; every one is scored, so there must be some thousands at most.

    They stand behind a background of the plan's own titles, so that a few sayings are not judged by
    themselves alone.
    """

    def __init__(
        self, dense: DenseIndex, lexical: LexicalIndex, tasks: Sequence[int], strengths: Sequence[float]
    ) -> None:
        """``tasks`` are numbers in plan order, rising, and ``strengths`` (0-1), one for each saying.

        Both indexes hold the background first. Raises ValueError when the parts do not fit.
        """
        self.dense = dense
        self.lexical = lexical
        self.task_of: NDArray[np.int64] = np.asarray(tasks, dtype=np.int64)
        self.strengths: Scores = np.asarray(strengths, dtype=np.float32)
        self._tasks, self._starts = np.unique(self.task_of, return_index=True)
        self._background = dense.size - len(self.task_of)
        if dense.size != lexical.size or len(self.task_of) != len(self.strengths) or self._background < 0:
            raise ValueError("sizes differ")

    @property
    def tasks(self) -> NDArray[np.int64]:
        """The tasks that have sayings, rising."""
        return self._tasks

    @property
    def span(self) -> Span:
        """The first and past-last row of all sayings in the keyword index."""
        return self._background, self.lexical.size

    def spans(self) -> dict[int, Span]:
        """The same for each task that has sayings."""
        bounds = (np.append(self._starts, len(self.task_of)) + self._background).tolist()
        return dict(zip(self._tasks.tolist(), pairwise(bounds), strict=True))

    @classmethod
    def build(cls, aliases: Sequence[Alias], plan: Plan, encoder: Encoder) -> SaidIndex:
        """Index the sayings for the tasks of a plan."""
        number = {task.id: place for place, task in enumerate(plan.tasks)}
        ordered = sorted(aliases, key=lambda alias: number[alias.task_id])
        step = max(1, len(plan.tasks) // BACKGROUND)
        texts = [*(task.title for task in plan.tasks[::step]), *(alias.text for alias in ordered)]
        dense = DenseIndex.build(encoder.encode_passages(texts))
        tasks = [number[alias.task_id] for alias in ordered]
        return cls(dense, LexicalIndex.build(texts), tasks, [alias.strength for alias in ordered])

    def scores(self, vector: Vectors, worded: Scores) -> SaidScores:
        """Per task in ``tasks``: how near its nearest saying comes; negative deviations count as none.

        ``worded`` are the keyword scores that ``lexical`` gives.
        """
        cosines = self.dense.all_scores(vector)
        return SaidScores(
            np.maximum(self._best(standardise(worded, *mean_and_deviation(worded))), np.float32(0)),
            np.maximum(self._best(standardise(cosines, *mean_and_deviation(cosines))), np.float32(0)),
            self._best(cosines),
        )

    def _best(self, scores: Scores) -> Scores:
        return best_of_groups(scores[self._background :] * self.strengths, self._starts)
