"""People: who is known on which channel, what they may do where, and how they come and go."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Connection, insert, select, update

from progress import personal_data
from progress.audit import Deed, Entry, described, write_down
from progress.codes import code_hash, new_code, read_code
from progress.guessing import count_failure, wait_until
from progress.keys import storable_key
from progress.person_rows import (
    end_roles,
    is_open,
    living_person,
)
from progress.persons import (
    OPERATOR,
    Actor,
    Identity,
    IssuedCode,
    Person,
    Registration,
    number_of,
)
from progress.refusals import (
    AgencyMissing,
    CodeUnknown,
    InvitationClosed,
    NotAllowed,
    RoleNotHeld,
    SenderUnproven,
    TooManyGuesses,
)
from progress.registration import use_code
from progress.roles import NO_AGENCY, Act, Membership, Role, may_grant
from progress.tables.people import InvitationRow
from progress.token_desk import TokenDesk

INVITATION_LIFE = dt.timedelta(days=7)
LINK_LIFE = dt.timedelta(minutes=30)  # one person has both channels at hand


class People(TokenDesk):
    """All people. Each method is one transaction, and leaves its line in the audit log.

    ``channel`` says through which mouth an act came; ``by`` is who acts, and only OPERATOR may do everything.
    """

    # --- coming ---

    def invite(
        self,
        role: Role,
        agency: str = NO_AGENCY,
        *,
        by: Actor,
        channel: str,
        valid_for: dt.timedelta = INVITATION_LIFE,
    ) -> IssuedCode:
        """A code that gives a role once. Raises AgencyMissing, NotAllowed and PersonUnknown."""
        if not role.needs_agency:
            agency = NO_AGENCY
        elif agency == NO_AGENCY:
            raise AgencyMissing(role)
        now = self._clock()
        code, expires_at = new_code(), now + valid_for
        hashed = code_hash(code)  # slow, so before others have to wait
        with self._changing() as connection:
            self._demand(connection, by, Act.INVITE, role, agency)
            invitation_id = _add_invitation(
                connection,
                code_hash=hashed,
                kind="invite",
                agency=agency,
                role=role.value,
                invited_by=number_of(by),
                created_at=now,
                expires_at=expires_at,
            )
            about = f"invitation {invitation_id}: {described(role, agency)}"
            write_down(connection, Entry(now, by, Deed.INVITE, about, channel))
        return IssuedCode(code, invitation_id, expires_at)

    def link_code(self, person_id: int, *, channel: str) -> IssuedCode:
        """A code that makes a second channel known as the same person. Raises PersonUnknown."""
        now = self._clock()
        code, expires_at = new_code(), now + LINK_LIFE
        hashed = code_hash(code)
        with self._changing() as connection:
            living_person(connection, person_id)
            invitation_id = _add_invitation(
                connection,
                code_hash=hashed,
                kind="link",
                agency=NO_AGENCY,
                person_id=person_id,
                invited_by=person_id,
                created_at=now,
                expires_at=expires_at,
            )
            write_down(
                connection, Entry(now, person_id, Deed.LINK_CODE, f"invitation {invitation_id}", channel)
            )
        return IssuedCode(code, invitation_id, expires_at)

    def register(
        self,
        channel: str,
        sender: str,
        code: str,
        display_name: str | None = None,
        *,
        guesser: str | None = None,
    ) -> Registration:
        """Use a code: once, however many try at once. The same person may repeat it and gets the same again.

        A person known already gains the role. ``guesser`` is whose wrong codes are counted, the sender unless
        given: a browser gets a new sender each time, but not a new address. Raises SenderUnproven,
        CodeUnknown, CodeUsed, CodeExpired, TooManyGuesses, IdentityTaken, AlreadyLinked and AlreadyHolds;
        after each of them the code is as it was.
        """
        if not sender:
            raise SenderUnproven
        written = read_code(code)
        if written is None:
            raise CodeUnknown  # it cannot be one, so nobody has guessed
        sender = storable_key(sender)
        guesser = storable_key(guesser) if guesser else sender
        now = self._clock()
        with self._database.reading() as connection:
            _demand_patience(connection, channel, guesser, now)  # before the slow hash
        hashed = code_hash(written)
        with self._changing() as connection:
            _demand_patience(connection, channel, guesser, now)
            found = connection.execute(
                select(InvitationRow.__table__).where(InvitationRow.code_hash == hashed)
            ).first()
            if found is None:
                count_failure(connection, channel, guesser, now)
            else:
                identity = Identity(channel, sender)
                return use_code(connection, found, identity, display_name, now)
        raise CodeUnknown  # after the failure was committed

    def withdraw(self, invitation_id: int, *, by: Actor, channel: str) -> None:
        """Make an open invitation void. Raises InvitationClosed, NotAllowed and PersonUnknown."""
        now = self._clock()
        with self._changing() as connection:
            which = (InvitationRow.id == invitation_id, InvitationRow.kind == "invite", is_open(now))
            row = connection.execute(select(InvitationRow.__table__).where(*which)).first()
            if row is None:
                raise InvitationClosed(invitation_id)
            self._demand(connection, by, Act.REVOKE, Role(row.role), row.agency)
            connection.execute(update(InvitationRow).where(*which).values(expires_at=now))
            write_down(connection, Entry(now, by, Deed.WITHDRAW, f"invitation {invitation_id}", channel))

    # --- going ---

    def leave(
        self, person_id: int, *, channel: str, agency: str | None = None, role: Role | None = None
    ) -> tuple[Membership, ...]:
        """End own roles: all, or those of one agency or one kind. Raises PersonUnknown and RoleNotHeld."""
        now = self._clock()
        with self._changing() as connection:
            person = living_person(connection, person_id)
            ending = _chosen(person, agency, role)
            end_roles(connection, person, ending, now, ended_by=person_id)
            for one in ending:
                about = described(one.role, one.agency)
                write_down(connection, Entry(now, person_id, Deed.LEAVE, about, channel))
        return ending

    def revoke(
        self,
        person_id: int,
        *,
        by: Actor,
        channel: str,
        agency: str | None = None,
        role: Role | None = None,
    ) -> tuple[Membership, ...]:
        """End roles of somebody: all, or those of one agency or one kind; all of them or none.

        Raises PersonUnknown, RoleNotHeld and NotAllowed.
        """
        now = self._clock()
        with self._changing() as connection:
            person = living_person(connection, person_id)
            ending = _chosen(person, agency, role)
            for one in ending:
                self._demand(connection, by, Act.REVOKE, one.role, one.agency)
            end_roles(connection, person, ending, now, ended_by=by)
            for one in ending:
                about = f"person {person_id}: {described(one.role, one.agency)}"
                write_down(connection, Entry(now, by, Deed.REVOKE, about, channel))
        return ending

    # --- personal data ---

    def export_personal_data(self, person_id: int, *, channel: str) -> dict[str, Any]:
        """All that is stored here about a person, ready for JSON. Raises PersonUnknown."""
        with self._changing() as connection:
            person = living_person(connection, person_id)
            write_down(connection, Entry(self._clock(), person_id, Deed.EXPORT_DATA, "", channel))
            return personal_data.collected(connection, person)

    def erase_personal_data(self, person_id: int, *, channel: str, held: tuple[str, str] | None) -> None:
        """Forget who somebody was; acts done for an agency stay, by nobody known. Raises PersonUnknown.

        ``held`` is the conversation, by channel and key, that the caller holds, if any, and empties himself.
        """
        now = self._clock()
        with self._changing() as connection:
            person = living_person(connection, person_id)
            known_as = personal_data.erase(connection, person, now)
            write_down(connection, Entry(now, person_id, Deed.ERASE_DATA, "", channel))
        # What was answered at that moment, waited for where nobody waits for us.
        with self._database.writing() as connection:
            personal_data.forget_conversations(connection, known_as, held)

    def _demand(self, connection: Connection, by: Actor, act: Act, role: Role, agency: str) -> None:
        """Raises NotAllowed and PersonUnknown."""
        if by is not OPERATOR and not may_grant(living_person(connection, by).memberships, act, role, agency):
            raise NotAllowed(act, agency, role)


def _demand_patience(connection: Connection, channel: str, sender: str, now: dt.datetime) -> None:
    """Raises TooManyGuesses."""
    if retry_at := wait_until(connection, channel, sender, now):
        raise TooManyGuesses(retry_at)


def _add_invitation(connection: Connection, **values: Any) -> int:
    made: int = connection.execute(
        insert(InvitationRow).values(**values).returning(InvitationRow.id)
    ).scalar_one()
    return made


def _chosen(person: Person, agency: str | None, role: Role | None) -> tuple[Membership, ...]:
    chosen = tuple(
        one
        for one in person.memberships
        if (agency is None or one.agency == agency) and (role is None or one.role is role)
    )
    if not chosen:
        raise RoleNotHeld(person.id)
    return chosen
