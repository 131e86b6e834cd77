"""Messages delivered one to five times, in any order, leave what each delivered once leaves."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest
from sqlalchemy import select

from progress.database import Database
from progress.persons import Person
from progress.records import Report
from progress.tables.people import AuditRow
from progress.tables.reports import ReportRow
from tests.conftest import ENGINES
from tests.progress.desk_scene import HALF, OBLIGATIONS, SHARED, Scene, percent

AGENCIES = OBLIGATIONS.obliged_agencies(SHARED)[:6]
VERSIONS = 4  # of each agency, by as many messages

Message = tuple[int, int]  # agency, version


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("seed", range(2))
def test_the_state_is_that_of_single_delivery(
    new_database: Callable[[str], Database], engine: str, seed: int
) -> None:
    scene = Scene(new_database(engine))
    reporters = [scene.reporter(agency) for agency in AGENCIES]
    once = [(agency, version) for agency in range(len(AGENCIES)) for version in range(VERSIONS)]
    _deliver(scene, reporters, once)
    expected = _state(scene)
    scene.clock.pass_by(minutes=5)
    again = _shuffled(once, random.Random(seed))
    made = _deliver(scene, reporters, again)
    assert _state(scene) == expected
    assert [(one.version, one.content.percent) for one in made] == [
        (version + 1, Decimal(10 * version)) for _, version in again
    ]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("seed", range(2))
def test_copies_may_come_between_the_first_deliveries_too(
    new_database: Callable[[str], Database], engine: str, seed: int
) -> None:
    scene = Scene(new_database(engine))
    reporters = [scene.reporter(agency) for agency in AGENCIES]
    dice = random.Random(seed)
    order: list[Message] = []
    for version in range(VERSIONS):
        fresh = [(agency, version) for agency in range(len(AGENCIES))]
        order += _shuffled([*fresh, *order[: dice.randrange(len(order) + 1)]], dice)
    _deliver(scene, reporters, order)
    found = [
        scene.desk.history(by, SHARED, agency, HALF) for agency, by in zip(AGENCIES, reporters, strict=True)
    ]
    expected = [(version + 1, Decimal(10 * version)) for version in range(VERSIONS)]
    for versions in found:
        assert [(one.version, one.content.percent) for one in versions] == expected


def _shuffled(messages: Sequence[Message], dice: random.Random) -> list[Message]:
    copies = [message for message in messages for _ in range(dice.randint(1, 5))]
    dice.shuffle(copies)
    return copies


def _deliver(scene: Scene, reporters: Sequence[Person], order: Sequence[Message]) -> list[Report]:
    """Each message as its channel delivers it; a version whose turn has not come is delivered after it."""
    waiting, made = list(order), []
    while waiting:
        message = waiting.pop(0)
        agency, version = message
        stands = scene.desk.standing(reporters[agency], SHARED, AGENCIES[agency], HALF)
        if version > (stands.version if stands else 0):
            waiting.append(message)
            continue
        made.append(
            scene.reported(
                reporters[agency],
                percent(10 * version),
                task=SHARED,
                agency=AGENCIES[agency],
                message=f"{agency}-{version}",
                expects=version,
            )
        )
    return made


def _state(scene: Scene) -> list[tuple[object, ...]]:
    with scene.database.reading() as connection:
        tables = (ReportRow.__table__, AuditRow.__table__)
        return [tuple(row) for table in tables for row in connection.execute(select(table).order_by("id"))]
