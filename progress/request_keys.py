"""Idempotency keys: a request that is sent again is answered again, and done once."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from progress.database import Database
from progress.keys import storable_key
from progress.tables.access import RequestKeyRow

KEY_LIFE = dt.timedelta(hours=24)
CLAIM_LIFE = dt.timedelta(minutes=1)  # who is silent for so long has died
MESSAGE_BYTES = 16


@dataclass(frozen=True, slots=True)
class Claim:
    """The request is the caller's to do; the desk is told ``message_id``."""

    person_id: int
    key: str
    message_id: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The request was done before, and answered so."""

    status: int
    answer: str


@dataclass(frozen=True, slots=True)
class Underway:
    """The same request is being worked on."""


@dataclass(frozen=True, slots=True)
class OtherRequest:
    """The key was used for another request."""


class RequestKeys:
    """The keys of each person, apart from those of others. A key is free again after KEY_LIFE."""

    def __init__(self, database: Database, clock: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._clock = clock

    def claim(self, person_id: int, key: str, request_hash: str) -> Claim | Kept | Underway | OtherRequest:
        """Take a request on, or learn what became of it. Of any number at once, one gets the claim.

        A claim that was not settled within CLAIM_LIFE is taken over under the same ``message_id``.
        """
        key, now = storable_key(key), self._clock()
        which = and_(RequestKeyRow.person_id == person_id, RequestKeyRow.key == key)
        new = {
            "request_hash": request_hash,
            "message_id": secrets.token_hex(MESSAGE_BYTES),
            "claimed_at": now,
            "status": None,
            "answer": None,
        }
        with self._database.writing() as connection:
            if self._is_added(connection, {"person_id": person_id, "key": key, **new}):
                return Claim(person_id, key, str(new["message_id"]))
            row = connection.execute(select(RequestKeyRow.__table__).where(which).with_for_update()).one()
            if row.claimed_at <= now - KEY_LIFE:
                connection.execute(update(RequestKeyRow).where(which).values(new))
                return Claim(person_id, key, str(new["message_id"]))
            if row.request_hash != request_hash:
                return OtherRequest()
            if row.status is not None:
                return Kept(row.status, row.answer or "")
            if row.claimed_at > now - CLAIM_LIFE:
                return Underway()
            connection.execute(update(RequestKeyRow).where(which).values(claimed_at=now))
            return Claim(person_id, key, row.message_id)

    def keep(self, claim: Claim, status: int, answer: str) -> None:
        """Settle a claim: the request was done."""
        with self._database.writing() as connection:
            connection.execute(
                update(RequestKeyRow).where(_claimed(claim)).values(status=status, answer=answer)
            )

    def release(self, claim: Claim) -> None:
        """Settle a claim: nothing was done, so the request may be tried again."""
        with self._database.writing() as connection:
            connection.execute(delete(RequestKeyRow).where(_claimed(claim)))

    def forget_expired(self) -> int:
        """Delete keys whose time is over; how many there were."""
        with self._database.writing() as connection:
            return connection.execute(
                delete(RequestKeyRow).where(RequestKeyRow.claimed_at <= self._clock() - KEY_LIFE)
            ).rowcount

    def _is_added(self, connection: Connection, values: dict[str, object]) -> bool:
        adding = (sqlite.insert if self._database.is_sqlite else postgresql.insert)(RequestKeyRow)
        taken = adding.values(values).on_conflict_do_nothing(index_elements=["person_id", "key"])
        return connection.execute(taken.returning(RequestKeyRow.message_id)).scalar() is not None


def _claimed(claim: Claim) -> ColumnElement[bool]:
    return and_(
        RequestKeyRow.person_id == claim.person_id,
        RequestKeyRow.key == claim.key,
        RequestKeyRow.message_id == claim.message_id,
        RequestKeyRow.status.is_(None),
    )
