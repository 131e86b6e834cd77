"""The published contract: how refusals look, told at every route, and who may call."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict

from api.errors import said

_PROBLEM_TYPE = "application/problem+json"
_PROBLEM_NAME = "Problem"
_EXAMPLE: dict[str, Any] = {
    "type": "about:blank",
    "code": "period-locked",
    "title": "Không còn phù hợp",
    "status": 409,
    "detail": "Kỳ 2026-6T đã khóa lúc 08:00 ngày 20/06/2026; nếu cần, anh/chị đề nghị mở lại.",
    "instance": "/api/v1/reports",
    "reference": "7F3A9C",
    "facts": {"period": "2026-6T", "reason": ""},
}


class FieldTrouble(BaseModel):
    """One field that cannot be used, and why."""

    field: str
    message: str


class ProblemBody(BaseModel):
    """A refusal (RFC 9457). ``code`` is for programs, ``detail`` for people, ``reference`` for the log."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})
    type: str
    code: str
    title: str
    status: int
    detail: str
    instance: str
    reference: str
    errors: list[FieldTrouble] = []
    facts: dict[str, Any] = {}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Documentation of the statuses with which a route refuses."""
    return {
        status: {
            "description": f"{said(status)[0]} (problem+json)",
            "content": {_PROBLEM_TYPE: {"schema": {"$ref": f"#/components/schemas/{_PROBLEM_NAME}"}}},
        }
        for status in statuses
    }


def publish_problems(app: FastAPI) -> None:
    """Add the form of refusals to the published contract, which the routes refer to."""
    make = app.openapi

    def with_problems() -> dict[str, Any]:
        contract = make()
        schemas = contract.setdefault("components", {}).setdefault("schemas", {})
        if _PROBLEM_NAME not in schemas:
            problem = ProblemBody.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas |= problem.pop("$defs")
            schemas[_PROBLEM_NAME] = problem
        return contract

    app.openapi = with_problems  # type: ignore[method-assign]  # FastAPI's own way to extend the contract
