"""What the use of a code changes: a person made or found, a role gained, a second channel known."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, insert, update

from corpus.vietnamese import tidy
from progress.audit import Deed, Entry, described, write_down
from progress.person_rows import BY_IDENTITY, give_role, living_person, person_in
from progress.persons import Identity, Person, Registration
from progress.refusals import AlreadyLinked, CodeExpired, CodeUsed, IdentityTaken
from progress.roles import Membership, Role
from progress.tables.base import NAME_LENGTH
from progress.tables.people import IdentityRow, InvitationRow, PersonRow


def use_code(
    connection: Connection,
    invitation: Row[Any],
    identity: Identity,
    display_name: str | None,
    now: dt.datetime,
) -> Registration:
    """Use an invitation, read in this transaction.

    Raises CodeUsed, CodeExpired, IdentityTaken, AlreadyLinked and AlreadyHolds.
    """
    known = person_in(connection.execute(BY_IDENTITY, asdict(identity)))
    if invitation.used_at is not None:
        return _used_again(invitation, known)
    if invitation.expires_at <= now:
        raise CodeExpired(invitation.expires_at)
    if invitation.kind == "link":
        if known is not None:
            raise AlreadyLinked if known.id == invitation.person_id else IdentityTaken
        person = living_person(connection, invitation.person_id)
    elif known is not None:
        person = living_person(connection, known.id)
    else:
        person = _new_person(connection, _name(display_name), now)
    if known is None:
        connection.execute(insert(IdentityRow).values(person_id=person.id, linked_at=now, **asdict(identity)))
    gained: Membership | None = None
    deed, about = Deed.LINK, f"invitation {invitation.id}"
    if invitation.kind == "invite":
        role = Role(invitation.role)
        gained = give_role(connection, person, invitation.agency, role, now)
        deed, about = Deed.REGISTER, f"{about}: {described(role, invitation.agency)}"
    connection.execute(
        update(InvitationRow).where(InvitationRow.id == invitation.id).values(used_at=now, used_by=person.id)
    )
    write_down(connection, Entry(now, person.id, deed, about, identity.channel))
    return Registration(living_person(connection, person.id), gained)


def _used_again(invitation: Row[Any], known: Person | None) -> Registration:
    """The same person may send the code again, since the first answer may have been lost."""
    if known is not None and known.id == invitation.used_by:
        if invitation.kind == "link":
            return Registration(known, None)
        for held in known.memberships:
            if (held.agency, held.role) == (invitation.agency, invitation.role):
                return Registration(known, held)
    raise CodeUsed(invitation.used_at)


def _new_person(connection: Connection, name: str | None, now: dt.datetime) -> Person:
    made = insert(PersonRow).values(display_name=name, joined_at=now).returning(PersonRow.id)
    return Person(connection.execute(made).scalar_one(), name, now)


def _name(typed: str | None) -> str | None:
    return tidy(typed, NAME_LENGTH) or None if typed else None
