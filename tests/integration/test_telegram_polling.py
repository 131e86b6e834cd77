"""The Telegram channel asks for updates itself, against a real Bot API server's behaviour."""

from __future__ import annotations

import asyncio
import html
import json
import re
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.connection import TelegramOptions
from bot.commands import COMMANDS
from bot.dialogue.messages import Incoming
from bot.inbox import Inbox
from progress.database import Database
from tests.conftest import Clock
from tests.integration.conftest import OpenChannel
from tests.integration.emulators import (
    BOT_USERNAME,
    PATIENCE_SECONDS,
    TelegramEmulator,
    install_emulators,
    running_telegram,
)
from tests.integration.small_dialogue import LONG_LIST, SmallDialogue
from tests.integration.updates import kept_updates

GROUP = -1001234567890


async def test_a_message_is_answered_with_quote_source_and_buttons(
    telegram: TelegramEmulator, open_channel: OpenChannel
) -> None:
    async with open_channel():
        await telegram.say("III.4 ai chủ trì?")
        [sent] = await telegram.wait_for("sendMessage")
    assert sent["chat_id"] == "1001"
    assert sent["parse_mode"] == "HTML"
    assert sent["text"] == (
        "<b>Sở Nội vụ chủ trì: III.4 ai chủ trì?</b>\n\n<blockquote>Sở Nội vụ</blockquote>\n\n"
        "<i>Nguồn: Mục III, STT 4</i>"
    )
    assert json.loads(sent["reply_markup"]) == {
        "inline_keyboard": [[{"text": "Ai phối hợp?", "callback_data": "ask:coordinate:III.4"}]]
    }


async def test_what_the_person_sends_arrives_as_incoming(
    telegram: TelegramEmulator, open_channel: OpenChannel, dialogue: SmallDialogue, clock: Clock
) -> None:
    async with open_channel():
        update = await telegram.say("<b>xin chào</b> & 😀")
        await telegram.said()
    assert dialogue.heard == [
        Incoming(
            "telegram",
            "1001",
            "1001",
            str(update["update_id"]),
            "<b>xin chào</b> & 😀",
            clock(),
            sender_name="QA User",
        )
    ]


async def test_the_commands_are_shown_in_private_chats_and_groups(
    telegram: TelegramEmulator, open_channel: OpenChannel
) -> None:
    async with open_channel():
        calls = await telegram.wait_for("setMyCommands", 4)
    shown = {(json.loads(call["scope"])["type"], call.get("language_code")) for call in calls}
    assert shown == {
        (scope, language) for scope in ("all_private_chats", "all_group_chats") for language in (None, "vi")
    }
    names = [command["command"] for command in json.loads(calls[0]["commands"])]
    assert names == [command.name for command in COMMANDS if command.is_for("private")]


async def test_a_start_link_hands_over_its_payload(
    telegram: TelegramEmulator, open_channel: OpenChannel
) -> None:
    async with open_channel():
        await telegram.say("/start moi-Abc_123")
        assert await telegram.said() == ["lệnh /start moi-Abc_123"]


async def test_a_long_answer_comes_in_several_messages_in_order(
    telegram: TelegramEmulator, open_channel: OpenChannel
) -> None:
    async with open_channel():
        await telegram.say("dài")
        texts = await telegram.said(4)
    shown = [html.unescape(re.sub("<[^>]+>", "", text)) for text in texts]
    assert "\n".join(shown).split("\n") == LONG_LIST
    assert max(map(len, shown)) <= 4096


async def test_questions_of_one_chat_are_answered_in_order_and_chats_do_not_wait_for_each_other(
    telegram: TelegramEmulator, open_channel: OpenChannel
) -> None:
    async with open_channel():
        await telegram.wait_for("deleteWebhook")
        await telegram.say("chậm một")
        await telegram.say("hai")
        await telegram.say("ba", chat=2002)
        calls = await telegram.wait_for("sendMessage", 3)
    order = [(call["chat_id"], call["text"].split("</b>")[0].split(": ")[1]) for call in calls]
    assert order == [("2002", "ba"), ("1001", "chậm một"), ("1001", "hai")]


