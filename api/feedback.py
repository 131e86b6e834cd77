"""A thumb for an answer, over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, StringConstraints
from starlette.responses import Response

from api.answering import Answering
from api.chat import PROBLEMS
from api.contract import problems
from api.errors import Refusal

Reference = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:@-]+$")]


class FeedbackRequest(BaseModel):
    """``reference`` is the ``feedback`` of the message that is rated."""

    model_config = ConfigDict(
        strict=True, json_schema_extra={"examples": [{"reference": "7f3a9c", "helpful": True}]}
    )
    reference: Reference
    helpful: bool


def feedback_router(answering: Answering) -> APIRouter:
    """``POST /feedback``."""
    router = APIRouter(tags=["Hỏi đáp"])

    @router.post(
        "/feedback",
        status_code=204,
        summary="Đánh giá một câu trả lời",
        responses=PROBLEMS | problems(400, 404, 413),
    )
    async def rate(request: FeedbackRequest) -> Response:
        if not await answering.rate(request.reference, is_helpful=request.helpful):
            raise Refusal(404, "Không có câu trả lời nào mang mã này để đánh giá.")
        return Response(status_code=204)

    return router
