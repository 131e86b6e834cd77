"""What becomes of each delivery, by what its platform says, on both databases."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import pytest
from sqlalchemy import delete, select

from bot.delivery.courier import Courier
from bot.delivery.deliveries import AT_WORK, REPEATS_LIMIT, TOO_MANY_REPEATS, Deliveries
from bot.delivery.outbox import DIGEST, Outbox, QueuedMessage
from bot.delivery.port import Ambiguous, Later, Moved, Refused, Sent, Unreachable
from bot.delivery.rows import LEASE, Parcel
from bot.dialogue.messages import Outgoing
from progress.database import Database
from progress.tables.deliveries import AddressRow, DeliveryRow
from progress.working_days import VIETNAM_TIME
from tests.bot.delivery.addressees import persons
from tests.bot.delivery.ports import SmallPort
from tests.conftest import Clock

DAY = dt.date(2026, 5, 4)
HALF_PAST_SEVEN = dt.datetime(2026, 5, 4, 0, 30, tzinfo=dt.UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock(HALF_PAST_SEVEN)


class Office:
    """An outbox, its deliveries and couriers over one database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock
        self.outbox = Outbox(database, clock)
        self.lost: list[Parcel] = []

    def queue(self, *people: int, texts: tuple[str, ...] = ("Bản tin",)) -> None:
        messages = tuple(map(Outgoing, texts))
        assert self.outbox.queue(QueuedMessage(one, DIGEST, DAY, messages) for one in people) == len(people)

    def deliveries(self, worker: str = "a") -> Deliveries:
        return Deliveries(self.database, self.clock, worker)

    def courier(self, *ports: SmallPort, worker: str = "a") -> Courier:
        return Courier(self.deliveries(worker), ports, self.clock, on_unreachable=self.lost.append, at_once=1)

    async def deliver(self, *ports: SmallPort) -> int:
        return await self.courier(*ports).deliver_due(self.clock())

    def rows(self, *columns: Any) -> list[tuple[Any, ...]]:
        with self.database.reading() as connection:
            return [tuple(row) for row in connection.execute(select(*columns).order_by(DeliveryRow.id))]

    @property
    def states(self) -> list[str]:
        return [state for (state,) in self.rows(DeliveryRow.state)]


@pytest.fixture
def office(database: Database, clock: Clock) -> Office:
    return Office(database, clock)


async def test_everybody_gets_what_was_queued_once(office: Office) -> None:
    office.queue(*persons(office.database, 45, "telegram"))
    telegram = SmallPort("telegram")
    assert await office.deliver(telegram) == 45
    assert await office.deliver(telegram) == 0
    assert sorted(telegram.taken) == sorted((str(number), "Bản tin") for number in range(1, 46))
    ids = office.rows(DeliveryRow.message_ids, DeliveryRow.attempts, DeliveryRow.channel, DeliveryRow.repeats)
    assert sorted(ids) == sorted((f'["{number}"]', 1, "telegram", 0) for number in range(1, 46))


async def test_the_preferred_channel_is_chosen_and_who_has_none_is_told_of(office: Office) -> None:
    both = persons(office.database, 1, "web", "telegram")
    web_alone = persons(office.database, 1, "web", first=2)
    nowhere = persons(office.database, 1, "console")
    office.queue(*both, *web_alone, *nowhere)
    telegram, web = SmallPort("telegram"), SmallPort("web")
    assert await office.deliver(telegram, web) == 2
    assert (telegram.taken, web.taken) == ([("1", "Bản tin")], [("2", "Bản tin")])
    assert office.states == ["sent", "sent", "unreachable"]


async def test_who_blocked_one_channel_gets_it_on_the_next_and_is_not_tried_there_again(
    office: Office,
) -> None:
    (an,) = persons(office.database, 1, "telegram", "web")
    office.queue(an)
    telegram, web = SmallPort("telegram", Unreachable("blocked")), SmallPort("web")
    assert await office.deliver(telegram, web) == 1
    assert (telegram.taken, web.taken) == ([], [("1", "Bản tin")])
    assert [(one.person, one.channel) for one in office.lost] == [(an, "telegram")]
    assert office.outbox.notify(an, "returned", "review 1", (Outgoing("Trả lại"),))
    assert await office.deliver(telegram, web) == 1
    assert web.taken[1:] == [("1", "Trả lại")]
    assert office.rows(DeliveryRow.tried) == [("telegram",), ("",)]


