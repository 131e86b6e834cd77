"""Rows of people and their roles, read and ended within the transaction of the caller."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, insert, select, update

from progress.persons import Actor, Person, number_of
from progress.refusals import AlreadyHolds, PersonUnknown
from progress.roles import Act, Membership, Role, may_grant
from progress.tables.access import AccessTokenRow, WebSessionRow
from progress.tables.people import IdentityRow, InvitationRow, MembershipRow, PersonRow

_COLUMNS = (
    PersonRow.id,
    PersonRow.display_name,
    PersonRow.joined_at,
    MembershipRow.agency,
    MembershipRow.role,
    MembershipRow.since,
)
_HELD_NOW = and_(MembershipRow.person_id == PersonRow.id, MembershipRow.ended_at.is_(None))
_IN_ORDER = (PersonRow.id, MembershipRow.id)

ALIVE = (
    select(*_COLUMNS)
    .select_from(PersonRow)
    .outerjoin(MembershipRow, _HELD_NOW)
    .where(PersonRow.erased_at.is_(None))
    .order_by(*_IN_ORDER)
)
_BY_ID = ALIVE.where(PersonRow.id == bindparam("person_id"))
BY_IDENTITY = (
    select(*_COLUMNS)
    .select_from(IdentityRow)
    .join(PersonRow, PersonRow.id == IdentityRow.person_id)
    .outerjoin(MembershipRow, _HELD_NOW)
    .where(IdentityRow.channel == bindparam("channel"), IdentityRow.sender == bindparam("sender"))
    .order_by(*_IN_ORDER)
)
BY_TOKEN = (
    select(*_COLUMNS, AccessTokenRow.id.label("token_id"), AccessTokenRow.last_used_at)
    .select_from(AccessTokenRow)
    .join(PersonRow, PersonRow.id == AccessTokenRow.person_id)
    .outerjoin(MembershipRow, _HELD_NOW)
    .where(
        AccessTokenRow.token_hash == bindparam("token_hash"),
        AccessTokenRow.revoked_at.is_(None),
        AccessTokenRow.expires_at > bindparam("now"),
    )
    .order_by(*_IN_ORDER)
)

BY_SESSION = (
    select(*_COLUMNS, WebSessionRow.sender, WebSessionRow.expires_at)
    .select_from(WebSessionRow)
    .join(
        IdentityRow,
        and_(IdentityRow.channel == WebSessionRow.channel, IdentityRow.sender == WebSessionRow.sender),
    )
    .join(PersonRow, PersonRow.id == IdentityRow.person_id)
    .outerjoin(MembershipRow, _HELD_NOW)
    .where(WebSessionRow.token_hash == bindparam("token_hash"), WebSessionRow.expires_at > bindparam("now"))
    .order_by(*_IN_ORDER)
)


def people_in(rows: Iterable[Any]) -> tuple[Person, ...]:
    """The people of rows that are ordered by person, one row a role."""
    people = []
    for _, group in groupby(rows, key=lambda row: row.id):
        own = list(group)
        people.append(Person(own[0].id, own[0].display_name, own[0].joined_at, _roles_in(own)))
    return tuple(people)


def person_in(rows: Iterable[Any]) -> Person | None:
    """The one person of such rows, if any."""
    return next(iter(people_in(rows)), None)


def living_person(connection: Connection, person_id: int) -> Person:
    """A person that was not erased. Raises PersonUnknown."""
    person = person_in(connection.execute(_BY_ID, {"person_id": person_id}))
    if person is None:
        raise PersonUnknown(person_id)
    return person


def give_role(
    connection: Connection, person: Person, agency: str, role: Role, now: dt.datetime
) -> Membership:
    """The membership that the person now holds. Raises AlreadyHolds."""
    for held in person.memberships:
        if (held.agency, held.role) == (agency, role):
            raise AlreadyHolds(held)
    connection.execute(
        insert(MembershipRow).values(person_id=person.id, agency=agency, role=role.value, since=now)
    )
    return Membership(agency, role, now)


def end_roles(
    connection: Connection,
    person: Person,
    ending: Iterable[Membership],
    now: dt.datetime,
    ended_by: Actor,
) -> None:
    """End memberships of a person, and the open invitations that he could no longer give."""
    gone = set(ending)
    for one in gone:
        connection.execute(
            update(MembershipRow)
            .where(
                MembershipRow.person_id == person.id,
                MembershipRow.agency == one.agency,
                MembershipRow.role == one.role.value,
                MembershipRow.ended_at.is_(None),
            )
            .values(ended_at=now, ended_by=number_of(ended_by))
        )
    left = [one for one in person.memberships if one not in gone]
    given = connection.execute(
        select(InvitationRow.id, InvitationRow.role, InvitationRow.agency).where(
            InvitationRow.invited_by == person.id, InvitationRow.kind == "invite", is_open(now)
        )
    ).all()
    void = [row.id for row in given if not may_grant(left, Act.INVITE, Role(row.role), row.agency)]
    if void:
        connection.execute(update(InvitationRow).where(InvitationRow.id.in_(void)).values(expires_at=now))


def is_open(now: dt.datetime) -> ColumnElement[bool]:
    """Whether a code may still be used."""
    return and_(InvitationRow.used_at.is_(None), InvitationRow.expires_at > now)


def _roles_in(rows: Iterable[Any]) -> tuple[Membership, ...]:
    return tuple(Membership(row.agency, Role(row.role), row.since) for row in rows if row.role is not None)
