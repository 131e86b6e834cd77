"""Looking through the plan: by section, by agency and by words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.dialogue.ports import PlanSearch
from corpus.model import Plan, PlanAgency, Section, Task
from corpus.vietnamese import fold, tidy

Role = Literal["lead", "coordinate", "either"]
QUERY_LIMIT = 300  # characters of a search that are read
RELATED_LIMIT = 5


class Groups(Protocol):
    """Which groups of the plan an agency belongs to; their names as the plan writes them."""

    def groups_of(self, name: str) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class AgencyCard:
    """One agency or group of the plan with its tasks. ``slug`` is its address: "so-noi-vu"."""

    slug: str
    name: str
    kind: Literal["agency", "group"]
    leads: tuple[str, ...]
    coordinates: tuple[str, ...]
    groups: tuple[str, ...] = ()  # groups of the plan it belongs to


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: tasks that hold every word, and tasks near in meaning that do not."""

    holding: tuple[Task, ...]
    related: tuple[Task, ...]

    @property
    def is_empty(self) -> bool:
        return not self.holding and not self.related


class Browser:
    """The plan as lists. Words are compared without marks, the last letters may still be missing."""

    def __init__(self, plan: Plan, search: PlanSearch, groups: Groups | None) -> None:
        self.plan = plan
        self._search = search
        self.agencies = tuple(_card(plan, agency, groups) for agency in plan.agencies)
        self._agency_by_slug = {card.slug: card for card in self.agencies}
        self._words = {task.id: f" {fold(_words_of(plan, task))} " for task in plan.tasks}
        self._order = {task.id: place for place, task in enumerate(plan.tasks)}

    def agency(self, name_or_slug: str) -> AgencyCard | None:
        return self._agency_by_slug.get(slug_of(name_or_slug))

    def task(self, task_id: str) -> Task | None:
        return self.plan.task_by_id.get(task_id) or self.plan.task_by_id.get(task_id.upper())

    def tasks_of(self, section: Section) -> tuple[Task, ...]:
        return self.tasks(section.task_ids)

    def tasks(self, ids: Sequence[str]) -> tuple[Task, ...]:
        return tuple(self.plan.task_by_id[task_id] for task_id in ids)

    def neighbours(self, task: Task) -> tuple[Task | None, Task | None]:
        """The tasks before and after, through the whole plan."""
        place = self._order[task.id]
        tasks = self.plan.tasks
        before = tasks[place - 1] if place else None
        after = tasks[place + 1] if place + 1 < len(tasks) else None
        return before, after

    def select(
        self,
        *,
        section: str | None = None,
        agency: AgencyCard | None = None,
        role: Role = "either",
        words: str = "",
    ) -> tuple[Task, ...]:
        """The tasks that fit every filter given, in plan order."""
        wanted = _ids_of(agency, role) if agency else None
        return tuple(
            task
            for task in self._holding(words)
            if (section is None or task.section == section) and (wanted is None or task.id in wanted)
        )

    def find(self, words: str) -> Found:
        """Tasks that hold the words, then tasks the search thinks are meant. Blocks: call it in a thread."""
        holding = self._holding(words)
        result = self._search.search(tidy(words, QUERY_LIMIT), RELATED_LIMIT)
        known = {task.id for task in holding}
        hits = result.hits if result.zone != "refuse" else ()
        return Found(holding, self.tasks([hit.task_id for hit in hits if hit.task_id not in known]))

    def _holding(self, words: str) -> tuple[Task, ...]:
        tokens = fold(tidy(words, QUERY_LIMIT)).split()
        # A word may still be typed: each token is the beginning of a word of the task.
        return tuple(
            task for task in self.plan.tasks if all(f" {token}" in self._words[task.id] for token in tokens)
        )


def slug_of(name: str) -> str:
    """ "Sở Nội vụ" -> "so-noi-vu"; a slug stays as it is."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


def _card(plan: Plan, agency: PlanAgency, groups: Groups | None) -> AgencyCard:
    known = {other.name for other in plan.agencies if other.kind == "group"}
    member_of = groups.groups_of(agency.name) if groups and agency.kind == "agency" else ()
    return AgencyCard(
        slug_of(agency.name),
        agency.name,
        agency.kind,
        plan.led_by.get(agency.name, ()),
        plan.coordinated_by.get(agency.name, ()),
        tuple(name for name in member_of if name in known),
    )


def _ids_of(agency: AgencyCard, role: Role) -> frozenset[str]:
    match role:
        case "lead":
            return frozenset(agency.leads)
        case "coordinate":
            return frozenset(agency.coordinates)
        case "either":
            return frozenset(agency.leads + agency.coordinates)


def _words_of(plan: Plan, task: Task) -> str:
    section = plan.section_by_roman.get(task.section)
    parent = plan.parent_by_id.get(task.parent or "")
    corrected = task.text
    for correction in task.corrections:
        corrected = corrected.replace(correction.text, f"{correction.text} {correction.suggest}")
    return " ".join(
        (
            task.id,
            section.title if section else "",
            parent.title if parent else "",
            corrected,
            *task.lead_agencies,
            *task.coordinating_agencies,
        )
    )
