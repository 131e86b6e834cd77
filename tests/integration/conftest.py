"""Emulated services and the small honest assistant the channel tests talk to."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.connection import TelegramOptions
from tests.integration.emulators import TelegramEmulator, install_emulators, running_telegram
from tests.integration.inbox_twin import MemoryInbox
from tests.integration.small_dialogue import SmallDialogue

OpenChannel = Callable[..., TelegramChannel]
Clock = Callable[[], dt.datetime]


@pytest_asyncio.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[TelegramEmulator]:
    install_emulators()
    with running_telegram(tmp_path) as emulator:
        yield emulator
        await emulator.close()


@pytest.fixture
def clock() -> Clock:
    return lambda: dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)


@pytest.fixture
def dialogue() -> SmallDialogue:
    return SmallDialogue()


@pytest.fixture
def inbox() -> MemoryInbox:
    return MemoryInbox()


@pytest.fixture
def open_channel(
    telegram: TelegramEmulator, dialogue: SmallDialogue, inbox: MemoryInbox, clock: Clock
) -> OpenChannel:
    """A channel on the emulator; opened twice, the second is what runs after a restart."""

    def open_it(webhook_url: str = "") -> TelegramChannel:
        options = TelegramOptions(telegram.token, webhook_url, api=telegram.api)
        return TelegramChannel(options, dialogue, inbox, clock)

    return open_it
