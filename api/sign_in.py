"""Signing in on the web with the code of an invitation, or one made on another channel; and signing out."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.beside import Beside
from api.edge import client_key
from api.forgery import FIELD, demand_token, form_token, refuse_foreign_form
from api.options import HttpOptions
from api.refusals import Told, told
from api.rendering import Pages
from api.transcripts import Transcripts
from api.visits import Visitor, Visits, fresh
from progress.codes import read_code
from progress.people import People
from progress.persons import IssuedToken
from progress.refusals import ProgressError
from progress.web_sessions import CHANNEL, SESSION_LIFE, WebSessions

PATH = "/dang-nhap"
TICKET = "troly_phieu"  # of a browser that is about to sign in
TICKET_SECONDS = 3600
CODE_LIMIT = 100
NAME_LIMIT = 100
_TICKET = re.compile(r"[A-Za-z0-9_-]{32,64}")


class SignIn:
    """The page and its forms. What a code is good for, ``People`` decides."""

    def __init__(
        self,
        people: People,
        sessions: WebSessions,
        visits: Visits,
        pages: Pages,
        transcripts: Transcripts,
        beside: Beside,
        options: HttpOptions,
    ) -> None:
        self._people = people
        self._sessions = sessions
        self._visits = visits
        self._pages = pages
        self._transcripts = transcripts
        self._beside = beside
        self._options = options

    def router(self) -> APIRouter:
        """``GET`` and ``POST /dang-nhap``, ``POST /dang-xuat``."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route(PATH, self.show, methods=["GET"], response_class=HTMLResponse)
        router.add_api_route(PATH, self.enter, methods=["POST"], response_class=HTMLResponse)
        router.add_api_route("/dang-xuat", self.leave, methods=["POST"], response_class=HTMLResponse)
        return router

    async def show(self, request: Request) -> Response:
        """The form, or who is signed in."""
        return self._page(request, await self._visits.of(request))

    async def enter(
        self,
        request: Request,
        code: Annotated[str, Form(max_length=CODE_LIMIT)] = "",
        name: Annotated[str, Form(max_length=NAME_LIMIT)] = "",
        token: Annotated[str, Form(alias=FIELD)] = "",
    ) -> Response:
        """Use a code. A browser signed in already gains the role of the code, and stays who it is."""
        refuse_foreign_form(request, self._options.public_host)
        visitor = await self._visits.of(request)
        ticket = request.cookies.get(TICKET, "")
        demand_token(visitor.cookie if visitor else ticket, token)
        sender = visitor.sender if visitor else _sender_of(ticket, code)
        address = client_key(request.scope)

        def register() -> IssuedToken | None:
            self._people.register(CHANNEL, sender, code, name.strip() or None, guesser=address)
            return None if visitor else self._sessions.begin(sender)

        try:
            issued = await self._beside.run(register)
        except ProgressError as refusal:
            return self._page(request, visitor, trouble=told(refusal), code=code, name=name)
        if issued is None:
            return RedirectResponse(PATH, 303)
        response = RedirectResponse("/", 303)
        self._set(response, self._visits.cookie_name, issued.token, int(SESSION_LIFE.total_seconds()))
        self._drop(response, TICKET)
        return response

    async def leave(self, request: Request, token: Annotated[str, Form(alias=FIELD)] = "") -> Response:
        """Sign this browser out, and forget what its page showed."""
        refuse_foreign_form(request, self._options.public_host)
        response = RedirectResponse("/", 303)
        cookie = self._visits.cookie_of(request)
        if not cookie:
            return response
        demand_token(cookie, token)
        visitor = await self._visits.of(request)
        if visitor:
            await self._beside.run(lambda: self._sessions.end(cookie))
            self._transcripts.forget(visitor.sender)
        self._drop(response, self._visits.cookie_name)
        return response

    def _page(
        self,
        request: Request,
        visitor: Visitor | None,
        *,
        trouble: Told | None = None,
        code: str = "",
        name: str = "",
    ) -> Response:
        known = request.cookies.get(TICKET, "")
        ticket = known if _TICKET.fullmatch(known) else secrets.token_urlsafe(32)
        page = self._pages.render(
            "sign_in.html",
            visitor=visitor,
            token=visitor.form_token if visitor else form_token(ticket),
            trouble=trouble,
            code=code,
            name=name,
        )
        status, headers = (trouble.status, trouble.headers) if trouble else (200, {})
        response = HTMLResponse(page, status, {**fresh(visitor), **headers, "Cache-Control": "no-store"})
        if visitor is None:
            self._set(response, TICKET, ticket, TICKET_SECONDS)
        return response

    def _set(self, response: Response, name: str, value: str, seconds: int) -> None:
        response.set_cookie(
            name,
            value,
            max_age=seconds,
            path="/",
            secure=self._options.secure_cookies,
            httponly=True,
            samesite="lax",
        )

    def _drop(self, response: Response, name: str) -> None:
        response.delete_cookie(
            name, path="/", secure=self._options.secure_cookies, httponly=True, samesite="lax"
        )


def _sender_of(ticket: str, code: str) -> str:
    """The identity that a browser gets by a code: the same when it sends the code again, and no other's.

    The sign before it keeps it apart from the conversations of browsers that nobody is signed in with.
    """
    digest = hashlib.sha256(f"web {ticket} {read_code(code)}".encode())
    return f"id:{digest.hexdigest()}"
