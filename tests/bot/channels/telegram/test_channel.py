"""The channel's own promises: presses, rejected tokens, Telegram out of reach."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.channels.telegram import connection
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.connection import TelegramOptions
from bot.dialogue.messages import Incoming, Outgoing
from bot.inbox import Inbox
from progress.database import Database
from tests.bot.channels.telegram.scripted import TOKEN, ScriptedTelegram, refusal
from tests.conftest import Clock

RECORDED = Path(__file__).parents[3] / "data" / "telegram" / "incoming"
WEBHOOK = "https://troly.example.vn/webhooks/telegram"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(f"sqlite:///{tmp_path / 'troly.db'}")
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def open_channel(script: ScriptedTelegram, database: Database, clock: Clock) -> Callable[[], TelegramChannel]:
    def answer(incoming: Incoming) -> list[Outgoing]:
        return [Outgoing(f"{incoming.action} / {incoming.text}")]

    options = TelegramOptions(TOKEN, WEBHOOK, api=script.api)
    return lambda: TelegramChannel(options, answer, Inbox(database, clock), clock)


async def until(holds: Callable[[], Any], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.01)


def recorded(name: str) -> bytes:
    return json.dumps(json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))["update"]).encode()


async def test_a_press_is_acknowledged_and_then_answered(
    script: ScriptedTelegram, open_channel: Callable[[], TelegramChannel]
) -> None:
    async with open_channel() as channel:
        assert await channel.accept(recorded("private_press"), channel.options.webhook_secret) == 200
        await until(lambda: script.bodies("sendMessage") and script.bodies("answerCallbackQuery"))
    assert script.bodies("answerCallbackQuery") == [{"callback_query_id": "4382bfdwdsb323b2d9"}]
    [sent] = script.bodies("sendMessage")
    assert (sent["chat_id"], sent["text"]) == ("1001", "ask:coordinate:III.4 / Ai phối hợp?")


async def test_an_update_not_meant_for_us_is_closed_without_a_word(
    script: ScriptedTelegram, open_channel: Callable[[], TelegramChannel]
) -> None:
    async with open_channel() as channel:
        for name in ("group_chatter", "channel_post", "private_text"):
            await channel.accept(recorded(name), channel.options.webhook_secret)
        await until(lambda: script.bodies("sendMessage"))
        await asyncio.sleep(0.1)
    assert [body["chat_id"] for body in script.bodies("sendMessage")] == ["1001"]


async def test_a_rejected_token_is_one_clear_line_that_does_not_show_it(
    script: ScriptedTelegram, open_channel: Callable[[], TelegramChannel]
) -> None:
    script.answers["getMe"].append(refusal(401, "Unauthorized"))
    with capture_logs() as logs:
        async with open_channel():
            await until(lambda: logs)
    assert [entry["event"] for entry in logs] == ["telegram_token_rejected"]
    assert TOKEN not in str(logs)


async def test_telegram_out_of_reach_at_the_start_is_waited_for(
    script: ScriptedTelegram, open_channel: Callable[[], TelegramChannel], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "FIRST_WAIT_SECONDS", 0.01)
    script.answers["getMe"].extend([refusal(502, "Bad Gateway")] * 3)
    async with open_channel() as channel:
        # Kept although nobody can be answered yet.
        assert await channel.accept(recorded("private_text"), channel.options.webhook_secret) == 200
        await until(lambda: script.bodies("sendMessage"))
    [webhook] = script.bodies("setWebhook")
    assert (webhook["url"], webhook["secret_token"]) == (WEBHOOK, channel.options.webhook_secret)


def test_options_show_neither_token_nor_proxy() -> None:
    options = TelegramOptions(TOKEN, proxy="http://an:mat-khau@proxy.example.vn:3128")
    assert TOKEN not in repr(options)
    assert "mat-khau" not in repr(options)
