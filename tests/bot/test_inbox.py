"""Updates are claimed once, worked once, and found again after a crash."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from bot.inbox import ATTEMPTS_LIMIT, LEASE, TOO_MANY_ATTEMPTS, Inbox
from progress.database import Database
from progress.tables.asking import UpdateRow
from tests.conftest import Clock


@pytest.fixture
def inbox(database: Database, clock: Clock) -> Inbox:
    return Inbox(database, clock)


def states(database: Database) -> list[tuple[str, Any, str | None]]:
    with database.reading() as connection:
        rows = connection.execute(
            select(UpdateRow.state, UpdateRow.payload, UpdateRow.error).order_by(UpdateRow.id)
        )
        return [(row.state, row.payload, row.error) for row in rows]


def taken(inbox: Inbox, channel: str = "telegram", limit: int = 100) -> list[str]:
    return [pending.message_id for pending in inbox.take_pending(channel, limit)]


def test_an_update_is_claimed_once(inbox: Inbox) -> None:
    assert inbox.claim("telegram", "1", {"text": "chào"})
    assert not inbox.claim("telegram", "1", {"text": "chào"})
    assert inbox.claim("zalo", "1", {"text": "chào"})


def test_of_many_who_claim_at_once_one_succeeds(inbox: Inbox) -> None:
    with ThreadPoolExecutor(8) as pool:
        claims = [pool.submit(inbox.claim, "telegram", str(number % 5), {}) for number in range(40)]
    assert sum(claim.result() for claim in claims) == 5


def test_pending_updates_come_oldest_first_and_only_once(inbox: Inbox) -> None:
    for number in range(5):
        inbox.claim("telegram", str(number), {})
    inbox.claim("zalo", "z", {})
    assert taken(inbox, limit=3) == ["0", "1", "2"]
    assert taken(inbox) == ["3", "4"]
    assert taken(inbox) == []


def test_payloads_come_back_as_they_were_given(inbox: Inbox) -> None:
    payload = {"message": {"text": "Đạt 95,5 % 🙂\u0000\ud83d", "id": 2**53 + 1}}
    inbox.claim("telegram", "1", payload)
    [pending] = inbox.take_pending("telegram", 1)
    assert pending.payload == payload


def test_a_finished_update_keeps_its_id_and_loses_its_payload(inbox: Inbox, database: Database) -> None:
    inbox.claim("telegram", "1", {"text": "riêng tư"})
    [pending] = inbox.take_pending("telegram", 1)
    inbox.finish(pending.id)
    assert states(database) == [("done", None, None)]
    assert not inbox.claim("telegram", "1", {"text": "riêng tư"})


def test_a_failed_update_keeps_its_reference(inbox: Inbox, database: Database) -> None:
    inbox.claim("telegram", "1", {})
    [pending] = inbox.take_pending("telegram", 1)
    inbox.fail(pending.id, "K7Q2")
    assert states(database) == [("failed", None, "K7Q2")]
    assert taken(inbox) == []


def test_what_a_dead_process_took_goes_to_another_after_its_lease(database: Database, clock: Clock) -> None:
    dead, alive = Inbox(database, clock), Inbox(database, clock)
    dead.claim("telegram", "1", {})
    assert taken(dead) == ["1"]
    clock.now += LEASE
    assert taken(alive) == []
    clock.pass_by(seconds=1)
    [pending] = alive.take_pending("telegram", 1)
    assert pending.attempts == 2


def test_a_living_process_keeps_what_it_took_however_long_it_works(database: Database, clock: Clock) -> None:
    slow, other = Inbox(database, clock), Inbox(database, clock)
    slow.claim("telegram", "1", {})
    assert taken(slow) == ["1"]
    for _ in range(6):
        clock.pass_by(seconds=30)
        assert taken(slow) == []
        assert taken(other) == []


def test_released_updates_are_pending_at_once(inbox: Inbox) -> None:
    inbox.claim("telegram", "1", {})
    assert taken(inbox) == ["1"]
    assert inbox.release() == 1
    assert taken(inbox) == ["1"]


def test_an_update_that_ends_its_process_each_time_is_given_up(database: Database, clock: Clock) -> None:
    Inbox(database, clock).claim("telegram", "1", {})
    for _ in range(ATTEMPTS_LIMIT):
        assert taken(Inbox(database, clock)) == ["1"]
        clock.now += LEASE + dt.timedelta(seconds=1)
    assert taken(Inbox(database, clock)) == []
    assert states(database) == [("failed", {}, TOO_MANY_ATTEMPTS)]


def test_several_workers_share_the_updates_without_taking_one_twice(database: Database, clock: Clock) -> None:
    for number in range(60):
        Inbox(database, clock).claim("telegram", str(number), {})

    def work(inbox: Inbox) -> list[str]:
        mine: list[str] = []
        while batch := inbox.take_pending("telegram", 4):
            for pending in batch:
                mine.append(pending.message_id)
                inbox.finish(pending.id)
        return mine

    with ThreadPoolExecutor(3) as pool:
        worked = [one for mine in pool.map(work, [Inbox(database, clock) for _ in range(3)]) for one in mine]
    assert sorted(worked, key=int) == [str(number) for number in range(60)]


def test_closed_updates_are_forgotten_after_their_time(
    inbox: Inbox, database: Database, clock: Clock
) -> None:
    for number in ("old", "open"):
        inbox.claim("telegram", number, {})
    old, _ = inbox.take_pending("telegram", 2)
    inbox.finish(old.id)
    clock.pass_by(days=8)
    assert inbox.forget_before(clock() - dt.timedelta(days=7)) == 1
    assert [state for state, _, _ in states(database)] == ["working"]
