"""A scripted Bot API server and the real library's bot on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from telegram import Bot

from bot.channels.telegram.connection import TelegramOptions, make_bot
from tests.bot.channels.telegram.scripted import TOKEN, ScriptedTelegram, scripted_telegram


@pytest.fixture
def script() -> Iterator[ScriptedTelegram]:
    with scripted_telegram() as server:
        yield server


@pytest_asyncio.fixture
async def bot(script: ScriptedTelegram) -> AsyncIterator[Bot]:
    async with make_bot(TelegramOptions(TOKEN, api=script.api)) as made:
        yield made
