"""Scores the tasks of a plan for one question: by keywords, by meaning, by sayings, and blended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.model import Plan
from retrieval.encoder import Encoder, Vectors
from retrieval.fusion import Scores, Weights, best_of_groups, blend, mean_and_deviation, standardise
from retrieval.lexical import Together
from retrieval.passages import Passage
from retrieval.query import Query
from retrieval.said import SaidScores
from retrieval.store import Indexes

EXACT_LIMIT = 2_000  # passages up to which every one is scored on both sides
CANDIDATES = 100  # passages taken from each side beyond that
SAID_CANDIDATES = 20  # tasks taken from the sayings beyond that

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sides:
    """Scores of the tasks a question may mean; ``tasks`` are their numbers in plan order, rising.

    ``lexical`` and ``dense`` are deviations above the mean of the plan's passages, ``said`` above the plan's
    sayings (0 where a task has none), ``similarity`` the cosine of the nearest saying.
    """

    tasks: Rows
    lexical: Scores
    dense: Scores
    said: Scores
    similarity: Scores
    blend: Scores


@dataclass(frozen=True, slots=True)
class Scored:
    """``Sides`` with the passages they come from: where each task's begin, and their scores."""

    sides: Sides
    rows: Rows
    starts: Rows
    passages: Scores
    cosines: Scores


class Scorer:
    """Holds a plan's indexes against questions. Reading only, so threads may share it."""

    def __init__(
        self,
        plan: Plan,
        passages: Sequence[Passage],
        indexes: Indexes,
        encoder: Encoder,
        weights: Weights,
    ) -> None:
        """``passages`` stand task by task in plan order, as ``passages_of`` gives them."""
        self._dense = indexes.dense
        self._lexical = indexes.lexical
        self._said = indexes.said
        self._encoder = encoder
        self._weights = weights
        self._size = len(passages)
        exact = [indexes.lexical] if self._size <= EXACT_LIMIT else []
        self._worded = Together([*exact, *([indexes.said.lexical] if indexes.said else [])])
        self.starts, self._task_of = _group(plan, passages)
        self._every_row: Rows = np.arange(self._size)
        self._every_task: Rows = np.arange(len(self.starts))

    def scored(self, query: Query) -> Scored:
        """The tasks a question may mean with their scores."""
        vector = self._encoder.encode_query(query.text)
        words = self._worded.scores(query.terms)
        told = self._said.scores(vector, words[-1]) if self._said is not None else None
        if self._size <= EXACT_LIMIT:
            rows, starts, tasks = self._every_row, self.starts, self._every_task
            worded, cosines = words[0], self._dense.all_scores(vector)
            wording, pointing = mean_and_deviation(worded), mean_and_deviation(cosines)
        else:
            rows, worded, cosines = self._candidates(query.terms, vector, told)
            tasks, starts = np.unique(self._task_of[rows], return_index=True)
            wording, pointing = self._lexical.spread(query.terms), self._dense.spread(vector)
        keyword, meaning = standardise(worded, *wording), standardise(cosines, *pointing)
        lexical, dense = best_of_groups(keyword, starts), best_of_groups(meaning, starts)
        said = similarity = np.zeros(len(tasks), dtype=np.float32)
        if told is not None and self._said is not None:
            said, similarity = told.both, told.similarity
            if tasks is not self._every_task or len(said) < len(tasks):
                said = _spread_over(tasks, self._said.tasks, said)
                similarity = _spread_over(tasks, self._said.tasks, similarity)
        both = blend(lexical, dense, said, self._weights)
        sides = Sides(tasks, lexical, dense, said, similarity, both)
        return Scored(sides, rows, starts, blend(keyword, meaning, np.float32(0), self._weights), cosines)

    def _candidates(
        self, terms: Mapping[str, float], vector: Vectors, told: SaidScores | None
    ) -> tuple[Rows, NDArray[np.float32], NDArray[np.float32]]:
        """Passages worth scoring on both sides, rising, with their keyword scores and cosines."""
        beside, _ = self._dense.nearest(vector, CANDIDATES)
        if told is not None and self._said is not None:
            likeliest = np.argsort(-told.both)[:SAID_CANDIDATES]
            beside = np.concatenate([beside, self.starts[self._said.tasks[likeliest]]])
        if not len(beside):
            beside = np.zeros(1, dtype=np.int64)
        rows, worded = self._lexical.best(terms, CANDIDATES, beside)
        return rows, worded, self._dense.scores_of(vector, rows)


def _spread_over(tasks: Rows, having: Rows, scores: Scores) -> Scores:
    """``scores`` of the tasks ``having`` them, in the order of ``tasks``, 0 for the others; both rising."""
    spread = np.zeros(len(tasks), dtype=np.float32)
    if len(having):
        places = np.minimum(np.searchsorted(having, tasks), len(having) - 1)
        found = having[places] == tasks
        spread[found] = scores[places[found]]
    return spread


def _group(plan: Plan, passages: Sequence[Passage]) -> tuple[Rows, Rows]:
    """Where each task's passages begin, and each passage's task number."""
    number = {task.id: place for place, task in enumerate(plan.tasks)}
    task_of = np.asarray([number[passage.task_id] for passage in passages], dtype=np.int64)
    starts = np.searchsorted(task_of, np.arange(len(plan.tasks)))
    return starts.astype(np.int64), task_of
