"""On PostgreSQL a report that nothing speaks against takes one round trip; any other goes the usual way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import event, select, text

from progress.audit import AuditLog, Deed
from progress.database import Database
from progress.records import Report
from progress.refusals import AlreadyReported, NotAllowed, PeriodLocked
from progress.tables.reports import ReportRow
from tests.progress.desk_scene import FINANCE, HALF, HALFWAY, TASK, Scene, percent

pytestmark = pytest.mark.postgresql


@pytest.fixture
def scene(new_database: Callable[[str], Database]) -> Scene:
    return Scene(new_database("postgresql"))


def statements(scene: Scene, act: Callable[[], object]) -> list[str]:
    """What went through SQLAlchemy, and so not at once."""
    seen: list[str] = []

    def note(*told: object) -> None:
        seen.append(str(told[2]))

    event.listen(scene.database.engine, "before_cursor_execute", note)
    act()
    event.remove(scene.database.engine, "before_cursor_execute", note)
    return seen


def test_first_and_later_versions_are_sent_at_once(scene: Scene) -> None:
    reporter = scene.reporter()
    made: list[Report] = []
    assert statements(scene, lambda: made.append(scene.reported(reporter, message="1"))) == []
    assert statements(scene, lambda: made.append(scene.reported(reporter, percent(60), expects=1))) == []
    assert scene.desk.history(reporter, TASK, FINANCE, HALF) == tuple(made)
    lines = AuditLog(scene.database).latest(person_id=reporter.id, limit=2)
    assert [(line.deed, line.about) for line in lines] == [
        (deed, f"report {one.id}: {TASK}, {FINANCE}, {HALF}")
        for deed, one in zip((Deed.CORRECT_REPORT, Deed.REPORT), reversed(made), strict=True)
    ]


def test_the_row_is_the_one_that_the_other_way_makes(scene: Scene) -> None:
    reporter = scene.reporter()
    at_once = scene.reported(reporter)
    gone = scene.desk.withdraw(reporter, at_once.id, channel="web")
    again = scene.reported(reporter)
    corrected = scene.corrected(reporter, again, 50)
    with scene.database.reading() as connection:
        rows = connection.execute(select(ReportRow.__table__).order_by(ReportRow.id)).mappings().all()
    first, _, third, fourth = (dict(row) for row in rows)
    assert (gone.version, third["version"], third["replaces"]) == (2, 3, gone.id)
    own = {"id", "version", "replaces"}
    same = [{name: cell for name, cell in row.items() if name not in own} for row in (first, third, fourth)]
    assert same[0] == same[1] == same[2]
    assert corrected.content == HALFWAY


def test_what_speaks_against_it_is_told_exactly(scene: Scene) -> None:
    reporter, coordinator = scene.reporter(), scene.coordinator()
    made = scene.reported(reporter, message="1")
    assert scene.reported(reporter, percent(70), message="1", expects=made.version) == made
    scene.desk.withdraw(reporter, made.id, channel="web")
    assert scene.reported(reporter, message="1") == made
    stands = scene.reported(reporter)
    with pytest.raises(AlreadyReported) as refused:
        scene.reported(reporter, percent(70))
    assert refused.value.report == stands
    with pytest.raises(NotAllowed):
        scene.reported(coordinator, expects=stands.version)
    scene.desk.lock_period(coordinator, HALF, channel="web")
    with pytest.raises(PeriodLocked):
        scene.reported(reporter, percent(70), expects=stands.version)


def test_a_server_that_was_away_for_a_moment_is_asked_again(scene: Scene) -> None:
    reporter = scene.reporter()
    made = scene.reported(reporter)
    with scene.database.engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    assert scene.reported(reporter, percent(60), expects=made.version).version == 2
    assert statements(scene, lambda: scene.reported(reporter, percent(61), expects=2)) == []
