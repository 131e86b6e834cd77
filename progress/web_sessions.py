"""Browsers signed in: each speaks for one identity, by a random cookie of which only the hash is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from progress.audit import Deed, Entry, write_down
from progress.codes import new_token, token_hash
from progress.database import Database
from progress.person_rows import BY_IDENTITY, BY_SESSION, person_in
from progress.persons import IssuedToken, Person
from progress.tables.access import WebSessionRow

CHANNEL = "web"
SESSION_LIFE = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who speaks through a browser. ``sender`` is the identity on the web, which is no secret."""

    person: Person
    sender: str
    expires_at: dt.datetime


class WebSessions:
    """Who is signed in where. A session ends by itself, by signing out, and with its identity.

    What the person may do is not kept here: roles are read anew at every request.
    """

    def __init__(self, database: Database, clock: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._clock = clock

    def begin(self, sender: str) -> IssuedToken:
        """Sign a browser in for an identity that was just proven by its code. Raises LookupError for none."""
        now = self._clock()
        issued = IssuedToken(new_token(), now + SESSION_LIFE)
        with self._database.writing() as connection:
            person = person_in(connection.execute(BY_IDENTITY, {"channel": CHANNEL, "sender": sender}))
            if person is None:
                raise LookupError("no such identity on the web")
            connection.execute(
                insert(WebSessionRow).values(
                    token_hash=token_hash(issued.token),
                    channel=CHANNEL,
                    sender=sender,
                    signed_in_at=now,
                    expires_at=issued.expires_at,
                )
            )
            write_down(connection, Entry(now, person.id, Deed.SIGN_IN, "", CHANNEL))
        return issued

    def signed_in(self, token: str) -> SignedIn | None:
        """Who speaks through the browser with this cookie; one query. None when nobody does any more."""
        which = {"token_hash": token_hash(token), "now": self._clock()}
        with self._database.reading() as connection:
            rows = connection.execute(BY_SESSION, which).all()
        person = person_in(rows)
        return None if person is None else SignedIn(person, rows[0].sender, rows[0].expires_at)

    def end(self, token: str) -> bool:
        """Sign a browser out. False when it was not signed in."""
        now = self._clock()
        with self._database.writing() as connection:
            found = connection.execute(BY_SESSION, {"token_hash": token_hash(token), "now": now}).all()
            connection.execute(delete(WebSessionRow).where(WebSessionRow.token_hash == token_hash(token)))
            if found:
                write_down(connection, Entry(now, found[0].id, Deed.SIGN_OUT, "", CHANNEL))
        return bool(found)

    def forget_expired(self) -> int:
        """Delete sessions whose time is over; how many there were."""
        over = select(WebSessionRow.token_hash).where(WebSessionRow.expires_at <= self._clock())
        with self._database.writing() as connection:
            return connection.execute(
                delete(WebSessionRow).where(WebSessionRow.token_hash.in_(over))
            ).rowcount