async def test_a_closed_window_sends_this_message_elsewhere_and_the_next_one_here(office: Office) -> None:
    (an,) = persons(office.database, 1, "zalo", "web")
    office.queue(an)
    zalo, web = SmallPort("zalo", Unreachable("outside-window", is_lasting=False)), SmallPort("web")
    await office.deliver(zalo, web)
    office.outbox.notify(an, "returned", "review 1", (Outgoing("Trả lại"),))
    await office.deliver(zalo, web)
    assert (web.taken, zalo.taken) == ([("1", "Bản tin")], [("1", "Trả lại")])
    assert office.lost == []


async def test_where_no_channel_reaches_the_delivery_is_closed(office: Office) -> None:
    office.queue(*persons(office.database, 1, "telegram"))
    assert await office.deliver(SmallPort("telegram", Unreachable("blocked"))) == 0
    assert office.states == ["unreachable"]


async def test_a_chat_that_moved_is_written_to_at_its_new_address_from_now_on(office: Office) -> None:
    (an,) = persons(office.database, 1, "telegram")
    office.queue(an)
    telegram = SmallPort("telegram", Moved("-100"))
    assert await office.deliver(telegram) == 1
    office.outbox.notify(an, "returned", "review 1", (Outgoing("Trả lại"),))
    assert await office.deliver(telegram) == 1
    assert telegram.taken == [("-100", "Bản tin"), ("-100", "Trả lại")]


async def test_a_chat_that_moves_in_a_ring_is_put_off(office: Office) -> None:
    office.queue(*persons(office.database, 1, "telegram"))
    telegram = SmallPort("telegram", Moved("-100"), Moved("1"), Moved("-100"))
    assert await office.deliver(telegram) == 0
    assert office.states == ["queued"]


async def test_what_may_have_arrived_is_not_sent_again(office: Office) -> None:
    office.queue(*persons(office.database, 2, "telegram"))
    telegram = SmallPort("telegram", Ambiguous("TimedOut"))
    assert await office.deliver(telegram) == 1
    office.clock.pass_by(hours=1)
    assert await office.deliver(telegram) == 0
    assert office.rows(DeliveryRow.state, DeliveryRow.message_ids) == [
        ("uncertain", '["?"]'),
        ("sent", '["1"]'),
    ]


async def test_what_did_not_go_out_is_tried_again_later_and_later(office: Office) -> None:
    office.queue(*persons(office.database, 1, "telegram"))
    telegram = SmallPort("telegram", Later("ConnectError"), Later("ConnectError"))
    assert await office.deliver(telegram) == 0
    assert await office.deliver(telegram) == 0  # not due yet
    assert len(telegram.answers) == 1
    office.clock.pass_by(seconds=16)
    assert await office.deliver(telegram) == 0
    assert telegram.answers == []
    office.clock.pass_by(seconds=16)
    assert await office.deliver(telegram) == 0  # the second pause is longer
    office.clock.pass_by(seconds=16)
    assert await office.deliver(telegram) == 1
    assert office.rows(DeliveryRow.attempts, DeliveryRow.repeats) == [(3, 0)]


async def test_a_platform_that_wants_a_long_pause_gets_it_from_all(office: Office) -> None:
    office.queue(*persons(office.database, 3, "telegram"))
    office.queue(*persons(office.database, 1, "web"))
    telegram, web = (
        SmallPort("telegram", Later("429", dt.timedelta(minutes=2), stops_all=True)),
        SmallPort("web"),
    )
    courier = office.courier(telegram, web)
    assert await courier.deliver_due(office.clock()) == 1
    assert (telegram.taken, web.taken) == ([], [("1", "Bản tin")])
    office.clock.pass_by(seconds=119)
    assert await courier.deliver_due(office.clock()) == 0
    office.clock.pass_by(seconds=2)
    assert await courier.deliver_due(office.clock()) == 3


