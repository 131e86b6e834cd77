"""Emulated services and the small honest assistant the channel tests talk to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.connection import TelegramOptions
from bot.inbox import Inbox
from progress.database import Database
from tests.conftest import Clock
from tests.integration.emulators import TelegramEmulator, install_emulators, running_telegram
from tests.integration.small_dialogue import SmallDialogue

OpenChannel = Callable[..., TelegramChannel]


@pytest_asyncio.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[TelegramEmulator]:
    install_emulators()
    with running_telegram(tmp_path) as emulator:
        yield emulator
        await emulator.close()


@pytest.fixture
def dialogue() -> SmallDialogue:
    return SmallDialogue()


@pytest.fixture
def database(new_database: Callable[[str], Database]) -> Database:
    """SQLite alone: the inbox itself is tested on both engines."""
    return new_database("sqlite")


@pytest.fixture
def inbox(database: Database, clock: Clock) -> Inbox:
    return Inbox(database, clock)


@pytest.fixture
def open_channel(
    telegram: TelegramEmulator, dialogue: SmallDialogue, inbox: Inbox, clock: Clock
) -> OpenChannel:
    """A channel on the emulator; opened twice, the second is what runs after a restart."""

    def open_it(webhook_url: str = "") -> TelegramChannel:
        options = TelegramOptions(telegram.token, webhook_url, api=telegram.api)
        return TelegramChannel(options, dialogue, inbox, clock)

    return open_it
