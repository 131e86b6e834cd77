"""Who may do what: roles in agencies, acts, and the one table that joins them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from corpus.vietnamese import fold

Reach = Literal["own", "any"]
NO_AGENCY = ""  # where a role or an act belongs to the whole province


class Role(StrEnum):
    """What a person is in an agency. The value is the code people type, ``label`` what they read."""

    OFFICIAL = "can-bo"
    REPORTER = "dau-moi"
    LEADER = "lanh-dao"
    COORDINATOR = "dieu-phoi"
    ADMINISTRATOR = "quan-tri"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def needs_agency(self) -> bool:
        """Whether it is held in one agency; the others are held for the whole province."""
        return self not in (Role.COORDINATOR, Role.ADMINISTRATOR)

    @classmethod
    def read(cls, typed: str) -> Role | None:
        """The role that a person typed as its code or its label, in any form of typing."""
        key = fold(typed).replace(" ", "")
        return next((role for role in cls if key == role.value.replace("-", "")), None)


class Act(StrEnum):
    """What a person does. Those of the second block are not done to any one agency."""

    ASK = "ask"
    REPORT = "report"  # for the agency
    NOTE = "note"  # of an agency that coordinates
    READ_AGENCY = "read-agency"
    READ_EVIDENCE = "read-evidence"
    RECEIVE_ESCALATION = "receive-escalation"
    REVIEW = "review"
    PAUSE = "pause"
    INVITE = "invite"
    REVOKE = "revoke"
    LIST_PEOPLE = "list-people"

    READ_ALL = "read-all"
    LOCK_PERIOD = "lock-period"
    READ_AUDIT = "read-audit"
    BACKUP = "backup"
    PREVIEW_DIGESTS = "preview-digests"


@dataclass(frozen=True, slots=True)
class Membership:
    """A role held in an agency, named as the directory names it; NO_AGENCY for the whole province."""

    agency: str
    role: Role
    since: dt.datetime


_LABELS: Mapping[Role, str] = {
    Role.OFFICIAL: "cán bộ",
    Role.REPORTER: "đầu mối",
    Role.LEADER: "lãnh đạo",
    Role.COORDINATOR: "điều phối",
    Role.ADMINISTRATOR: "quản trị",
}

# "own": in the agency where the role is held. "any": in every agency. An act that is missing is refused.
# A coordinator does not report: a report is the word of the agency that leads.
_ALLOWED: Mapping[Role, Mapping[Act, Reach]] = {
    Role.OFFICIAL: {Act.ASK: "any"},
    Role.REPORTER: {
        Act.ASK: "any",
        Act.REPORT: "own",
        Act.NOTE: "own",
        Act.READ_AGENCY: "own",
        Act.READ_EVIDENCE: "own",
        Act.LIST_PEOPLE: "own",
    },
    Role.LEADER: {
        Act.ASK: "any",
        Act.READ_AGENCY: "own",
        Act.READ_EVIDENCE: "own",
        Act.RECEIVE_ESCALATION: "own",
        Act.LIST_PEOPLE: "own",
    },
    Role.COORDINATOR: {
        Act.ASK: "any",
        Act.READ_AGENCY: "any",
        Act.READ_EVIDENCE: "any",
        Act.RECEIVE_ESCALATION: "any",
        Act.REVIEW: "any",
        Act.PAUSE: "any",
        Act.INVITE: "any",
        Act.REVOKE: "any",
        Act.LIST_PEOPLE: "any",
        Act.READ_ALL: "any",
        Act.LOCK_PERIOD: "any",
    },
    # An administrator keeps the assistant running; what agencies report is none of his business.
    Role.ADMINISTRATOR: {
        Act.ASK: "any",
        Act.INVITE: "any",
        Act.REVOKE: "any",
        Act.LIST_PEOPLE: "any",
        Act.READ_AUDIT: "any",
        Act.BACKUP: "any",
        Act.PREVIEW_DIGESTS: "any",
    },
}


def may(memberships: Iterable[Membership], act: Act, agency: str = NO_AGENCY) -> bool:
    """Whether one of these roles allows an act on an agency; NO_AGENCY is nobody's own."""
    return any(_allows(membership, act, agency) for membership in memberships)


def roles_for(act: Act) -> tuple[Role, ...]:
    """The roles that allow an act in the agency where they are held, or in all."""
    return tuple(role for role, allowed in _ALLOWED.items() if act in allowed)


def may_grant(memberships: Iterable[Membership], act: Act, role: Role, agency: str = NO_AGENCY) -> bool:
    """Whether they may give or take a role; those of the whole province only an administrator may."""
    held = tuple(memberships)
    if not role.needs_agency and not any(one.role is Role.ADMINISTRATOR for one in held):
        return False
    return may(held, act, agency)


def _allows(membership: Membership, act: Act, agency: str) -> bool:
    match _ALLOWED[membership.role].get(act):
        case "any":
            return True
        case "own":
            return membership.agency == agency != NO_AGENCY
        case None:
            return False
