"""People, and a desk with people around it, over an empty database, once on each engine."""

from __future__ import annotations

import pytest

from progress.database import Database
from progress.people import People
from tests.conftest import Clock
from tests.progress.desk_scene import Scene


@pytest.fixture
def people(database: Database, clock: Clock) -> People:
    return People(database, clock)


@pytest.fixture
def scene(database: Database) -> Scene:
    return Scene(database)
