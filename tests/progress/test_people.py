"""People are invited, hold roles, link channels and leave, on both engines."""

from __future__ import annotations

from typing import cast

import pytest
from sqlalchemy import event, func, select

from progress.database import Database
from progress.people import LINK_LIFE, People
from progress.persons import OPERATOR, Actor, Identity, Person, Registration
from progress.refusals import (
    AgencyMissing,
    AlreadyLinked,
    CodeExpired,
    CodeUsed,
    IdentityTaken,
    InvitationClosed,
    NotAllowed,
    PersonUnknown,
    RoleNotHeld,
)
from progress.roles import NO_AGENCY, Act, Role
from progress.tables.people import AuditRow, InvitationRow, MembershipRow
from tests.conftest import NOON, Clock
from tests.progress.newcomers import FINANCE, HEALTH, at_once, count, invited, joined, roles


def test_a_role_in_an_agency_needs_the_agency_and_the_others_take_none(people: People) -> None:
    with pytest.raises(AgencyMissing) as caught:
        invited(people, Role.LEADER, NO_AGENCY)
    assert caught.value.role is Role.LEADER
    assert roles(joined(people, "1", Role.COORDINATOR, FINANCE)) == [("dieu-phoi", NO_AGENCY)]


@pytest.mark.parametrize(
    ("giver", "role", "allowed"),
    [
        (Role.ADMINISTRATOR, Role.ADMINISTRATOR, True),
        (Role.ADMINISTRATOR, Role.REPORTER, True),
        (Role.COORDINATOR, Role.REPORTER, True),
        (Role.COORDINATOR, Role.ADMINISTRATOR, False),
        (Role.REPORTER, Role.REPORTER, False),
        (Role.OFFICIAL, Role.OFFICIAL, False),
    ],
)
def test_only_those_invite_whose_role_allows_it(
    people: People, database: Database, giver: Role, role: Role, allowed: bool
) -> None:
    by = joined(people, "1", giver).id
    before = count(database, InvitationRow)
    if allowed:
        assert invited(people, role, by=by)
    else:
        with pytest.raises(NotAllowed) as caught:
            invited(people, role, by=by)
        assert (caught.value.act, caught.value.role) == (Act.INVITE, role)
    assert count(database, InvitationRow) == before + allowed


def test_nobody_unknown_invites(people: People) -> None:
    with pytest.raises(PersonUnknown):
        invited(people, by=99)


def test_a_forgotten_actor_is_nobody_and_not_the_operator(people: People, database: Database) -> None:
    forgotten = cast(Actor, None)
    person = joined(people, "1")
    for act in (
        lambda: people.invite(Role.ADMINISTRATOR, by=forgotten, channel="cli"),
        lambda: people.revoke(person.id, by=forgotten, channel="cli"),
    ):
        with pytest.raises(PersonUnknown):
            act()
    assert count(database, InvitationRow) == 1  # the one that was used
    assert roles(people.person(person.id)) == [("dau-moi", FINANCE)]


def test_open_invitations_are_listed_and_can_be_withdrawn(people: People) -> None:
    issued = people.invite(Role.REPORTER, FINANCE, by=OPERATOR, channel="cli")
    used = invited(people, agency=HEALTH)
    person = people.register("telegram", "1", used).person
    people.link_code(person.id, channel="telegram")
    assert [(one.id, one.agency, one.role) for one in people.open_invitations(by=OPERATOR)] == [
        (issued.invitation_id, FINANCE, Role.REPORTER)
    ]
    with pytest.raises(NotAllowed):
        people.withdraw(issued.invitation_id, by=person.id, channel="telegram")
    people.withdraw(issued.invitation_id, by=OPERATOR, channel="cli")
    assert people.open_invitations(by=OPERATOR) == ()
    with pytest.raises(CodeExpired):
        people.register("telegram", "2", issued.code)
    with pytest.raises(InvitationClosed):
        people.withdraw(issued.invitation_id, by=OPERATOR, channel="cli")


