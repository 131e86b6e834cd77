"""What the dialogue needs to know people by: who comes, in which roles, and who may ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.dialogue.ports import People
from progress.persons import Actor, Identity, IssuedCode, IssuedToken, Person, TokenInUse
from progress.roles import NO_AGENCY, Membership, Role


class PeopleDesk(People, Protocol):
    """All that people do about themselves; see ``progress.people.People`` for what each does and raises."""

    def member(self, person_id: int, *, by: Actor) -> Person: ...

    def members_of(self, agency: str, *, by: Actor) -> tuple[Person, ...]: ...

    def identities_of(self, person_ids: Iterable[int]) -> Mapping[int, tuple[Identity, ...]]: ...

    def link_code(self, person_id: int, *, channel: str) -> IssuedCode: ...

    def invite(self, role: Role, agency: str = NO_AGENCY, *, by: Actor, channel: str) -> IssuedCode: ...

    def withdraw(self, invitation_id: int, *, by: Actor, channel: str) -> None: ...

    def leave(
        self, person_id: int, *, channel: str, agency: str | None = None, role: Role | None = None
    ) -> tuple[Membership, ...]: ...

    def revoke(
        self,
        person_id: int,
        *,
        by: Actor,
        channel: str,
        agency: str | None = None,
        role: Role | None = None,
    ) -> tuple[Membership, ...]: ...

    def export_personal_data(self, person_id: int, *, channel: str) -> dict[str, Any]: ...

    def erase_personal_data(self, person_id: int, *, channel: str, held: tuple[str, str] | None) -> None: ...

    def tokens_of(self, person_id: int) -> tuple[TokenInUse, ...]: ...

    def issue_token(self, person_id: int, *, channel: str) -> IssuedToken: ...

    def revoke_token_of(self, person_id: int, token_id: int, *, channel: str) -> bool: ...

    def revoke_tokens(self, person_id: int, *, channel: str) -> int: ...


class InvitationCards(Protocol):
    """How an invitation travels besides its code."""

    def link(self, code: str) -> str | None:
        """The address that opens the bot with the code; None where no bot is set."""
        ...

    def picture(self, text: str) -> bytes:
        """A text as a QR picture, PNG."""
        ...


@dataclass(frozen=True, slots=True)
class Reception:
    """The door for people. With ``is_asking_open`` anybody may ask, else only who holds a role."""

    people: PeopleDesk
    cards: InvitationCards
    is_asking_open: bool = True
