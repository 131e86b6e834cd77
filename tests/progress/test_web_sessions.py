"""Browsers that are signed in: for whom they speak, and when they end."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from progress.audit import AuditLog, Deed
from progress.codes import new_code
from progress.database import Database
from progress.people import People
from progress.persons import OPERATOR, Person
from progress.refusals import CodeUnknown, SenderUnproven, TooManyGuesses
from progress.roles import Role
from progress.tables.access import WebSessionRow
from progress.web_sessions import SESSION_LIFE, WebSessions
from tests.conftest import Clock
from tests.progress.newcomers import invited, roles

SENDER = "trinh-duyet-1"


@pytest.fixture
def sessions(database: Database, clock: Clock) -> WebSessions:
    return WebSessions(database, clock)


@pytest.fixture
def person(people: People) -> Person:
    return people.register("web", SENDER, invited(people), "Nguyễn Văn An").person


def test_a_browser_speaks_for_its_person_until_it_signs_out(
    sessions: WebSessions, person: Person, database: Database
) -> None:
    token = sessions.begin(SENDER).token
    found = sessions.signed_in(token)
    assert found is not None
    assert (found.person, found.sender) == (person, SENDER)

    assert sessions.end(token)
    assert sessions.signed_in(token) is None
    assert not sessions.end(token)
    deeds = [entry.deed for entry in AuditLog(database).latest()]
    assert deeds[:2] == [Deed.SIGN_OUT, Deed.SIGN_IN]


@pytest.mark.usefixtures("person")
def test_the_cookie_itself_is_kept_nowhere(sessions: WebSessions, database: Database) -> None:
    token = sessions.begin(SENDER).token
    with database.reading() as connection:
        row = connection.execute(select(WebSessionRow.__table__)).one()
    assert token not in map(str, row)
    assert sessions.signed_in(row.token_hash) is None


@pytest.mark.usefixtures("person")
def test_a_session_ends_by_itself(sessions: WebSessions, clock: Clock) -> None:
    token = sessions.begin(SENDER).token
    clock.pass_by(seconds=SESSION_LIFE.total_seconds() - 1)
    assert sessions.signed_in(token)
    assert sessions.forget_expired() == 0
    clock.pass_by(seconds=1)
    assert sessions.signed_in(token) is None
    assert sessions.forget_expired() == 1


def test_erasing_the_person_signs_every_browser_out(
    sessions: WebSessions, person: Person, people: People
) -> None:
    tokens = [sessions.begin(SENDER).token for _ in range(2)]
    people.erase_personal_data(person.id, channel="web", held=None)
    assert [sessions.signed_in(token) for token in tokens] == [None, None]


def test_a_revoked_role_counts_no_more_at_the_next_request(
    sessions: WebSessions, person: Person, people: People
) -> None:
    token = sessions.begin(SENDER).token
    people.revoke(person.id, by=OPERATOR, channel="cli")
    found = sessions.signed_in(token)
    assert found is not None
    assert roles(found.person) == []


def test_what_is_stored_of_a_browser_is_shown_to_its_person(
    sessions: WebSessions, person: Person, people: People, clock: Clock
) -> None:
    issued = sessions.begin(SENDER)
    shown = people.export_personal_data(person.id, channel="web")
    assert shown["web_sessions"] == [
        {"signed_in_at": clock().isoformat(), "expires_at": issued.expires_at.isoformat()}
    ]


def test_nobody_is_signed_in_without_an_identity(sessions: WebSessions) -> None:
    with pytest.raises(LookupError):
        sessions.begin("không có")


def test_wrong_codes_of_an_address_count_together_whatever_the_sender(people: People) -> None:
    for number in range(5):
        with pytest.raises(CodeUnknown):
            people.register("web", f"trình duyệt {number}", new_code(), guesser="203.0.113.7")
    code = invited(people)
    with pytest.raises(TooManyGuesses):
        people.register("web", "trình duyệt mới", code, guesser="203.0.113.7")
    joined = people.register("web", "trình duyệt khác", code, guesser="203.0.113.8")
    assert roles(joined.person) == [(Role.REPORTER.value, "Sở Tài chính")]


def test_a_sender_that_no_channel_proves_is_nobody(people: People) -> None:
    code = invited(people)
    with pytest.raises(SenderUnproven):
        people.register("web", "", code)
    assert people.person_of("web", "") is None
    assert roles(people.register("telegram", "1", code).person) == [("dau-moi", "Sở Tài chính")]
