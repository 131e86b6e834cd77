"""Hit@1, recall and reciprocal rank with their intervals, and whether one side is better than another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2_000
CONFIDENCE = 95  # percent
SEED = 9

Ranks = NDArray[np.int64]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with the interval that holds it in CONFIDENCE of resamples."""

    mean: float
    low: float
    high: float

    @property
    def is_above_zero(self) -> bool:
        return self.low > 0


@dataclass(frozen=True, slots=True)
class Figures:
    """How one side found the answers of some questions; all 0-1."""

    asked: int
    hit_at_1: Interval
    recall_at_5: Interval
    recall_at_10: Interval
    mrr_at_10: Interval


def figures(ranks: Ranks) -> Figures:
    """From the rank (1 is best) of the best right answer of each question, at least one question."""
    return Figures(
        len(ranks),
        interval(ranks <= 1),
        interval(ranks <= 5),
        interval(ranks <= 10),
        interval(reciprocal(ranks)),
    )


def reciprocal(ranks: Ranks) -> Numbers:
    """1 / rank, 0 beyond the tenth."""
    return np.where(ranks <= 10, 1.0 / ranks, 0.0)


def gain(ranks: Ranks, over: Ranks) -> Interval:
    """How much reciprocal rank is won over another side on the same questions (paired)."""
    return interval(reciprocal(ranks) - reciprocal(over))


def interval(values: Sequence[float] | NDArray[np.bool_] | Numbers) -> Interval:
    """Mean and percentile bootstrap interval; resampled by question."""
    numbers = np.asarray(values, dtype=np.float64)
    rng = np.random.default_rng(SEED)
    means = np.empty(RESAMPLES)
    for place in range(RESAMPLES):
        means[place] = numbers[rng.integers(0, len(numbers), len(numbers))].mean()
    tail = (100 - CONFIDENCE) / 2
    low, high = np.percentile(means, [tail, 100 - tail])
    return Interval(float(numbers.mean()), float(low), float(high))


def as_record(found: Figures) -> Mapping[str, object]:
    """Figures as JSON values, rounded to four places."""

    def told(one: Interval) -> list[float]:
        return [round(one.mean, 4), round(one.low, 4), round(one.high, 4)]

    return {
        "asked": found.asked,
        "hit@1": told(found.hit_at_1),
        "R@5": told(found.recall_at_5),
        "R@10": told(found.recall_at_10),
        "MRR@10": told(found.mrr_at_10),
    }
