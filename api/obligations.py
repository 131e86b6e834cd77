"""What agencies owe over HTTP: obligations with their states, and how far a task is reported."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, ConfigDict

from api.contract import problems
from api.counter import COMMON, Counter
from api.errors import Refusal
from api.exact import Name
from api.paging import LIMIT, Limit, Offset, Page, page_of
from api.report_bodies import ReportBody, report_body
from api.reports import PeriodKey
from progress.desk_records import Coverage, ObligationStatus
from progress.persons import Person
from progress.roles import Act
from progress.states import ObligationState

TaskId = Annotated[Name, Path(description="Mã nhiệm vụ", examples=["III.4"])]
AgencyOrMine = Annotated[
    Name | None, Query(description="Tên cơ quan; bỏ trống là các cơ quan của tôi", examples=["Sở Tài chính"])
]
States = Annotated[list[ObligationState] | None, Query(description="Chỉ những trạng thái này")]


class PauseState(BaseModel):
    """A pause set on a duty, or its due day lifted."""

    model_config = ConfigDict(from_attributes=True)
    kind: Literal["paused", "no-due-day"]
    reason: str
    until: dt.date | None


class ObligationBody(BaseModel):
    """One duty in one period. ``through`` is the group that leads the task, "" when named itself."""

    task_id: str
    title: str
    agency: str
    through: str
    period: str
    state: ObligationState
    state_label: str
    due: dt.date | None
    days_left: int | None
    days_late: int
    report: ReportBody | None
    pause: PauseState | None


class ObligationPage(Page[ObligationBody]):
    """Obligations by the page."""


class CoverageBody(BaseModel):
    """How many of those who owe a report have sent one; the names are those that you may read."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "task_id": "III.4",
                    "period": "2026-6T",
                    "reported_count": 61,
                    "obliged_count": 102,
                    "reported": ["Xã An Phú"],
                    "missing": ["Xã Vĩnh Hậu"],
                }
            ]
        }
    )
    task_id: str
    period: str
    reported_count: int
    obliged_count: int
    reported: list[str]
    missing: list[str]


def obligations_router(counter: Counter) -> APIRouter:
    """``GET /obligations`` and ``GET /tasks/{id}/coverage``."""
    router = APIRouter(tags=["Nghĩa vụ báo cáo"], responses=COMMON)
    desk, obligations = counter.desk, counter.obligations
    titles = {task.id: task.title for task in obligations.plan.tasks}

    def known(said: str) -> str:
        name = counter.agency(said)
        if name not in obligations.agencies and not obligations.coordinated_by(name):
            raise Refusal(404, "Kế hoạch không giao nhiệm vụ nào cho cơ quan này, anh/chị xem lại tên giúp.")
        return name

    def body(one: ObligationStatus) -> ObligationBody:
        owed, status = one.obligation, one.status
        return ObligationBody(
            task_id=owed.task_id,
            title=titles[owed.task_id],
            agency=owed.agency,
            through=owed.duty.through,
            period=owed.period.key,
            state=status.state,
            state_label=status.state.label,
            due=status.due,
            days_left=status.days_left,
            days_late=status.days_late,
            report=report_body(one.report) if one.report else None,
            pause=PauseState.model_validate(one.pause) if one.pause else None,
        )

    @router.get(
        "/obligations",
        summary="Nghĩa vụ báo cáo của tôi hoặc của một cơ quan, gấp nhất trước",
        responses=problems(404),
    )
    async def owed(
        agency: AgencyOrMine = None,
        period: PeriodKey = None,
        state: States = None,
        limit: Limit = LIMIT,
        offset: Offset = 0,
        actor: Person = Depends(counter.actor),
    ) -> ObligationPage:
        def read() -> ObligationPage:
            key, today = counter.period_key(period), counter.today()
            agencies = (known(agency),) if agency else actor.agencies_to(Act.READ_AGENCY)
            found = [one for name in agencies for one in desk.status_of_agency(actor, name, key, today)]
            if state:
                found = [one for one in found if one.status.state in state]
            found.sort(key=lambda one: one.status.urgency)
            return page_of(found, body, limit, offset, kind=ObligationPage)

        return await counter.ask(read)

    @router.get(
        "/tasks/{task_id}/coverage",
        summary="Bao nhiêu cơ quan đã báo cáo một nhiệm vụ, còn những ai",
        responses=problems(404),
    )
    async def coverage(
        task_id: TaskId, period: PeriodKey = None, actor: Person = Depends(counter.actor)
    ) -> CoverageBody:
        return _coverage_body(
            await counter.ask(
                lambda: desk.coverage(actor, task_id, counter.period_key(period), counter.today())
            )
        )

    return router


def _coverage_body(found: Coverage) -> CoverageBody:
    return CoverageBody(
        task_id=found.task_id,
        period=found.period,
        reported_count=found.rate.part,
        obliged_count=found.rate.whole,
        reported=list(found.reported),
        missing=list(found.missing),
    )
