"""From evidence to a probability, and from a probability to what is done."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from retrieval.calibration import Sample, fit
from retrieval.confidence import Calibration, Evidence, evidence_names, logistic, no_evidence, thresholds
from retrieval.fusion import Weights, best_of_groups, blend, standardise


def samples(count: int, seed: int = 1) -> list[Sample]:
    """Right answers cover the question, wrong ones hardly."""
    rng = random.Random(seed)
    made = []
    for number in range(count):
        is_right = rng.random() < 0.5
        coverage = min(1.0, max(0.0, rng.gauss(0.8 if is_right else 0.3, 0.15)))
        made.append(Sample(no_evidence()._replace(coverage=coverage), is_right, f"q{number}"))
    return made


def test_a_fit_tells_right_from_wrong() -> None:
    found = fit(samples(400))
    sure, unsure = (no_evidence()._replace(coverage=share) for share in (0.95, 0.1))
    assert found.calibration.probability(sure) > 0.9
    assert found.calibration.probability(unsure) < 0.1
    assert found.figures["calibration_error"] < 0.15
    assert found.calibration.offer_from <= found.calibration.answer_from


def test_a_fit_needs_both_kinds() -> None:
    with pytest.raises(ValueError, match="right and wrong"):
        fit([sample for sample in samples(50) if sample.is_right])


def test_zones_follow_the_thresholds() -> None:
    calibration = Calibration((0.0,) * len(evidence_names()), 0.0, answer_from=0.8, offer_from=0.4)
    assert [calibration.zone(chance) for chance in (0.9, 0.8, 0.5, 0.39)] == [
        "answer",
        "answer",
        "offer",
        "refuse",
    ]


def test_thresholds_keep_their_promise() -> None:
    chances = [0.95, 0.9, 0.8, 0.7, 0.6, 0.2]
    rights = [True, True, True, False, True, False]
    assert thresholds(chances, rights, answer_precision=1.0, offer_recall=1.0) == (0.8, 0.6)


def test_a_saved_calibration_gives_the_same_probability(tmp_path: Path) -> None:
    calibration = Calibration(tuple(0.5 * at for at in range(len(evidence_names()))), -1.25, 0.75, 0.25)
    calibration.save(tmp_path / "confidence.json", samples=3)
    evidence = Evidence(*[0.1 * at for at in range(len(evidence_names()))])
    assert Calibration.load(tmp_path / "confidence.json").probability(evidence) == pytest.approx(
        calibration.probability(evidence)
    )


def test_a_calibration_of_other_evidence_is_not_taken(tmp_path: Path) -> None:
    file = tmp_path / "confidence.json"
    Calibration((0.0,) * len(evidence_names()), 0.0, 0.8, 0.4).save(file)
    record = json.loads(file.read_text())
    record["coefficients"]["shoe_size"] = 1.0
    file.write_text(json.dumps(record))
    with pytest.raises(ValueError, match="other evidence"):
        Calibration.load(file)


def test_logistic_never_overflows() -> None:
    assert (logistic(-1e4), logistic(0.0), logistic(1e4)) == (0.0, 0.5, 1.0)


def test_scores_are_put_on_one_scale_before_they_are_added() -> None:
    keyword = standardise(np.array([10, 20], dtype=np.float32), 10, 5)
    meaning = standardise(np.array([0.5, 0.1], dtype=np.float32), 0.1, 0.2)
    said = np.array([0, 1], dtype=np.float32)
    assert blend(keyword, meaning, said, Weights(0.5, 0.5, 0.2)).tolist() == pytest.approx([1.0, 1.2])
    assert standardise(np.array([3, 3], dtype=np.float32), 3, 0).tolist() == [0, 0]
    best = best_of_groups(np.array([1, 5, 2, 4], dtype=np.float32), np.array([0, 3]))
    assert best.tolist() == [5, 4]
