"""The reporting periods of one plan: which there are, their days, which one is open, which one is meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from corpus.dates import dates_in
from corpus.deadlines import read_deadline
from corpus.model import Plan, Task
from progress.data_files import DataFileError
from progress.period_names import PeriodNames, SaidPeriod
from progress.reporting_calendar import FormDays, Level, PeriodForm, ReportingCalendar


@dataclass(frozen=True, slots=True)
class Period:
    """One period: data from ``data_from`` to ``closes``, reports from ``opens``, due days by level.

    ``key`` ("2026-6T") is stable and names it in SQL and in links; it does not sort by time. The periods that
    a task has for itself bear the same key.
    """

    key: str
    form: str  # "6T"
    year: int
    name: str  # "6 tháng 2026"
    data_from: dt.date
    closes: dt.date
    opens: dt.date
    due_departments: dt.date
    due_communes: dt.date
    due_province: dt.date

    def due(self, level: Level) -> dt.date:
        """The last day on which a report is on time; a weekend or a holiday does not move it."""
        match level:
            case Level.DEPARTMENT:
                return self.due_departments
            case Level.COMMUNE:
                return self.due_communes
            case Level.PROVINCE:
                return self.due_province

    @property
    def last_due(self) -> dt.date:
        """The day on which the last of the units must have reported."""
        return max(self.due_departments, self.due_communes)

    def has_opened(self, day: dt.date) -> bool:
        return self.opens <= day

    def is_open(self, day: dt.date) -> bool:
        """Whether reports are being gathered; afterwards they are late, until somebody locks the period."""
        return self.opens <= day <= self.last_due


class PlanPeriods:
    """The periods of a plan, in order of closing, and those of each of its tasks."""

    def __init__(self, calendar: ReportingCalendar, plan: Plan) -> None:
        """Raises DataFileError when the calendar speaks of a task or a first period that the plan has not."""
        for task_id in calendar.rules:
            if task_id not in plan.task_by_id:
                problem = f"nhiệm vụ “{task_id}” không có trong kế hoạch {plan.document.number}"
                raise DataFileError(calendar.path, problem)
        self.calendar = calendar
        self.last_year = calendar.last_year or last_year_of(plan)
        self.periods = _obliging(calendar, plan, self.last_year)
        self.by_key: Mapping[str, Period] = {period.key: period for period in self.periods}
        self._order = {period.key: place for place, period in enumerate(self.periods)}
        self._of_task = {task.id: self._periods_of(task) for task in plan.tasks}
        self._keyed = {
            task_id: {period.key: period for period in periods}
            for task_id, periods in self._of_task.items()
            if periods is not self.periods
        }
        self._names = PeriodNames(calendar.forms)

    def order(self, key: str) -> int:
        """The place of a period among all, from 0. Raises KeyError for a key that the plan has not."""
        return self._order[key]

    def between(self, start: dt.date, end: dt.date) -> tuple[Period, ...]:
        """The periods that close from ``start`` to ``end``, both included."""
        return tuple(period for period in self.periods if start <= period.closes <= end)

    def of_task(self, task_id: str) -> tuple[Period, ...]:
        """The periods a task reports in, with days of its own where the calendar gives some.

        A task whose time frame names years obliges only in these. Raises KeyError for an unknown task.
        """
        return self._of_task[task_id]

    def task_period(self, task_id: str, key: str) -> Period | None:
        """The period with the task's own days; None when the task does not report in it."""
        if task_id not in self._of_task:
            raise KeyError(task_id)
        return self._keyed.get(task_id, self.by_key).get(key)

    def current(
        self, day: dt.date, locked: Collection[str] = (), *, task_id: str | None = None
    ) -> Period | None:
        """The period one reports for when one says nothing; ``locked`` holds keys of locked periods.

        The newest open one, else the last one gone by that is not locked; None before the first opens.
        """
        periods = self.periods if task_id is None else self.of_task(task_id)
        begun = [period for period in periods if period.has_opened(day) and period.key not in locked]
        return max(begun, key=lambda period: (period.is_open(day), period.opens), default=None)

    def upcoming(self, day: dt.date, *, task_id: str | None = None) -> Period | None:
        """The next period to open after ``day``; None after the last."""
        periods = self.periods if task_id is None else self.of_task(task_id)
        return next((period for period in periods if not period.has_opened(day)), None)

    def find(self, said: str, today: dt.date) -> Period | None:
        """The period that a short answer names, in any typing: "quý 1", "6 thang dau nam", "quy III/2026".

        Without a year it is the newest that has opened, else the next. None when ``said`` names no period,
        says more beside it, or names one that the plan does not have ("quý II", "quý I/2026").
        """
        if said.strip() in self.by_key:
            return self.by_key[said.strip()]
        name = self._names.whole(said)
        return self.meant(name, today) if name else None

    def mentions(self, text: str) -> tuple[SaidPeriod, ...]:
        """Where a sentence speaks of periods, left to right; ``meant`` tells which one each is.

        One that is not sure ("6 tháng", "năm 2026") may also be a mere stretch of time.
        """
        return self._names.mentions(text)

    def meant(self, said: SaidPeriod, today: dt.date) -> Period | None:
        """The period that a mention means on a day; None when the plan does not have it."""
        if not said.form:
            return self._counted(said.step, today)
        if said.year is not None or said.year_step is not None:
            year = said.year if said.year is not None else today.year + (said.year_step or 0)
            return self.by_key.get(_key(year, said.form))
        same = [period for period in self.periods if period.form == said.form]
        opened = [period for period in same if period.has_opened(today)]
        return opened[-1] if opened else same[0] if same else None

    def _counted(self, step: int, today: dt.date) -> Period | None:
        if step > 0:
            return self.upcoming(today)
        current = self.current(today)
        if current is None:
            return self.upcoming(today) if step == 0 else None
        place = self._order[current.key] + step
        return self.periods[place] if place >= 0 else None

    def _periods_of(self, task: Task) -> tuple[Period, ...]:
        rule = self.calendar.rules.get(task.id)
        frame = read_deadline(task.timeframe)
        first = frame.start.year if frame.start else 0
        last = frame.end.year if frame.end else self.last_year
        periods = [period for period in self.periods if first <= period.year <= last]
        # A task whose years have gone by when the plan begins still says once what came of it.
        periods = periods or list(self.periods[:1])
        if rule is None:
            return self.periods if len(periods) == len(self.periods) else tuple(periods)
        forms = {form.key: form for form in self.calendar.forms}
        own = (
            _period(forms[period.form], rule.days[period.form], period.year)
            if period.form in rule.days
            else period
            for period in periods
            if rule.forms is None or period.form in rule.forms
        )
        return tuple(sorted(own, key=lambda period: period.closes))


