"""Notes of coordinating agencies over HTTP."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from api.contract import problems
from api.counter import ACTING, CHANNEL, COMMON, Counter, IdempotencyKey
from api.exact import ExactRoute, Name, Words
from api.paging import LIMIT, Limit, Offset, Page, page_of
from api.reports import PeriodKey
from progress.persons import Person

_EXAMPLE: dict[str, Any] = {
    "task_id": "VI.1",
    "agency": "Sở Y tế",
    "period": "2026-6T",
    "text": "Đã gửi Sở Tài chính số liệu của 12 đơn vị.",
}
TaskName = Annotated[Name, Query(description="Mã nhiệm vụ", examples=["VI.1"])]


class NoteRequest(BaseModel):
    """What an agency says of a task that it coordinates."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})
    task_id: Name
    agency: Name
    period: Name
    text: Words


class NoteBody(BaseModel):
    """A note as it stands; notes are never changed."""

    model_config = ConfigDict(from_attributes=True)
    id: int
    task_id: str
    agency: str
    period: str
    text: str
    author_id: int
    channel: str
    at: dt.datetime


class NotePage(Page[NoteBody]):
    """Notes by the page."""


def notes_router(counter: Counter) -> APIRouter:
    """``GET`` and ``POST /notes``."""
    router = APIRouter(tags=["Ý kiến phối hợp"], responses=COMMON, route_class=ExactRoute)
    desk = counter.desk

    @router.post(
        "/notes", status_code=201, summary="Ghi ý kiến phối hợp", response_model=NoteBody, responses=ACTING
    )
    async def add(
        request: Request,
        body: NoteRequest,
        key: IdempotencyKey = None,
        actor: Person = Depends(counter.actor),
    ) -> Response:
        return await counter.act(
            request,
            actor,
            key,
            lambda message_id: NoteBody.model_validate(
                desk.add_note(
                    actor,
                    body.task_id,
                    counter.agency(body.agency),
                    body.period,
                    body.text,
                    channel=CHANNEL,
                    message_id=message_id,
                )
            ),
            status=201,
        )

    @router.get("/notes", summary="Ý kiến về một nhiệm vụ, cũ trước mới sau", responses=problems(404))
    async def notes(
        task_id: TaskName,
        period: PeriodKey = None,
        limit: Limit = LIMIT,
        offset: Offset = 0,
        actor: Person = Depends(counter.actor),
    ) -> NotePage:
        found = await counter.ask(lambda: desk.notes(actor, task_id, counter.period_key(period)))
        return page_of(found, NoteBody.model_validate, limit, offset, kind=NotePage)

    return router
