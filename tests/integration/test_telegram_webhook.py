"""The Telegram channel behind a webhook, delivered to by a real Bot API server's behaviour."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request, Response

from bot.channels.telegram.channel import TelegramChannel
from progress.database import Database
from tests.integration.conftest import OpenChannel
from tests.integration.emulators import TelegramEmulator
from tests.integration.updates import kept_updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


@contextlib.asynccontextmanager
async def serving(channel: TelegramChannel, listener: socket.socket) -> AsyncIterator[None]:
    """The channel's webhook inside a FastAPI application on a real port."""
    app = FastAPI()

    @app.post("/telegram")
    async def deliver(request: Request) -> Response:
        return Response(
            status_code=await channel.accept(await request.body(), request.headers.get(SECRET_HEADER))
        )

    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        async with channel:
            yield
    finally:
        server.should_exit = True
        await running


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound


@pytest.fixture
def address(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}/telegram"


async def test_a_message_delivered_to_the_webhook_is_answered(
    telegram: TelegramEmulator, open_channel: OpenChannel, listener: socket.socket, address: str
) -> None:
    async with serving(open_channel(address), listener):
        [webhook] = await telegram.wait_for("setWebhook")
        await telegram.say("III.4 ai chủ trì?")
        texts = await telegram.said()
    assert webhook["url"] == address
    assert json.loads(webhook["allowed_updates"]) == ["message", "edited_message", "callback_query"]
    assert texts[0].startswith("<b>Sở Nội vụ chủ trì: III.4 ai chủ trì?</b>")
    assert telegram.calls("getUpdates") == []


async def test_an_update_delivered_twice_is_answered_once(
    telegram: TelegramEmulator, open_channel: OpenChannel, listener: socket.socket, address: str
) -> None:
    channel = open_channel(address)
    async with serving(channel, listener), httpx.AsyncClient() as client:
        await telegram.wait_for("setWebhook")
        update = await telegram.say("một")
        await telegram.said()
        secret = {SECRET_HEADER: channel.options.webhook_secret}
        again = await asyncio.gather(*(client.post(address, json=update, headers=secret) for _ in range(5)))
        await telegram.say("hai")
        await telegram.said(2)
        await asyncio.sleep(0.2)
    assert [answer.status_code for answer in again] == [200] * 5
    assert len(telegram.calls("sendMessage")) == 2


@pytest.mark.parametrize("headers", [{}, {SECRET_HEADER: "wrong"}])
async def test_a_request_without_the_secret_is_turned_away(
    open_channel: OpenChannel,
    listener: socket.socket,
    address: str,
    database: Database,
    headers: dict[str, str],
) -> None:
    async with serving(open_channel(address), listener), httpx.AsyncClient() as client:
        answer = await client.post(address, json={"update_id": 1}, headers=headers)
    assert answer.status_code == 403
    assert kept_updates(database) == []


async def test_a_secret_in_any_letters_is_only_wrong(open_channel: OpenChannel, address: str) -> None:
    assert await open_channel(address).accept(b'{"update_id": 1}', "mật khẩu") == 403


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"update_id": "1"}', b"\xff\xfe"])
async def test_a_body_that_is_no_update_is_refused(
    open_channel: OpenChannel, address: str, database: Database, body: bytes
) -> None:
    channel = open_channel(address)
    assert await channel.accept(body, channel.options.webhook_secret) == 400
    assert kept_updates(database) == []


async def test_an_update_that_makes_no_sense_holds_up_nobody(
    telegram: TelegramEmulator,
    open_channel: OpenChannel,
    listener: socket.socket,
    address: str,
    database: Database,
) -> None:
    channel = open_channel(address)
    async with serving(channel, listener):
        await telegram.wait_for("setWebhook")
        broken = json.dumps({"update_id": 77, "message": {"text": "?"}}).encode()
        assert await channel.accept(broken, channel.options.webhook_secret) == 200
        await telegram.say("tiếp")
        [text] = await telegram.said()
    assert "tiếp" in text
    assert [state for _, state, _ in kept_updates(database)] == ["failed", "done"]


async def test_what_was_kept_and_not_answered_is_answered_after_a_restart(
    telegram: TelegramEmulator, open_channel: OpenChannel, listener: socket.socket, address: str
) -> None:
    update = {
        "update_id": 500,
        "message": {
            "message_id": 9,
            "date": 1795400000,
            "chat": {"id": 1001, "type": "private"},
            "from": {"id": 1001, "is_bot": False, "first_name": "An"},
            "text": "trước khi sập",
        },
    }
    stopped = open_channel(address)  # takes the update and dies before its work begins
    assert await stopped.accept(json.dumps(update).encode(), stopped.options.webhook_secret) == 200
    async with serving(open_channel(address), listener):
        [text] = await telegram.said()
    assert "trước khi sập" in text
