"""Rows of bearer tokens, added, noted and ended within the transaction of the caller."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, Connection, insert, update

from progress.codes import token_hash
from progress.tables.access import AccessTokenRow

LAST_USED_STEP = dt.timedelta(hours=1)  # the use of a token is noted this exactly, not at every request


def named(number: int) -> str:
    """A token as the log writes it."""
    return f"token {number}"


def add(connection: Connection, person_id: int, token: str, now: dt.datetime, expires_at: dt.datetime) -> int:
    """The number of the new row."""
    adding = insert(AccessTokenRow).values(
        token_hash=token_hash(token), person_id=person_id, issued_at=now, expires_at=expires_at
    )
    number: int = connection.execute(adding.returning(AccessTokenRow.id)).scalar_one()
    return number


def is_use_worth_noting(last_used_at: dt.datetime | None, now: dt.datetime) -> bool:
    return last_used_at is None or last_used_at <= now - LAST_USED_STEP


def note_use(connection: Connection, token_id: int, now: dt.datetime) -> None:
    connection.execute(update(AccessTokenRow).where(AccessTokenRow.id == token_id).values(last_used_at=now))


def end(connection: Connection, which: ColumnElement[bool], now: dt.datetime) -> list[tuple[int, int]]:
    """End those that still speak; each with the number of its owner."""
    ending = (
        update(AccessTokenRow)
        .where(which, AccessTokenRow.revoked_at.is_(None), AccessTokenRow.expires_at > now)
        .values(revoked_at=now)
        .returning(AccessTokenRow.id, AccessTokenRow.person_id)
    )
    return [(row.id, row.person_id) for row in connection.execute(ending)]