async def test_a_slow_answer_shows_typing_and_a_quick_one_does_not(
    telegram: TelegramEmulator, open_channel: OpenChannel
) -> None:
    async with open_channel():
        await telegram.say("nhanh")
        await telegram.said()
        assert telegram.calls("sendChatAction") == []
        await telegram.say("chậm")
        await telegram.said(2)
    assert [call["action"] for call in telegram.calls("sendChatAction")] == ["typing"]


async def test_a_failure_gives_the_person_a_reference_and_the_next_question_is_answered(
    telegram: TelegramEmulator, open_channel: OpenChannel, database: Database
) -> None:
    async with open_channel():
        await telegram.say("hỏng")
        await telegram.say("tiếp")
        first, second = await telegram.said(2)
    [(_, _, reference), (_, _, _)] = kept_updates(database)
    assert first == f"Xin lỗi, có lỗi khi trả lời. Mã tra cứu: {reference}."
    assert "tiếp" in second


async def test_an_update_delivered_again_is_not_answered_again(
    telegram: TelegramEmulator, open_channel: OpenChannel
) -> None:
    channel = open_channel()
    async with channel:
        await telegram.say("một")
        await telegram.said()
    # A second process starts from the beginning and is given the same update, for nobody acknowledged it.
    telegram_keeps = open_channel()
    async with telegram_keeps:
        await telegram.say("hai")
        texts = await telegram.said(2)
        await asyncio.sleep(0.2)
    assert [text.split("</b>")[0] for text in texts] == [
        "<b>Sở Nội vụ chủ trì: một",
        "<b>Sở Nội vụ chủ trì: hai",
    ]
    assert len(telegram.calls("sendMessage")) == 2


async def test_in_a_group_only_commands_mentions_and_replies_are_heard(
    telegram: TelegramEmulator, open_channel: OpenChannel, dialogue: SmallDialogue
) -> None:
    mention = f"@{BOT_USERNAME} ai chủ trì III.4?"
    async with open_channel():
        await telegram.say("nói chuyện riêng", chat=GROUP)
        await telegram.say("/weather", chat=GROUP)
        await telegram.say("/muc@khac_bot 3", chat=GROUP)
        await telegram.say(f"/muc@{BOT_USERNAME} 3", chat=GROUP)
        await telegram.say(
            mention, chat=GROUP, entities=[{"type": "mention", "offset": 0, "length": len(BOT_USERNAME) + 1}]
        )
        calls = await telegram.wait_for("sendMessage", 2)
    assert [incoming.text for incoming in dialogue.heard] == [f"/muc@{BOT_USERNAME} 3", "ai chủ trì III.4?"]
    assert {incoming.conversation for incoming in dialogue.heard} == {f"{GROUP}:1001"}
    assert all("reply_parameters" in call for call in calls)


async def test_the_channel_tells_whether_telegram_is_reached(
    inbox: Inbox, clock: Clock, tmp_path: Path
) -> None:
    install_emulators()

    def channel(token: str) -> TelegramChannel:
        return TelegramChannel(TelegramOptions(token, api=telegram.api), SmallDialogue(), inbox, clock)

    with ExitStack() as running:
        telegram = running.enter_context(running_telegram(tmp_path))
        async with channel(f"{telegram.token}x") as stranger:
            await comes_to_say(stranger, "Telegram không nhận mã của bot")
        ours = channel(telegram.token)
        assert ours.trouble() == "chưa kết nối được Telegram"
        async with ours:
            await comes_to_say(ours, None)
            running.close()
            await comes_to_say(ours, "đang mất liên lạc với Telegram")
        await telegram.close()


async def comes_to_say(channel: TelegramChannel, trouble: str | None) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while channel.trouble() != trouble:
            await asyncio.sleep(0.02)


async def test_the_token_stays_out_of_the_log(
    telegram: TelegramEmulator, open_channel: OpenChannel, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    async with open_channel():
        await telegram.say("một")
        await telegram.said()
    ours = [record for record in caplog.records if record.name.startswith(("httpx", "httpcore", "bot"))]
    assert telegram.token not in "\n".join(record.getMessage() for record in ours)
