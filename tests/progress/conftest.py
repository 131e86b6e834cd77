"""People over an empty database, once on each engine."""

from __future__ import annotations

import pytest

from progress.database import Database
from progress.people import People
from tests.conftest import Clock


@pytest.fixture
def people(database: Database, clock: Clock) -> People:
    return People(database, clock)
