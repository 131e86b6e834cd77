"""Is the process alive, and which of its parts are not ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from api.answering import Answering

ReadinessCheck = Callable[[], str | None]
"""None when the part is ready, else one Vietnamese sentence that tells what is wrong."""

READY = "ok"


@dataclass(frozen=True, slots=True)
class Part:
    """One part and how to ask whether it is ready.

    A part that is not needed is told of and holds nothing up: without Telegram the pages still answer.
    """

    check: ReadinessCheck
    is_needed: bool = True


class Alive(BaseModel):
    """The process answers."""

    status: str = "ok"


class Readiness(BaseModel):
    """``parts`` maps each part to "ok" or to what is wrong with it; ``ready`` looks at those needed."""

    ready: bool
    parts: dict[str, str]


def health_router(answering: Answering, parts: Mapping[str, Part]) -> APIRouter:
    """``/healthz`` and ``/readyz``; the checks may block."""
    router = APIRouter(tags=["Tình trạng"])

    @router.get("/healthz", summary="Tiến trình đang chạy")
    async def healthz() -> Alive:
        return Alive()

    @router.get(
        "/readyz",
        summary="Các bộ phận đã sẵn sàng",
        response_model=Readiness,
        responses={503: {"model": Readiness, "description": "Có bộ phận chưa sẵn sàng"}},
    )
    async def readyz() -> Response:
        states = await answering.run(lambda: {name: state_of(part) for name, part in parts.items()})
        is_ready = all(states[name] == READY for name, part in parts.items() if part.is_needed)
        return JSONResponse(Readiness(ready=is_ready, parts=states).model_dump(), 200 if is_ready else 503)

    return router


def state_of(part: Part) -> str:
    """READY, or one sentence that tells what is wrong."""
    try:
        return part.check() or READY
    except Exception as error:  # noqa: BLE001 - a part that cannot even be asked is not ready
        return f"không kiểm tra được ({type(error).__name__})"
