"""Fits the confidence: logistic regression over evidence, checked on questions it was not fitted on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.confidence import Calibration, Evidence, thresholds

RIDGE = 1.0  # keeps coefficients small where evidence is scarce
STEPS = 50
FOLDS = 5
ANSWER_PRECISION = 0.95  # of answers given without asking back
OFFER_RECALL = 0.93  # of answerable questions that are answered or offered

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """One searched text: its evidence, whether the first hit was meant, and the question it came from."""

    evidence: Evidence
    is_right: bool
    question: str


@dataclass(frozen=True, slots=True)
class Fit:
    """A calibration with the figures it reached on held-back questions."""

    calibration: Calibration
    figures: dict[str, float]


def fit(samples: Sequence[Sample]) -> Fit:
    """Fit on all samples; zones and figures come from folds that never saw the question.

    Raises ValueError when right or wrong samples are missing.
    """
    if len({sample.is_right for sample in samples}) < 2:
        raise ValueError("calibration needs both right and wrong first hits")
    features = np.asarray([sample.evidence for sample in samples], dtype=np.float64)
    is_right = np.asarray([sample.is_right for sample in samples], dtype=np.float64)
    held_back = _held_back(features, is_right, [sample.question for sample in samples])
    rights = [sample.is_right for sample in samples]
    answer_from, offer_from = thresholds(
        held_back.tolist(), rights, answer_precision=ANSWER_PRECISION, offer_recall=OFFER_RECALL
    )
    weights = _logistic_regression(features, is_right)
    calibration = Calibration(tuple(weights[1:].tolist()), float(weights[0]), answer_from, offer_from)
    return Fit(calibration, _figures(held_back, is_right, answer_from, offer_from))


def _held_back(features: Numbers, is_right: Numbers, questions: Sequence[str]) -> Numbers:
    """The probability of each sample from a fit without its question."""
    order = {question: place for place, question in enumerate(dict.fromkeys(questions))}
    fold = np.asarray([order[question] % FOLDS for question in questions])
    probabilities = np.zeros(len(features))
    for held in range(FOLDS):
        if not (fold == held).any():
            continue
        weights = _logistic_regression(features[fold != held], is_right[fold != held])
        probabilities[fold == held] = _probability(features[fold == held], weights)
    return probabilities


def _logistic_regression(features: Numbers, is_right: Numbers) -> Numbers:
    """Newton's method with a ridge; the first weight is the intercept, which is not held small."""
    columns = np.column_stack([np.ones(len(features)), features])
    ridge = np.eye(columns.shape[1]) * RIDGE
    ridge[0, 0] = 1e-6
    weights = np.zeros(columns.shape[1])
    for _ in range(STEPS):
        chance = _probability(features, weights)
        slope = columns.T @ (chance - is_right) + ridge @ weights
        curve = (columns * (chance * (1 - chance))[:, None]).T @ columns + ridge
        step = np.linalg.solve(curve, slope)
        weights = weights - step
        if float(np.abs(step).max()) < 1e-9:
            break
    return weights


def _probability(features: Numbers, weights: Numbers) -> Numbers:
    chance: Numbers = 1.0 / (1.0 + np.exp(-np.clip(features @ weights[1:] + weights[0], -30, 30)))
    return chance


def _figures(
    held_back: Numbers, is_right: Numbers, answer_from: float, offer_from: float
) -> dict[str, float]:
    right, wrong = held_back[is_right == 1], held_back[is_right == 0]
    return {
        "samples": len(held_back),
        "right": len(right),
        "right_answered": round(float((right >= answer_from).mean()), 4),
        "right_answered_or_offered": round(float((right >= offer_from).mean()), 4),
        "wrong_answered": round(float((wrong >= answer_from).mean()), 4),
        "wrong_answered_or_offered": round(float((wrong >= offer_from).mean()), 4),
        "brier": round(float(((held_back - is_right) ** 2).mean()), 4),
        "calibration_error": round(_calibration_error(held_back, is_right), 4),
    }


def _calibration_error(probabilities: Numbers, is_right: Numbers, bins: int = 10) -> float:
    """Mean distance between what was promised and what came, over equal ranges of probability."""
    place = np.minimum((probabilities * bins).astype(int), bins - 1)
    return sum(
        float((place == at).mean())
        * abs(float(probabilities[place == at].mean() - is_right[place == at].mean()))
        for at in range(bins)
        if (place == at).any()
    )
