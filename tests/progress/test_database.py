"""The database opens, migrates and refuses with one clear line."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, select, text

from progress.database import MIGRATIONS, Database, DatabaseError, newest_revision
from progress.tables.asking import FeedbackRow
from progress.tables.base import sqlite_instant
from progress.tables.whole import METADATA


def test_migrating_an_empty_database_gives_exactly_the_tables_of_the_code(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_newest_revision_is_the_head_of_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == newest_revision()


def test_migrations_can_be_taken_back(database: Database) -> None:
    from alembic import command

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert database.revision() is None
    database.migrate()
    assert database.revision() == newest_revision()


def test_several_processes_may_migrate_at_once(database_url: str) -> None:
    databases = [Database.open(database_url) for _ in range(4)]
    start = threading.Barrier(len(databases))

    def migrate(database: Database) -> str | None:
        start.wait()
        database.migrate()
        return database.revision()

    with ThreadPoolExecutor(len(databases)) as pool:
        assert set(pool.map(migrate, databases)) == {newest_revision()}
    for database in databases:
        database.close()


def test_a_newer_database_is_refused_with_one_line(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match="bản troly mới hơn") as caught:
        database.migrate()
    assert "\n" not in str(caught.value)


def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    rated_at = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)

    def write_and_fail() -> None:
        with database.writing() as connection:
            connection.execute(insert(FeedbackRow).values(reference="a", is_helpful=True, rated_at=rated_at))
            raise KeyError

    with pytest.raises(KeyError):
        write_and_fail()
    with database.reading() as connection:
        assert connection.execute(select(FeedbackRow.reference)).all() == []


def test_what_is_written_past_sqlalchemy_reads_the_same_through_it(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'a.db'}")
    database.migrate()
    rated_at = dt.datetime(2026, 5, 4, 7, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))

    def save(number: int) -> None:
        with database.sqlite_turn:
            database.sqlite().execute(
                "INSERT INTO feedback VALUES (?, ?, ?)", (f"{number}", True, sqlite_instant(rated_at))
            )

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(save, range(40)))
    with database.writing() as connection:
        connection.execute(insert(FeedbackRow).values(reference="a", is_helpful=True, rated_at=rated_at))
        rows = connection.execute(select(FeedbackRow.is_helpful, FeedbackRow.rated_at)).all()
    database.close()
    assert rows == [(True, rated_at)] * 41


def test_instants_come_back_in_utc_whatever_zone_they_were_given_in(database: Database) -> None:
    in_vietnam = dt.datetime(2026, 5, 4, 12, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    with database.writing() as connection:
        connection.execute(insert(FeedbackRow).values(reference="a", is_helpful=True, rated_at=in_vietnam))
    with database.reading() as connection:
        stored = connection.execute(select(FeedbackRow.rated_at)).scalar_one()
    assert stored == in_vietnam
    assert stored.tzinfo is dt.UTC


def test_sqlite_runs_in_wal_with_foreign_keys(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'deep' / 'troly.db'}")
    with database.reading() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    database.close()
    assert pragmas == {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "busy_timeout": 5000}


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg2"])
def test_any_postgresql_url_goes_through_psycopg_3(scheme: str) -> None:
    from progress.database import _parse

    assert _parse(f"{scheme}://ai:mk@db/troly").drivername == "postgresql+psycopg"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("khong phai url", "không đúng dạng"),
        ("sqlite://", "SQLite cần một tệp"),
        ("mysql://a:mat-khau@b/c", "Chưa hỗ trợ cơ sở dữ liệu mysql"),
        ("postgresql://ai:mat-khau@127.0.0.1:9/troly", "Không mở được cơ sở dữ liệu"),
        ("sqlite:////proc/troly/troly.db", "Không mở được cơ sở dữ liệu"),
    ],
)
def test_a_database_that_cannot_be_opened_gets_one_line_without_its_password(url: str, said: str) -> None:
    with pytest.raises(DatabaseError, match=said) as caught:
        Database.open(url)
    assert "\n" not in str(caught.value)
    assert "mat-khau" not in str(caught.value)
