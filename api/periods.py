"""Reporting periods over HTTP: their days, locking, reopening."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from api.counter import ACTING, CHANNEL, COMMON, Counter, IdempotencyKey
from api.exact import ExactRoute, Name
from api.paging import LIMIT, Limit, Offset, Page, page_of
from api.report_bodies import ReasonRequest
from progress.periods import Period
from progress.persons import Person

PeriodName = Annotated[Name, Path(description="Mã kỳ", examples=["2026-6T"])]


class PeriodBody(BaseModel):
    """A period: data from ``data_from`` to ``closes``, reports from ``opens``, due days by level."""

    key: str
    name: str
    year: int
    data_from: dt.date
    closes: dt.date
    opens: dt.date
    due_departments: dt.date
    due_communes: dt.date
    has_opened: bool
    is_locked: bool
    is_current: bool


class PeriodPage(Page[PeriodBody]):
    """Periods by the page."""


class LockBody(BaseModel):
    """The decision that locked a period, or opened it again."""

    model_config = ConfigDict(from_attributes=True)
    period: str
    is_locked: bool
    reason: str
    person_id: int
    at: dt.datetime


def periods_router(counter: Counter) -> APIRouter:
    """``GET /periods``, ``POST /periods/{key}/lock`` and ``/reopen``."""
    router = APIRouter(tags=["Kỳ báo cáo"], responses=COMMON, route_class=ExactRoute)
    desk, periods = counter.desk, counter.obligations.periods

    @router.get("/periods", summary="Các kỳ báo cáo của kế hoạch")
    async def every(
        limit: Limit = LIMIT, offset: Offset = 0, _: Person = Depends(counter.actor)
    ) -> PeriodPage:
        locked = await counter.ask(desk.locked_periods)
        today = counter.today()
        current = periods.current(today, locked)

        def body(period: Period) -> PeriodBody:
            return PeriodBody(
                key=period.key,
                name=period.name,
                year=period.year,
                data_from=period.data_from,
                closes=period.closes,
                opens=period.opens,
                due_departments=period.due_departments,
                due_communes=period.due_communes,
                has_opened=period.has_opened(today),
                is_locked=period.key in locked,
                is_current=period == current,
            )

        return page_of(periods.periods, body, limit, offset, kind=PeriodPage)

    @router.post("/periods/{period}/lock", summary="Khóa một kỳ", response_model=LockBody, responses=ACTING)
    async def lock(
        request: Request,
        period: PeriodName,
        body: ReasonRequest,
        key: IdempotencyKey = None,
        actor: Person = Depends(counter.actor),
    ) -> Response:
        return await counter.act(
            request,
            actor,
            key,
            lambda _: LockBody.model_validate(desk.lock_period(actor, period, body.reason, channel=CHANNEL)),
        )

    @router.post(
        "/periods/{period}/reopen",
        summary="Mở lại một kỳ đã khóa, kèm lý do",
        response_model=LockBody,
        responses=ACTING,
    )
    async def reopen(
        request: Request,
        period: PeriodName,
        body: ReasonRequest,
        key: IdempotencyKey = None,
        actor: Person = Depends(counter.actor),
    ) -> Response:
        return await counter.act(
            request,
            actor,
            key,
            lambda _: LockBody.model_validate(
                desk.reopen_period(actor, period, body.reason, channel=CHANNEL)
            ),
        )

    return router
