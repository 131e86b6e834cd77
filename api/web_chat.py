"""The web chat at "/": whole pages without JavaScript, fragments with it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.answering import Answering
from api.chat import TEXT_LIMIT
from api.errors import Refusal
from api.options import HttpOptions
from api.rendering import Pages
from api.transcripts import SaidTurn, Transcripts
from bot.commands import commands_for
from bot.dialogue.messages import ACTION_LIMIT_BYTES

CHANNEL = "web"
COOKIE = "troly_phien"
COOKIE_SECONDS = 7 * 24 * 3600
ASK_PREFILL_LIMIT = 300  # characters of a question carried in a link
_TOKEN = re.compile(r"[A-Za-z0-9_-]{24,64}")
_FRESH = {"Cache-Control": "private, no-cache", "Vary": "Cookie, HX-Request"}
_NO_REFERENCE = "Không có câu trả lời nào mang mã này để đánh giá."


class WebChat:
    """The chat page and its forms. A conversation is known by a random cookie nobody can guess."""

    def __init__(
        self,
        answering: Answering,
        pages: Pages,
        transcripts: Transcripts,
        suggestions: Sequence[str],
        options: HttpOptions,
    ) -> None:
        self._answering = answering
        self._pages = pages
        self._transcripts = transcripts
        self._suggestions = tuple(suggestions)
        self._options = options

    def router(self) -> APIRouter:
        """``/``, and the forms ``/hoi``, ``/danh-gia`` and ``/cuoc-moi``."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/", self.show, methods=["GET"], response_class=HTMLResponse)
        router.add_api_route("/hoi", self.ask, methods=["POST"], response_class=HTMLResponse)
        router.add_api_route("/danh-gia", self.rate, methods=["POST"], response_class=HTMLResponse)
        router.add_api_route("/cuoc-moi", self.begin_anew, methods=["POST"], response_class=HTMLResponse)
        return router

    async def show(self, request: Request, hoi: str = "") -> Response:
        """The conversation so far; ``hoi`` is typed into the box, ready to be sent."""
        conversation = _conversation_of(request)
        page = self._pages.render(
            "chat.html",
            turns=self._transcripts.of(conversation) if conversation else (),
            suggestions=self._suggestions,
            commands=[command for command in commands_for("private") if not command.is_personal],
            prefill=hoi[:ASK_PREFILL_LIMIT],
        )
        return HTMLResponse(page, headers=_FRESH)

    async def ask(
        self, request: Request, text: Annotated[str, Form()] = "", action: Annotated[str, Form()] = ""
    ) -> Response:
        """Answer; the new turn as a fragment, or the whole page anew for a browser without JavaScript."""
        _refuse_foreign_form(request)
        if len(text) > TEXT_LIMIT or len(action.encode("utf-8", "replace")) > ACTION_LIMIT_BYTES:
            raise Refusal(413, "Câu hỏi dài quá, anh/chị rút gọn lại giúp.")
        conversation = _conversation_of(request) or secrets.token_urlsafe(24)
        question = text.strip()
        messages = await self._answering.ask(CHANNEL, conversation, question, action or None)
        turn = SaidTurn(question, messages)
        self._transcripts.add(conversation, turn)
        response: Response
        if "hx-request" in request.headers:
            response = HTMLResponse(self._pages.render("_turn.html", turn=turn), headers=_FRESH)
        else:
            response = RedirectResponse("/#cuoi", 303)
        self._remember(response, conversation)
        return response

    async def rate(
        self,
        request: Request,
        reference: Annotated[str, Form(max_length=64)],
        helpful: Annotated[bool, Form()],
    ) -> Response:
        """Store a thumb of the web chat."""
        _refuse_foreign_form(request)
        if not await self._answering.rate(reference, is_helpful=helpful):
            raise Refusal(404, _NO_REFERENCE)
        conversation = _conversation_of(request)
        if conversation:
            self._transcripts.mark_rated(conversation, reference)
        if "hx-request" in request.headers:
            return HTMLResponse(self._pages.render("_thanks.html"))
        return RedirectResponse("/#cuoi", 303)

    async def begin_anew(self, request: Request) -> Response:
        """Leave this conversation for a fresh one."""
        _refuse_foreign_form(request)
        conversation = _conversation_of(request)
        if conversation:
            self._transcripts.forget(conversation)
        response = RedirectResponse("/", 303)
        response.delete_cookie(COOKIE, path="/")
        return response

    def _remember(self, response: Response, conversation: str) -> None:
        response.set_cookie(
            COOKIE,
            conversation,
            max_age=COOKIE_SECONDS,
            path="/",
            secure=self._options.secure_cookies,
            httponly=True,
            samesite="lax",
        )


def _conversation_of(request: Request) -> str | None:
    token = request.cookies.get(COOKIE, "")
    return token if _TOKEN.fullmatch(token) else None


def _refuse_foreign_form(request: Request) -> None:
    """A form on another site may not speak for the person; browsers tell where a form came from."""
    if request.headers.get("sec-fetch-site") == "cross-site":
        raise Refusal(403)
