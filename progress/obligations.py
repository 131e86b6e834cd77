"""Who must report on what: plan x directory x calendar, built once per plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.agencies import Agency, Directory
from corpus.model import Plan
from corpus.vietnamese import fold
from progress.periods import Period, PlanPeriods
from progress.reporting_calendar import Level

_COMMUNE_NAMES = ("xa ", "phuong ", "dac khu ", "ubnd xa", "ubnd phuong", "ubnd dac khu", "ubnd cap xa")

Role = Literal["lead", "coordinate", "none"]


@dataclass(frozen=True, slots=True)
class Duty:
    """One agency reports on one task. ``through`` is the group that leads it, "" when named itself."""

    task_id: str
    agency: str  # as the directory writes it; as the plan does when the directory does not know it
    level: Level
    through: str = ""  # as the plan writes it


@dataclass(frozen=True, slots=True)
class Obligation:
    """A duty in one period, with the days that the task has in it."""

    duty: Duty
    period: Period

    @property
    def task_id(self) -> str:
        return self.duty.task_id

    @property
    def agency(self) -> str:
        return self.duty.agency

    @property
    def level(self) -> Level:
        return self.duty.level


class Obligations:
    """All duties of a plan by task and by agency, and the periods in which they fall.

    A named lead obliges itself, a group each of its members; a group without members in the directory
    obliges its own name. Where an agency is named and belongs to a leading group too, it counts as named.
    """

    def __init__(self, plan: Plan, directory: Directory, periods: PlanPeriods) -> None:
        self.plan = plan
        self.periods = periods
        self._directory = directory
        self._by_task: dict[str, dict[str, Duty]] = {}
        self._by_agency: dict[str, dict[str, Duty]] = {}
        self._coordinating: dict[str, dict[str, str]] = {}
        self._written: dict[str, tuple[str, ...]] = {}
        self._unlisted = _unlisted(plan, directory)
        for task in plan.tasks:
            duties = {}
            for name, through in self._each(task.lead_agencies):
                duties[name] = Duty(task.id, name, self.level_of(name), through)
                self._by_agency.setdefault(name, {})[task.id] = duties[name]
            self._by_task[task.id] = duties
            self._coordinating[task.id] = dict(self._each(task.coordinating_agencies))
            self._written[task.id] = tuple(map(self.agency_name, task.coordinating_agencies))
        places = {agency.name: place for place, agency in enumerate(directory.agencies)}
        self.agencies: tuple[str, ...] = tuple(
            sorted(self._by_agency, key=lambda name: places.get(name, len(places)))
        )

    def agency_name(self, name: str) -> str:
        """The one name under which an agency reports: the directory's, else the first spelling met."""
        known = self._directory.match_plan_name(name)
        return known.name if known else self._unlisted.get(fold(name), name)

    def level_of(self, agency: str) -> Level:
        """The level whose due day counts for an agency."""
        known = self._directory.by_name(agency)
        if known is not None and not known.is_group:
            return Level.COMMUNE if known.is_commune else Level.DEPARTMENT
        return Level.COMMUNE if fold(agency).startswith(_COMMUNE_NAMES) else Level.DEPARTMENT

    def obliged_agencies(self, task_id: str) -> tuple[str, ...]:
        """The agencies that report on a task, named ones first. Raises KeyError for an unknown task."""
        return tuple(self._by_task[task_id])

    def coordinating_agencies(self, task_id: str) -> tuple[str, ...]:
        """The agencies and groups that the task names as coordinating, in its order; groups stay whole."""
        return self._written[task_id]

    def duty(self, task_id: str, agency: str) -> Duty | None:
        """The duty of an agency in a task; None when it does not lead it."""
        return self._by_task.get(task_id, {}).get(agency)

    def role(self, task_id: str, agency: str) -> Role:
        """What an agency does in a task, by its own name or through a group; leading comes first."""
        if self.duty(task_id, agency):
            return "lead"
        return "coordinate" if agency in self._coordinating.get(task_id, {}) else "none"

    def duties_of(self, agency: str) -> tuple[Duty, ...]:
        """The duties of an agency in the order of the plan; none for an agency that leads nothing."""
        return tuple(self._by_agency.get(agency, {}).values())

    def coordinated_by(self, agency: str) -> tuple[str, ...]:
        """Ids of the tasks in which an agency only coordinates, in the order of the plan."""
        return tuple(task.id for task in self.plan.tasks if self.role(task.id, agency) == "coordinate")

    def collective_tasks(self) -> tuple[str, ...]:
        """Ids of the tasks that a group leads: what a digest tells as "37/118 đơn vị"."""
        return tuple(
            task_id
            for task_id, duties in self._by_task.items()
            if any(duty.through for duty in duties.values())
        )

    def obligation(self, task_id: str, agency: str, period_key: str) -> Obligation | None:
        """What an agency owes on a task in a period; None when it owes nothing."""
        duty = self.duty(task_id, agency)
        period = self.periods.task_period(task_id, period_key) if duty else None
        return Obligation(duty, period) if duty and period else None

    def obligations_of(self, agency: str, period_key: str | None = None) -> tuple[Obligation, ...]:
        """What an agency owes: in one period, or in all, task by task in the order of the plan."""
        return tuple(self._in_periods(self._by_agency.get(agency, {}).values(), period_key))

    def obligations_on(self, task_id: str, period_key: str | None = None) -> tuple[Obligation, ...]:
        """What is owed on a task by all its agencies. Raises KeyError for an unknown task."""
        return tuple(self._in_periods(self._by_task[task_id].values(), period_key))

    def obligations_in(self, period_key: str) -> Iterator[Obligation]:
        """Everything owed in a period, task by task."""
        for duties in self._by_task.values():
            yield from self._in_periods(duties.values(), period_key)

    def _in_periods(self, duties: Iterable[Duty], period_key: str | None) -> Iterator[Obligation]:
        for duty in duties:
            if period_key is None:
                yield from (Obligation(duty, period) for period in self.periods.of_task(duty.task_id))
            elif period := self.periods.task_period(duty.task_id, period_key):
                yield Obligation(duty, period)

    def _each(self, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Every agency that the names of a cell mean, once, and the group that brings it in."""
        found: dict[str, str] = {}
        groups: list[tuple[Agency, str]] = []
        for name in names:
            known = self._directory.match_plan_name(name)
            if known is not None and self._directory.members_of(known.name):
                groups.append((known, name))
            else:
                found.setdefault(self.agency_name(name), "")
        for group, written in groups:
            for member in self._directory.members_of(group.name):
                found.setdefault(member.name, written)
        yield from found.items()


def _unlisted(plan: Plan, directory: Directory) -> dict[str, str]:
    """Names that the directory does not know, folded -> the first spelling in the plan."""
    found: dict[str, str] = {}
    for agency in plan.agencies:
        if directory.match_plan_name(agency.name) is None:
            found.setdefault(fold(agency.name), agency.name)
    return found
