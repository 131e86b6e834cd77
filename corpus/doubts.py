"""What a reader says when it is unsure (a doubt) or cannot go on (an error)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something read that a person should look at; ``line`` counts from 1, 0 speaks of the whole file."""

    line: int
    text: str


class PlanError(ValueError):
    """The file is no plan that can be read whole. The message is one Vietnamese line naming the place."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        self.reason = " ".join(reason.split())
        self.line = line
        super().__init__(f"Dòng {line}: {self.reason}" if line else self.reason)


def excerpt(text: str, limit: int = 60) -> str:
    """The first words of a text, for naming a place to a person."""
    tidy = " ".join(text.split())
    return tidy if len(tidy) <= limit else tidy[:limit].rsplit(" ", 1)[0] + "…"
