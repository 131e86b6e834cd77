"""Idempotency keys: one request, however often it is sent, by however many at once."""

from __future__ import annotations

import pytest

from progress.database import Database
from progress.people import People
from progress.request_keys import CLAIM_LIFE, KEY_LIFE, Claim, Kept, OtherRequest, RequestKeys, Underway
from progress.tables.access import RequestKeyRow
from tests.conftest import Clock
from tests.progress.newcomers import at_once, count, joined


@pytest.fixture
def keys(database: Database, clock: Clock) -> RequestKeys:
    return RequestKeys(database, clock)


@pytest.fixture
def person_id(people: People) -> int:
    return joined(people, "1").id


def claimed(keys: RequestKeys, person_id: int, key: str = "k", request: str = "a") -> Claim:
    found = keys.claim(person_id, key, request)
    assert isinstance(found, Claim)
    return found


def test_a_request_is_done_once_and_answered_again(keys: RequestKeys, person_id: int) -> None:
    keys.keep(claimed(keys, person_id), 201, '{"id":1}')
    assert keys.claim(person_id, "k", "a") == Kept(201, '{"id":1}')


def test_a_key_belongs_to_one_request_of_one_person(
    keys: RequestKeys, person_id: int, people: People
) -> None:
    claimed(keys, person_id)
    assert keys.claim(person_id, "k", "b") == OtherRequest()
    claimed(keys, joined(people, "2").id, request="b")
    claimed(keys, person_id, key="k2", request="b")


def test_of_many_at_once_one_does_the_request(keys: RequestKeys, person_id: int) -> None:
    found = at_once(lambda _: keys.claim(person_id, "k", "a"))
    assert sum(isinstance(one, Claim) for one in found) == 1
    assert found.count(Underway()) == 19


def test_what_was_refused_may_be_tried_again(keys: RequestKeys, person_id: int) -> None:
    keys.release(claimed(keys, person_id))
    claimed(keys, person_id, request="b")


def test_a_claim_of_one_who_died_is_taken_over_under_the_same_name(
    keys: RequestKeys, person_id: int, clock: Clock
) -> None:
    first = claimed(keys, person_id)
    clock.pass_by(seconds=CLAIM_LIFE.total_seconds() - 1)
    assert keys.claim(person_id, "k", "a") == Underway()
    clock.pass_by(seconds=1)
    assert claimed(keys, person_id) == first


def test_a_key_expires_and_then_names_another_request(
    keys: RequestKeys, person_id: int, clock: Clock, database: Database
) -> None:
    first = claimed(keys, person_id)
    keys.keep(first, 200, "{}")
    clock.pass_by(seconds=KEY_LIFE.total_seconds())
    second = claimed(keys, person_id, request="b")
    assert second.message_id != first.message_id
    assert keys.forget_expired() == 0
    clock.pass_by(seconds=KEY_LIFE.total_seconds())
    assert keys.forget_expired() == 1
    assert count(database, RequestKeyRow) == 0


def test_who_settles_too_late_changes_nothing_of_the_next_request(
    keys: RequestKeys, person_id: int, clock: Clock
) -> None:
    late = claimed(keys, person_id)
    clock.pass_by(seconds=KEY_LIFE.total_seconds())
    claimed(keys, person_id, request="b")
    keys.keep(late, 200, "{}")
    keys.release(late)
    assert keys.claim(person_id, "k", "b") == Underway()


def test_the_keys_of_a_person_go_with_his_data(
    keys: RequestKeys, person_id: int, people: People, database: Database
) -> None:
    keys.keep(claimed(keys, person_id), 200, '{"a":1}')
    shown = people.export_personal_data(person_id, channel="web")["request_keys"]
    assert [(one["key"], one["answer"]) for one in shown] == [("k", '{"a":1}')]
    people.erase_personal_data(person_id, channel="web", held=None)
    assert count(database, RequestKeyRow) == 0
