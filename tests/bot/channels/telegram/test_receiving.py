"""Telegram's updates, as it sends them, become incoming messages - or nothing."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from bot.channels.telegram.receiving import BotName, Place, Received, receive
from bot.dialogue.messages import Attachment, Incoming

RECORDED = sorted((Path(__file__).parents[3] / "data" / "telegram" / "incoming").glob("*.json"))
US = BotName(424242, "troly_cchc_bot")
NOW = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_an_update_is_received_as_recorded(path: Path) -> None:
    recorded = json.loads(path.read_text(encoding="utf-8"))
    received = receive(Update.de_json(recorded["update"]), US, NOW)
    assert received == _expected(recorded["received"])


def test_an_update_survives_the_way_through_the_table() -> None:
    for path in RECORDED:
        update = Update.de_json(json.loads(path.read_text(encoding="utf-8"))["update"])
        stored = json.loads(json.dumps(update.to_dict()))
        assert receive(Update.de_json(stored), US, NOW) == receive(update, US, NOW), path.stem


def _expected(received: dict[str, Any] | None) -> Received | None:
    if received is None:
        return None
    incoming = dict(received["incoming"])
    attachments = tuple(Attachment(**attachment) for attachment in incoming.pop("attachments", ()))
    return Received(
        Incoming(**incoming, received_at=NOW, attachments=attachments),
        Place(**received["place"]),
        received.get("callback"),
    )
