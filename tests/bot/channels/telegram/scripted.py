"""A Bot API server that answers as it is told and keeps every request; spoken to by the real library."""

from __future__ import annotations

import json
import threading
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote

TOKEN = "424242:scripted-token"
ME = {"id": 424242, "is_bot": True, "first_name": "Trợ lý CCHC", "username": "troly_cchc_bot"}
SENT = {"message_id": 1, "date": 1795400000, "chat": {"id": 1001, "type": "private"}, "text": "…"}

Answer = tuple[int, dict[str, Any]]


class ScriptedTelegram:
    """``answers[method]`` are given one after another, then ok."""

    def __init__(self) -> None:
        self.answers: dict[str, deque[Answer]] = defaultdict(deque)
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.files: dict[str, bytes] = {}  # by their path, as getFile tells it
        self.api = ""

    def bodies(self, method: str) -> list[dict[str, Any]]:
        """The requests of one method, JSON fields read."""
        return [_readable(body) for name, body in self.requests if name == method]

    def answer(self, method: str, body: dict[str, str]) -> Answer:
        self.requests.append((method, body))
        if self.answers[method]:
            return self.answers[method].popleft()
        result: Any = {
            "getMe": ME,
            "sendMessage": SENT,
            "sendPhoto": SENT,
            "sendDocument": SENT,
            "getUpdates": [],
        }.get(method, True)
        return 200, {"ok": True, "result": result}


@contextmanager
def scripted_telegram() -> Iterator[ScriptedTelegram]:
    """The server on a free port, until the block ends."""
    script = ScriptedTelegram()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode(errors="replace")
            status, answer = script.answer(self.path.rsplit("/", 1)[-1], _fields(body))
            raw = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def do_GET(self) -> None:
            raw = script.files.get(unquote(self.path).partition(f"/file/bot{TOKEN}/")[2])
            self.send_response(404 if raw is None else 200)
            self.send_header("Content-Length", str(len(raw or b"")))
            self.end_headers()
            self.wfile.write(raw or b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    script.api = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()


def _fields(body: str) -> dict[str, str]:
    """The fields of a form; of one that carries a file, its whole text under "multipart"."""
    return {"multipart": body} if body.startswith("--") else dict(parse_qsl(body))


def refusal(status: int, description: str, **parameters: int) -> Answer:
    """An error as the Bot API writes it."""
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return status, body | ({"parameters": parameters} if parameters else {})


def _readable(body: dict[str, str]) -> dict[str, Any]:
    return {name: json.loads(value) if value[:1] in "{[" else value for name, value in body.items()}
