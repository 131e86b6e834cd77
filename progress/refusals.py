"""What people are refused, each a class that carries its facts; the mouths give them words."""

from __future__ import annotations

import datetime as dt

from progress.roles import Act, Role


class ProgressError(Exception):
    """Something asked for cannot be done, and nothing was changed."""


class CodeUnknown(ProgressError):
    """No invitation has this code."""


class CodeUsed(ProgressError):
    """The code has done its work already."""

    def __init__(self, used_at: dt.datetime) -> None:
        super().__init__(used_at)
        self.used_at = used_at


class CodeExpired(ProgressError):
    """The code was not used in time, or was withdrawn."""

    def __init__(self, expired_at: dt.datetime) -> None:
        super().__init__(expired_at)
        self.expired_at = expired_at


class TooManyGuesses(ProgressError):
    """Too many wrong codes were tried; no code is looked at before ``retry_at``."""

    def __init__(self, retry_at: dt.datetime) -> None:
        super().__init__(retry_at)
        self.retry_at = retry_at


class IdentityTaken(ProgressError):
    """The sender of a link code is known as another person already; two people are not made one."""


class AgencyMissing(ProgressError):
    """The role is held in an agency, and none was named."""

    def __init__(self, role: Role) -> None:
        super().__init__(role.value)
        self.role = role


class NotAllowed(ProgressError):
    """The roles of the person do not allow this act there."""

    def __init__(self, act: Act, agency: str, role: Role | None = None) -> None:
        super().__init__(act.value, agency, role and role.value)
        self.act = act
        self.agency = agency
        self.role = role  # the one that was to be given or taken


class PersonUnknown(ProgressError):
    """Nobody has this number, or the person was erased."""

    def __init__(self, person_id: int) -> None:
        super().__init__(person_id)
        self.person_id = person_id


class RoleNotHeld(ProgressError):
    """The person holds no such role, so there is nothing to end."""

    def __init__(self, person_id: int) -> None:
        super().__init__(person_id)
        self.person_id = person_id


class InvitationClosed(ProgressError):
    """The invitation is unknown, used or expired: nothing is left to withdraw."""

    def __init__(self, invitation_id: int) -> None:
        super().__init__(invitation_id)
        self.invitation_id = invitation_id
