"""Long lists by the page: the reports of a period and the audit log, for those who may read them."""

from __future__ import annotations

import pytest

from progress.audit import AuditLog, Deed
from progress.persons import OPERATOR, Person
from progress.refusals import NotAllowed, PeriodUnknown, PersonUnknown, TaskUnknown
from progress.roles import Role
from tests.progress.desk_scene import DAY, FINANCE, HALF, HEALTH, SHARED, TASK, Scene


def test_reports_of_a_period_are_listed_by_the_page_the_latest_first(scene: Scene) -> None:
    finance, health = scene.reporter(), scene.reporter(HEALTH)
    first = scene.corrected(finance, scene.reported(finance), 60)
    second = scene.reported(finance, task=SHARED)
    third = scene.reported(health, task=SHARED, agency=HEALTH)
    gone = scene.reported(finance, task="VI.2")
    scene.desk.withdraw(finance, gone.id, channel="web")

    everything = scene.desk.reports(scene.coordinator(), HALF, limit=2)
    assert (everything.count, everything.items) == (3, (third, second))
    assert scene.desk.reports(scene.coordinator(), HALF, limit=2, offset=2).items == (first,)
    assert scene.desk.reports(finance, HALF, limit=9).items == (second, first)
    assert scene.desk.reports(finance, HALF, agency=FINANCE, task_id=TASK, limit=9).items == (first,)


def test_reports_of_others_are_not_listed(scene: Scene) -> None:
    scene.reported(scene.reporter())
    assert scene.desk.reports(scene.reporter(HEALTH), HALF, limit=9).count == 0
    with pytest.raises(NotAllowed):
        scene.desk.reports(scene.reporter(HEALTH), HALF, agency=FINANCE, limit=9)
    with pytest.raises(NotAllowed):
        scene.desk.reports(scene.person(Role.OFFICIAL), HALF, limit=9)
    with pytest.raises(PeriodUnknown):
        scene.desk.reports(scene.coordinator(), "2026-Q9", limit=9)


def test_only_an_administrator_reads_the_log(scene: Scene) -> None:
    log, administrator, reporter = (
        AuditLog(scene.database),
        scene.person(Role.ADMINISTRATOR),
        scene.reporter(),
    )
    report = scene.corrected(reporter, scene.reported(reporter), 60)
    scene.desk.confirm(scene.coordinator(), report.id, channel="web")

    page = log.read(administrator, limit=2)
    assert (page.count, [entry.deed for entry in page.items]) == (
        3,
        [Deed.CONFIRM_REPORT, Deed.CORRECT_REPORT],
    )
    assert [entry.deed for entry in log.read(administrator, limit=2, offset=2).items] == [Deed.REPORT]
    assert log.read(administrator, person_id=reporter.id, limit=9).count == 2
    for role in set(Role) - {Role.ADMINISTRATOR}:
        with pytest.raises(NotAllowed):
            log.read(scene.person(role), limit=9)


def test_an_administrator_revoked_a_moment_ago_reads_no_more(scene: Scene) -> None:
    administrator = scene.person(Role.ADMINISTRATOR)
    scene.people.revoke(administrator.id, by=OPERATOR, channel="cli")
    with pytest.raises(NotAllowed):
        AuditLog(scene.database).read(administrator, limit=9)
    with pytest.raises(PersonUnknown):
        AuditLog(scene.database).read(Person(10**9, None, scene.clock()), limit=9)


def test_a_task_without_a_name_is_no_task(scene: Scene) -> None:
    with pytest.raises(TaskUnknown):
        scene.desk.notes(scene.coordinator(), "", HALF)
    with pytest.raises(TaskUnknown):
        scene.desk.coverage(scene.coordinator(), "", HALF, DAY)
