"""What the table of updates holds."""

from __future__ import annotations

from sqlalchemy import select

from progress.database import Database
from progress.tables.asking import UpdateRow


def kept_updates(database: Database) -> list[tuple[str, str, str | None]]:
    """(message id, state, reference of the failure) of every update kept, oldest first."""
    query = select(UpdateRow.message_id, UpdateRow.state, UpdateRow.error).order_by(UpdateRow.id)
    with database.reading() as connection:
        return [(row.message_id, row.state, row.error) for row in connection.execute(query)]
