"""Pauses of duties over HTTP: set and lifted by who coordinates."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from api.counter import ACTING, CHANNEL, COMMON, Counter, IdempotencyKey
from api.exact import Day, ExactRoute, Name, Words
from progress.persons import Person
from progress.states import Pause

_DUTY: dict[str, Any] = {"task_id": "VI.1", "agency": "Sở Tài chính"}


class PauseRequest(BaseModel):
    """``paused`` lifts the duty until a day, ``no-due-day`` only its due day; ``until`` is the last day."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [_DUTY | {"kind": "paused", "reason": "Chờ hướng dẫn", "until": "2026-09-30"}]
        },
    )
    task_id: Name
    agency: Name
    kind: Literal["paused", "no-due-day"] = "paused"
    reason: Words
    until: Day | None = None


class LiftRequest(BaseModel):
    """Which duty is in force again."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_DUTY]})
    task_id: Name
    agency: Name
    reason: Words = ""


class PauseBody(BaseModel):
    """A pause and the duty it was set on or lifted from."""

    task_id: str
    agency: str
    kind: Literal["paused", "no-due-day"]
    reason: str
    until: dt.date | None


def pauses_router(counter: Counter) -> APIRouter:
    """``POST /pauses`` and ``POST /pauses/lift``."""
    router = APIRouter(tags=["Tạm dừng"], responses=COMMON, route_class=ExactRoute)
    desk = counter.desk

    @router.post(
        "/pauses",
        summary="Tạm dừng nhiệm vụ của một cơ quan, hoặc bỏ hạn gửi",
        response_model=PauseBody,
        responses=ACTING,
    )
    async def pause(
        request: Request,
        body: PauseRequest,
        key: IdempotencyKey = None,
        actor: Person = Depends(counter.actor),
    ) -> Response:
        agency = counter.agency(body.agency)
        wanted = Pause(body.kind, body.reason, body.until)
        return await counter.act(
            request,
            actor,
            key,
            lambda _: _body(
                body.task_id, agency, desk.pause(actor, body.task_id, agency, wanted, channel=CHANNEL)
            ),
        )

    @router.post("/pauses/lift", summary="Gỡ tạm dừng", response_model=PauseBody, responses=ACTING)
    async def lift(
        request: Request,
        body: LiftRequest,
        key: IdempotencyKey = None,
        actor: Person = Depends(counter.actor),
    ) -> Response:
        agency = counter.agency(body.agency)
        return await counter.act(
            request,
            actor,
            key,
            lambda _: _body(
                body.task_id,
                agency,
                desk.lift_pause(actor, body.task_id, agency, body.reason, channel=CHANNEL),
            ),
        )

    return router


def _body(task_id: str, agency: str, pause: Pause) -> PauseBody:
    return PauseBody(task_id=task_id, agency=agency, kind=pause.kind, reason=pause.reason, until=pause.until)
