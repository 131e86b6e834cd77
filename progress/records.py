"""What a report holds, as values: measures, content, versions, and what of them counts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from progress.states import SaidProgress, Standing, Submission, TaskState
from progress.working_days import vietnamese_day

WHOLE_LIMIT = 10**15
# Exponents are refused: "1e999999999" would be written out in full.
_DECIMAL = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,10})?")


class RecordError(ValueError):
    """Stored JSON is no content of a report."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure reported: a value with its unit, "120 of 125", or a grade.

    ``unit`` is as said ("%", "cuộc", "tỷ đồng", "" when not said). A change instead of a level says its way
    after the unit: "% vượt", "% tăng", "% giảm". ``target`` is the place in ``measures.targets_of(task)``: in
    ``task.targets``, then in ``task.soft_targets``; None when it speaks of no target. ``grade`` is a word
    such as "tốt".
    """

    value: Decimal | None = None
    unit: str = ""
    numerator: Decimal | int | None = None
    denominator: Decimal | int | None = None
    target: int | None = None
    text: str = ""  # the words of the message
    grade: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain values without the empty ones; decimals as text, so that no digit is lost."""
        return _without_empty({one.name: _plain(getattr(self, one.name)) for one in fields(self)})

    @classmethod
    def from_json(cls, json: object) -> Measure:
        """The measure that ``to_json`` gave. Raises RecordError for anything else."""
        cells = _mapping(json)
        return cls(
            value=_decimal(cells, "value"),
            unit=_text(cells, "unit"),
            numerator=_part(cells, "numerator"),
            denominator=_part(cells, "denominator"),
            target=_whole(cells, "target"),
            text=_text(cells, "text"),
            grade=_text(cells, "grade"),
        )


@dataclass(frozen=True, slots=True)
class Content:
    """What one report says. ``percent`` is the share of the work done; a measure is never mixed with it."""

    percent: Decimal | None = None
    measures: tuple[Measure, ...] = ()
    state: TaskState | None = None
    difficulty: str = ""
    proposal: str = ""
    note: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Content()

    def to_json(self) -> dict[str, Any]:
        """Plain values without the empty ones; decimals as text, so that no digit is lost."""
        cells = {one.name: _plain(getattr(self, one.name)) for one in fields(self)}
        return _without_empty(cells | {"measures": [measure.to_json() for measure in self.measures]})

    @classmethod
    def from_json(cls, json: object) -> Content:
        """The content that ``to_json`` gave. Raises RecordError for anything else."""
        cells = _mapping(json)
        measures = cells.get("measures", [])
        if not isinstance(measures, list):
            raise RecordError("measures is no list")
        state = _text(cells, "state")
        if state and state not in list(TaskState):
            raise RecordError(f"unknown state {state!r}")
        return cls(
            percent=_decimal(cells, "percent"),
            measures=tuple(map(Measure.from_json, measures)),
            state=TaskState(state) if state else None,
            difficulty=_text(cells, "difficulty"),
            proposal=_text(cells, "proposal"),
            note=_text(cells, "note"),
        )

    def updated(self, later: Content) -> Content:
        """This content with what ``later`` says put over it; measures of the same target are replaced."""
        said = {one.name: getattr(later, one.name) for one in fields(later)}
        measured = {measure.target for measure in later.measures} - {None}
        kept = tuple(measure for measure in self.measures if measure.target not in measured)
        changed = {name: value for name, value in said.items() if value not in (None, "", ())}
        return replace(self, **(changed | {"measures": (*kept, *later.measures)}))


@dataclass(frozen=True, slots=True)
class Report:
    """One version of what an agency reports on a task in a period; versions are never changed.

    ``version`` counts from 1 within (task, agency, period); ``replaces`` is the id of the version before.
    ``is_late`` speaks of the first report: a correction of one sent in time is not late.
    """

    id: int
    task_id: str
    agency: str
    period: str  # its key, "2026-6T"
    version: int
    replaces: int | None
    content: Content
    reporter_id: int | None  # None once the person is erased
    channel: str
    submitted_at: dt.datetime  # aware
    is_late: bool
    standing: Standing
    reviewer_id: int | None = None
    reviewed_at: dt.datetime | None = None
    reason: str = ""  # why it was returned or withdrawn

    @property
    def day(self) -> dt.date:
        """The day in Vietnam on which it was sent."""
        return vietnamese_day(self.submitted_at)

    @property
    def year(self) -> int:
        """The year of its period."""
        return int(self.period.split("-", 1)[0])


@dataclass(frozen=True, slots=True)
class Change:
    """A field of ``Content`` that a new version says otherwise."""

    field: str
    before: object
    after: object


def standing_report(versions: Iterable[Report]) -> Report | None:
    """The newest version of one obligation; None when there is none or it was withdrawn."""
    newest = max(versions, key=lambda report: report.version, default=None)
    return None if newest is None or newest.standing == "withdrawn" else newest


def submission_of(versions: Iterable[Report]) -> Submission | None:
    """What counts for the state: how the newest version stands, the first day since the last withdrawal."""
    ordered = sorted(versions, key=lambda report: report.version)
    newest = standing_report(ordered)
    if newest is None:
        return None
    withdrawn = max((report.version for report in ordered if report.standing == "withdrawn"), default=0)
    return Submission(newest.standing, min(report.day for report in ordered if report.version > withdrawn))


def said_progress(report: Report) -> SaidProgress:
    """What a report says of the state of the work, for ``task_standing``."""
    return SaidProgress(report.year, report.content.state, report.content.percent)


def changes(before: Content, after: Content) -> tuple[Change, ...]:
    """What differs between two versions, in the order of the fields."""
    names = (one.name for one in fields(Content))
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in names)
    return tuple(Change(name, old, new) for name, old, new in pairs if old != new)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.value if isinstance(value, TaskState) else value


def _without_empty(cells: Mapping[str, Any]) -> dict[str, Any]:
    """Without what was not said; a zero was said."""
    return {name: value for name, value in cells.items() if value is not None and value not in ("", [])}


def _mapping(json: object) -> Mapping[str, Any]:
    if not isinstance(json, Mapping):
        raise RecordError("no JSON object")
    return json


def _text(cells: Mapping[str, Any], name: str) -> str:
    value = cells.get(name, "")
    if not isinstance(value, str):
        raise RecordError(f"{name} is no text")
    return value


def _whole(cells: Mapping[str, Any], name: str) -> int | None:
    value = cells.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > WHOLE_LIMIT:
        raise RecordError(f"{name} is no whole number that can be reported")
    return value


def _part(cells: Mapping[str, Any], name: str) -> Decimal | int | None:
    """A part or a whole: mostly of things that are counted, of money also "1204.5"."""
    return _decimal(cells, name) if isinstance(cells.get(name), str) else _whole(cells, name)


def _decimal(cells: Mapping[str, Any], name: str) -> Decimal | None:
    value = cells.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        raise RecordError(f"{name} is no decimal number that can be reported")
    return Decimal(value)
