"""People and their codes as values, without any database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from progress.roles import NO_AGENCY, Act, Membership, Role, may


class Operator(Enum):
    """Whoever runs the assistant, at the command line or by its own clock; may do everything."""

    OPERATOR = "operator"


OPERATOR = Operator.OPERATOR
Actor = int | Operator  # who acts: a person by number, or the operator; never nobody


def number_of(actor: Actor) -> int | None:
    """How rows name who acted: the operator has no number."""
    return None if actor is OPERATOR else actor


def actor_of(number: int | None) -> Actor:
    """Who acted, by how rows name it."""
    return OPERATOR if number is None else number


@dataclass(frozen=True, slots=True)
class Person:
    """One person and the roles held now, in the order they were given; there may be none."""

    id: int
    display_name: str | None
    joined_at: dt.datetime
    memberships: tuple[Membership, ...] = ()

    def may(self, act: Act, agency: str = NO_AGENCY) -> bool:
        """Whether a role of this person allows an act on an agency."""
        return may(self.memberships, act, agency)

    def agencies_to(self, act: Act) -> tuple[str, ...]:
        """Own agencies on which the person may do an act."""
        own = dict.fromkeys(one.agency for one in self.memberships if one.agency != NO_AGENCY)
        return tuple(agency for agency in own if self.may(act, agency))


@dataclass(frozen=True, slots=True)
class Identity:
    """A person as one channel knows him."""

    channel: str
    sender: str


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A code, shown this once: only its hash is kept."""

    code: str
    invitation_id: int
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A bearer token, shown this once: only its hash is kept. ``id`` names it later, if it has one."""

    token: str
    expires_at: dt.datetime
    id: int = 0


@dataclass(frozen=True, slots=True)
class TokenInUse:
    """A token as its owner sees it: when it was given, until when it speaks, when it last did."""

    id: int
    issued_at: dt.datetime
    expires_at: dt.datetime
    last_used_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Invitation:
    """One that waits to be used."""

    id: int
    agency: str
    role: Role
    invited_by: Actor
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Registration:
    """What a code did. ``gained`` is None where it made a second channel known."""

    person: Person
    gained: Membership | None
