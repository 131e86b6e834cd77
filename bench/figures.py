"""What a benchmark found: figures side by side, bars that are met or missed, on screen and as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing measured on both sides in the same run; ``plain`` is None where only we have it."""

    name: str
    unit: str
    ours: float
    plain: float | None = None

    @property
    def ratio(self) -> float | None:
        """Ours divided by the plain pipeline's."""
        return self.ours / self.plain if self.plain else None


@dataclass(frozen=True, slots=True)
class Bar:
    """A promise: ``value`` is at most, or at least, ``limit``."""

    name: str
    value: float
    side: Literal["at most", "at least"]
    limit: float

    @property
    def is_met(self) -> bool:
        return self.value <= self.limit if self.side == "at most" else self.value >= self.limit


@dataclass(frozen=True, slots=True)
class Report:
    """One benchmark's outcome; ``notes`` say under what conditions it was measured."""

    title: str
    figures: tuple[Figure, ...]
    bars: tuple[Bar, ...]
    notes: tuple[str, ...] = ()
    beside: str = "plain pipeline"  # what ours is measured beside

    @property
    def is_met(self) -> bool:
        return all(bar.is_met for bar in self.bars)

    def table(self) -> str:
        """The report as Markdown."""
        lines = [f"### {self.title}", "", f"| | ours | {self.beside} | ratio |", "|---|--:|--:|--:|"]
        lines += [
            f"| {figure.name} ({figure.unit}) | {_number(figure.ours)} | {_number(figure.plain)} "
            f"| {_number(figure.ratio)} |"
            for figure in self.figures
        ]
        lines += ["", "| bar | measured | |", "|---|--:|---|"]
        lines += [
            f"| {bar.name} {bar.side} {_number(bar.limit)} | {_number(bar.value)} "
            f"| {'met' if bar.is_met else 'MISSED'} |"
            for bar in self.bars
        ]
        return "\n".join([*lines, "", *self.notes])

    def save(self, path: Path) -> None:
        """Write the report as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    def finish(self, path: Path | None) -> int:
        """Print, save where asked; the exit code: 1 when a bar is missed."""
        print(self.table())
        if path is not None:
            self.save(path)
        return 0 if self.is_met else 1


def percentile(values: Sequence[float], share: float) -> float:
    """Nearest-rank percentile; ``share`` is 0.5 for the median."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3
    return f"{value:.{digits}f}"
