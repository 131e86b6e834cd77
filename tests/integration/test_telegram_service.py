"""The whole assistant as it is started by hand, asked through Telegram."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.emulators import PERSON, TelegramEmulator

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
OTHERS = range(2001, 2013)  # chats that ask while it is told to stop


@contextlib.contextmanager
def serving(telegram: TelegramEmulator, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """``troly serve`` with the emulator as its Telegram, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    environment = {
        **os.environ,
        "TROLY_DATA_FOLDER": str(folder / "data"),
        "TROLY_PORT": port,
        "TROLY_TELEGRAM_TOKEN": telegram.token,
        "TROLY_TELEGRAM_API": telegram.api,
    }
    with (folder / "serve.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", "from app.cli import main; main()", "serve"],
            cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=30)


@pytest.mark.slow
async def test_an_official_asks_follows_up_taps_a_command_and_is_remembered_over_a_restart_under_load(
    telegram: TelegramEmulator, tmp_path: Path
) -> None:
    with serving(telegram, tmp_path):
        await telegram.wait_for("deleteWebhook", seconds=START_SECONDS)
        await telegram.say("Ai chủ trì nhiệm vụ I.1?")
        [first] = await telegram.wait_for("sendMessage")
        for chat in OTHERS:
            await telegram.say("Ai chủ trì nhiệm vụ I.1?", chat=chat)
        await telegram.wait_for("sendMessage", 4)
    # Told to stop in the middle of them: what it took is answered by it or by the one after, and once.
    with serving(telegram, tmp_path):
        await telegram.wait_for("sendMessage", 1 + len(OTHERS), seconds=START_SECONDS)
        await telegram.say("thế ai phối hợp?")
        second = (await telegram.wait_for("sendMessage", 2 + len(OTHERS)))[-1]
        await telegram.say("/nhiemvu@troly_cchc_bot I.1")
        third = (await telegram.wait_for("sendMessage", 3 + len(OTHERS)))[-1]
        await asyncio.sleep(0.2)
    answered = Counter(int(call["chat_id"]) for call in telegram.calls("sendMessage"))
    assert answered == {PERSON: 3} | dict.fromkeys(OTHERS, 1)
    plan = json.loads((ROOT / "tests" / "data" / "gold_plan.json").read_text(encoding="utf-8"))
    [task] = [task for task in plan["tasks"] if task["id"] == "I.1"]
    for agency in task["lead_agencies"]:
        assert agency in first["text"]
    for agency in task["coordinating_agencies"]:
        assert agency in second["text"]
    assert all("<i>Nguồn: Mục I, STT 1, " in sent["text"] for sent in (first, second, third))
    assert json.loads(first["reply_markup"])["inline_keyboard"]
    assert telegram.token not in (tmp_path / "serve.log").read_text(encoding="utf-8")
