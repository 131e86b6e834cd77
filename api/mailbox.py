"""What waits for who is signed in: a badge on the page, the messages when opened, and Web Push."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Form, Request
from pydantic import BaseModel, Field
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response

from api.beside import Beside
from api.errors import Refusal
from api.forgery import FIELD, demand_token, refuse_foreign_form
from api.options import HttpOptions
from api.rendering import STATIC
from api.transcripts import SaidTurn, Transcripts
from api.visits import Visitor, Visits
from bot.delivery.outbox import Outbox
from bot.delivery.web_push import ENDPOINT_LIMIT, SubscriptionRefused, WebPush
from progress.keys import KEY_LENGTH

WORKER_PATH = "/push-worker.js"  # at the root: a worker serves what lies below it
_NO_SUBSCRIPTION = "Trình duyệt này chưa nhận được tin báo; anh/chị vẫn xem tin trên trang như thường."
_SIGN_IN_FIRST = "Anh/chị đăng nhập rồi thử lại giúp."


class Subscription(BaseModel):
    """What a browser says of where it takes pushes."""

    endpoint: str = Field(max_length=ENDPOINT_LIMIT)
    p256dh: str = Field(default="", max_length=KEY_LENGTH)
    auth: str = Field(default="", max_length=KEY_LENGTH)
    token: str = Field(default="", max_length=KEY_LENGTH)


class Mailbox:
    """Only for persons: who is not signed in has no messages."""

    def __init__(
        self,
        outbox: Outbox,
        push: WebPush | None,
        visits: Visits,
        transcripts: Transcripts,
        beside: Beside,
        options: HttpOptions,
    ) -> None:
        self._outbox = outbox
        self._push = push
        self._visits = visits
        self._transcripts = transcripts
        self._beside = beside
        self._options = options

    @property
    def has_push(self) -> bool:
        return self._push is not None

    def router(self) -> APIRouter:
        """``POST /tin``; ``GET``, ``POST`` and ``DELETE /bao-tin``; the worker that shows a push."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/tin", self.open, methods=["POST"])
        if self._push is not None:
            router.add_api_route("/bao-tin", self.key, methods=["GET"])
            router.add_api_route("/bao-tin", self.subscribe, methods=["POST"])
            router.add_api_route("/bao-tin", self.unsubscribe, methods=["DELETE"])
            router.add_api_route(WORKER_PATH, self.worker, methods=["GET"])
        return router

    async def waiting(self, visitor: Visitor | None) -> int:
        """How many messages the visitor has not seen."""
        if visitor is None:
            return 0
        return await self._beside.run(lambda: self._outbox.unread(visitor.person.id))

    async def open(self, request: Request, token: Annotated[str, Form(alias=FIELD)] = "") -> Response:
        """Show what waits, as a turn of the conversation that nobody asked for."""
        visitor = await self._visitor(request, token)
        messages = await self._beside.run(lambda: self._outbox.open_unread(visitor.person.id))
        if messages:
            self._transcripts.add(visitor.sender, SaidTurn("", messages, is_ours=True))
        return RedirectResponse("/#cuoi", 303)

    async def key(self, request: Request) -> Response:
        """The key that a browser needs to subscribe."""
        if await self._visits.of(request) is None or self._push is None:
            raise Refusal(403, _SIGN_IN_FIRST, code="sign-in")
        return JSONResponse({"key": await self._beside.run(self._push.public_key)})

    async def subscribe(self, request: Request, given: Annotated[Subscription, Body()]) -> Response:
        """Keep where a browser takes pushes."""
        visitor = await self._visitor(request, given.token)
        push = self._push
        if push is None:
            raise Refusal(404)
        try:
            await self._beside.run(
                lambda: push.subscribe(visitor.sender, given.endpoint, given.p256dh, given.auth)
            )
        except SubscriptionRefused:
            raise Refusal(422, _NO_SUBSCRIPTION) from None
        return Response(status_code=204)

    async def unsubscribe(self, request: Request, given: Annotated[Subscription, Body()]) -> Response:
        """Forget a browser; one that is not known is forgotten already."""
        visitor = await self._visitor(request, given.token)
        push = self._push
        if push is not None:
            await self._beside.run(lambda: push.unsubscribe(visitor.sender, given.endpoint))
        return Response(status_code=204)

    async def worker(self) -> Response:
        """The script that runs in the browser when a push comes."""
        return FileResponse(STATIC / "push-worker.js", headers={"Cache-Control": "no-cache"})

    async def _visitor(self, request: Request, token: str) -> Visitor:
        """Raises Refusal 403."""
        refuse_foreign_form(request, self._options.public_host)
        visitor = await self._visits.of(request)
        if visitor is None:
            raise Refusal(403, _SIGN_IN_FIRST, code="sign-in")
        demand_token(visitor.cookie, token)
        return visitor
