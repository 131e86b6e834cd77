"""What a person may want about himself and other people: a closed union beside that of questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Register:
    """Use a code, of an invitation or of another channel."""

    code: str


@dataclass(frozen=True, slots=True)
class ShowMe:
    """Who am I, with which roles, on which channels?"""


@dataclass(frozen=True, slots=True)
class LinkChannel:
    """Give a code that makes another channel know me."""


@dataclass(frozen=True, slots=True)
class Invite:
    """Invite somebody to a role. ``words`` are what was typed; ``role`` and ``agency_key`` were chosen."""

    words: str = ""
    role: str = ""
    agency_key: str = ""


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take an invitation back, by its number."""

    invitation_id: int


@dataclass(frozen=True, slots=True)
class Leave:
    """Give up own roles: those of a typed agency, one by its key, or EVERY_ROLE."""

    words: str = ""
    which: str = ""
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class Revoke:
    """Take a role from somebody: of an agency typed, of a person by number, one role by its key."""

    words: str = ""
    person_id: int | None = None
    which: str = ""
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class ShowOwnData:
    """Hand over all that is stored about me."""


@dataclass(frozen=True, slots=True)
class EraseOwnData:
    """Forget me; asked twice, so ``times_agreed`` is 2 before anything happens."""

    times_agreed: int = 0


@dataclass(frozen=True, slots=True)
class Tokens:
    """Show own tokens, give a new one, or end one or all."""

    act: Literal["show", "issue", "end", "end all"] = "show"
    number: int = 0


@dataclass(frozen=True, slots=True)
class Drop:
    """Not after all."""


PersonalIntent = (
    Register | ShowMe | LinkChannel | Invite | Withdraw | Leave | Revoke | ShowOwnData | EraseOwnData | Tokens
    | Drop
)  # fmt: skip
EVERY_ROLE = "all"
