"""Is the process alive, and which of its parts are not ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from api.answering import Answering

ReadinessCheck = Callable[[], str | None]
"""None when the part is ready, else one Vietnamese sentence that tells what is wrong."""


class Alive(BaseModel):
    """The process answers."""

    status: str = "ok"


class Readiness(BaseModel):
    """``parts`` maps each part to "ok" or to what is wrong with it."""

    ready: bool
    parts: dict[str, str]


def health_router(answering: Answering, checks: Mapping[str, ReadinessCheck]) -> APIRouter:
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
        parts = await answering.run(lambda: {name: _state(check) for name, check in checks.items()})
        readiness = Readiness(ready=all(state == "ok" for state in parts.values()), parts=parts)
        return JSONResponse(readiness.model_dump(), 200 if readiness.ready else 503)

    return router


def _state(check: ReadinessCheck) -> str:
    try:
        return check() or "ok"
    except Exception as error:  # noqa: BLE001 - a part that cannot even be asked is not ready
        return f"không kiểm tra được ({type(error).__name__})"
