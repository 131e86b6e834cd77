"""What is told when a request cannot be served: problem+json for programs, a page for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from api.refusals import DESK_REFUSALS, told
from api.rendering import Pages
from bot.channels.failures import new_reference

BUSY_RETRY_SECONDS = 5
API_PREFIXES = ("/api/", "/webhooks/", "/healthz", "/readyz")

_log = structlog.get_logger(__name__)

_SAID: Mapping[int, tuple[str, str]] = {
    400: ("Yêu cầu không đọc được", "Nội dung gửi lên không đọc được, xin kiểm tra lại."),
    401: ("Chưa rõ người gửi", "Xin gửi kèm mã truy cập còn hiệu lực: Authorization: Bearer <mã>."),
    403: ("Không được phép", "Anh/chị không có quyền thực hiện yêu cầu này."),
    404: ("Không tìm thấy", "Không có nội dung ở địa chỉ này."),
    405: ("Cách gọi không đúng", "Địa chỉ này không nhận cách gọi vừa dùng."),
    409: ("Không còn phù hợp", "Yêu cầu này không hợp với tình trạng hiện tại, xin tải lại rồi thử lại."),
    410: ("Đã hết hạn", "Nội dung này đã hết hạn."),
    413: ("Nội dung quá lớn", "Nội dung gửi lên quá lớn, xin rút gọn lại."),
    415: ("Kiểu dữ liệu không đúng", "Xin gửi dữ liệu theo kiểu application/json."),
    422: ("Dữ liệu chưa đúng", "Dữ liệu gửi lên chưa đúng, xin xem từng trường trong “errors”."),
    429: ("Gửi quá nhanh", "Anh/chị gửi hơi nhanh, xin chờ ít phút rồi thử lại."),
    500: ("Có lỗi ở hệ thống", "Xin lỗi anh/chị, hệ thống gặp lỗi khi trả lời. Xin thử lại sau ít phút."),
    503: ("Hệ thống đang bận", "Hệ thống đang bận, xin anh/chị thử lại sau ít giây."),
}
_CODES: Mapping[int, str] = {
    400: "unreadable",
    401: "not-signed-in",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    409: "conflict",
    413: "too-large",
    415: "unsupported-type",
    422: "invalid",
    429: "too-many-requests",
    500: "failed",
    503: "busy",
}
_OTHERWISE = ("Không thực hiện được", "Yêu cầu này không thực hiện được.")

_FIELD_TROUBLE: Mapping[str, str] = {
    "missing": "thiếu trường này",
    "string_type": "phải là chuỗi ký tự",
    "string_too_short": "không được để trống",
    "string_too_long": "dài quá {max_length} ký tự",
    "string_pattern_mismatch": "chỉ gồm chữ không dấu, số và các dấu . _ : @ -",
    "string_unicode": "có ký tự không hợp lệ",
    "bool_type": "phải là true hoặc false",
    "bool_parsing": "phải là true hoặc false",
    "int_type": "phải là số nguyên",
    "int_parsing": "phải là số nguyên",
    "greater_than_equal": "phải từ {ge} trở lên",
    "less_than_equal": "không được quá {le}",
    "literal_error": "phải là một trong các giá trị {expected}",
    "enum": "phải là một trong các giá trị {expected}",
    "json_invalid": "không phải JSON hợp lệ",
    "model_attributes_type": "phải là một đối tượng JSON, kèm tiêu đề Content-Type: application/json",
    "value_error": "{error}",
    "extra_forbidden": "không có trường nào tên như vậy",
    "list_type": "phải là một danh sách",
    "too_long": "không được quá {max_length} mục",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One refusal, before it is JSON or a page: ``reference`` ties it to the log, programs read ``facts``."""

    status: int
    code: str
    title: str
    detail: str
    reference: str
    errors: tuple[Mapping[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)

    def as_json(self, instance: str) -> dict[str, Any]:
        """The members of RFC 9457, with our code and reference, and what is known of the trouble."""
        body: dict[str, Any] = {
            "type": "about:blank",
            "code": self.code,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
            "reference": self.reference,
        }
        if self.errors:
            body["errors"] = list(self.errors)
        if self.facts:
            body["facts"] = dict(self.facts)
        return body


class Refusal(HTTPException):
    """A request is refused with a sentence of our own; ``code`` tells a program which one."""

    def __init__(
        self, status: int, detail: str = "", headers: Mapping[str, str] | None = None, *, code: str = ""
    ) -> None:
        super().__init__(status, detail or said(status)[1], dict(headers or {}))
        self.code = code or code_of(status)


class Busy(Refusal):
    """More questions wait than can be answered."""

    def __init__(self) -> None:
        super().__init__(503, headers={"Retry-After": str(BUSY_RETRY_SECONDS)})


def said(status: int) -> tuple[str, str]:
    """The title and the sentence for a status, in Vietnamese."""
    return _SAID.get(status, _OTHERWISE)


def code_of(status: int) -> str:
    """The machine's word for a status that is not told more closely."""
    return _CODES.get(status, "refused")


def is_for_programs(path: str) -> bool:
    return path.startswith(API_PREFIXES)


def problem_of(error: Exception) -> Problem:
    """The refusal an exception stands for; anything unknown is a 500 that tells nothing of the inside."""
    if isinstance(error, RequestValidationError):
        title, detail = said(422)
        return Problem(422, code_of(422), title, detail, new_reference(), _fields(error.errors()))
    if isinstance(error, HTTPException):
        status = error.status_code
        title, sentence = said(status)
        detail, code = sentence, code_of(status)
        if isinstance(error, Refusal):
            detail, code = error.detail, error.code
        return Problem(status, code, title, detail, new_reference(), headers=error.headers or {})
    if isinstance(error, DESK_REFUSALS):
        known = told(error)
        title = said(known.status)[0]
        return Problem(
            known.status,
            known.code,
            title,
            known.sentence,
            new_reference(),
            headers=known.headers,
            facts=known.facts,
        )
    title, detail = said(500)
    reference = new_reference()
    return Problem(500, code_of(500), title, f"{detail} Mã tra cứu: {reference}.", reference)


def render_problem(request: Request, problem: Problem, pages: Pages) -> Response:
    """problem+json for programs, one plain sentence for a fragment, a page for people."""
    if is_for_programs(request.url.path) or "json" in request.headers.get("accept", ""):
        return Response(
            orjson.dumps(problem.as_json(request.url.path)),
            problem.status,
            problem.headers,
            media_type="application/problem+json",
        )
    if "hx-request" in request.headers:
        return PlainTextResponse(problem.detail, problem.status, problem.headers)
    return HTMLResponse(pages.render("error.html", problem=problem), problem.status, problem.headers)


def log_failure(request: Request, error: Exception, problem: Problem) -> None:
    """An unexpected failure, with its reference and without anything the person wrote."""
    _log.error(
        "request_failed",
        reference=problem.reference,
        method=request.method,
        route=getattr(request.scope.get("route"), "path", ""),
        exc_info=error,
    )


def install(app: FastAPI, pages: Pages) -> None:
    """Every refusal inside the application is told in our words."""

    async def refuse(request: Request, error: Exception) -> Response:
        return render_problem(request, problem_of(error), pages)

    app.add_exception_handler(HTTPException, refuse)
    app.add_exception_handler(RequestValidationError, refuse)
    for kind in DESK_REFUSALS:
        app.add_exception_handler(kind, refuse)


def _fields(errors: Sequence[Any]) -> tuple[Mapping[str, str], ...]:
    return tuple(
        {"field": _field_name(error["loc"]), "message": _trouble(error["type"], error.get("ctx") or {})}
        for error in errors[:20]
    )


def _field_name(location: Sequence[str | int]) -> str:
    names = [str(part) for part in location if isinstance(part, str)]
    return ".".join(names[1:] or names)


def _trouble(kind: str, context: Mapping[str, object]) -> str:
    try:
        return _FIELD_TROUBLE.get(kind, "giá trị không hợp lệ").format(**context)
    except KeyError:
        return "giá trị không hợp lệ"
