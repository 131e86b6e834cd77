"""What leaves for Telegram, and what is done when it is refused."""

from __future__ import annotations

import asyncio
import json
import socket
from pathlib import Path

import pytest
from telegram import Bot
from telegram.error import BadRequest, NetworkError

from bot.channels.telegram import sending
from bot.channels.telegram.connection import TelegramOptions, make_bot
from bot.channels.telegram.receiving import Place
from bot.channels.telegram.rendering import Page, render
from bot.dialogue.messages import Choice, Outgoing, OutgoingFile
from tests.bot.channels.telegram.scripted import TOKEN, ScriptedTelegram, refusal

RECORDED = sorted((Path(__file__).parents[3] / "data" / "telegram" / "outgoing").glob("*.json"))
HERE = Place(1001)
PAGES = [Page("<b>một</b>", "một"), Page("hai", "hai")]


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
async def test_an_outgoing_message_is_sent_as_recorded(
    script: ScriptedTelegram, bot: Bot, path: Path
) -> None:
    recorded = json.loads(path.read_text(encoding="utf-8"))
    choices = tuple(Choice(label, action) for label, action in recorded["outgoing"].pop("choices", ()))
    pages = render(Outgoing(**recorded["outgoing"], choices=choices))
    assert await sending.send(bot, Place(**recorded["place"]), pages) == "delivered"
    assert script.bodies("sendMessage") == recorded["calls"]


async def test_files_go_before_the_text_a_picture_as_a_photo(script: ScriptedTelegram, bot: Bot) -> None:
    files = (
        OutgoingFile("ma-moi.png", "image/png", b"\x89PNG"),
        OutgoingFile("du-lieu.json", "application/json", b"{}"),
    )
    pages = render(Outgoing("một lời", choices=(Choice("Hủy", "me:no"),), files=files))
    assert await sending.send(bot, Place(-42, reply_to=10), pages) == "delivered"
    methods = [name for name, _ in script.requests if name.startswith("send")]
    assert methods == ["sendPhoto", "sendDocument", "sendMessage"]
    photo, document = (script.bodies(name)[0]["multipart"] for name in ("sendPhoto", "sendDocument"))
    assert 'filename="ma-moi.png"' in photo
    assert "reply_parameters" in photo
    assert 'filename="du-lieu.json"' in document
    [said] = script.bodies("sendMessage")
    assert (said["text"], "reply_markup" in said) == ("một lời", True)


async def test_only_the_first_of_several_messages_points_at_the_question(
    script: ScriptedTelegram, bot: Bot
) -> None:
    assert await sending.send(bot, Place(-42, reply_to=10), PAGES) == "delivered"
    assert ["reply_parameters" in body for body in script.bodies("sendMessage")] == [True, False]


async def test_a_person_who_blocked_the_bot_gets_no_second_message(
    script: ScriptedTelegram, bot: Bot
) -> None:
    script.answers["sendMessage"].append(refusal(403, "Forbidden: bot was blocked by the user"))
    assert await sending.send(bot, HERE, PAGES) == "blocked"
    assert len(script.bodies("sendMessage")) == 1


async def test_a_group_that_moved_is_followed_to_its_new_id(script: ScriptedTelegram, bot: Bot) -> None:
    script.answers["sendMessage"].append(
        refusal(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=-1001234567890,
        )
    )
    assert await sending.send(bot, Place(-42, reply_to=10), PAGES) == "delivered"
    sent = [
        (body["chat_id"], body["text"], "reply_parameters" in body) for body in script.bodies("sendMessage")
    ]
    assert sent == [
        ("-42", "<b>một</b>", True),
        ("-1001234567890", "<b>một</b>", False),
        ("-1001234567890", "hai", False),
    ]


async def test_the_waiting_time_telegram_asks_for_is_kept(script: ScriptedTelegram, bot: Bot) -> None:
    script.answers["sendMessage"].append(refusal(429, "Too Many Requests: retry after 1", retry_after=1))
    loop = asyncio.get_running_loop()
    began = loop.time()
    assert await sending.send(bot, HERE, PAGES) == "delivered"
    assert loop.time() - began >= 1
    assert [body["text"] for body in script.bodies("sendMessage")] == ["<b>một</b>", "<b>một</b>", "hai"]


async def test_html_that_telegram_cannot_read_is_sent_as_plain_text(
    script: ScriptedTelegram, bot: Bot
) -> None:
    script.answers["sendMessage"].append(
        refusal(400, "Bad Request: can't parse entities: Unsupported start tag")
    )
    assert await sending.send(bot, HERE, PAGES[:1]) == "delivered"
    sent = [(body["text"], body.get("parse_mode")) for body in script.bodies("sendMessage")]
    assert sent == [("<b>một</b>", "HTML"), ("một", None)]


async def test_another_refusal_is_an_error(script: ScriptedTelegram, bot: Bot) -> None:
    script.answers["sendMessage"].append(refusal(400, "Bad Request: chat not found"))
    with pytest.raises(BadRequest):
        await sending.send(bot, HERE, PAGES)
    assert len(script.bodies("sendMessage")) == 1


async def test_a_server_error_of_telegram_is_tried_again(
    script: ScriptedTelegram, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "FIRST_WAIT_SECONDS", 0.01)
    script.answers["sendMessage"].append(refusal(502, "Bad Gateway"))
    assert await sending.send(bot, HERE, PAGES[:1]) == "delivered"
    assert len(script.bodies("sendMessage")) == 2


async def test_a_send_that_telegram_does_not_confirm_is_not_repeated() -> None:
    """The server takes the request and never answers: the message may have arrived."""
    taken = 0
    hung_up = asyncio.Event()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal taken
        taken += 1
        await reader.read(-1)
        writer.close()
        await writer.wait_closed()
        hung_up.set()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    bot = make_bot(TelegramOptions(TOKEN, api=address, timeout=0.3))
    await bot.request.initialize()
    async with server:
        assert await sending.send(bot, HERE, PAGES) == "unsure"
        await bot.request.shutdown()
        await hung_up.wait()
    assert taken == 1


async def test_a_message_that_cannot_leave_is_tried_until_patience_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sending, "SEND_PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr(sending, "FIRST_WAIT_SECONDS", 0.01)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: every connection is refused
        bot = make_bot(TelegramOptions(TOKEN, api=f"http://127.0.0.1:{taken.getsockname()[1]}"))
        await bot.request.initialize()
        with pytest.raises(NetworkError):
            await sending.send(bot, HERE, PAGES)
        await bot.request.shutdown()


async def test_a_press_acknowledged_too_late_is_no_error(script: ScriptedTelegram, bot: Bot) -> None:
    script.answers["answerCallbackQuery"].append(
        refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    )
    await sending.acknowledge_press(bot, "77")
    assert script.bodies("answerCallbackQuery") == [{"callback_query_id": "77"}]
