"""What is stored about a person: shown, erased, spoken for by tokens, written down. On both engines."""

from __future__ import annotations

import datetime as dt
import json
from functools import partial

import pytest
from sqlalchemy import insert, select, text

from progress.audit import AuditLog, Deed
from progress.database import Database
from progress.people import People
from progress.persons import OPERATOR, TokenInUse
from progress.refusals import (
    CodeExpired,
    CodeUnknown,
    NotAllowed,
    PersonUnknown,
)
from progress.roles import NO_AGENCY, Role
from progress.states import Pause
from progress.tables.access import AccessTokenRow
from progress.tables.asking import ConversationRow
from progress.tables.people import AuditRow, FailedCodeRow, IdentityRow, PersonRow
from progress.tables.whole import METADATA
from progress.token_desk import TOKEN_LIFE
from progress.tokens import LAST_USED_STEP
from tests.conftest import NOON, Clock
from tests.progress.desk_scene import FINANCE, HALF, HALFWAY, TASK, Scene
from tests.progress.newcomers import HEALTH, WRONG_CODE, count, invited, joined, roles


def test_a_person_is_shown_all_that_is_stored_and_no_secret(people: People) -> None:
    person = joined(people, "1", Role.ADMINISTRATOR)
    code = invited(people, by=person.id)
    token = people.issue_token(person.id, channel="telegram").token
    joined(people, "2", agency=HEALTH)
    with pytest.raises(CodeUnknown):
        people.register("telegram", "1", WRONG_CODE)
    data = people.export_personal_data(person.id, channel="telegram")
    shown = json.dumps(data, ensure_ascii=False)
    assert data["person"] == {"id": person.id, "display_name": "Người 1", "joined_at": NOON.isoformat()}
    assert data["identities"] == [{"channel": "telegram", "sender": "1", "linked_at": NOON.isoformat()}]
    assert [one["role"] for one in data["memberships"]] == ["quan-tri"]
    assert [(one["given_by_me"], one["used_by_me"]) for one in data["invitations"]] == [
        (False, True),
        (True, False),
    ]
    assert len(data["failed_codes"]) == len(data["access_tokens"]) == 1
    assert [one["act"] for one in data["audit"]] == ["register", "invite", "issue-token", "export-data"]
    assert not [secret for secret in (code, token, "hash", "Người 2", HEALTH) if secret in shown]


def test_what_a_person_said_for_an_agency_is_shown_too(scene: Scene) -> None:
    reporter, coordinator = scene.reporter(), scene.coordinator()
    report = scene.reported(reporter, HALFWAY)
    scene.desk.send_back(coordinator, report.id, "thiếu số liệu", channel="web")
    helper = scene.reporter(HEALTH)
    scene.desk.add_note(helper, TASK, HEALTH, HALF, "góp ý", channel="web")
    scene.desk.pause(
        coordinator, TASK, FINANCE, Pause("paused", "chờ hướng dẫn", dt.date(2026, 7, 1)), channel="web"
    )
    scene.desk.lock_period(coordinator, HALF, channel="web")
    with scene.database.writing() as connection:
        known = {"channel": "telegram", "person_id": reporter.id, "linked_at": NOON}
        connection.execute(insert(IdentityRow), [{**known, "sender": "7"}])
        kept = {"channel": "telegram", "version": 1, "updated_at": NOON, "state": '{"asked": "lead"}'}
        connection.execute(insert(ConversationRow), [{**kept, "key": key} for key in ("7", "-1:7", "-1:77")])

    mine = scene.people.export_personal_data(reporter.id, channel="web")
    theirs = scene.people.export_personal_data(coordinator.id, channel="web")
    noted = scene.people.export_personal_data(helper.id, channel="web")["notes"]
    json.dumps([mine, theirs, noted])
    [shown] = mine["reports"]
    assert (shown["task_id"], shown["version"], shown["content"]) == (TASK, 1, HALFWAY.to_json())
    [verdict] = mine["reviews"]
    assert (verdict["verdict"], verdict["reason"], verdict["given_by_me"]) == (
        "returned",
        "thiếu số liệu",
        False,
    )
    assert [one["given_by_me"] for one in theirs["reviews"]] == [True]
    assert [(one["agency"], one["text"]) for one in noted] == [(HEALTH, "góp ý")]
    assert [(one["task_id"], one["until"]) for one in theirs["pauses"]] == [(TASK, "2026-07-01")]
    assert [(one["period"], one["decision"]) for one in theirs["period_locks"]] == [(HALF, "locked")]
    assert [(one["key"], one["state"]) for one in mine["conversations"]] == [
        ("-1:7", {"asked": "lead"}),
        ("7", {"asked": "lead"}),
    ]
    assert theirs["reports"] == theirs["conversations"] == mine["notes"] == []