async def test_a_short_pause_is_waited_for(office: Office) -> None:
    office.queue(*persons(office.database, 3, "telegram"))
    telegram = SmallPort("telegram", Later("429", dt.timedelta(milliseconds=20), stops_all=True))
    assert await office.deliver(telegram) == 3
    assert len(telegram.taken) == 3


async def test_what_the_platform_refuses_holds_up_nobody(office: Office) -> None:
    office.queue(*persons(office.database, 2, "telegram"))
    assert await office.deliver(SmallPort("telegram", Refused("text is empty"))) == 1
    assert office.rows(DeliveryRow.state, DeliveryRow.error) == [("failed", "text is empty"), ("sent", None)]


async def test_a_mistake_of_ours_is_tried_some_times_then_given_up(office: Office) -> None:
    class Broken(SmallPort):
        def parts(self, parcel: Parcel) -> Any:
            raise ValueError(f"an action of {parcel.id} is too long")

    office.queue(*persons(office.database, 1, "telegram"))
    for _ in range(8):
        await office.deliver(Broken("telegram"))
        office.clock.pass_by(minutes=16)
    assert office.states == ["failed"]


async def test_parts_that_went_out_are_not_sent_again(office: Office) -> None:
    office.queue(*persons(office.database, 1, "telegram"), texts=("Ảnh", "Số liệu", "Nút"))
    telegram = SmallPort("telegram")
    telegram.answers = [Sent(""), Later("ConnectError")]
    assert await office.deliver(telegram) == 0
    office.clock.pass_by(minutes=1)
    assert await office.deliver(telegram) == 1
    assert [text for _, text in telegram.taken] == ["Ảnh", "Số liệu", "Nút"]
    assert office.rows(DeliveryRow.message_ids) == [('["1", "2", "3"]',)]


async def test_a_worker_that_died_leaves_what_it_was_sending_to_another_who_counts_it(office: Office) -> None:
    office.queue(*persons(office.database, 3, "telegram"))
    dead, telegram = office.deliveries("dead"), SmallPort("telegram")
    dead.route(["telegram"])
    first, _, _ = dead.take("telegram", 10)
    assert dead.begin(first)
    office.clock.now += LEASE
    assert await office.deliver(telegram) == 0
    office.clock.pass_by(seconds=1)
    assert await office.deliver(telegram) == 3
    assert office.rows(DeliveryRow.attempts, DeliveryRow.repeats) == [(2, 1), (1, 0), (1, 0)]
    assert not dead.close(first, "sent", ["9"])  # it only seemed dead, and comes too late


async def test_a_lone_process_takes_back_at_once_what_it_left(office: Office) -> None:
    office.queue(*persons(office.database, 2, "telegram"))
    dead = office.deliveries("dead")
    dead.route(["telegram"])
    first, _ = dead.take("telegram", 10)
    dead.begin(first)
    assert office.deliveries().release() == 2
    assert await office.deliver(SmallPort("telegram")) == 2
    assert sorted(office.rows(DeliveryRow.repeats)) == [(0,), (1,)]


async def test_a_delivery_that_ends_its_process_each_time_is_given_up(office: Office) -> None:
    office.queue(*persons(office.database, 1, "telegram"))
    for turn in range(REPEATS_LIMIT + 1):
        worker = office.deliveries(f"{turn}")
        worker.route(["telegram"])
        (parcel,) = worker.take("telegram", 1)
        assert worker.begin(parcel)
        office.clock.now += LEASE + dt.timedelta(seconds=1)
    assert office.deliveries().take("telegram", 1) == ()
    assert office.rows(DeliveryRow.state, DeliveryRow.error) == [("failed", TOO_MANY_REPEATS)]


async def test_nothing_is_sent_at_night(office: Office) -> None:
    (an,) = persons(office.database, 1, "telegram")
    office.outbox.notify(an, "returned", "review 1", (Outgoing("Trả lại"),))
    telegram = SmallPort("telegram")
    for day, hour, minute, sent in ((4, 21, 0, 0), (5, 5, 59, 0), (5, 6, 0, 1)):
        office.clock.now = dt.datetime(2026, 5, day, hour, minute, tzinfo=VIETNAM_TIME)
        assert await office.deliver(telegram) == sent


