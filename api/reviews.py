"""Review over HTTP: what waits, confirming it, sending it back."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.contract import problems
from api.counter import ACTING, CHANNEL, COMMON, Counter, IdempotencyKey
from api.exact import ExactRoute
from api.paging import LIMIT, Limit, Offset, page_of
from api.report_bodies import ReasonRequest, ReportBody, ReportPage, report_body
from api.reports import PeriodKey, ReportId
from progress.persons import Person


def reviews_router(counter: Counter) -> APIRouter:
    """``GET /reviews``, and the two verdicts on a report."""
    router = APIRouter(tags=["Xét báo cáo"], responses=COMMON, route_class=ExactRoute)
    desk = counter.desk

    @router.get("/reviews", summary="Báo cáo chờ xác nhận, chờ lâu nhất trước", responses=problems(404))
    async def waiting(
        period: PeriodKey = None,
        limit: Limit = LIMIT,
        offset: Offset = 0,
        actor: Person = Depends(counter.actor),
    ) -> ReportPage:
        found = await counter.ask(lambda: desk.waiting_for_review(actor, counter.period_key(period)))
        return page_of(found, report_body, limit, offset, kind=ReportPage)

    @router.post(
        "/reports/{report_id}/confirm",
        summary="Xác nhận báo cáo",
        response_model=ReportBody,
        responses=ACTING,
    )
    async def confirm(
        request: Request,
        report_id: ReportId,
        key: IdempotencyKey = None,
        actor: Person = Depends(counter.actor),
    ) -> Response:
        return await counter.act(
            request, actor, key, lambda _: report_body(desk.confirm(actor, report_id, channel=CHANNEL))
        )

    @router.post(
        "/reports/{report_id}/send-back",
        summary="Trả lại báo cáo, kèm lý do",
        response_model=ReportBody,
        responses=ACTING,
    )
    async def send_back(
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
            lambda _: report_body(desk.send_back(actor, report_id, body.reason, channel=CHANNEL)),
        )

    return router
