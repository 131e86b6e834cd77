"""What the skills know: the plan, its agencies, its words and the search, looked up by name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bot.dialogue.intents import Role, RoleClause, TaskFilter
from bot.dialogue.ports import PlanSearch
from bot.dialogue.understanding.lexicon import Lexicon, build_lexicon
from corpus.agencies import Agency, Directory
from corpus.glossary import Glossary
from corpus.model import Plan, Task
from corpus.shorthand import Shorthand
from corpus.vietnamese import fold


@dataclass(frozen=True, slots=True)
class TaskSet:
    """Tasks an agency has by its own name, and those it has only as a member of ``groups``."""

    named: tuple[str, ...]
    through_group: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    group_total: int = 0  # rows of the groups before those that also name the agency are taken out


@dataclass(frozen=True)
class Knowledge:
    """Read-only; shared by all conversations."""

    plan: Plan
    directory: Directory
    glossary: Glossary
    lexicon: Lexicon
    search: PlanSearch

    @cached_property
    def order(self) -> dict[str, int]:
        """Task id -> its place in the plan."""
        return {task.id: place for place, task in enumerate(self.plan.tasks)}

    @cached_property
    def names_in_plan(self) -> dict[str, str]:
        """Directory name -> the name as the plan writes it."""
        names = {}
        for agency in self.plan.agencies:
            known = self.directory.match_plan_name(agency.name)
            names[known.name if known else agency.name] = agency.name
        return names

    def task(self, task_id: str) -> Task:
        return self.plan.task_by_id[task_id]

    def leaves(self, code: str) -> tuple[str, ...]:
        """A task id as it is; a parent as its children."""
        parent = self.plan.parent_by_id.get(code)
        return parent.children if parent else (code,)

    def is_group(self, plan_name: str) -> bool:
        return any(agency.name == plan_name and agency.kind == "group" for agency in self.plan.agencies)

    def in_order(self, ids: set[str]) -> tuple[str, ...]:
        return tuple(sorted(ids, key=self.order.__getitem__))

    def named_tasks(self, agency_name: str, role: Role) -> set[str]:
        """Ids of the rows that write this agency's (or group's) own name in the role."""
        name = self.names_in_plan.get(agency_name)
        if name is None:
            return set()
        found: set[str] = set()
        if role in ("lead", "either"):
            found.update(self.plan.led_by.get(name, ()))
        if role in ("coordinate", "either"):
            found.update(self.plan.coordinated_by.get(name, ()))
        return found

    def tasks_of(self, agency: Agency, role: Role) -> TaskSet:
        """Rows by name and rows through groups; a row naming the agency in any role counts as named only."""
        named = self.named_tasks(agency.name, role)
        groups = tuple(
            group for group in self.directory.groups_of(agency.name) if self.named_tasks(group, role)
        )
        of_groups: set[str] = set()
        for group in groups:
            of_groups |= self.named_tasks(group, role)
        apart = of_groups - self.named_tasks(agency.name, "either")
        return TaskSet(self.in_order(named), self.in_order(apart), groups)

    def matching(self, wanted: TaskFilter) -> TaskSet:
        """The rows that pass every condition of a filter but its subject words."""
        result = self._by_clauses(wanted)
        return TaskSet(
            tuple(i for i in result.named if self._passes(i, wanted)),
            tuple(i for i in result.through_group if self._passes(i, wanted)),
            result.groups,
            sum(1 for i in self._group_rows(result, wanted) if self._passes(i, wanted)),
        )

    def _by_clauses(self, wanted: TaskFilter) -> TaskSet:
        if not wanted.clauses:
            return TaskSet(tuple(task.id for task in self.plan.tasks))
        if len(wanted.clauses) == 1 and not wanted.alone:
            return self.tasks_of(wanted.clauses[0].agency, wanted.clauses[0].role)
        sets = [
            self._alone(clause) if wanted.alone else self.named_tasks(clause.agency.name, clause.role)
            for clause in wanted.clauses
        ]
        joined = set.intersection(*sets) if wanted.joined_by == "and" else set.union(*sets)
        return TaskSet(self.in_order(joined))

    def _alone(self, clause: RoleClause) -> set[str]:
        name = self.names_in_plan.get(clause.agency.name, "")
        alone = set()
        for task_id in self.named_tasks(clause.agency.name, clause.role):
            task = self.task(task_id)
            if clause.role != "coordinate" and task.lead_agencies == (name,):
                alone.add(task_id)
            if clause.role != "lead" and task.coordinating_agencies == (name,):
                alone.add(task_id)
        return alone

    def _group_rows(self, result: TaskSet, wanted: TaskFilter) -> set[str]:
        rows: set[str] = set()
        for group in result.groups:
            rows |= self.named_tasks(group, wanted.clauses[0].role)
        return rows - set(result.named)

    def _passes(self, task_id: str, wanted: TaskFilter) -> bool:
        task = self.task(task_id)
        if wanted.section and task.section != wanted.section:
            return False
        if wanted.timeframe and (wanted.timeframe in self._timeframes[task_id]) == wanted.not_timeframe:
            return False
        if wanted.has_target is not None and bool(task.targets) != wanted.has_target:
            return False
        if wanted.target_value is not None:
            return any(
                target.value == wanted.target_value
                and target.unit == "%"
                and target.comparator in ("=", ">=")
                for target in task.targets
            )
        return True

    @cached_property
    def _timeframes(self) -> dict[str, str]:
        return {task.id: fold(task.timeframe) for task in self.plan.tasks}


def build_knowledge(
    plan: Plan, directory: Directory, glossary: Glossary, shorthand: Shorthand, search: PlanSearch
) -> Knowledge:
    """Tie one plan to its words; done once at start."""
    return Knowledge(plan, directory, glossary, build_lexicon(plan, directory, glossary, shorthand), search)