async def test_a_digest_is_of_no_use_after_noon_but_a_notice_is(office: Office) -> None:
    (an,) = persons(office.database, 1, "telegram")
    office.queue(an)
    office.outbox.notify(an, "returned", "review 1", (Outgoing("Trả lại"),))
    office.clock.now = dt.datetime(2026, 5, 4, 5, 0, tzinfo=dt.UTC)
    telegram = SmallPort("telegram")
    assert await office.deliver(telegram) == 1
    assert telegram.taken == [("1", "Trả lại")]
    assert office.states == ["expired", "sent"]


async def test_who_is_erased_meanwhile_gets_nothing(office: Office) -> None:
    office.queue(*persons(office.database, 1, "telegram"))
    worker = office.deliveries()
    worker.route(["telegram"])
    (parcel,) = worker.take("telegram", 1)
    with office.database.writing() as connection:
        connection.execute(delete(DeliveryRow))
    assert not worker.begin(parcel)


async def test_stopping_finishes_what_is_under_way_and_gives_back_the_rest(office: Office) -> None:
    office.queue(*persons(office.database, 5, "telegram"))
    telegram = SmallPort("telegram")
    telegram.waits = asyncio.Event()
    courier = office.courier(telegram)
    delivering = asyncio.create_task(courier.deliver_due(office.clock()))
    while office.states.count("sending") < 1:
        await asyncio.sleep(0.005)
    assert await courier.deliver_due(office.clock()) == 0  # one at a time
    stopping = asyncio.create_task(courier.stop())
    await asyncio.sleep(0)
    telegram.waits.set()
    await stopping
    assert await delivering == 1
    assert telegram.is_closed
    assert await office.deliver(SmallPort("telegram")) == 4  # nobody holds them


async def test_several_may_be_under_way_at_once(office: Office) -> None:
    office.queue(*persons(office.database, 5, "telegram"))
    telegram = SmallPort("telegram")
    telegram.waits = asyncio.Event()
    courier = Courier(office.deliveries(), [telegram], office.clock, at_once=3)
    delivering = asyncio.create_task(courier.deliver_due(office.clock()))
    while office.states.count("sending") < 3:
        await asyncio.sleep(0.005)
    telegram.waits.set()
    assert await delivering == 5


async def test_several_workers_share_the_deliveries(office: Office) -> None:
    office.queue(*persons(office.database, 200, "telegram"))
    ports = [SmallPort("telegram", rate=20_000) for _ in range(4)]
    couriers = [office.courier(port, worker=str(number)) for number, port in enumerate(ports)]
    sent = await asyncio.gather(*(courier.deliver_due(office.clock()) for courier in couriers))
    assert sum(sent) == 200
    taken = [address for port in ports for address, _ in port.taken]
    assert sorted(taken, key=int) == [str(number) for number in range(1, 201)]


def test_a_worker_knows_how_many_share_its_channel(office: Office) -> None:
    office.queue(*persons(office.database, 4, "telegram"))
    one, two, three = (office.deliveries(name) for name in "abc")
    one.route(["telegram"])
    one.take("telegram", 1)
    two.take("telegram", 1)
    assert [worker.workers("telegram") for worker in (one, two, three)] == [2, 2, 3]
    office.clock.now += AT_WORK + dt.timedelta(seconds=1)
    assert one.workers("telegram") == 1


def test_addresses_go_with_the_identity(office: Office) -> None:
    (an,) = persons(office.database, 1, "telegram")
    office.queue(an)
    worker = office.deliveries()
    worker.route(["telegram"])
    (parcel,) = worker.take("telegram", 1)
    worker.begin(parcel)
    worker.pass_on(parcel, "blocked", is_lasting=True)
    with office.database.reading() as connection:
        assert connection.execute(select(AddressRow.sender, AddressRow.reason)).all() == [("1", "blocked")]
