"""People: who is known on which channel, what they may do where, and how they come and go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from progress import personal_data
from progress.audit import Deed, Entry, described, write_down
from progress.codes import code_hash, new_code, new_token, read_code, token_hash
from progress.database import Database
from progress.guessing import count_failure, wait_until
from progress.keys import storable_key
from progress.person_rows import (
    ALIVE,
    BY_IDENTITY,
    BY_TOKEN,
    end_roles,
    is_open,
    living_person,
    people_in,
    person_in,
)
from progress.persons import Identity, Invitation, IssuedCode, IssuedToken, Person, Registration
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
from progress.tables import AccessTokenRow, IdentityRow, InvitationRow, MembershipRow, PersonRow

INVITATION_LIFE = dt.timedelta(days=7)
LINK_LIFE = dt.timedelta(minutes=30)  # one person has both channels at hand
TOKEN_LIFE = dt.timedelta(days=90)
LAST_USED_STEP = dt.timedelta(hours=1)  # the use of a token is noted this exactly, not at every request
PEOPLE_LOCK = 201_2027  # any number, the same in every process


class People:
    """All people. Each method is one transaction, and leaves its line in the audit log.

    ``channel`` says through which mouth an act came; ``by`` is the person who acts, None for an operator at
    the command line, who may do everything. Agencies are named as the directory names them. Only channels
    that prove who sends may ask for a person by sender.
    """

    def __init__(self, database: Database, clock: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._clock = clock

    # --- coming ---

    def invite(
        self,
        role: Role,
        agency: str = NO_AGENCY,
        *,
        by: int | None,
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
                invited_by=by,
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
        CodeUnknown, CodeUsed, CodeExpired, TooManyGuesses and IdentityTaken; after each of them the code is
        as it was.
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

    def withdraw(self, invitation_id: int, *, by: int | None, channel: str) -> None:
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

    # --- asking ---

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

    def everyone(self) -> tuple[Person, ...]:
        """All people that were not erased, in the order they came."""
        with self._database.reading() as connection:
            return people_in(connection.execute(ALIVE))

    def members_of(self, agency: str) -> tuple[Person, ...]:
        """People with a role in an agency, each with all roles held; NO_AGENCY for the whole province."""
        here = select(MembershipRow.person_id).where(
            MembershipRow.agency == agency, MembershipRow.ended_at.is_(None)
        )
        with self._database.reading() as connection:
            return people_in(connection.execute(ALIVE.where(PersonRow.id.in_(here))))

    def identities_of(self, person_ids: Iterable[int]) -> Mapping[int, tuple[Identity, ...]]:
        """Where each person can be reached, the first known channel first."""
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

    def open_invitations(self) -> tuple[Invitation, ...]:
        """Invitations to a role that wait to be used, those that expire first in front."""
        waiting = (
            select(InvitationRow.__table__)
            .where(InvitationRow.kind == "invite", is_open(self._clock()))
            .order_by(InvitationRow.expires_at, InvitationRow.id)
        )
        with self._database.reading() as connection:
            return tuple(
                Invitation(row.id, row.agency, Role(row.role), row.invited_by, row.expires_at)
                for row in connection.execute(waiting)
            )

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
        by: int | None,
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

    def erase_personal_data(self, person_id: int, *, channel: str) -> None:
        """Forget who somebody was; acts done for an agency stay, by nobody known. Raises PersonUnknown."""
        now = self._clock()
        with self._changing() as connection:
            person = living_person(connection, person_id)
            personal_data.erase(connection, person, now)
            write_down(connection, Entry(now, person_id, Deed.ERASE_DATA, "", channel))

    # --- tokens ---

    def issue_token(
        self, person_id: int, *, channel: str, valid_for: dt.timedelta = TOKEN_LIFE
    ) -> IssuedToken:
        """A bearer token that speaks for a person. Raises PersonUnknown."""
        now = self._clock()
        issued = IssuedToken(new_token(), now + valid_for)
        with self._changing() as connection:
            living_person(connection, person_id)
            connection.execute(
                insert(AccessTokenRow).values(
                    token_hash=token_hash(issued.token),
                    person_id=person_id,
                    issued_at=now,
                    expires_at=issued.expires_at,
                )
            )
            write_down(connection, Entry(now, person_id, Deed.ISSUE_TOKEN, "", channel))
        return issued

    def person_of_token(self, token: str) -> Person | None:
        """For whom a token speaks; None for one that is unknown, expired or revoked."""
        now = self._clock()
        with self._database.reading() as connection:
            rows = connection.execute(BY_TOKEN, {"token_hash": token_hash(token), "now": now}).all()
        if not rows:
            return None
        last_used_at = rows[0].last_used_at
        if last_used_at is None or last_used_at <= now - LAST_USED_STEP:
            with self._database.writing() as connection:
                connection.execute(
                    update(AccessTokenRow)
                    .where(AccessTokenRow.id == rows[0].token_id)
                    .values(last_used_at=now)
                )
        return person_in(rows)

    def revoke_token(self, token: str, *, channel: str) -> bool:
        """End one token. False when it had ended or never was."""
        return self._end_tokens(channel, AccessTokenRow.token_hash == token_hash(token)) > 0

    def revoke_tokens(self, person_id: int, *, channel: str) -> int:
        """End all tokens of a person; how many there were."""
        return self._end_tokens(channel, AccessTokenRow.person_id == person_id)

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        """One transaction at a time changes people, in any process: they change seldom, and never halfway."""
        with self._database.writing() as connection:
            if not self._database.is_sqlite:
                connection.execute(select(func.pg_advisory_xact_lock(PEOPLE_LOCK)))
            yield connection

    def _end_tokens(self, channel: str, which: ColumnElement[bool]) -> int:
        now = self._clock()
        ending = (
            update(AccessTokenRow)
            .where(which, AccessTokenRow.revoked_at.is_(None), AccessTokenRow.expires_at > now)
            .values(revoked_at=now)
            .returning(AccessTokenRow.person_id)
        )
        with self._changing() as connection:
            owners = connection.execute(ending).scalars().all()
            for owner in owners:
                write_down(connection, Entry(now, owner, Deed.REVOKE_TOKEN, "", channel))
        return len(owners)

    def _demand(self, connection: Connection, by: int | None, act: Act, role: Role, agency: str) -> None:
        """Raises NotAllowed and PersonUnknown."""
        if by is not None and not may_grant(living_person(connection, by).memberships, act, role, agency):
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
