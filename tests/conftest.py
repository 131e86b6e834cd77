"""What every test may ask for: a fixed clock, an empty, migrated database on both engines, printed scores."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from progress.database import Database

if TYPE_CHECKING:
    from tests.postgresql import Postgresql

settings.register_profile("unhurried", deadline=None)  # a busy machine is no mistake of the code
settings.load_profile("unhurried")

NewPostgresql = Callable[[], str]
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
def postgresql(testrun_uid: str) -> Iterator[Postgresql]:
    """One server serves all workers of a run."""
    from tests.postgresql import Postgresql

    with closing(Postgresql(testrun_uid)) as server:
        yield server


@pytest.fixture(scope="session")
def new_postgresql(postgresql: Postgresql) -> NewPostgresql:
    """Makes a PostgreSQL database without any table and gives its URL."""
    return postgresql.make


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file, to be copied: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("migrated") / "troly.db"
    with closing(Database.open(f"sqlite:///{path}")) as database:
        database.migrate()
    return path


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
                postgresql: Postgresql = request.getfixturevalue("postgresql")
                url = opened.enter_context(postgresql.lent())
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
