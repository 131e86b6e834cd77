"""Evidence over HTTP: files on reports, sent, listed and given back."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Path, Query, UploadFile
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from api.contract import problems
from api.counter import CHANNEL, COMMON, Counter
from api.exact import Name
from api.notes import TaskName
from api.paging import LIMIT, Limit, Offset, Page, page_of
from api.reports import ID_MOST, PeriodKey
from api.uploads import evidence_response
from progress.evidence import EvidenceKind, FileTooLarge, Upload
from progress.persons import Person

_A_FILE: dict[int | str, dict[str, Any]] = {200: {"content": {kind.media_type: {} for kind in EvidenceKind}}}
EvidenceId = Annotated[int, Path(ge=1, le=ID_MOST, description="Số của tệp", examples=[7])]
AgencyName = Annotated[Name, Query(description="Tên cơ quan", examples=["Sở Tài chính"])]


class EvidenceBody(BaseModel):
    """A file on one version of a report; the same file sent twice is one."""

    model_config = ConfigDict(from_attributes=True)
    id: int
    task_id: str
    agency: str
    period: str
    version: int
    name: str
    media_type: str
    size: int
    sha256: str
    uploader_id: int
    channel: str
    at: dt.datetime


class EvidencePage(Page[EvidenceBody]):
    """Files by the page."""


def evidence_router(counter: Counter) -> APIRouter:
    """``/evidence``."""
    router = APIRouter(tags=["Minh chứng"], responses=COMMON)
    desk = counter.evidence

    @router.post(
        "/evidence",
        status_code=201,
        summary="Gửi một tệp minh chứng cho báo cáo đang có hiệu lực",
        responses=problems(400, 404, 409, 413, 415),
    )
    async def attach(
        task_id: Annotated[Name, Form()],
        agency: Annotated[Name, Form()],
        file: Annotated[UploadFile, File()],
        period: Annotated[Name | None, Form()] = None,
        actor: Person = Depends(counter.actor),
    ) -> EvidenceBody:
        if (file.size or 0) > desk.size_limit:
            raise FileTooLarge(desk.size_limit)
        upload = Upload(file.filename or "", await file.read())
        return await counter.ask(
            lambda: EvidenceBody.model_validate(
                desk.attach(
                    actor,
                    task_id,
                    counter.agency(agency),
                    counter.period_key(period),
                    upload,
                    channel=CHANNEL,
                )
            )
        )

    @router.get(
        "/evidence", summary="Tệp minh chứng của một cơ quan về một nhiệm vụ", responses=problems(404)
    )
    async def listed(
        task_id: TaskName,
        agency: AgencyName,
        period: PeriodKey = None,
        limit: Limit = LIMIT,
        offset: Offset = 0,
        actor: Person = Depends(counter.actor),
    ) -> EvidencePage:
        found = await counter.ask(
            lambda: desk.evidence(actor, task_id, counter.agency(agency), counter.period_key(period))
        )
        return page_of(found, EvidenceBody.model_validate, limit, offset, kind=EvidencePage)

    @router.get(
        "/evidence/{evidence_id}",
        summary="Tải một tệp minh chứng",
        response_class=Response,
        responses=_A_FILE | problems(404, 410),
    )
    async def given(evidence_id: EvidenceId, actor: Person = Depends(counter.actor)) -> Response:
        found, content = await counter.ask(lambda: desk.open(actor, evidence_id, channel=CHANNEL))
        return evidence_response(found, content)

    return router
