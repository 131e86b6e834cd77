"""E-mail addresses of people: a channel on which nobody speaks, only for what goes out by itself."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from sqlalchemy import delete, func, insert, select

from progress.audit import Deed, Entry, write_down
from progress.database import Database
from progress.keys import KEY_LENGTH
from progress.person_rows import living_person
from progress.persons import OPERATOR
from progress.refusals import IdentityTaken
from progress.tables.people import IdentityRow
from progress.token_desk import PEOPLE_LOCK

CHANNEL = "email"
_ADDRESS = re.compile(r"[^@\s<>,;:\"]+@[a-z0-9-]+(\.[a-z0-9-]+)+")


class NoAddress(ValueError):
    """What was given is no e-mail address."""


class MailAddresses:
    """Only operators write them down: a letter proves nothing of who reads it."""

    def __init__(self, database: Database, clock: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._clock = clock

    def write_down(self, person_id: int, address: str, *, channel: str) -> str:
        """Where a person gets letters from now on, in place of an earlier address; as it is kept.

        Raises NoAddress, PersonUnknown and IdentityTaken.
        """
        kept = address.strip().lower()
        if len(kept) > KEY_LENGTH or _ADDRESS.fullmatch(kept) is None:
            raise NoAddress(address)
        self._change(person_id, kept, channel)
        return kept

    def remove(self, person_id: int, *, channel: str) -> None:
        """A person gets no more letters. Raises PersonUnknown."""
        self._change(person_id, "", channel)

    def _change(self, person_id: int, address: str, channel: str) -> None:
        now = self._clock()
        with self._database.writing() as connection:
            if not self._database.is_sqlite:
                connection.execute(select(func.pg_advisory_xact_lock(PEOPLE_LOCK)))
            living_person(connection, person_id)
            owner = select(IdentityRow.person_id).where(
                IdentityRow.channel == CHANNEL, IdentityRow.sender == address
            )
            if connection.execute(owner).scalar() not in (None, person_id):
                raise IdentityTaken
            connection.execute(
                delete(IdentityRow).where(IdentityRow.channel == CHANNEL, IdentityRow.person_id == person_id)
            )
            if address:
                connection.execute(
                    insert(IdentityRow).values(
                        channel=CHANNEL, sender=address, person_id=person_id, linked_at=now
                    )
                )
            deed = Deed.SET_MAIL if address else Deed.REMOVE_MAIL
            write_down(connection, Entry(now, OPERATOR, deed, f"person {person_id}", channel))
