"""How sure a search is: a calibrated probability that the first task found is the one meant."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from retrieval.results import Zone
from retrieval.words import DATA

CALIBRATION = DATA / "confidence.json"


class Evidence(NamedTuple):
    """What speaks for the first hit, all relative to the plan's own words; shares lie in 0-1."""

    coverage: float  # share of the question's content that the task holds
    unknown: float  # share of the question's content that the plan never uses
    strength: float  # how telling the shared words are among the plan's tasks
    similarity: float  # cosine of the question and the task's nearest passage
    said: float  # cosine of the question and the task's nearest saying, 0 where none is known
    margin: float  # blended score over the second task, in deviations, at most 3
    agreement: float  # share of keyword and meaning search that put this task first by themselves


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model over Evidence with the probabilities that part the zones."""

    coefficients: tuple[float, ...]
    intercept: float
    answer_from: float
    offer_from: float

    @classmethod
    def load(cls, file: Path = CALIBRATION) -> Calibration:
        """Read what ``save`` wrote; raises ValueError when the evidence has other names."""
        saved = json.loads(file.read_text(encoding="utf-8"))
        names = evidence_names()
        if sorted(saved["coefficients"]) != sorted(names):
            raise ValueError(f"{file.name} was fitted on other evidence; run the calibration again")
        return cls(
            tuple(float(saved["coefficients"][name]) for name in names),
            float(saved["intercept"]),
            float(saved["answer_from"]),
            float(saved["offer_from"]),
        )

    def save(self, file: Path = CALIBRATION, **figures: float | int | str) -> None:
        """Write the model with the figures of its fit."""
        named = dict(zip(evidence_names(), (round(value, 4) for value in self.coefficients), strict=True))
        record = {
            "coefficients": named,
            "intercept": round(self.intercept, 4),
            "answer_from": round(self.answer_from, 4),
            "offer_from": round(self.offer_from, 4),
            "fit": figures,
        }
        file.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    def probability(self, evidence: Evidence) -> float:
        """The calibrated probability (0-1)."""
        return logistic(self.intercept + _sum_product(self.coefficients, evidence))

    def zone(self, probability: float) -> Zone:
        """What to do at this probability."""
        if probability >= self.answer_from:
            return "answer"
        return "offer" if probability >= self.offer_from else "refuse"


def evidence_names() -> tuple[str, ...]:
    """The names of the evidence, in order."""
    return Evidence._fields


def logistic(value: float) -> float:
    """1 / (1 + e^-value), without overflow."""
    if value >= 0:
        return 1.0 / (1.0 + math.exp(-value))
    grown = math.exp(value)
    return grown / (1.0 + grown)


def _sum_product(first: Sequence[float], second: Sequence[float]) -> float:
    return sum(one * other for one, other in zip(first, second, strict=True))


def no_evidence() -> Evidence:
    """The evidence of a question that names nothing."""
    return Evidence(0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def thresholds(
    probabilities: Sequence[float], is_right: Sequence[bool], *, answer_precision: float, offer_recall: float
) -> tuple[float, float]:
    """The lowest probability whose answers are right often enough, and the one keeping enough right ones."""
    ranked = sorted(zip(probabilities, is_right, strict=True), reverse=True)
    answer_from, right = 1.0, 0
    for count, (probability, was_right) in enumerate(ranked, start=1):
        right += was_right
        if right / count >= answer_precision:
            answer_from = probability
    rights = sorted(probability for probability, was_right in ranked if was_right)
    offer_from = rights[int((1 - offer_recall) * len(rights))] if rights else answer_from
    return answer_from, min(offer_from, answer_from)
