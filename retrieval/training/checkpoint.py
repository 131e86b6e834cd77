"""How far a training has come, kept on disk so that an interrupted one goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from sentence_transformers import SentenceTransformer

from retrieval.training.course import Course
from retrieval.training.pairs import Neighbours

PATIENCE = 4  # measurements without a better one before training stops

Figures = Mapping[str, float]


@dataclass(slots=True)
class Progress:
    """How far a training has come."""

    step: int = 0
    losses: list[float] = field(default_factory=list)
    measured: list[tuple[int, dict[str, float]]] = field(default_factory=list)
    best: dict[str, torch.Tensor] | None = None
    neighbours: Neighbours | None = None

    @property
    def best_at(self) -> int:
        """The step of the best measurement; 0 before any."""
        return max(self.measured, key=lambda at: score(at[1]), default=(0, {}))[0]

    @property
    def is_spent(self) -> bool:
        """Whether the last PATIENCE measurements were no better than one before them."""
        scores = [score(figures) for _, figures in self.measured]
        return len(scores) > PATIENCE and max(scores[-PATIENCE:]) <= max(scores[:-PATIENCE])


def score(figures: Figures) -> float:
    """What training is stopped and chosen by: the mean of the development figures (0 without any)."""
    return sum(figures.values()) / len(figures) if figures else 0.0


def save(
    file: Path,
    course: Course,
    progress: Progress,
    model: SentenceTransformer,
    optimiser: torch.optim.Optimizer,
    pace: torch.optim.lr_scheduler.LambdaLR,
) -> None:
    """Write a checkpoint whole; the one before stays until then."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".draft")
    neighbours = progress.neighbours
    torch.save(
        {
            "course": asdict(course),
            "step": progress.step,
            "losses": progress.losses,
            "measured": progress.measured,
            "best": progress.best,
            "neighbours": None if neighbours is None else torch.from_numpy(neighbours),
            "model": model.state_dict(),
            "optimiser": optimiser.state_dict(),
            "pace": pace.state_dict(),
        },
        draft,
    )
    draft.replace(file)


def restore(
    file: Path,
    course: Course,
    model: SentenceTransformer,
    optimiser: torch.optim.Optimizer,
    pace: torch.optim.lr_scheduler.LambdaLR,
) -> Progress | None:
    """The progress saved for the same course; None when there is none or it cannot be read."""
    try:
        saved: dict[str, Any] = torch.load(file, weights_only=True)
        if saved["course"] != asdict(course):
            return None
        model.load_state_dict(saved["model"])
        optimiser.load_state_dict(saved["optimiser"])
        pace.load_state_dict(saved["pace"])
    except (OSError, RuntimeError, KeyError, ValueError, EOFError):
        return None
    neighbours = saved["neighbours"]
    return Progress(
        saved["step"],
        saved["losses"],
        saved["measured"],
        saved["best"],
        None if neighbours is None else neighbours.numpy(),
    )
