"""The plan as values: document, sections, tasks, targets and who does what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Comparator = Literal[
    "=", ">=", "<=", "range", "increase", "increase-yoy", "decrease-yoy", "max-rank", "external"
]
AgencyKind = Literal["agency", "group"]


@dataclass(frozen=True, slots=True)
class Document:
    """The decision that carries the plan.

    ``number`` is tidy ("201/KH-UBND"); ``number_as_printed`` is what the page shows ("201 /KH-UBND").
    """

    kind: str  # "Kế hoạch"
    number: str
    number_as_printed: str
    date: dt.date
    issuer: str
    annex: str  # "Phụ lục II"; empty when the table is the document itself
    title: str


@dataclass(frozen=True, slots=True)
class SourceSpan:
    """Where a row stands in the source file: first and last line, counted from 1."""

    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class Bullet:
    """One dash (level 1) or plus (level 2) line of a row, without its mark."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Target:
    """What a task must reach, as the row says it.

    ``value`` is a number, a (low, high) pair for ``range``, a word for ordinal grades ("tốt"),
    or None where the row gives no number of its own.
    """

    text: str
    comparator: Comparator
    value: float | tuple[float, float] | str | None
    unit: str
    scope: str = ""  # whom or what it measures, when the row tells two apart ("UBND cấp xã")
    is_stretch: bool = False  # "phấn đấu đạt 100%" beside a minimum
    is_yearly: bool = False  # counted per year
    against_last_year: bool = False
    bullet: int | None = None  # index into Task.bullets, None when it stands in the heading

    @property
    def has_number(self) -> bool:
        return self.value is not None and not isinstance(self.value, str)


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A legal document that a row names."""

    cited_as: str
    type: str
    number: str | None = None
    issuer: str | None = None
    date: dt.date | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A wording error of the source: quoted as it stands, searched as corrected."""

    text: str
    suggest: str


@dataclass(frozen=True, slots=True)
class Parent:
    """A numbered row that only gathers sub-rows; it has no agency of its own."""

    id: str
    section: str
    number: str
    title: str
    children: tuple[str, ...]
    source: SourceSpan


@dataclass(frozen=True, slots=True)
class Task:
    """A leaf row. ``id`` is section + STT ("III.4", "VII.8.2").

    ``text`` is verbatim: heading line, then "- " bullets and "  + " sub-bullets, one a line.
    ``targets`` are explicit; ``soft_targets`` bind without a number of their own.
    """

    id: str
    section: str
    number: str
    parent: str | None
    title: str
    heading: str | None
    bullets: tuple[Bullet, ...]
    text: str
    lead_agencies: tuple[str, ...]
    coordinating_agencies: tuple[str, ...]
    timeframe: str
    targets: tuple[Target, ...]
    soft_targets: tuple[Target, ...]
    cited_documents: tuple[CitedDocument, ...]
    corrections: tuple[Correction, ...]
    source: SourceSpan


@dataclass(frozen=True, slots=True)
class Section:
    """``numbered_items`` counts STT numbers (parents once), ``task_ids`` the leaf tasks in order."""

    roman: str
    title: str
    task_ids: tuple[str, ...]
    numbered_items: int


@dataclass(frozen=True, slots=True)
class PlanAgency:
    """An agency or group as the plan names it."""

    name: str
    kind: AgencyKind


@dataclass(frozen=True, slots=True)
class PlanAbbreviation:
    """A short form the plan explains itself: "thủ tục hành chính (TTHC)"."""

    short: str
    full: str
    where: tuple[str, ...]  # sections or task ids


@dataclass(frozen=True)
class Plan:
    """One plan, whole and checked. Look-ups by id are dictionaries built once."""

    document: Document
    sections: tuple[Section, ...]
    parents: tuple[Parent, ...]
    tasks: tuple[Task, ...]
    agencies: tuple[PlanAgency, ...]  # in order of first appearance
    abbreviations: tuple[PlanAbbreviation, ...]
    source_hash: str = ""  # sha256 of the source bytes, hex
    notes: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def task_by_id(self) -> Mapping[str, Task]:
        return {task.id: task for task in self.tasks}

    @cached_property
    def section_by_roman(self) -> Mapping[str, Section]:
        return {section.roman: section for section in self.sections}

    @cached_property
    def parent_by_id(self) -> Mapping[str, Parent]:
        return {parent.id: parent for parent in self.parents}

    def has_row(self, code: str) -> bool:
        """Whether a task or a parent row bears this code."""
        return code in self.task_by_id or code in self.parent_by_id

    @cached_property
    def led_by(self) -> Mapping[str, tuple[str, ...]]:
        """Agency name as the plan writes it -> ids of the tasks it leads, in plan order."""
        return _index((task.id, task.lead_agencies) for task in self.tasks)

    @cached_property
    def coordinated_by(self) -> Mapping[str, tuple[str, ...]]:
        """Agency name as the plan writes it -> ids of the tasks it coordinates, in plan order."""
        return _index((task.id, task.coordinating_agencies) for task in self.tasks)


def _index(rows: Iterable[tuple[str, tuple[str, ...]]]) -> Mapping[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for task_id, names in rows:
        for name in names:
            index.setdefault(name, []).append(task_id)
    return {name: tuple(ids) for name, ids in index.items()}
