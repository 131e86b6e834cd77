"""Where messengers deliver: the raw body and the secret go to the channel, which keeps before it says yes."""

from __future__ import annotations

from typing import Annotated, Protocol

from fastapi import APIRouter, Header, Request
from starlette.responses import Response

TELEGRAM_PATH = "/webhooks/telegram"


class Webhook(Protocol):
    """A channel that takes deliveries.

    Gives the HTTP status to answer with: 200 kept, 403 wrong secret, 400 not understood. An exception
    becomes a 500, and the messenger delivers again.
    """

    async def accept(self, body: bytes, secret: str | None) -> int: ...


def webhook_router(telegram: Webhook) -> APIRouter:
    """The route Telegram calls; it is left out of the published API."""
    router = APIRouter(include_in_schema=False)

    @router.post(TELEGRAM_PATH)
    async def deliver(
        request: Request,
        secret: Annotated[str | None, Header(alias="X-Telegram-Bot-Api-Secret-Token")] = None,
    ) -> Response:
        return Response(status_code=await telegram.accept(await request.body(), secret))

    return router
