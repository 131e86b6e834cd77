"""The web chat at "/": whole pages without JavaScript, fragments with it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.answering import NOBODY, Answering
from api.chat import TEXT_LIMIT
from api.errors import Refusal
from api.forgery import FIELD, demand_token, refuse_foreign_form
from api.mailbox import Mailbox
from api.options import HttpOptions
from api.rendering import Pages
from api.transcripts import SaidTurn, Transcripts
from api.visits import Visitor, Visits, fresh
from bot.commands import commands_for
from bot.dialogue.conversation import Conversation
from bot.dialogue.messages import ACTION_LIMIT_BYTES
from bot.dialogue.ports import Conversations
from progress.web_sessions import CHANNEL

COOKIE = "troly_phien"
COOKIE_SECONDS = 7 * 24 * 3600
ASK_PREFILL_LIMIT = 300  # characters of a question carried in a link
_TOKEN = re.compile(r"[A-Za-z0-9_-]{24,64}")
_NO_REFERENCE = "Không có câu trả lời nào mang mã này để đánh giá."


FormToken = Annotated[str, Form(alias=FIELD)]


class WebChat:
    """The chat page and its forms.

    Who is signed in speaks as that person. Any other browser is nobody: its conversation is known by a random
    cookie that nobody can guess.
    """

    def __init__(
        self,
        answering: Answering,
        pages: Pages,
        transcripts: Transcripts,
        suggestions: Sequence[str],
        visits: Visits,
        conversations: Conversations | None,
        mailbox: Mailbox | None,
        options: HttpOptions,
    ) -> None:
        self._answering = answering
        self._pages = pages
        self._transcripts = transcripts
        self._suggestions = tuple(suggestions)
        self._visits = visits
        self._conversations = conversations
        self._mailbox = mailbox
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
        visitor = await self._visits.of(request)
        conversation = _conversation_of(request, visitor)
        page = self._pages.render(
            "chat.html",
            turns=self._transcripts.of(conversation) if conversation else (),
            suggestions=self._suggestions,
            commands=[one for one in commands_for("private") if visitor or not one.is_personal],
            prefill=hoi[:ASK_PREFILL_LIMIT],
            visitor=visitor,
            waiting=await self._mailbox.waiting(visitor) if self._mailbox else 0,
            has_push=self._mailbox is not None and self._mailbox.has_push,
        )
        return HTMLResponse(page, headers=fresh(visitor))

    async def ask(
        self,
        request: Request,
        text: Annotated[str, Form()] = "",
        action: Annotated[str, Form()] = "",
        token: FormToken = "",
    ) -> Response:
        """Answer; the new turn as a fragment, or the whole page anew for a browser without JavaScript."""
        visitor = await self._sender_of_form(request, token)
        if len(text) > TEXT_LIMIT or len(action.encode("utf-8", "replace")) > ACTION_LIMIT_BYTES:
            raise Refusal(413, "Câu hỏi dài quá, anh/chị rút gọn lại giúp.")
        conversation = _conversation_of(request, visitor) or secrets.token_urlsafe(24)
        question = text.strip()
        sender = visitor.sender if visitor else NOBODY
        messages = await self._answering.ask(CHANNEL, conversation, question, action or None, sender=sender)
        turn = SaidTurn(question, messages)
        self._transcripts.add(conversation, turn)
        response: Response
        if "hx-request" in request.headers:
            page = self._pages.render("_turn.html", turn=turn, visitor=visitor)
            response = HTMLResponse(page, headers=fresh(visitor))
        else:
            response = RedirectResponse("/#cuoi", 303)
        if visitor is None:
            self._remember(response, conversation)
        return response

    async def rate(
        self,
        request: Request,
        reference: Annotated[str, Form(max_length=64)],
        helpful: Annotated[bool, Form()],
        token: FormToken = "",
    ) -> Response:
        """Store a thumb of the web chat."""
        visitor = await self._sender_of_form(request, token)
        if not await self._answering.rate(reference, is_helpful=helpful):
            raise Refusal(404, _NO_REFERENCE)
        conversation = _conversation_of(request, visitor)
        if conversation:
            self._transcripts.mark_rated(conversation, reference)
        if "hx-request" in request.headers:
            return HTMLResponse(self._pages.render("_thanks.html"))
        return RedirectResponse("/#cuoi", 303)

    async def begin_anew(self, request: Request, token: FormToken = "") -> Response:
        """Leave this conversation for a fresh one."""
        visitor = await self._sender_of_form(request, token)
        conversation = _conversation_of(request, visitor)
        if conversation:
            self._transcripts.forget(conversation)
        response = RedirectResponse("/", 303)
        if visitor is None:
            response.delete_cookie(COOKIE, path="/")
        elif self._conversations is not None:
            conversations = self._conversations
            await self._answering.run(lambda: _forget(conversations, visitor.sender))
        return response

    async def _sender_of_form(self, request: Request, token: str) -> Visitor | None:
        """Who sends a form. Raises Refusal 403 for one that was not made for this browser."""
        refuse_foreign_form(request, self._options.public_host)
        visitor = await self._visits.of(request)
        if visitor is not None:
            demand_token(visitor.cookie, token)
        return visitor

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


def _conversation_of(request: Request, visitor: Visitor | None) -> str | None:
    """A private conversation has the key of its only sender; that of nobody is in the cookie."""
    if visitor is not None:
        return visitor.sender
    token = request.cookies.get(COOKIE, "")
    return token if _TOKEN.fullmatch(token) else None


def _forget(conversations: Conversations, conversation: str) -> None:
    with conversations.hold(CHANNEL, conversation) as held:
        held.conversation = Conversation()
