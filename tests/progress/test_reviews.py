"""Reviews of what stands, and pauses of duties, on both engines."""

from __future__ import annotations

import datetime as dt

import pytest

from progress.refusals import (
    AlreadyReported,
    NothingReported,
    NotLeading,
    NotPaused,
    PeriodNotLocked,
    PeriodNotOpen,
    PeriodUnknown,
    ReasonMissing,
    ReportConfirmed,
)
from progress.states import ObligationState, Pause
from progress.tables.reports import PeriodLockRow, ReviewRow
from tests.progress.desk_scene import DAY, FINANCE, HALF, HEALTH, QUARTER, TASK, Scene, percent, told
from tests.progress.newcomers import count


def state(scene: Scene, today: dt.date = DAY) -> ObligationState:
    found = scene.desk.status_of_agency(scene.coordinator(), FINANCE, HALF, today)
    return next(one.status.state for one in found if one.obligation.task_id == TASK)


def test_a_report_waits_is_sent_back_comes_again_and_is_confirmed(scene: Scene) -> None:
    reporter, coordinator = scene.reporter(), scene.coordinator()
    first = scene.reported(reporter)
    assert scene.desk.waiting_for_review(coordinator, HALF) == (first,)
    returned = scene.desk.send_back(coordinator, first.id, " thiếu số liệu ", channel="web")
    assert (returned.standing, returned.reviewer_id, returned.reason) == (
        "returned",
        coordinator.id,
        "thiếu số liệu",
    )
    assert returned.reviewed_at == scene.clock()
    assert scene.desk.waiting_for_review(coordinator, HALF) == ()
    assert state(scene) is ObligationState.RETURNED
    second = scene.corrected(reporter, returned, 60)
    assert scene.desk.waiting_for_review(coordinator, HALF) == (second,)
    confirmed = scene.desk.confirm(coordinator, second.id, channel="web")
    assert scene.desk.standing(reporter, TASK, FINANCE, HALF) == confirmed
    assert state(scene) is ObligationState.ON_TIME
    history = scene.desk.history(reporter, TASK, FINANCE, HALF)
    assert [one[1] for one in told(history)] == ["returned", "confirmed"]


def test_a_confirmed_report_corrected_waits_again_and_cannot_be_taken_away(scene: Scene) -> None:
    reporter, coordinator = scene.reporter(), scene.coordinator()
    made = scene.reported(reporter)
    confirmed = scene.desk.confirm(coordinator, made.id, channel="web")
    with pytest.raises(ReportConfirmed) as refused:
        scene.desk.withdraw(reporter, made.id, channel="web")
    assert refused.value.report == confirmed
    corrected = scene.corrected(reporter, made, 60)
    assert scene.desk.waiting_for_review(coordinator, HALF) == (corrected,)
    assert state(scene) is ObligationState.AWAITING


def test_a_confirmed_report_may_be_sent_back_and_then_withdrawn(scene: Scene) -> None:
    reporter, coordinator = scene.reporter(), scene.coordinator()
    made = scene.reported(reporter)
    scene.desk.confirm(coordinator, made.id, channel="web")
    scene.desk.send_back(coordinator, made.id, "số liệu sai", channel="web")
    assert scene.desk.withdraw(reporter, made.id, channel="web").standing == "withdrawn"
    assert scene.desk.history(reporter, TASK, FINANCE, HALF)[0].standing == "returned"


def test_confirming_twice_is_one_review(scene: Scene) -> None:
    made = scene.reported(scene.reporter())
    coordinator = scene.coordinator()
    confirmed = scene.desk.confirm(coordinator, made.id, channel="web")
    assert scene.desk.confirm(scene.coordinator(), made.id, channel="web") == confirmed
    assert count(scene.database, ReviewRow) == 1


def test_only_the_version_that_stands_is_reviewed(scene: Scene) -> None:
    reporter, coordinator = scene.reporter(), scene.coordinator()
    first = scene.reported(reporter)
    second = scene.corrected(reporter, first, 60)
    with pytest.raises(AlreadyReported) as replaced:
        scene.desk.confirm(coordinator, first.id, channel="web")
    assert replaced.value.report == second
    scene.desk.withdraw(reporter, second.id, channel="web")
    with pytest.raises(NothingReported):
        scene.desk.send_back(coordinator, second.id, "thiếu số liệu", channel="web")


def test_what_needs_a_reason_is_refused_without_one(scene: Scene) -> None:
    coordinator = scene.coordinator()
    made = scene.reported(scene.reporter())
    with pytest.raises(ReasonMissing):
        scene.desk.send_back(coordinator, made.id, " \x00", channel="web")
    with pytest.raises(ReasonMissing):
        scene.desk.pause(coordinator, TASK, FINANCE, Pause("paused", ""), channel="web")
    scene.desk.lock_period(coordinator, HALF, channel="web")
    with pytest.raises(ReasonMissing):
        scene.desk.reopen_period(coordinator, HALF, "", channel="web")


def test_a_period_that_cannot_be_locked_or_opened_again(scene: Scene) -> None:
    coordinator = scene.coordinator()
    with pytest.raises(PeriodNotOpen):
        scene.desk.lock_period(coordinator, QUARTER, channel="web")
    with pytest.raises(PeriodUnknown):
        scene.desk.lock_period(coordinator, "2026-Q1", channel="web")
    with pytest.raises(PeriodNotLocked):
        scene.desk.reopen_period(coordinator, HALF, "bổ sung", channel="web")
    assert count(scene.database, PeriodLockRow) == 0


def test_a_pause_counts_until_its_last_day_and_until_it_is_lifted(scene: Scene) -> None:
    coordinator, after = scene.coordinator(), DAY + dt.timedelta(days=30)
    pause = Pause("paused", "chờ hướng dẫn", DAY + dt.timedelta(days=20))
    scene.desk.pause(coordinator, TASK, FINANCE, Pause("no-due-day", "phát sinh"), channel="web")
    assert state(scene, after) is ObligationState.NO_DUE_DAY
    scene.desk.pause(coordinator, TASK, FINANCE, pause, channel="web")
    assert state(scene) is ObligationState.PAUSED
    assert state(scene, after) is ObligationState.OVERDUE
    assert scene.desk.coverage(coordinator, TASK, HALF, DAY).rate.whole == 0
    assert scene.desk.lift_pause(coordinator, TASK, FINANCE, channel="web") == pause
    assert state(scene) is ObligationState.IN_TIME
    with pytest.raises(NotPaused):
        scene.desk.lift_pause(coordinator, TASK, FINANCE, channel="web")
    with pytest.raises(NotLeading):
        scene.desk.pause(coordinator, TASK, HEALTH, pause, channel="web")


def test_what_waits_longest_is_reviewed_first(scene: Scene) -> None:
    reporter, coordinator = scene.reporter(), scene.coordinator()
    first = scene.reported(reporter)
    scene.clock.pass_by(hours=1)
    second = scene.reported(reporter, task="VI.2")
    scene.clock.pass_by(hours=1)
    corrected = scene.corrected(reporter, first, 60)
    assert scene.desk.waiting_for_review(coordinator, HALF) == (corrected, second)
    assert scene.reported(reporter, percent(20), task="VI.3").id > corrected.id
