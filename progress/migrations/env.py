"""Runs migrations on the connection it is handed, or on ``-x url=...`` when a developer writes one."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from progress.database import Database
from progress.tables.whole import METADATA


def run(connection: Connection) -> None:
    """Upgrade within the caller's transaction: all of it or nothing."""
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        transactional_ddl=True,
        render_as_batch=True,  # SQLite alters a table by copying it
        compare_type=True,
    )
    context.run_migrations()


handed = context.config.attributes.get("connection")
if handed is not None:
    run(handed)
else:
    with Database.open(context.get_x_argument(as_dictionary=True)["url"]).writing() as opened:
        run(opened)