def test_invitations_of_one_who_lost_the_right_to_give_them_are_void(people: People) -> None:
    admin = joined(people, "1", Role.ADMINISTRATOR)
    people.register("telegram", "1", invited(people, Role.COORDINATOR))
    to_reporter = invited(people, Role.REPORTER, by=admin.id)
    to_admin = invited(people, Role.ADMINISTRATOR, by=admin.id)
    people.revoke(admin.id, by=OPERATOR, channel="cli", role=Role.ADMINISTRATOR)
    with pytest.raises(CodeExpired):
        people.register("telegram", "2", to_admin)
    assert people.register("telegram", "2", to_reporter).gained is not None  # a coordinator may still


def test_a_link_code_makes_a_second_channel_known_as_the_same_person(people: People) -> None:
    person = joined(people, "1")
    issued = people.link_code(person.id, channel="telegram")
    assert issued.expires_at == NOON + LINK_LIFE
    assert people.register("zalo", "z", issued.code, "Tên Zalo") == Registration(person, None)
    assert people.person_of("zalo", "z") == people.person_of("telegram", "1") == person
    assert people.identities_of([person.id]) == {
        person.id: (Identity("telegram", "1"), Identity("zalo", "z"))
    }


def test_a_link_code_works_once_and_not_for_long(people: People, clock: Clock) -> None:
    person = joined(people, "1")
    used, late = (people.link_code(person.id, channel="telegram").code for _ in range(2))
    linked = people.register("zalo", "z", used)
    assert people.register("zalo", "z", used) == linked
    with pytest.raises(CodeUsed):
        people.register("zalo", "other", used)
    clock.now += LINK_LIFE
    with pytest.raises(CodeExpired):
        people.register("web", "w", late)


def test_two_people_are_not_made_one_and_the_code_stays(people: People) -> None:
    first, second = joined(people, "1"), joined(people, "2")
    code = people.link_code(first.id, channel="telegram").code
    with pytest.raises(IdentityTaken):
        people.register("telegram", "2", code)
    with pytest.raises(AlreadyLinked):
        people.register("telegram", "1", code)
    assert people.person_of("telegram", "2") == second
    assert people.register("zalo", "z", code).person == first


def test_identities_of_nobody_are_none(people: People) -> None:
    assert people.identities_of([]) == {}
    assert people.identities_of([7]) == {7: ()}


def test_members_of_an_agency_are_shown_with_all_their_roles(people: People) -> None:
    first = joined(people, "1")
    joined(people, "2", agency=HEALTH)
    third = joined(people, "3", Role.LEADER)
    first = people.register("telegram", "1", invited(people, Role.LEADER, HEALTH)).person
    assert people.members_of(FINANCE, by=OPERATOR) == (first, third)
    assert [one.id for one in people.everyone(by=OPERATOR)] == [1, 2, 3]
    assert people.members_of("Sở Không có", by=OPERATOR) == ()


def test_members_of_the_whole_province_are_found_too(people: People) -> None:
    joined(people, "1")
    coordinator = joined(people, "2", Role.COORDINATOR, NO_AGENCY)
    assert people.members_of(NO_AGENCY, by=OPERATOR) == (coordinator,)


def test_people_and_invitations_are_listed_to_those_who_may_see_them(people: People) -> None:
    admin, coordinator = joined(people, "1", Role.ADMINISTRATOR), joined(people, "2", Role.COORDINATOR)
    reporter, leader = joined(people, "3"), joined(people, "4", Role.LEADER, HEALTH)
    official = joined(people, "5", Role.OFFICIAL)
    ours, theirs = (
        people.invite(Role.OFFICIAL, place, by=OPERATOR, channel="cli") for place in (FINANCE, HEALTH)
    )

    def seen(by: Person) -> tuple[list[int], list[int]]:
        invitations = people.open_invitations(by=by.id)
        return [one.id for one in people.everyone(by=by.id)], [one.id for one in invitations]

    everything = [1, 2, 3, 4, 5], [ours.invitation_id, theirs.invitation_id]
    assert seen(admin) == seen(coordinator) == everything
    assert seen(reporter) == ([reporter.id, official.id], [ours.invitation_id])
    assert seen(leader) == ([leader.id], [theirs.invitation_id])
    assert people.members_of(HEALTH, by=leader.id) == (leader,)
    for refused in (
        lambda: people.everyone(by=official.id),
        lambda: people.open_invitations(by=official.id),
        lambda: people.members_of(FINANCE, by=official.id),
        lambda: people.members_of(HEALTH, by=reporter.id),
        lambda: people.members_of(NO_AGENCY, by=reporter.id),
    ):
        with pytest.raises(NotAllowed) as caught:
            refused()
        assert caught.value.act is Act.LIST_PEOPLE


