"""A Telegram Bot API of our own: it keeps what is sent, takes 30 messages a second, and fails as it is told.

Run as a process: ``python -m tests.emulators.bot_api --port 8081``. What a test wants is said at ``/admin``.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

HOST = "127.0.0.1"
TOKEN = "100:emulated"
ROOT = Path(__file__).parents[2]
START_SECONDS = 30
HANGS_SECONDS = 60
NONE = 2**31  # more messages than ever come
SENDING = ("sendMessage", "sendPhoto", "sendDocument")
BOT = {"id": 100, "is_bot": True, "first_name": "Trợ lý", "username": "troly_bot"}


@dataclass
class State:
    """What came and how to answer. ``manners``, by chat: forbidden, gone, refused, hangs, lost, a new id."""

    rate: int = 30
    delay: float = 0.0
    sent: list[dict[str, Any]] = field(default_factory=list)
    refused: int = 0  # answered 429
    manners: dict[str, str] = field(default_factory=dict)
    window: deque[float] = field(default_factory=deque)
    updates: list[dict[str, Any]] = field(default_factory=list)
    next_update: int = 1
    wakes: asyncio.Event = field(default_factory=asyncio.Event)


def make_app() -> Starlette:
    state = State()

    async def call(request: Request) -> JSONResponse:
        method = request.path_params["method"]
        if request.path_params["token"] != TOKEN:
            return _error(401, "Unauthorized")
        form = await request.form()
        if method in SENDING:
            return await _send(state, {name: value for name, value in form.items() if isinstance(value, str)})
        if method == "getUpdates":
            return await _updates(state, int(str(form.get("offset", 0))), float(str(form.get("timeout", 0))))
        return JSONResponse({"ok": True, "result": BOT if method == "getMe" else True})

    async def admin(request: Request) -> JSONResponse:
        told = await request.json()
        state.rate = told.get("rate", state.rate)
        state.delay = told.get("delay", state.delay)
        state.manners.update(told.get("manners", {}))
        for chat in told.get("say", ()):
            state.updates.append(_update(state.next_update, chat))
            state.next_update += 1
            state.wakes.set()
        first = told.get("first", 0)
        return JSONResponse({"sent": state.sent[first:], "count": len(state.sent), "refused": state.refused})

    return Starlette(
        routes=[
            Route("/bot{token}/{method}", call, methods=["GET", "POST"]),
            Route("/admin", admin, methods=["POST"]),
        ]
    )


async def _send(state: State, form: dict[str, str]) -> JSONResponse:
    chat = form["chat_id"]
    now = time.monotonic()
    while state.window and state.window[0] <= now - 1:
        state.window.popleft()
    if len(state.window) >= state.rate:
        state.refused += 1
        return _error(429, "Too Many Requests: retry after 1", retry_after=1)
    manner = state.manners.get(chat, "")
    match manner:
        case "":
            pass
        case "forbidden":
            return _error(403, "Forbidden: bot was blocked by the user")
        case "gone":
            return _error(400, "Bad Request: chat not found")
        case "refused":
            return _error(400, "Bad Request: message text is empty")
        case "lost":
            await asyncio.sleep(HANGS_SECONDS)
        case "hangs":
            pass
        case _:
            migrated = "Bad Request: group chat was upgraded to a supergroup chat"
            return _error(400, migrated, migrate_to_chat_id=int(manner))
    state.window.append(now)
    number = len(state.sent) + 1
    state.sent.append(
        {"id": number, "chat": chat, "text": form.get("text", form.get("caption", "")), "at": time.time()}
    )
    await asyncio.sleep(HANGS_SECONDS if manner == "hangs" else state.delay)
    message = {"message_id": number, "date": int(time.time()), "chat": {"id": int(chat), "type": "private"}}
    return JSONResponse({"ok": True, "result": {**message, "text": "đã nhận"}})


async def _updates(state: State, offset: int, timeout: float) -> JSONResponse:
    state.updates = [one for one in state.updates if one["update_id"] >= offset]
    if not state.updates:
        state.wakes.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                await state.wakes.wait()
    return JSONResponse({"ok": True, "result": state.updates})


def _update(number: int, chat: str) -> dict[str, Any]:
    who = {"id": int(chat), "first_name": "An"}
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": int(time.time()),
            "chat": {**who, "type": "private"},
            "from": {**who, "is_bot": False},
            "text": "Chào",
        },
    }


def _error(code: int, description: str, **parameters: int) -> JSONResponse:
    body = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
    return JSONResponse(body, status_code=code)


class BotApi:
    """The emulator as a test sees it."""

    def __init__(self, port: int) -> None:
        self.url = f"http://{HOST}:{port}"
        self._client = httpx.Client(timeout=30)

    def tell(self, **what: object) -> dict[str, Any]:
        """Say how to answer from now on; what was sent until now."""
        answer: dict[str, Any] = self._client.post(f"{self.url}/admin", json=what).json()
        return answer

    def sent(self, first: int = 0) -> list[dict[str, Any]]:
        """Messages that were taken, from a number on; each has id, chat, text and instant."""
        messages: list[dict[str, Any]] = self.tell(first=first)["sent"]
        return messages

    def count(self) -> int:
        """How many messages were taken."""
        count: int = self.tell(first=NONE)["count"]
        return count

    def refused(self) -> int:
        """How many calls were answered 429."""
        refused: int = self.tell(first=NONE)["refused"]
        return refused

    def texts(self) -> list[tuple[str, str]]:
        return [(one["chat"], one["text"]) for one in self.sent()]

    def close(self) -> None:
        self._client.close()


@contextlib.contextmanager
def running_bot_api() -> Iterator[BotApi]:
    """The emulator as a process of its own on a free port, until the block ends."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.emulators.bot_api", "--port", str(port)], cwd=ROOT
    )
    api = BotApi(port)
    try:
        deadline = time.monotonic() + START_SECONDS
        while True:
            with contextlib.suppress(httpx.TransportError):
                api.tell()
                break
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the emulator of the Bot API did not start")
            time.sleep(0.02)
        yield api
    finally:
        api.close()
        process.kill()
        process.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    uvicorn.run(make_app(), host=HOST, port=parser.parse_args().port, log_level="critical", access_log=False)
