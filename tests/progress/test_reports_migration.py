"""The tables of reports come and go around people who stay, on both engines."""

from __future__ import annotations

from progress.states import Pause
from tests.progress.desk_scene import FINANCE, HALF, HEALTH, TASK, Scene
from tests.progress.test_people_migration import move, tables

REPORT_TABLES = {"reports", "reviews", "notes", "period_locks", "pauses"}


def test_reports_come_and_go_and_people_stay(scene: Scene) -> None:
    reporter, coordinator = scene.reporter(), scene.coordinator()
    made = scene.corrected(reporter, scene.reported(reporter), 60)
    scene.desk.send_back(coordinator, made.id, "thiếu số liệu", channel="web")
    scene.desk.add_note(scene.reporter(HEALTH), TASK, HEALTH, HALF, "góp ý", channel="web")
    scene.desk.pause(coordinator, TASK, FINANCE, Pause("paused", "chờ hướng dẫn"), channel="web")
    scene.desk.lock_period(coordinator, HALF, channel="web")

    move(scene.database, "0002")
    assert not tables(scene.database) & REPORT_TABLES
    assert scene.people.person(reporter.id) == reporter

    move(scene.database, "0003")
    assert tables(scene.database) >= REPORT_TABLES
    assert scene.people.person(reporter.id) == reporter
    assert scene.reported(reporter).version == 1
