"""A desk with people around it, over an empty database, once on each engine."""

from __future__ import annotations

import pytest

from progress.database import Database
from tests.progress.desk_scene import Scene


@pytest.fixture
def scene(database: Database) -> Scene:
    return Scene(database)