def periods_between(calendar: ReportingCalendar, start: dt.date, end: dt.date) -> tuple[Period, ...]:
    """Every period of a calendar that closes from ``start`` to ``end``, both included, whatever the plan."""
    return tuple(
        period for period in _running(calendar, start.year - 1, end.year + 1) if start <= period.closes <= end
    )


def last_year_of(plan: Plan) -> int:
    """The last year that the plan's time frames or its title name, else the year of its document."""
    ends = [frame.end.year for task in plan.tasks if (frame := read_deadline(task.timeframe)).end]
    ends += [date.last.year for date in dates_in(plan.document.title) if date.last]
    return max(ends, default=plan.document.date.year)


def _obliging(calendar: ReportingCalendar, plan: Plan, last_year: int) -> tuple[Period, ...]:
    """From the first period that closes after the plan's date, unless the calendar names another, on."""
    issued = plan.document.date
    running = _running(calendar, issued.year - 1, last_year)
    if calendar.first is None:
        return tuple(period for period in running if period.closes > issued)
    first = _key(*calendar.first)
    keys = [period.key for period in running]
    if first not in keys:
        problem = f"[plan]: first “{first}” không nằm trong thời gian của kế hoạch {plan.document.number}"
        raise DataFileError(calendar.path, problem)
    return tuple(running[keys.index(first) :])


def _running(calendar: ReportingCalendar, first_year: int, last_year: int) -> list[Period]:
    years = range(first_year, last_year + 1)
    found = [_period(form, form.days, year) for year in years for form in calendar.forms]
    return sorted(found, key=lambda period: (period.closes, period.key))


def _period(form: PeriodForm, days: FormDays, year: int) -> Period:
    return Period(
        key=_key(year, form.key),
        form=form.key,
        year=year,
        name=form.name_in(year),
        data_from=days.data_from.on(year),
        closes=days.closes.on(year),
        opens=days.opens.on(year),
        due_departments=days.due_of(Level.DEPARTMENT).on(year),
        due_communes=days.due_of(Level.COMMUNE).on(year),
        due_province=days.due_of(Level.PROVINCE).on(year),
    )


def _key(year: int, form: str) -> str:
    return f"{year}-{form}"
