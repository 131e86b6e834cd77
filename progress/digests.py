"""What waits for a person on a day, in the parts of his roles: composed from facts, without any database."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from progress.digest_settings import DigestRules
from progress.states import ObligationState, Rate, Status, is_escalated, reminder_days
from progress.working_days import WorkingDays

WORST_SHOWN = 10  # agencies

_COUNTED = (
    ObligationState.OVERDUE,
    ObligationState.RETURNED,
    ObligationState.DUE_SOON,
    ObligationState.IN_TIME,
)


@dataclass(frozen=True, slots=True)
class Owed:
    """What an agency has still to send on a task in a period; of a report that came back, which and why."""

    task_id: str
    agency: str
    period: str
    status: Status
    report_id: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """How an agency stands: ``owed`` in every period that takes reports, the rates in the ``current`` one.

    ``holders`` are the names of those who report for it. ``is_complete``: everything of the current period is
    reported, and something was to be.
    """

    agency: str
    current: str
    owed: tuple[Owed, ...]
    update: Rate
    is_complete: bool
    completion: Rate
    holders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """How many reports are ``missing`` of all that are due from a section, on a task, or by an agency."""

    name: str
    missing: int
    whole: int
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class ProvinceFacts:
    """How all agencies stand together; ``sections`` and ``tasks`` in the current period, in plan order.

    ``tasks`` are those that a group leads. ``agencies`` and ``periods`` count all periods that take reports.
    ``ahead``: what is not overdue yet, as (state, due day). ``questions`` were asked in the week before this
    one and not answered.
    """

    current: str = ""
    sections: tuple[Gap, ...] = ()
    tasks: tuple[Gap, ...] = ()
    agencies: tuple[Gap, ...] = ()
    periods: tuple[Gap, ...] = ()
    ahead: frozenset[tuple[ObligationState, dt.date]] = frozenset()
    waiting: int = 0
    waiting_since: dt.date | None = None
    questions: int = 0


@dataclass(frozen=True, slots=True)
class Snooze:
    """A person does not want to be reminded of a task before a day."""

    task_id: str
    until: dt.date
    reason: str


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """All that the digest of one person rests on. ``opened``: periods whose opening he was not told of."""

    person: int
    reports_for: tuple[AgencyFacts, ...] = ()
    leads: tuple[AgencyFacts, ...] = ()
    province: ProvinceFacts | None = None
    snoozes: tuple[Snooze, ...] = ()
    opened: tuple[str, ...] = ()
    is_thanked: bool = False
    is_told_this_week: bool = False

    @property
    def key(self) -> object:
        """The same for persons who are told the same, where the facts were gathered together."""
        agencies = tuple(tuple(one.agency for one in some) for some in (self.reports_for, self.leads))
        own = (self.snoozes, self.opened, self.is_thanked, self.is_told_this_week)
        return agencies, self.province is not None, own


@dataclass(frozen=True, slots=True)
class PeriodCount:
    """How many of what waits stand how, in one period."""

    period: str
    counts: tuple[tuple[ObligationState, int], ...]


@dataclass(frozen=True, slots=True)
class FocalPart:
    """What a focal point has to send: counts, then ``lines``, the most urgent first."""

    agencies: tuple[str, ...]
    counts: tuple[PeriodCount, ...] = ()
    lines: tuple[Owed, ...] = ()
    snoozed: tuple[Snooze, ...] = ()
    opened: tuple[str, ...] = ()
    thanks: str = ""  # the period in which everything is reported


@dataclass(frozen=True, slots=True)
class LeaderPart:
    """What a leader is told of his agency once the grace is over."""

    agency: str
    period: str
    update: Rate
    completion: Rate
    escalated: tuple[Owed, ...]
    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoordinatorPart:
    """The roll-up; ``questions`` is None on days that do not tell of them.

    ``sections`` and ``tasks`` are there once reports are recalled: on the first day all of them are missing.
    """

    period: str
    total: Gap | None
    earlier: tuple[Gap, ...]
    sections: tuple[Gap, ...]
    tasks: tuple[Gap, ...]  # the largest gap first
    worst: tuple[Gap, ...]
    waiting: int
    waiting_days: int
    questions: int | None
    opened: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """One message for one person; a part is there where a role of his has something to be told."""

    day: dt.date
    focal: FocalPart | None = None
    leader: tuple[LeaderPart, ...] = ()
    coordinator: CoordinatorPart | None = None


def compose_digest(facts: PersonFacts, today: dt.date, rules: DigestRules) -> Digest | None:
    """The digest of a person on a day (in Vietnam); None when nothing waits for him."""
    focal = _focal(facts, today, rules)
    leader = tuple(part for agency in facts.leads if (part := _leader(agency, today, rules)))
    coordinator = _coordinator(facts, today, rules)
    if focal is None and not leader and coordinator is None:
        return None
    return Digest(today, focal, leader, coordinator)


def is_recalled(state: ObligationState, due: dt.date | None, today: dt.date, rules: DigestRules) -> bool:
    """Whether something owed is told on a day: always when it is urgent, else on the days of reminding."""
    if state is ObligationState.IN_TIME and due is not None:
        return today in _reminded(due, rules.working_days, rules.leads)
    return state in _COUNTED


@lru_cache(maxsize=256)
def _reminded(due: dt.date, working_days: WorkingDays, leads: tuple[int, ...]) -> tuple[dt.date, ...]:
    return reminder_days(due, working_days, leads)


@lru_cache(maxsize=1024)
def _escalated(due: dt.date, today: dt.date, working_days: WorkingDays, grace: int) -> bool:
    return is_escalated(due, today, working_days, grace)


def _focal(facts: PersonFacts, today: dt.date, rules: DigestRules) -> FocalPart | None:
    snoozed = {one.task_id: one for one in facts.snoozes if today < one.until}
    told = [
        one
        for agency in facts.reports_for
        for one in agency.owed
        if is_recalled(one.status.state, one.status.due, today, rules)
    ]
    lines = [one for one in told if one.task_id not in snoozed]
    hidden = dict.fromkeys(one.task_id for one in told if one.task_id in snoozed)
    opened = facts.opened if facts.reports_for else ()
    thanks = ""
    if facts.reports_for and not facts.is_thanked and not any(one.owed for one in facts.reports_for):
        active = [one for one in facts.reports_for if one.is_complete]
        thanks = active[0].current if active else ""
    if not lines and not opened and not thanks:
        return None
    return FocalPart(
        tuple(one.agency for one in facts.reports_for),
        _counts(lines),
        tuple(sorted(lines, key=lambda one: one.status.urgency)),
        tuple(snoozed[task_id] for task_id in hidden),
        opened,
        thanks,
    )


def _counts(lines: Sequence[Owed]) -> tuple[PeriodCount, ...]:
    """By period, what is due last in front; of each the states that occur."""
    states: dict[str, Counter[ObligationState]] = {}
    due: dict[str, dt.date] = {}
    for one in lines:
        states.setdefault(one.period, Counter())[one.status.state] += 1
        due[one.period] = max(one.status.due or dt.date.min, due.get(one.period, dt.date.min))
    return tuple(
        PeriodCount(key, tuple((one, states[key][one]) for one in _COUNTED if states[key][one]))
        for key in sorted(states, key=lambda key: (due[key], key), reverse=True)
    )


def _leader(agency: AgencyFacts, today: dt.date, rules: DigestRules) -> LeaderPart | None:
    escalated = [
        one
        for one in agency.owed
        if one.status.due is not None and _escalated(one.status.due, today, rules.working_days, rules.grace)
    ]
    if not escalated:
        return None
    return LeaderPart(
        agency.agency,
        agency.current,
        agency.update,
        agency.completion,
        tuple(sorted(escalated, key=lambda one: one.status.urgency)),
        agency.holders,
    )


def _coordinator(facts: PersonFacts, today: dt.date, rules: DigestRules) -> CoordinatorPart | None:
    province = facts.province
    if province is None:
        return None
    questions = province.questions if not facts.is_told_this_week else 0
    overdue = any(one.overdue for one in province.periods)
    ahead = any(is_recalled(state, due, today, rules) for state, due in province.ahead)
    if not (overdue or ahead or province.waiting or questions or facts.opened):
        return None
    since = province.waiting_since
    late = [one for one in province.agencies if one.overdue]
    missing = [one for one in province.tasks if one.missing and (overdue or ahead)]
    return CoordinatorPart(
        province.current,
        next((one for one in province.periods if one.name == province.current), None),
        tuple(one for one in province.periods if one.name != province.current and one.missing),
        province.sections if overdue or ahead else (),
        tuple(sorted(missing, key=lambda one: -one.missing)),
        tuple(sorted(late, key=lambda one: (-one.overdue, -one.missing))[:WORST_SHOWN]),
        province.waiting,
        (today - since).days if since else 0,
        None if facts.is_told_this_week else questions,
        facts.opened,
    )
