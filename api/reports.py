"""Reports over HTTP: sent, corrected, withdrawn, read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from api.contract import problems
from api.counter import ACTING, CHANNEL, COMMON, Counter, IdempotencyKey
from api.exact import ExactRoute, Name
from api.paging import LIMIT, Limit, Offset, page, page_of
from api.report_bodies import (
    CorrectionRequest,
    ReasonRequest,
    ReportBody,
    ReportPage,
    ReportRequest,
    report_body,
)
from progress.persons import Person

ID_MOST = 2**63 - 1
ReportId = Annotated[int, Path(ge=1, le=ID_MOST, description="Số của bản báo cáo", examples=[12])]
PeriodKey = Annotated[
    Name | None, Query(description="Mã kỳ; bỏ trống là kỳ đang báo cáo", examples=["2026-6T"])
]
AgencyName = Annotated[
    Name | None, Query(description="Tên cơ quan; bỏ trống là mọi cơ quan được xem", examples=["Sở Tài chính"])
]
TaskName = Annotated[Name | None, Query(description="Mã nhiệm vụ", examples=["VI.1"])]


def reports_router(counter: Counter) -> APIRouter:
    """``/reports`` and what is done to one of them by its agency."""
    router = APIRouter(tags=["Báo cáo"], responses=COMMON, route_class=ExactRoute)
    desk = counter.desk

    @router.post(
        "/reports", status_code=201, summary="Gửi báo cáo", response_model=ReportBody, responses=ACTING
    )
    async def submit(
        request: Request,
        body: ReportRequest,
        key: IdempotencyKey = None,
        actor: Person = Depends(counter.actor),
    ) -> Response:
        return await counter.act(
            request,
            actor,
            key,
            lambda message_id: report_body(
                desk.submit(
                    actor,
                    body.task_id,
                    counter.agency(body.agency),
                    body.period,
                    body.content.content(),
                    channel=CHANNEL,
                    message_id=message_id,
                    expects_version=body.expects_version,
                )
            ),
            status=201,
        )

    @router.post(
        "/reports/{report_id}/correct",
        status_code=201,
        summary="Sửa báo cáo: bản mới thay bản này",
        response_model=ReportBody,
        responses=ACTING,
    )
    async def correct(
        request: Request,
        report_id: ReportId,
        body: CorrectionRequest,
        key: IdempotencyKey = None,
        actor: Person = Depends(counter.actor),
    ) -> Response:
        return await counter.act(
            request,
            actor,
            key,
            lambda message_id: report_body(
                desk.correct(actor, report_id, body.content.content(), channel=CHANNEL, message_id=message_id)
            ),
            status=201,
        )

    @router.post(
        "/reports/{report_id}/withdraw",
        status_code=201,
        summary="Rút báo cáo",
        response_model=ReportBody,
        responses=ACTING,
    )
    async def withdraw(
        request: Request,
        report_id: ReportId,
        body: ReasonRequest,
        key: IdempotencyKey = None,
        actor: Person = Depends(counter.actor),
    ) -> Response:
        return await counter.act(
            request,
            actor,
            key,
            lambda message_id: report_body(
                desk.withdraw(actor, report_id, body.reason, channel=CHANNEL, message_id=message_id)
            ),
            status=201,
        )

    @router.get("/reports", summary="Báo cáo đang có hiệu lực của một kỳ", responses=problems(404))
    async def reports(
        period: PeriodKey = None,
        agency: AgencyName = None,
        task_id: TaskName = None,
        limit: Limit = LIMIT,
        offset: Offset = 0,
        actor: Person = Depends(counter.actor),
    ) -> ReportPage:
        found = await counter.ask(
            lambda: desk.reports(
                actor,
                counter.period_key(period),
                agency=counter.agency(agency) if agency else "",
                task_id=task_id or "",
                limit=limit,
                offset=offset,
            )
        )
        return page(found.count, map(report_body, found.items), limit, offset, kind=ReportPage)

    @router.get("/reports/{report_id}", summary="Một bản báo cáo", responses=problems(404))
    async def report(report_id: ReportId, actor: Person = Depends(counter.actor)) -> ReportBody:
        return report_body(await counter.ask(lambda: desk.report(actor, report_id)))

    @router.get(
        "/reports/{report_id}/history",
        summary="Mọi bản của cùng nhiệm vụ, cơ quan, kỳ; cũ trước mới sau",
        responses=problems(404),
    )
    async def history(
        report_id: ReportId,
        limit: Limit = LIMIT,
        offset: Offset = 0,
        actor: Person = Depends(counter.actor),
    ) -> ReportPage:
        def versions() -> ReportPage:
            one = desk.report(actor, report_id)
            found = desk.history(actor, one.task_id, one.agency, one.period)
            return page_of(found, report_body, limit, offset, kind=ReportPage)

        return await counter.ask(versions)

    return router
