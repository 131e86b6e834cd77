"""Reports in the terms of the published contract."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.exact import ExactNumber, Name, Part, Whole, Words
from api.paging import Page
from progress.records import Content, Measure, Report
from progress.states import Standing, TaskState

MEASURES_LIMIT = 50
TARGETS_LIMIT = 1000
_STATES = {state.value: state for state in TaskState}
StateName = Literal["not-started", "in-progress", "done", "paused"]

_CONTENT: dict[str, Any] = {
    "percent": "35",
    "measures": [{"value": "81.25", "unit": "%", "target": 0, "text": "81,25% hồ sơ đúng hạn"}],
    "state": "in-progress",
    "difficulty": "Chưa có kinh phí",
    "proposal": "",
    "note": "",
}
_REPORT: dict[str, Any] = {
    "id": 12,
    "task_id": "VI.1",
    "agency": "Sở Tài chính",
    "period": "2026-6T",
    "version": 1,
    "replaces": None,
    "content": {"percent": "35", "measures": [], "state": None, "difficulty": "", "proposal": "", "note": ""},
    "reporter_id": 3,
    "channel": "http",
    "submitted_at": "2026-06-10T03:00:00Z",
    "is_late": False,
    "standing": "pending",
    "reviewer_id": None,
    "reviewed_at": None,
    "reason": "",
}


class MeasureBody(BaseModel):
    """A figure: a value with its unit, "120 of 125", or a grade such as "tốt".

    ``target`` counts from 0 in the task's targets, then in its soft targets; null when it speaks of none.
    """

    model_config = ConfigDict(extra="forbid", from_attributes=True)
    value: ExactNumber | None = None
    unit: Name = ""
    numerator: Part | None = None
    denominator: Part | None = None
    target: Annotated[Whole, Field(ge=0, le=TARGETS_LIMIT)] | None = None
    text: Words = ""
    grade: Name = ""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.value is None and self.numerator is None and not self.grade:
            raise ValueError("cần có value, numerator hoặc grade")
        return self

    def measure(self) -> Measure:
        return Measure(**{name: getattr(self, name) for name in type(self).model_fields})


class ContentBody(BaseModel):
    """What a report says. ``percent`` is the share of the work done, and no measure."""

    model_config = ConfigDict(
        extra="forbid", from_attributes=True, json_schema_extra={"examples": [_CONTENT]}
    )
    percent: ExactNumber | None = None
    measures: Annotated[list[MeasureBody], Field(max_length=MEASURES_LIMIT)] = []
    state: StateName | None = None
    difficulty: Words = ""
    proposal: Words = ""
    note: Words = ""

    def content(self) -> Content:
        return Content(
            percent=self.percent,
            measures=tuple(one.measure() for one in self.measures),
            state=_STATES[self.state] if self.state else None,
            difficulty=self.difficulty,
            proposal=self.proposal,
            note=self.note,
        )


class ReportRequest(BaseModel):
    """``expects_version`` is the version you saw standing, 0 when none was: another one refuses with 409."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"task_id": "VI.1", "agency": "Sở Tài chính", "period": "2026-6T", "content": _CONTENT}
            ]
        },
    )
    task_id: Name
    agency: Name
    period: Name
    content: ContentBody
    expects_version: Annotated[Whole, Field(ge=0)] = 0


class CorrectionRequest(BaseModel):
    """The whole content anew; it takes the place of the version that is corrected."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"content": _CONTENT}]})
    content: ContentBody


class ReasonRequest(BaseModel):
    """Why; some acts need it."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"reason": "Thiếu số liệu tháng 5"}]}
    )
    reason: Words = ""


class ReportBody(BaseModel):
    """One version of a report. ``replaces`` is the id of the version before."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"examples": [_REPORT]})
    id: int
    task_id: str
    agency: str
    period: str
    version: int
    replaces: int | None
    content: ContentBody
    reporter_id: int | None
    channel: str
    submitted_at: dt.datetime
    is_late: bool
    standing: Standing
    reviewer_id: int | None
    reviewed_at: dt.datetime | None
    reason: str


class ReportPage(Page[ReportBody]):
    """Reports by the page."""


def report_body(report: Report) -> ReportBody:
    return ReportBody.model_validate(report)