def test_an_erased_person_leaves_only_a_number(people: People, database: Database) -> None:
    person = joined(people, "1", Role.ADMINISTRATOR)
    people.register("zalo", "z", people.link_code(person.id, channel="telegram").code)
    open_codes = [invited(people, by=person.id), people.link_code(person.id, channel="telegram").code]
    token = people.issue_token(person.id, channel="telegram").token
    with pytest.raises(CodeUnknown):
        people.register("zalo", "z", WRONG_CODE)
    keep = {"channel": "telegram", "state": "{}", "version": 1, "updated_at": NOON}
    with database.writing() as connection:
        connection.execute(
            insert(ConversationRow), [{**keep, "key": key} for key in ("1", "-100:1", "-100:11", "11")]
        )
    people.erase_personal_data(person.id, channel="telegram", held=None)

    assert people.person(person.id) is None
    assert people.everyone(by=OPERATOR) == people.members_of(NO_AGENCY, by=OPERATOR) == ()
    assert people.person_of("telegram", "1") is people.person_of("zalo", "z") is None
    assert people.person_of_token(token) is None
    with database.reading() as connection:
        assert [tuple(row) for row in connection.execute(select(PersonRow.__table__))] == [
            (person.id, None, NOON, NOON)
        ]
        assert (
            connection.execute(text("SELECT count(*) FROM memberships WHERE ended_at IS NULL")).scalar() == 0
        )
        assert sorted(connection.execute(select(ConversationRow.key)).scalars()) == ["-100:11", "11"]
    assert [count(database, table) for table in (IdentityRow, AccessTokenRow, FailedCodeRow)] == [0, 0, 0]
    for code in open_codes:
        with pytest.raises(CodeExpired):
            people.register("telegram", "2", code)


def test_nobody_is_erased_shown_or_linked_twice(people: People) -> None:
    person = joined(people, "1")
    people.erase_personal_data(person.id, channel="telegram", held=None)
    for act in (
        partial(people.erase_personal_data, held=None),
        people.export_personal_data,
        people.link_code,
        people.issue_token,
    ):
        with pytest.raises(PersonUnknown) as caught:
            act(person.id, channel="telegram")
        assert caught.value.person_id == person.id


def test_an_erased_person_who_comes_again_is_somebody_new(people: People) -> None:
    person = joined(people, "1")
    people.erase_personal_data(person.id, channel="telegram", held=None)
    assert joined(people, "1").id != person.id


def test_a_token_speaks_for_its_person_with_the_roles_of_now(people: People) -> None:
    person = joined(people, "1")
    issued = people.issue_token(person.id, channel="telegram")
    assert issued.expires_at == NOON + TOKEN_LIFE
    assert people.person_of_token(issued.token) == person
    people.leave(person.id, channel="telegram")
    assert roles(people.person_of_token(issued.token)) == []


@pytest.mark.parametrize("token", ["", "troly_x", "\x00", "\ud800", "x" * 10_000])
def test_a_token_nobody_gave_speaks_for_nobody(people: People, token: str) -> None:
    joined(people, "1")
    assert people.person_of_token(token) is None


def test_only_the_hash_of_a_token_or_code_is_stored(people: People, database: Database) -> None:
    code = invited(people)
    token = people.issue_token(people.register("telegram", "1", code).person.id, channel="telegram").token
    with database.reading() as connection:
        stored = [
            str(tuple(row)) for table in METADATA.sorted_tables for row in connection.execute(select(table))
        ]
    assert not [row for row in stored if token in row or code in row]


def test_tokens_expire_and_are_revoked_one_by_one_or_all(people: People, clock: Clock) -> None:
    person = joined(people, "1")
    first, second, third = (people.issue_token(person.id, channel="telegram").token for _ in range(3))
    assert people.revoke_token(first, channel="telegram")
    assert not people.revoke_token(first, channel="telegram")
    assert people.person_of_token(first) is None
    assert people.person_of_token(second) == person
    assert people.revoke_tokens(person.id, channel="telegram") == 2
    assert people.person_of_token(third) is None
    late = people.issue_token(person.id, channel="telegram", valid_for=dt.timedelta(days=1)).token
    clock.pass_by(days=1)
    assert people.person_of_token(late) is None


