"""What a search gives back: hits with their evidence, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Zone = Literal["answer", "offer", "refuse"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One task found. ``score`` is the blended score, comparable within one search only.

    ``coverage`` is the share (0-1, weighted by rarity) of the question's content words that the task holds,
    in its own words or in what people say for it; ``own`` is the part in its own words.
    ``bullet`` is the bullet that matched best, None for the heading.
    """

    task_id: str
    score: float
    coverage: float
    own: float
    bullet: int | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Best first. ``confidence`` is the calibrated probability (0-1) that the first hit is what was meant.

    ``zone`` says what to do with it: answer the first, offer the first few, or refuse.
    """

    hits: tuple[Hit, ...]
    confidence: float
    zone: Zone
    unknown_words: tuple[str, ...] = ()  # content words of the question that the plan never uses
