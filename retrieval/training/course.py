"""What one training is made of, and what is shipped when nothing else is said; light to import."""

from __future__ import annotations

from dataclasses import dataclass

STEPS = 3_000
BATCH = 1_024
DIMENSION = 256
SEED = 20_260_416


@dataclass(frozen=True, slots=True)
class Course:
    """What one training is made of; a checkpoint serves only where all of it is equal."""

    steps: int
    dimension: int
    batch: int
    seed: int
    data: str  # fingerprint (hex) of everything that is trained on
