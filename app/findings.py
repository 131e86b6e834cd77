"""What a check found, as one line that says what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    """The mark that stands before the line."""

    WELL = "ok"
    BROKEN = "✗"
    UNUSED = "–"


@dataclass(frozen=True, slots=True)
class Finding:
    """One part looked at. ``remedy`` is what the operator does about it, empty where nothing is to do."""

    part: str
    verdict: Verdict
    told: str
    remedy: str = ""

    @property
    def line(self) -> str:
        remedy = f" → {self.remedy}" if self.remedy else ""
        return f"{self.verdict.value:<2} {self.part}: {self.told}{remedy}"


def well(part: str, told: str) -> Finding:
    return Finding(part, Verdict.WELL, told)


def broken(part: str, told: str, remedy: str) -> Finding:
    return Finding(part, Verdict.BROKEN, told.rstrip("."), remedy)


def unused(part: str, told: str) -> Finding:
    return Finding(part, Verdict.UNUSED, told)
