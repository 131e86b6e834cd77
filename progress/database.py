"""One SQL database, SQLite in a file or PostgreSQL by URL: how it is opened, read and written."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

if TYPE_CHECKING:
    import psycopg

SQLITE_BUSY_TIMEOUT_MS = 5_000
POSTGRESQL_CONNECT_TIMEOUT_S = 5
POOL_SIZE = 10
POOL_OVERFLOW = 30  # as many threads as the HTTP server may answer in
POOL_LIMIT = POOL_SIZE + POOL_OVERFLOW
MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 201_2026  # any number, the same in every process


class DatabaseError(Exception):
    """The database cannot be opened or brought up to date; the message is one clear Vietnamese line."""


class Database:
    """A pool of connections. SQLite writers of this process take turns, so that none waits in a busy loop."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._reading: Engine = engine
        self._writing: Engine = engine
        if self.is_sqlite:
            self._writing = engine.execution_options(begins=True)
        else:
            self._reading = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._turn = threading.Lock()
        self._writer: Connection | None = None
        self._kept = threading.local()
        self._drivers: deque[psycopg.Connection[Any]] = deque()  # free ones; popping is safe in any thread
        self._readers: weakref.WeakSet[Connection] = weakref.WeakSet()  # those of threads still alive

    @classmethod
    def open(cls, url: str) -> Self:
        """Open ``sqlite:///path`` or ``postgresql://...`` without touching any table.

        Raises DatabaseError when the URL cannot be used or nobody answers there.
        """
        parsed = _parse(url)
        database = cls(_create_engine(parsed))
        try:
            with database.reading() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError as error:
            database.close()
            raise DatabaseError(f"Không mở được cơ sở dữ liệu {_shown(parsed)}: {_reason(error)}") from error
        return database

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reads, each statement on its own; on SQLite each thread keeps its own open."""
        if not self.is_sqlite:
            with self._reading.connect() as connection:
                yield connection
            return
        yield self._reader()

    def _reader(self) -> Connection:
        """SQLite's connection for reads of this thread."""
        kept: Connection | None = getattr(self._kept, "reader", None)
        if kept is None or kept.closed or kept.invalidated:
            kept = self._kept.reader = self._reading.execution_options(isolation_level="AUTOCOMMIT").connect()
            self._readers.add(kept)
        return kept

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: committed on leaving, rolled back on error. Keep it short on SQLite."""
        if not self.is_sqlite:
            with self._writing.begin() as connection:
                yield connection
            return
        # One writer at a time anyway: its connection stays open, since taking one costs as much as a write.
        with self._turn:
            if self._writer is None or self._writer.invalidated:
                self._writer = self._writing.connect()
            with self._writer.begin():
                yield self._writer

    def sqlite(self) -> sqlite3.Connection:
        """SQLite's own connection of this thread, each statement committed by itself; not for PostgreSQL.

        For what every message needs: a row by its key is read in a seventh of the time it takes through
        SQLAlchemy. Who writes takes ``sqlite_turn`` first.
        """
        return cast(sqlite3.Connection, self._reader().connection.driver_connection)

    @contextmanager
    def postgresql(self) -> Iterator[psycopg.Connection[Any]]:
        """PostgreSQL's own connection, each pipeline committed by itself; not for SQLite.

        For the one act that comes by the hundreds at the end of a period. There are as many as are used at
        once, beside the pool. Raises psycopg.Error when nobody answers.
        """
        try:
            driver = self._drivers.pop()
        except IndexError:
            driver = _open_driver(self.engine)
        try:
            yield driver
        finally:
            if not driver.closed:
                self._drivers.append(driver)

    @property
    def sqlite_turn(self) -> threading.Lock:
        """Held by the one thread that writes."""
        return self._turn

    def migrate(self) -> None:
        """Bring the tables up to date; several processes may do so at once. Raises DatabaseError."""
        try:
            if self.revision() == newest_revision():
                return
            self._upgrade()
        except SQLAlchemyError as error:
            raise DatabaseError(
                f"Không nâng cấp được cơ sở dữ liệu {_shown(self.engine.url)}: {_reason(error)}"
            ) from error

    def revision(self) -> str | None:
        """The migration the tables are at; None for an empty database."""
        with self.engine.connect() as connection:
            if not self.engine.dialect.has_table(connection, "alembic_version"):
                return None
            found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            return found

    def close(self) -> None:
        with self._turn:
            if self._writer is not None:
                self._writer.close()
                self._writer = None
        for reader in list(self._readers):
            reader.close()
        while self._drivers:
            self._drivers.pop().close()
        self.engine.dispose()

    def _upgrade(self) -> None:
        with self.writing() as connection:
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
            move(connection, "head")


def move(connection: Connection, revision: str) -> None:
    """Bring the tables up to a migration, or down to "base", in the caller's transaction.

    Raises DatabaseError when the tables are of a newer release than this one.
    """
    # Alembic costs a tenth of a second to load, and most starts find nothing to do.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        if revision == "base":
            command.downgrade(config, revision)
        else:
            command.upgrade(config, revision)
    except CommandError as error:
        raise DatabaseError(
            "Cơ sở dữ liệu do một bản troly mới hơn tạo ra; hãy cài bản mới rồi chạy lại."
        ) from error


def newest_revision() -> str:
    """The last migration shipped; their files are numbered (0001_..., 0002_...)."""
    return max(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseError(
            "Địa chỉ cơ sở dữ liệu không đúng dạng; cần sqlite:///tệp hoặc postgresql://người:mật_khẩu@máy/tên."
        ) from None
    match parsed.get_backend_name():
        case "postgresql" | "postgres":
            return parsed.set(drivername="postgresql+psycopg")
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            return parsed.set(drivername="sqlite+pysqlite")
        case "sqlite":
            raise DatabaseError("SQLite cần một tệp: sqlite:///tên-tệp.db (không dùng bộ nhớ tạm).")
        case other:
            raise DatabaseError(f"Chưa hỗ trợ cơ sở dữ liệu {other}; dùng sqlite hoặc postgresql.")


def _create_engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(
            url,
            pool_pre_ping=True,
            connect_args={"connect_timeout": POSTGRESQL_CONNECT_TIMEOUT_S},
            pool_size=POOL_SIZE,
            max_overflow=POOL_OVERFLOW,
        )
    folder = Path(url.database or "").parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds what people asked
    except OSError as error:
        raise DatabaseError(
            f"Không mở được cơ sở dữ liệu: không tạo được thư mục {folder} ({error.strerror})."
        ) from None
    engine = create_engine(url, max_overflow=-1)  # one for each reading thread, and one that writes
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _open_driver(engine: Engine) -> psycopg.Connection[Any]:
    import psycopg

    words, options = engine.dialect.create_connect_args(engine.url)
    timeout = POSTGRESQL_CONNECT_TIMEOUT_S
    driver = psycopg.connect(*words, **options, connect_timeout=timeout, autocommit=True)
    driver.execute("SET plan_cache_mode = force_generic_plan")  # to plan takes as long as to do
    return driver


def _prepare_sqlite(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    """WAL lets readers and one writer work side by side; NORMAL is durable against a crash of the process."""
    del record
    sqlite = cast(sqlite3.Connection, connection)
    sqlite.isolation_level = None  # the module would otherwise begin transactions where it thinks fit
    for pragma in (
        f"busy_timeout = {SQLITE_BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
    ):
        sqlite.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    # A transaction that reads first and writes later may be refused while another writes: ask at once.
    if connection.get_execution_options().get("begins"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _shown(url: URL) -> str:
    return url.render_as_string(hide_password=True)


def _reason(error: SQLAlchemyError) -> str:
    """The driver's own first line, without SQL, parameters or links."""
    cause = error.orig if isinstance(error, OperationalError) and error.orig else error
    lines = str(cause).strip().splitlines()
    return lines[0] if lines else type(error).__name__
