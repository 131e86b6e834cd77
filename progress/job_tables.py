"""The tables of the job queue, Procrastinate's own: in a schema apart, so that no backup holds them."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import psycopg
from psycopg import sql

from progress.database import MIGRATION_LOCK, Database, DatabaseError

SCHEMA = "procrastinate"
SEARCH_PATH = f"-c search_path={SCHEMA}"


def migrate_jobs(database: Database) -> bool:
    """Bring the queue's tables up to the library's version; False when they were. Raises DatabaseError.

    The version is kept as the comment of the schema. Several processes may do this at once.
    """
    wanted = version("procrastinate")
    try:
        with database.postgresql() as driver, driver.transaction():
            driver.execute("SELECT pg_advisory_xact_lock(%s)", (MIGRATION_LOCK,))
            found = _version(driver)
            if found == wanted:
                return False
            if found is None:
                driver.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(SCHEMA)))
            driver.execute(sql.SQL("SET LOCAL search_path TO {}").format(sql.Identifier(SCHEMA)))
            for step in statements(found, wanted):
                driver.execute(sql.SQL(step))
            driver.execute(
                sql.SQL("COMMENT ON SCHEMA {} IS {}").format(sql.Identifier(SCHEMA), sql.Literal(wanted))
            )
    except psycopg.Error as error:
        raise DatabaseError(f"Không tạo được bảng của hàng việc: {str(error).splitlines()[0]}") from error
    return True


def _version(driver: psycopg.Connection[tuple[object, ...]]) -> str | None:
    """The version whose tables are there; None for no tables."""
    row = driver.execute(
        "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = %s", (SCHEMA,)
    ).fetchone()
    return None if row is None else str(row[0])


def statements(found: str | None, wanted: str) -> list[str]:
    """The whole schema, or what the versions after ``found`` changed, in their order."""
    from procrastinate.schema import SchemaManager

    if found is None:
        return [SchemaManager.get_schema()]
    steps = [
        (_numbers(path.name.split("_")[0]), path)
        for path in Path(SchemaManager.get_migrations_path()).glob("*.sql")
    ]
    # Named "03.10.00_01_pre_...": by version, then by number.
    return [
        path.read_text("utf-8")
        for release, path in sorted(steps, key=lambda step: step[1].name)
        if _numbers(found) < release <= _numbers(wanted)
    ]


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in release.split("."))
