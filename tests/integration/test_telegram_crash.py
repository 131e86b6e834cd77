"""A process that dies between keeping a question and answering it loses nothing."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.connection import TelegramOptions
from bot.inbox import Inbox
from progress.database import Database
from tests.conftest import Clock
from tests.integration.emulators import TelegramEmulator
from tests.integration.small_dialogue import SmallDialogue
from tests.integration.updates import kept_updates

ROOT = Path(__file__).parents[2]
DIED_WHILE_ANSWERING = 9

# Polls, keeps the question, and dies in the middle of its answer: no handler, no farewell.
VICTIM = f"""
import asyncio, datetime as dt, os, sys
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.connection import TelegramOptions
from bot.inbox import Inbox
from progress.database import Database

url, token, api = sys.argv[1:]
clock = lambda: dt.datetime.now(dt.UTC)

async def main():
    answer = lambda incoming: os._exit({DIED_WHILE_ANSWERING})
    inbox = Inbox(Database.open(url), clock)
    async with TelegramChannel(TelegramOptions(token, api=api), answer, inbox, clock):
        await asyncio.sleep(30)

asyncio.run(main())
"""


async def test_a_question_is_answered_once_by_the_process_that_comes_after(
    telegram: TelegramEmulator, database_url: str, clock: Clock
) -> None:
    store = Database.open(database_url)
    store.migrate()
    await telegram.say("trước khi sập")
    victim = [sys.executable, "-c", VICTIM, database_url, telegram.token, telegram.api]
    died = await asyncio.to_thread(subprocess.run, victim, cwd=ROOT, timeout=60, check=False)
    assert died.returncode == DIED_WHILE_ANSWERING
    assert [state for _, state, _ in kept_updates(store)] == ["working"]
    assert telegram.calls("sendMessage") == []

    inbox = Inbox(store, clock)
    inbox.release()  # as the service does at its start when it is the only process
    options = TelegramOptions(telegram.token, api=telegram.api)
    async with TelegramChannel(options, SmallDialogue(), inbox, clock):
        await telegram.say("sau khi sống lại")
        texts = await telegram.said(2)
    assert ["trước khi sập" in texts[0], "sau khi sống lại" in texts[1]] == [True, True]
    assert len(telegram.calls("sendMessage")) == 2
    assert [state for _, state, _ in kept_updates(store)] == ["done", "done"]
    store.close()
