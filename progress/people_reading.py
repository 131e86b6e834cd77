"""Reading about people: who a sender is, who holds a role where, which invitations and tokens are open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from sqlalchemy import ColumnElement, Connection, and_, select, true

from progress.database import Database
from progress.keys import storable_key
from progress.person_rows import ALIVE, BY_IDENTITY, is_open, living_person, people_in, person_in
from progress.persons import OPERATOR, Actor, Identity, Invitation, Person, TokenInUse, actor_of
from progress.refusals import NotAllowed
from progress.roles import NO_AGENCY, Act, Role
from progress.tables.access import AccessTokenRow
from progress.tables.people import IdentityRow, InvitationRow, MembershipRow, PersonRow


class PeopleReader:
    """Each method is one or two reads. Lists are for those whose roles let them see the people listed.

    Agencies are named as the directory names them. Only channels that prove who sends may ask for a person by
    sender.
    """

    def __init__(self, database: Database, clock: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._clock = clock

    def person_of(self, channel: str, sender: str) -> Person | None:
        """Whom a channel knows as this sender; one query, asked at every message. "" is nobody."""
        if not sender:
            return None
        identity = {"channel": channel, "sender": storable_key(sender)}
        with self._database.reading() as connection:
            return person_in(connection.execute(BY_IDENTITY, identity))

    def person(self, person_id: int) -> Person | None:
        with self._database.reading() as connection:
            return person_in(connection.execute(ALIVE.where(PersonRow.id == person_id)))

    def everyone(self, *, by: Actor) -> tuple[Person, ...]:
        """All people that the actor may see and that were not erased, in the order they came.

        Raises NotAllowed and PersonUnknown.
        """
        with self._database.reading() as connection:
            agencies = _agencies_seen(connection, by)
            seen = true() if agencies is None else _has_role(MembershipRow.agency.in_(agencies))
            return people_in(connection.execute(ALIVE.where(seen)))

    def member(self, person_id: int, *, by: Actor) -> Person:
        """One person whom the actor may see. Raises NotAllowed and PersonUnknown."""
        with self._database.reading() as connection:
            agencies = _agencies_seen(connection, by)
            person = living_person(connection, person_id)
        if agencies is not None and not any(one.agency in agencies for one in person.memberships):
            raise NotAllowed(Act.LIST_PEOPLE, NO_AGENCY)
        return person

    def members_of(self, agency: str, *, by: Actor) -> tuple[Person, ...]:
        """People with a role in an agency, each with all roles held; NO_AGENCY for the whole province.

        Raises NotAllowed and PersonUnknown.
        """
        with self._database.reading() as connection:
            agencies = _agencies_seen(connection, by)
            if agencies is not None and agency not in agencies:
                raise NotAllowed(Act.LIST_PEOPLE, agency)
            return people_in(connection.execute(ALIVE.where(_has_role(MembershipRow.agency == agency))))

    def open_invitations(self, *, by: Actor) -> tuple[Invitation, ...]:
        """Invitations that the actor may see and that wait to be used, those that expire first in front.

        Raises NotAllowed and PersonUnknown.
        """
        with self._database.reading() as connection:
            agencies = _agencies_seen(connection, by)
            seen = true() if agencies is None else InvitationRow.agency.in_(agencies)
            waiting = (
                select(InvitationRow.__table__)
                .where(InvitationRow.kind == "invite", is_open(self._clock()), seen)
                .order_by(InvitationRow.expires_at, InvitationRow.id)
            )
            return tuple(
                Invitation(row.id, row.agency, Role(row.role), actor_of(row.invited_by), row.expires_at)
                for row in connection.execute(waiting)
            )

    def identities_of(self, person_ids: Iterable[int]) -> Mapping[int, tuple[Identity, ...]]:
        """Where each person can be reached, the first known channel first; for those who deliver."""
        wanted = tuple(person_ids)
        query = (
            select(IdentityRow.person_id, IdentityRow.channel, IdentityRow.sender)
            .where(IdentityRow.person_id.in_(wanted))
            .order_by(IdentityRow.linked_at, IdentityRow.channel, IdentityRow.sender)
        )
        found: dict[int, tuple[Identity, ...]] = dict.fromkeys(wanted, ())
        with self._database.reading() as connection:
            for person_id, channel, sender in connection.execute(query):
                found[person_id] += (Identity(channel, sender),)
        return found

    def tokens_of(self, person_id: int) -> tuple[TokenInUse, ...]:
        """The tokens that speak for a person now, the oldest first."""
        query = (
            select(
                AccessTokenRow.id,
                AccessTokenRow.issued_at,
                AccessTokenRow.expires_at,
                AccessTokenRow.last_used_at,
            )
            .where(
                AccessTokenRow.person_id == person_id,
                AccessTokenRow.revoked_at.is_(None),
                AccessTokenRow.expires_at > self._clock(),
            )
            .order_by(AccessTokenRow.id)
        )
        with self._database.reading() as connection:
            return tuple(TokenInUse(*row) for row in connection.execute(query))


def _agencies_seen(connection: Connection, by: Actor) -> tuple[str, ...] | None:
    """Whose people an actor may see; None for everybody's. Raises NotAllowed and PersonUnknown."""
    if by is OPERATOR:
        return None
    actor = living_person(connection, by)
    if actor.may(Act.LIST_PEOPLE):
        return None
    own = actor.agencies_to(Act.LIST_PEOPLE)
    if not own:
        raise NotAllowed(Act.LIST_PEOPLE, NO_AGENCY)
    return own


def _has_role(where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a person holds a role there now."""
    return PersonRow.id.in_(
        select(MembershipRow.person_id).where(and_(where, MembershipRow.ended_at.is_(None)))
    )
