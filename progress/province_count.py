"""How all agencies stand together: sums by period, section, task and agency."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from progress.digests import Gap, ProvinceFacts
from progress.obligations import Obligation, Obligations
from progress.states import ObligationState, Status
from progress.working_days import vietnamese_day


class ProvinceCount:
    """Adds up how all agencies stand in the periods that take reports."""

    def __init__(self, obligations: Obligations, current: str) -> None:
        self._plan = obligations.plan
        self._collective = frozenset(obligations.collective_tasks())
        self._periods = obligations.periods
        self._current = current
        self._counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
        self._agencies: dict[str, list[int]] = {}
        self._ahead: set[tuple[ObligationState, dt.date]] = set()
        self._waiting = 0
        self._since: dt.date | None = None

    def add(self, agency: str, statuses: Iterable[tuple[Obligation, Status, Any]]) -> None:
        """Count the obligations of one agency, each with the row that stands on it, if any."""
        total = self._agencies[agency] = [0, 0, 0]
        for one, status, row in statuses:
            state = status.state
            if not state.is_counted:
                continue
            counted = [total, self._counts["period", one.period.key]]
            if one.period.key == self._current:
                counted.append(self._counts["section", self._plan.task_by_id[one.task_id].section])
                counted.append(self._counts["task", one.task_id])
            for numbers in counted:
                numbers[0] += not state.is_reported
                numbers[1] += 1
                numbers[2] += state is ObligationState.OVERDUE
            if state is ObligationState.AWAITING:
                self._waiting += 1
                self._since = min(vietnamese_day(row.first_sent_at), self._since or dt.date.max)
            elif state.is_owed and state is not ObligationState.OVERDUE and status.due is not None:
                self._ahead.add((state, status.due))

    def facts(self, questions: int) -> ProvinceFacts:
        return ProvinceFacts(
            self._current,
            self._gaps("section", (section.roman for section in self._plan.sections)),
            self._gaps("task", (task.id for task in self._plan.tasks if task.id in self._collective)),
            tuple(Gap(name, *numbers) for name, numbers in self._agencies.items()),
            self._gaps("period", (period.key for period in self._periods.periods)),
            frozenset(self._ahead),
            self._waiting,
            self._since,
            questions,
        )

    def _gaps(self, kind: str, names: Iterable[str]) -> tuple[Gap, ...]:
        return tuple(Gap(name, *self._counts[kind, name]) for name in names if (kind, name) in self._counts)
