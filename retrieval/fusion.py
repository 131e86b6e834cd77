"""Joins keywords, meaning and sayings: scores are put on one scale first, then added by weight."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each side counts; they need not add up to 1."""

    lexical: float = 0.5
    dense: float = 0.5
    said: float = 0.5  # what people say for a task, where that is known
    reread: float = 1.0  # a cross-encoder's word, where one is set


def mean_and_deviation(scores: Scores) -> tuple[float, float]:
    """Mean and standard deviation of all scores; 0 and 0 of none."""
    if not len(scores):
        return 0.0, 0.0
    mean = float(scores.sum()) / len(scores)
    return mean, max(float(scores @ scores) / len(scores) - mean * mean, 0.0) ** 0.5


def standardise(scores: Scores, mean: float, deviation: float) -> Scores:
    """Scores in deviations above the mean; all zero when nothing differs."""
    if deviation <= 1e-6:
        return np.zeros_like(scores)
    scaled: Scores = (scores - np.float32(mean)) / np.float32(deviation)
    return scaled


def blend(lexical: Scores, dense: Scores, said: Scores | np.float32, weights: Weights) -> Scores:
    """The weighted sum of standardised scores, shape as given."""
    total: Scores = (
        np.float32(weights.lexical) * lexical
        + np.float32(weights.dense) * dense
        + np.float32(weights.said) * said
    )
    return total


def best_of_groups(scores: Scores, starts: NDArray[np.int64]) -> Scores:
    """The greatest score of each run of passages; ``starts`` are where the runs begin, none empty."""
    best: Scores = np.maximum.reduceat(scores, starts)
    return best