def test_tokens_are_listed_and_ended_by_number_only_by_their_owner(people: People, clock: Clock) -> None:
    person, other = joined(people, "1"), joined(people, "2")
    first, second = (people.issue_token(person.id, channel="telegram") for _ in range(2))
    clock.pass_by(hours=2)
    people.person_of_token(second.token)
    assert people.tokens_of(person.id) == (
        TokenInUse(first.id, NOON, first.expires_at, None),
        TokenInUse(second.id, NOON, second.expires_at, clock()),
    )
    assert not people.revoke_token_of(other.id, first.id, channel="telegram")
    assert people.revoke_token_of(person.id, first.id, channel="telegram")
    assert not people.revoke_token_of(person.id, first.id, channel="telegram")
    assert [one.id for one in people.tokens_of(person.id)] == [second.id]


def test_an_operator_gives_and_ends_tokens_for_a_person_in_his_own_name(
    people: People, database: Database
) -> None:
    person = joined(people, "1")
    token = people.issue_token(person.id, channel="cli", is_by_operator=True).token
    assert people.person_of_token(token) == person
    assert people.revoke_tokens(person.id, channel="cli", is_by_operator=True) == 1
    lines = AuditLog(database).latest(limit=2)
    assert [(one.actor, one.deed) for one in lines] == [
        (OPERATOR, Deed.REVOKE_TOKEN),
        (OPERATOR, Deed.ISSUE_TOKEN),
    ]


def test_the_last_use_of_a_token_is_noted_once_an_hour(
    people: People, database: Database, clock: Clock
) -> None:
    token = people.issue_token(joined(people, "1").id, channel="telegram").token
    noted = []
    for _ in range(3):
        people.person_of_token(token)
        with database.reading() as connection:
            noted.append(connection.execute(select(AccessTokenRow.last_used_at)).scalar_one())
        clock.now += LAST_USED_STEP / 2
    assert noted == [NOON, NOON, NOON + LAST_USED_STEP]


def test_every_act_leaves_one_line_without_names_or_codes(
    people: People, database: Database, clock: Clock
) -> None:
    admin = joined(people, "1", Role.ADMINISTRATOR)
    reporter = people.register("telegram", "2", invited(people, by=admin.id), "Bí mật").person
    people.register("zalo", "z", people.link_code(reporter.id, channel="telegram").code)
    token = people.issue_token(reporter.id, channel="telegram").token
    people.revoke_token(token, channel="http")
    waiting = people.invite(Role.LEADER, HEALTH, by=admin.id, channel="telegram")
    people.withdraw(waiting.invitation_id, by=admin.id, channel="telegram")
    people.revoke(reporter.id, by=admin.id, channel="telegram")
    people.leave(admin.id, channel="telegram")
    people.export_personal_data(reporter.id, channel="telegram")
    people.erase_personal_data(reporter.id, channel="telegram", held=None)

    log = AuditLog(database)
    lines = [(one.deed, one.actor, one.about, one.channel) for one in reversed(log.latest())]
    assert lines == [
        (Deed.INVITE, OPERATOR, "invitation 1: quan-tri", "cli"),
        (Deed.REGISTER, admin.id, "invitation 1: quan-tri", "telegram"),
        (Deed.INVITE, admin.id, "invitation 2: dau-moi, Sở Tài chính", "cli"),
        (Deed.REGISTER, reporter.id, "invitation 2: dau-moi, Sở Tài chính", "telegram"),
        (Deed.LINK_CODE, reporter.id, "invitation 3", "telegram"),
        (Deed.LINK, reporter.id, "invitation 3", "zalo"),
        (Deed.ISSUE_TOKEN, reporter.id, "token 1", "telegram"),
        (Deed.REVOKE_TOKEN, reporter.id, "token 1", "http"),
        (Deed.INVITE, admin.id, "invitation 4: lanh-dao, Sở Y tế", "telegram"),
        (Deed.WITHDRAW, admin.id, "invitation 4", "telegram"),
        (Deed.REVOKE, admin.id, "person 2: dau-moi, Sở Tài chính", "telegram"),
        (Deed.LEAVE, admin.id, "quan-tri", "telegram"),
        (Deed.EXPORT_DATA, reporter.id, "", "telegram"),
        (Deed.ERASE_DATA, reporter.id, "", "telegram"),
    ]
    assert {one.at for one in log.latest()} == {clock()}
    assert len(log.latest(limit=3)) == 3
    assert [one.deed for one in log.latest(person_id=admin.id)] == [
        Deed.LEAVE,
        Deed.REVOKE,
        Deed.WITHDRAW,
        Deed.INVITE,
        Deed.INVITE,
        Deed.REGISTER,
    ]


def test_a_refused_act_leaves_no_line(people: People, database: Database) -> None:
    person = joined(people, "1")
    before = count(database, AuditRow)
    with pytest.raises(NotAllowed):
        people.revoke(person.id, by=person.id, channel="telegram")
    with pytest.raises(CodeUnknown):
        people.register("telegram", "1", WRONG_CODE)
    assert count(database, AuditRow) == before
