"""A file of a message is fetched from Telegram by its handle, or one clear reason is given."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from telegram import Bot

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.connection import TelegramOptions
from bot.channels.telegram.fetching import LIMIT, fetch
from bot.dialogue.attachments import AttachmentGone, AttachmentTooLarge, ChannelFiles
from bot.dialogue.messages import Attachment, Outgoing
from bot.inbox import Inbox
from progress.database import Database
from tests.bot.channels.telegram.scripted import TOKEN, Answer, ScriptedTelegram, refusal
from tests.conftest import Clock

PHOTO = Attachment("", "image/jpeg", 5, "handle-1")
PLACE = "photos/file_1.jpg"


def found(size: int = 5) -> Answer:
    file = {"file_id": "handle-1", "file_unique_id": "1", "file_size": size, "file_path": PLACE}
    return 200, {"ok": True, "result": file}


async def test_the_bytes_are_those_telegram_keeps(script: ScriptedTelegram, bot: Bot) -> None:
    script.answers["getFile"].append(found())
    script.files[PLACE] = b"anh 1"
    assert await fetch(bot, PHOTO) == b"anh 1"
    assert script.bodies("getFile") == [{"file_id": "handle-1"}]


async def test_a_file_too_large_for_a_bot_is_not_asked_for(script: ScriptedTelegram, bot: Bot) -> None:
    with pytest.raises(AttachmentTooLarge) as refused:
        await fetch(bot, Attachment("a.pdf", "application/pdf", LIMIT + 1, "handle-1"))
    assert (refused.value.limit, script.bodies("getFile")) == (20_000_000, [])


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        (refusal(400, "Bad Request: file is too big"), AttachmentTooLarge),
        (found(LIMIT + 1), AttachmentTooLarge),
        (refusal(400, "Bad Request: invalid file_id"), AttachmentGone),
        (refusal(502, "Bad Gateway"), AttachmentGone),
        (found(), AttachmentGone),  # and then it is not at its place
    ],
)
async def test_what_telegram_does_not_give_has_a_reason(
    script: ScriptedTelegram, bot: Bot, answer: Answer, refused: type[Exception]
) -> None:
    script.answers["getFile"].append(answer)
    with pytest.raises(refused):
        await fetch(bot, PHOTO)


async def test_the_thread_that_answers_gets_the_bytes_through_the_channel(
    script: ScriptedTelegram, new_database: Callable[[str], Database], clock: Clock
) -> None:
    script.answers["getFile"].append(found())
    script.files[PLACE] = b"anh 1"
    options = TelegramOptions(TOKEN, "https://troly.example.vn/webhooks/telegram", api=script.api)
    channel = TelegramChannel(options, lambda _: [Outgoing("")], Inbox(new_database("sqlite"), clock), clock)
    files = ChannelFiles()
    files.add("telegram", channel.fetch)
    with pytest.raises(AttachmentGone):  # before it has started
        channel.fetch(PHOTO)
    async with channel:
        assert await asyncio.to_thread(files.fetch, "telegram", PHOTO) == b"anh 1"
        with pytest.raises(AttachmentGone):
            files.fetch("zalo", PHOTO)
