"""What skills about people share: who talks where, and how their replies are built."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from bot.dialogue.conversation import Conversation
from bot.dialogue.messages import Incoming, Outgoing, OutgoingFile
from bot.dialogue.personal import PREFIX
from bot.dialogue.reception import Reception
from bot.dialogue.skills.replies import Turn, choices_of
from corpus.agencies import Directory
from progress.persons import Person
from progress.roles import Membership

NO = ("Thôi", f"{PREFIX}no")
_KEY_LENGTH = 10  # hexadecimal digits; of some hundred names no two share them


@dataclass(frozen=True, slots=True)
class Talk:
    """One message about people, and those who can do something about it."""

    incoming: Incoming
    conversation: Conversation
    reception: Reception
    directory: Directory

    def says(
        self,
        text: str,
        *choices: tuple[str, str],
        waits_for: str = "",
        files: tuple[OutgoingFile, ...] = (),
    ) -> Turn:
        """A reply that is no answer about the plan, so it is neither rated nor kept among the questions."""
        pending = f"{PREFIX}{waits_for}" if waits_for else ""
        reply = Outgoing(text, choices=choices_of(*choices), files=files)
        return Turn(reply, replace(self.conversation, pending=pending))


def act(*parts: str | int) -> str:
    """An action of a choice: ``me:leave:...``."""
    return PREFIX + ":".join(map(str, parts))


def key_of(name: str) -> str:
    """A name as short as an action needs it."""
    return hashlib.blake2b(name.encode(), digest_size=_KEY_LENGTH // 2).hexdigest()


def role_key(membership: Membership) -> str:
    return key_of(f"{membership.role.value} {membership.agency}")


def with_key(person: Person, key: str) -> tuple[Membership, ...]:
    return tuple(one for one in person.memberships if role_key(one) == key)
