"""Messages are queued once, whole or not at all, by however many at once."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, update

from bot.delivery.outbox import DIGEST, Outbox, QueuedMessage
from bot.delivery.stored_messages import from_json, to_json
from bot.dialogue.messages import Answer, Choice, Outgoing, OutgoingFile
from progress.database import Database
from progress.tables.deliveries import DeliveryRow
from tests.bot.delivery.addressees import persons
from tests.conftest import Clock

DAY = dt.date(2026, 5, 4)
HELLO = (Outgoing("Chào anh/chị"),)


@pytest.fixture
def outbox(database: Database, clock: Clock) -> Outbox:
    return Outbox(database, clock)


def digest(person: int, day: dt.date = DAY, text: str = "Bản tin") -> QueuedMessage:
    return QueuedMessage(person, DIGEST, day, (Outgoing(text),))


def test_a_person_has_one_digest_a_day_and_the_first_stays(outbox: Outbox, database: Database) -> None:
    an, binh = persons(database, 2)
    assert outbox.queue([digest(an), digest(binh)]) == 2
    assert outbox.queue([digest(an, text="Khác"), digest(an, DAY + dt.timedelta(days=1))]) == 1
    with database.reading() as connection:
        texts = connection.execute(select(DeliveryRow.messages).order_by(DeliveryRow.id)).scalars()
        assert ["Khác" in text for text in texts] == [False, False, False]
    assert outbox.has(an, DIGEST, DAY)
    assert not outbox.has(binh, DIGEST, DAY + dt.timedelta(days=1))
    assert outbox.queued_on(DIGEST, DAY) == {an, binh}
    assert outbox.counts() == {"queued": 3}


def test_a_notice_is_queued_once_for_its_reference(outbox: Outbox, database: Database, clock: Clock) -> None:
    (an,) = persons(database, 1)
    assert outbox.notify(an, "returned", "review 7", HELLO)
    clock.pass_by(days=3)
    assert not outbox.notify(an, "returned", "review 7", HELLO)
    assert outbox.notify(an, "returned", "review 8", HELLO)


def test_what_cannot_all_be_kept_is_not_kept_at_all(outbox: Outbox, database: Database) -> None:
    (an,) = persons(database, 1)
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        outbox.queue([digest(an), digest(an + 1_000)])
    assert outbox.queued_on(DIGEST, DAY) == frozenset()


def test_of_many_who_compose_at_once_each_message_is_queued_by_one(database: Database, clock: Clock) -> None:
    everybody = persons(database, 600)  # more than one batch
    start = threading.Barrier(4)

    def compose(turn: int) -> int:
        start.wait()
        order = everybody if turn % 2 else everybody[::-1]
        return Outbox(database, clock).queue(digest(one) for one in order)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(compose, range(4))) == len(everybody)


def test_messages_come_back_as_a_person_sees_them() -> None:
    seen = Outgoing(
        "Kỳ 6 tháng: 3 quá hạn 🙂",
        quote="“lời”",
        source="Nguồn: Mục I",
        choices=(Choice("Báo cáo I.1", "report:I.1"),),
        feedback="K7Q2",
        files=(OutgoingFile("bieu-do.png", "image/png", bytes(range(256))),),
    )
    full = Outgoing(
        **{name: getattr(seen, name) for name in ("text", "quote", "source", "choices", "feedback", "files")},
        answer=Answer("answered"),
        whole_text="tất cả",
    )
    assert from_json(to_json([full, *HELLO])) == (seen, *HELLO)


def test_a_digest_is_late_until_it_is_sent(outbox: Outbox, database: Database, clock: Clock) -> None:
    assert outbox.digest_lag() == 0
    (an,) = persons(database, 1)
    outbox.queue([digest(an)])
    clock.pass_by(seconds=90)
    assert outbox.digest_lag() == 90
    with database.writing() as connection:
        connection.execute(update(DeliveryRow).values(state="sent"))
    assert outbox.digest_lag() == 0


def test_closed_messages_are_forgotten_after_their_time(
    outbox: Outbox, database: Database, clock: Clock
) -> None:
    an, binh = persons(database, 2)
    outbox.queue([digest(an), digest(binh)])
    with database.writing() as connection:
        connection.execute(update(DeliveryRow).where(DeliveryRow.person_id == an).values(state="sent"))
    clock.pass_by(days=40)
    assert outbox.forget_before(clock()) == 1
    assert outbox.counts() == {"queued": 1}
