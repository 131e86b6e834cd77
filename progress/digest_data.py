"""What the morning digest keeps of one person, for who is shown his data or has them erased."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, delete, select

from progress.tables.digests import DigestSettingsRow, DigestSnoozeRow, DigestThanksRow, DigestToldRow

_TABLES = (DigestSettingsRow, DigestSnoozeRow, DigestToldRow, DigestThanksRow)


def digest_queries(person_id: int) -> Mapping[str, Select[Any]]:
    """The rows of one person, by the name under which they are shown."""
    return {
        table.__tablename__: select(
            *(column for column in table.__table__.columns if column.name != "person_id")
        )
        .where(table.person_id == person_id)
        .order_by(*table.__table__.primary_key)
        for table in _TABLES
    }


def forget_digests(connection: Connection, person_id: int) -> None:
    """Delete what one person chose and was told."""
    for table in _TABLES:
        connection.execute(delete(table).where(table.person_id == person_id))
