"""A code makes its sender a person, once; guessing codes is held up. On both engines."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import insert

from progress.database import Database
from progress.guessing import CHANNEL_LIMIT, CHANNEL_WINDOW, SENDER_LIMIT, SENDER_WINDOW
from progress.people import INVITATION_LIFE, People
from progress.persons import OPERATOR, Person, Registration
from progress.refusals import (
    AlreadyHolds,
    CodeExpired,
    CodeUnknown,
    CodeUsed,
    TooManyGuesses,
)
from progress.roles import Membership, Role
from progress.tables.people import AuditRow, FailedCodeRow, IdentityRow, MembershipRow, PersonRow
from tests.conftest import NOON, Clock
from tests.progress.newcomers import FINANCE, HEALTH, WRONG_CODE, at_once, count, invited, joined, roles


def test_a_code_makes_its_sender_a_person_with_the_role(people: People) -> None:
    registration = people.register("telegram", "1", invited(people), "  Nguyễn\u200b Văn An ")
    gained = Membership(FINANCE, Role.REPORTER, NOON)
    assert registration == Registration(Person(1, "Nguyễn Văn An", NOON, (gained,)), gained)
    assert people.person_of("telegram", "1") == registration.person == people.person(1)


def test_nobody_is_known_before_a_code_and_on_another_channel(people: People) -> None:
    assert people.person_of("telegram", "1") is None
    joined(people, "1")
    assert people.person_of("zalo", "1") is None


def test_a_sender_of_any_form_is_known_again(people: People) -> None:
    for sender in ("a\x00b", "\ud800", "x" * 5000, "Người dùng"):
        person = people.register("web", sender, invited(people)).person
        assert people.person_of("web", sender) == person


def test_a_name_may_be_missing_and_is_cut_where_it_is_too_long(people: People) -> None:
    assert people.register("web", "1", invited(people), " \x00 ").person.display_name is None
    name = people.register("web", "2", invited(people), "x" * 1000).person.display_name
    assert name == "x" * 100


def test_a_code_works_in_small_letters_and_without_hyphen(people: People) -> None:
    code = invited(people)
    assert people.register("telegram", "1", code.lower().replace("-", " ")).gained is not None


def test_a_second_code_gives_a_known_person_a_second_role(people: People) -> None:
    first = joined(people, "1")
    again = people.register("telegram", "1", invited(people, Role.LEADER, HEALTH), "Tên khác").person
    assert (again.id, again.display_name) == (first.id, "Người 1")
    assert roles(again) == [("dau-moi", FINANCE), ("lanh-dao", HEALTH)]


def test_a_code_for_a_role_held_already_is_refused_and_left_to_another(people: People, clock: Clock) -> None:
    person = joined(people, "1")
    code = invited(people)
    clock.pass_by(days=1)
    with pytest.raises(AlreadyHolds) as caught:
        people.register("telegram", "1", code)
    assert caught.value.held == Membership(FINANCE, Role.REPORTER, NOON)
    assert people.person_of("telegram", "1") == person
    assert roles(people.register("telegram", "2", code).person) == [("dau-moi", FINANCE)]


def test_a_code_sent_again_by_the_same_person_changes_nothing(people: People, database: Database) -> None:
    code = invited(people)
    first = people.register("telegram", "1", code)
    written = count(database, AuditRow)
    assert people.register("telegram", "1", code) == first
    assert count(database, AuditRow) == written


def test_a_used_code_is_refused_to_others_and_after_the_role_has_ended(people: People) -> None:
    code = invited(people)
    person = people.register("telegram", "1", code).person
    with pytest.raises(CodeUsed) as caught:
        people.register("telegram", "2", code)
    assert caught.value.used_at == NOON
    people.leave(person.id, channel="telegram")
    with pytest.raises(CodeUsed):
        people.register("telegram", "1", code)
    assert people.person_of("telegram", "2") is None


def test_a_code_works_until_the_moment_it_expires(people: People, clock: Clock) -> None:
    in_time, too_late = invited(people), invited(people)
    clock.pass_by(days=7, seconds=-1)
    people.register("telegram", "1", in_time)
    clock.pass_by(seconds=1)
    with pytest.raises(CodeExpired) as caught:
        people.register("telegram", "2", too_late)
    assert caught.value.expired_at == NOON + INVITATION_LIFE


def test_a_code_can_be_given_another_life(people: People, clock: Clock) -> None:
    issued = people.invite(
        Role.REPORTER, FINANCE, by=OPERATOR, channel="cli", valid_for=dt.timedelta(days=30)
    )
    assert issued.expires_at == NOON + dt.timedelta(days=30)
    clock.pass_by(days=29)
    assert people.register("telegram", "1", issued.code).gained is not None


def test_a_code_used_by_twenty_senders_at_once_makes_one_person(people: People, database: Database) -> None:
    code = invited(people)
    outcomes = at_once(lambda number: people.register("telegram", str(number), code))
    assert [type(one) for one in outcomes].count(Registration) == 1
    assert {type(one) for one in outcomes} == {Registration, CodeUsed}
    assert [count(database, table) for table in (PersonRow, IdentityRow, MembershipRow)] == [1, 1, 1]


def test_a_code_delivered_twenty_times_at_once_makes_one_person(people: People, database: Database) -> None:
    code = invited(people)
    outcomes = at_once(lambda _: people.register("telegram", "1", code))
    assert all(one == outcomes[0] for one in outcomes)
    assert isinstance(outcomes[0], Registration)
    assert [count(database, table) for table in (PersonRow, IdentityRow, MembershipRow)] == [1, 1, 1]


def test_twenty_codes_used_by_one_sender_at_once_give_one_person_all_roles(people: People) -> None:
    codes = [invited(people, agency=f"Xã {number:02}") for number in range(20)]
    outcomes = at_once(lambda number: people.register("telegram", "1", codes[number]))
    assert {type(one) for one in outcomes} == {Registration}
    assert sorted(roles(people.person_of("telegram", "1"))) == [
        ("dau-moi", f"Xã {number:02}") for number in range(20)
    ]
    assert len(people.everyone(by=OPERATOR)) == 1


def test_what_is_no_code_is_refused_and_not_counted(people: People, database: Database) -> None:
    for typed in ("", "xin chào", "ABCD", "1" * 3000, "\x00"):
        with pytest.raises(CodeUnknown):
            people.register("telegram", "1", typed)
    assert count(database, FailedCodeRow) == 0


def test_after_five_wrong_codes_a_sender_waits_even_with_a_right_one(people: People, clock: Clock) -> None:
    code = invited(people)
    for _ in range(SENDER_LIMIT):
        with pytest.raises(CodeUnknown):
            people.register("telegram", "1", WRONG_CODE)
        clock.pass_by(minutes=1)
    with pytest.raises(TooManyGuesses) as caught:
        people.register("telegram", "1", code)
    assert caught.value.retry_at == NOON + SENDER_WINDOW
    people.register("telegram", "2", invited(people))  # others are not held up
    clock.now = caught.value.retry_at
    assert people.register("telegram", "1", code).gained is not None


def test_guessers_who_change_senders_are_stopped_together_on_their_channel(
    people: People, database: Database, clock: Clock
) -> None:
    guesses = [{"channel": "web", "sender": f"{n}", "at": clock()} for n in range(CHANNEL_LIMIT - 1)]
    with database.writing() as connection:
        connection.execute(insert(FailedCodeRow), guesses)
    with pytest.raises(CodeUnknown):
        people.register("web", "last", WRONG_CODE)
    with pytest.raises(TooManyGuesses) as caught:
        people.register("web", "1", invited(people))
    assert caught.value.retry_at == NOON + CHANNEL_WINDOW
    assert people.register("telegram", "1", invited(people)).gained is not None


def test_guesses_at_once_are_all_counted(people: People, database: Database) -> None:
    outcomes = at_once(lambda _: people.register("telegram", "1", WRONG_CODE))
    kinds = [type(one) for one in outcomes]
    assert (kinds.count(CodeUnknown), kinds.count(TooManyGuesses)) == (SENDER_LIMIT, 20 - SENDER_LIMIT)
    assert count(database, FailedCodeRow) == SENDER_LIMIT


def test_old_failures_are_forgotten(people: People, database: Database, clock: Clock) -> None:
    for _ in range(2):
        with pytest.raises(CodeUnknown):
            people.register("telegram", "1", WRONG_CODE)
        clock.pass_by(hours=1)
    assert count(database, FailedCodeRow) == 1
