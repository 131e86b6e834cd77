"""What is owed and reported: statuses of an agency, coverage of a task, last year's figure, at full size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlalchemy import event, insert

from progress.measures import targets_of
from progress.persons import Person
from progress.records import Content, Measure
from progress.refusals import PeriodUnknown
from progress.roles import Membership, Role
from progress.states import ObligationState, Rate
from progress.tables.reports import ReportRow
from tests.progress.desk_scene import (
    DAY,
    FINANCE,
    HALF,
    HALFWAY,
    OBLIGATIONS,
    PLAN,
    QUARTER,
    SHARED,
    TASK,
    Scene,
    measured,
)

COMPARED = "VI.3"
FALLS = next(
    place for place, one in enumerate(targets_of(PLAN.task_by_id[COMPARED])) if one.against_last_year
)
QUERIES_LIMIT = 2


def test_every_obligation_of_an_agency_the_most_urgent_first(scene: Scene) -> None:
    reporter, coordinator = scene.reporter(), scene.coordinator()
    made = scene.reported(reporter)
    returned = scene.reported(reporter, task="VI.2")
    scene.desk.send_back(coordinator, returned.id, "thiếu số liệu", channel="web")
    found = scene.desk.status_of_agency(reporter, FINANCE, HALF, dt.date(2026, 6, 20))
    assert {one.obligation.task_id for one in found} == {
        duty.task_id for duty in OBLIGATIONS.duties_of(FINANCE)
    }
    states = [one.status.state for one in found]
    assert states[0] is ObligationState.OVERDUE
    assert states[-2:] == [ObligationState.RETURNED, ObligationState.AWAITING]
    assert found[-1].report == made


def test_a_period_that_the_plan_has_not_is_refused(scene: Scene) -> None:
    with pytest.raises(PeriodUnknown):
        scene.desk.status_of_agency(scene.reporter(), FINANCE, "2026-Q1", DAY)


def test_coverage_tells_who_has_not_reported(scene: Scene) -> None:
    coordinator = scene.coordinator()
    scene.reported(scene.reporter(), task=SHARED)
    gone = scene.reported(scene.reporter("Sở Y tế"), task=SHARED, agency="Sở Y tế")
    scene.desk.withdraw(scene.reporter("Sở Y tế"), gone.id, channel="web")
    obliged = OBLIGATIONS.obliged_agencies(SHARED)
    coverage = scene.desk.coverage(coordinator, SHARED, HALF, DAY)
    assert coverage.rate == Rate(1, len(obliged))
    assert coverage.reported == (FINANCE,)
    assert coverage.missing == tuple(one for one in obliged if one != FINANCE)
    assert scene.desk.coverage(coordinator, SHARED, QUARTER, DAY).rate == Rate(0, 0)


def test_last_years_figure_is_that_of_the_same_period(scene: Scene) -> None:
    reporter, coordinator = scene.reporter(), scene.coordinator()
    made = scene.reported(reporter, measured(12, "%", FALLS), task=COMPARED)

    def before() -> Measure | None:
        return scene.desk.last_year_value(reporter, COMPARED, FINANCE, "2027-6T", FALLS)

    assert before() == Measure(Decimal(12), "%", target=FALLS)
    scene.desk.send_back(coordinator, made.id, "kiểm tra lại", channel="web")
    assert before() is None
    for task, period, target in ((COMPARED, HALF, FALLS), (COMPARED, "2027-6T", 9), (TASK, "2027-6T", 0)):
        assert scene.desk.last_year_value(reporter, task, FINANCE, period, target) is None


def test_the_whole_plan_over_all_periods_is_answered_in_two_queries(scene: Scene) -> None:
    reporter = scene.reporter()
    sent = {"channel": "web", "reporter_id": reporter.id, "content": Content.to_json(HALFWAY), "reason": ""}
    sent |= {"submitted_at": scene.clock(), "first_sent_at": scene.clock(), "version": 1}
    rows = [
        sent | {"task_id": one.task_id, "agency": one.agency, "period": one.period.key, "standing": "pending"}
        for period in OBLIGATIONS.periods.periods
        for one in OBLIGATIONS.obligations_in(period.key)
    ]
    assert len(rows) > 20_000
    with scene.database.writing() as connection:
        connection.execute(insert(ReportRow), rows)
    if not scene.database.is_sqlite:
        with scene.database.writing() as connection:
            connection.exec_driver_sql("ANALYZE reports")
    everybody = Person(reporter.id, None, scene.clock(), (Membership("", Role.COORDINATOR, scene.clock()),))
    for ask in (
        lambda: scene.desk.status_of_agency(everybody, "Sở Nội vụ", "2028-Q3", DAY),
        lambda: scene.desk.coverage(everybody, SHARED, "2028-Q3", dt.date(2028, 9, 10)),
    ):
        assert _queries(scene, ask) <= QUERIES_LIMIT
    assert len(scene.desk.waiting_for_review(everybody, "2028-Q3")) == len(
        tuple(OBLIGATIONS.obligations_in("2028-Q3"))
    )


def _queries(scene: Scene, ask: Callable[[], object]) -> int:
    seen: list[str] = []

    def note(*told: object) -> None:
        seen.append(str(told[2]))

    event.listen(scene.database.engine, "before_cursor_execute", note)
    ask()
    event.remove(scene.database.engine, "before_cursor_execute", note)
    return len(seen)