def test_a_person_knows_what_he_may_do_and_where(people: People) -> None:
    person = joined(people, "1")
    person = people.register("telegram", "1", invited(people, Role.LEADER, HEALTH)).person
    assert person.may(Act.REPORT, FINANCE)
    assert not person.may(Act.REPORT, HEALTH)
    assert person.agencies_to(Act.REPORT) == (FINANCE,)
    assert person.agencies_to(Act.READ_AGENCY) == (FINANCE, HEALTH)


def test_asking_for_a_person_is_one_query(people: People, database: Database) -> None:
    joined(people, "1")
    said: list[str] = []
    people.person_of("telegram", "1")  # the connection is opened and prepared

    def listen(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(database.engine, "before_cursor_execute", listen)
    people.person_of("telegram", "1")
    event.remove(database.engine, "before_cursor_execute", listen)
    assert len(said) == 1


def test_leaving_ends_what_was_named_and_keeps_the_person(people: People, database: Database) -> None:
    person = joined(people, "1")
    people.register("telegram", "1", invited(people, Role.LEADER, HEALTH))
    [ended] = people.leave(person.id, channel="telegram", agency=FINANCE)
    assert (ended.agency, ended.role) == (FINANCE, Role.REPORTER)
    assert roles(people.person_of("telegram", "1")) == [("lanh-dao", HEALTH)]
    people.leave(person.id, channel="telegram")
    assert roles(people.person_of("telegram", "1")) == []
    with pytest.raises(RoleNotHeld):
        people.leave(person.id, channel="telegram")
    with database.reading() as connection:
        ended_by = connection.execute(select(MembershipRow.ended_at, MembershipRow.ended_by)).all()
    assert [tuple(row) for row in ended_by] == [(NOON, person.id)] * 2


def test_one_who_left_may_come_again(people: People, clock: Clock) -> None:
    person = joined(people, "1")
    people.leave(person.id, channel="telegram")
    clock.pass_by(days=1)
    again = joined(people, "1")
    assert (again.id, again.memberships[0].since) == (person.id, clock())


def test_roles_are_revoked_by_those_who_may(people: People) -> None:
    coordinator = joined(people, "1", Role.COORDINATOR)
    reporter, other = joined(people, "2"), joined(people, "3")
    with pytest.raises(NotAllowed):
        people.revoke(reporter.id, by=other.id, channel="telegram")
    people.revoke(reporter.id, by=coordinator.id, channel="telegram", agency=FINANCE, role=Role.REPORTER)
    assert roles(people.person_of("telegram", "2")) == []
    with pytest.raises(RoleNotHeld):
        people.revoke(reporter.id, by=coordinator.id, channel="telegram")


def test_revoking_is_refused_whole_where_one_role_may_not_be_taken(people: People) -> None:
    coordinator = joined(people, "1", Role.COORDINATOR)
    admin = joined(people, "2")
    people.register("telegram", "2", invited(people, Role.ADMINISTRATOR))
    with pytest.raises(NotAllowed):
        people.revoke(admin.id, by=coordinator.id, channel="telegram")
    assert len(roles(people.person(admin.id))) == 2


def test_a_role_revoked_twenty_times_at_once_ends_once(people: People, database: Database) -> None:
    person = joined(people, "1")
    outcomes = at_once(lambda _: people.revoke(person.id, by=OPERATOR, channel="cli"))
    assert [type(one) for one in outcomes].count(RoleNotHeld) == 19
    with database.reading() as connection:
        revoked = select(func.count()).select_from(AuditRow).where(AuditRow.act == "revoke")
        assert connection.execute(revoked).scalar_one() == 1


def test_two_administrators_who_revoke_each_other_leave_one(people: People) -> None:
    ids = [joined(people, str(number), Role.ADMINISTRATOR).id for number in range(2)]
    outcomes = at_once(lambda n: people.revoke(ids[n], by=ids[1 - n], channel="telegram"), times=2)
    assert sum(isinstance(one, NotAllowed) for one in outcomes) == 1
