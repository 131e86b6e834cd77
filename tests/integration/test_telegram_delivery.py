"""Deliveries through the real bot library, against a Bot API that answers as Telegram does."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.connection import TelegramOptions
from bot.channels.telegram.delivering import TelegramDelivery
from bot.delivery.courier import Courier
from bot.delivery.deliveries import Deliveries
from bot.delivery.outbox import DIGEST, Outbox, QueuedMessage
from bot.delivery.rows import Parcel
from bot.dialogue.messages import Choice, Outgoing, OutgoingFile
from bot.inbox import Inbox
from progress.database import Database
from progress.tables.deliveries import DeliveryRow
from tests.bot.delivery.addressees import persons
from tests.conftest import NOON, Clock
from tests.emulators.bot_api import TOKEN, BotApi, running_bot_api
from tests.integration.small_dialogue import SmallDialogue

DAY = dt.date(2026, 5, 5)
SHORT = 0.5  # seconds Telegram may take, in tests that wait for more


@pytest.fixture(scope="module")
def api() -> Iterator[BotApi]:
    with running_bot_api() as running:
        yield running


def options(api: BotApi, timeout: float = 15.0) -> TelegramOptions:
    return TelegramOptions(TOKEN, api=api.url, timeout=timeout)


class Post:
    """One office that delivers by Telegram; each test writes to chats of its own."""

    def __init__(self, database: Database, api: BotApi) -> None:
        self.database = database
        self.api = api
        self.clock = Clock(NOON)
        self.outbox = Outbox(database, self.clock)
        self.lost: list[Parcel] = []

    def queue(self, first: int, count: int, *messages: Outgoing) -> None:
        people = persons(self.database, count, "telegram", first=first)
        self.outbox.queue(QueuedMessage(one, DIGEST, DAY, messages) for one in people)

    async def deliver(self, given: TelegramOptions | None = None) -> int:
        port = TelegramDelivery(given or options(self.api))
        deliveries = Deliveries(self.database, self.clock, "a")
        courier = Courier(deliveries, [port], self.clock, on_unreachable=self.lost.append)
        try:
            return await courier.deliver_due(self.clock())
        finally:
            await courier.stop()

    def came(self, first: int, last: int) -> list[tuple[str, str]]:
        return [(chat, text) for chat, text in self.api.texts() if first <= abs(int(chat)) <= last]

    @property
    def closed(self) -> list[tuple[str, str | None]]:
        with self.database.reading() as connection:
            rows = connection.execute(select(DeliveryRow.state, DeliveryRow.error).order_by(DeliveryRow.id))
            return [(row.state, row.error) for row in rows]


@pytest.fixture
def post(database: Database, api: BotApi) -> Post:
    return Post(database, api)


async def test_a_digest_arrives_whole_with_its_picture_and_buttons(post: Post) -> None:
    picture = OutgoingFile("tien-do.png", "image/png", b"\x89PNG")
    post.queue(
        101, 1, Outgoing("Bản tin\n3 quá hạn", choices=(Choice("Báo cáo", "report:I.1"),), files=(picture,))
    )
    assert await post.deliver() == 1
    assert post.came(101, 101) == [("101", ""), ("101", "<b>Bản tin</b>\n3 quá hạn")]
    with post.database.reading() as connection:
        ids = connection.execute(select(DeliveryRow.message_ids)).scalar_one()
    assert len(json.loads(ids)) == 2


async def test_what_telegram_says_decides_what_becomes_of_each(post: Post) -> None:
    post.api.tell(manners={"201": "forbidden", "202": "gone", "203": "refused", "204": "-204"})
    post.queue(201, 5, Outgoing("Bản tin"))
    assert await post.deliver() == 2
    assert sorted(post.came(201, 205)) == [("-204", "Bản tin"), ("205", "Bản tin")]
    assert [state for state, _ in post.closed] == ["unreachable", "unreachable", "failed", "sent", "sent"]
    assert sorted(one.sender for one in post.lost) == ["201", "202"]


async def test_a_message_that_is_not_confirmed_in_time_is_not_sent_twice(post: Post) -> None:
    post.api.tell(manners={"301": "hangs"})
    post.queue(301, 2, Outgoing("Bản tin"))
    assert await post.deliver(options(post.api, SHORT)) == 1
    post.clock.pass_by(minutes=30)
    assert await post.deliver() == 0
    assert sorted(post.came(301, 302)) == [("301", "Bản tin"), ("302", "Bản tin")]
    assert [state for state, _ in post.closed] == ["uncertain", "sent"]


async def test_without_a_connection_it_waits_in_the_table(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tenacity

    monkeypatch.setattr("bot.channels.telegram.delivering.CONNECT_WAIT", tenacity.wait_none())
    post.queue(401, 1, Outgoing("Bản tin"))
    nobody = TelegramOptions(TOKEN, api="http://127.0.0.1:9")
    assert await post.deliver(nobody) == 0
    assert post.closed == [("queued", "NetworkError")]
    post.clock.pass_by(minutes=1)
    assert await post.deliver() == 1
    assert post.came(401, 401) == [("401", "Bản tin")]


async def test_a_rejected_token_stops_the_lane_and_loses_nothing(post: Post) -> None:
    post.queue(451, 3, Outgoing("Bản tin"))
    assert await post.deliver(TelegramOptions("100:wrong", api=post.api.url)) == 0
    assert [state for state, _ in post.closed] == ["queued"] * 3
    post.clock.pass_by(minutes=1)
    assert await post.deliver() == 3


async def test_the_pace_is_kept_a_429_obeyed_and_answers_go_on_meanwhile(post: Post) -> None:
    post.api.tell(rate=12)  # fewer than we think it takes: 429 will come
    try:
        post.queue(501, 30, Outgoing("Bản tin"))
        inbox = Inbox(post.database, post.clock)
        channel = TelegramChannel(options(post.api), SmallDialogue(), inbox, post.clock)
        async with channel:
            delivering = asyncio.create_task(post.deliver())
            while len(post.came(501, 530)) < 5:
                await asyncio.sleep(0.02)
            post.api.tell(say=["599"])
            assert await delivering == 30
            while not post.came(599, 599):
                await asyncio.sleep(0.02)
    finally:
        answer = post.api.tell(rate=1000)
    assert sorted(post.came(501, 530)) == [(str(chat), "Bản tin") for chat in range(501, 531)]
    assert answer["refused"] > 0
