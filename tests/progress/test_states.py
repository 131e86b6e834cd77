"""States of obligations on every day around the due day, states of tasks, and the two rates."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.plans import BUNDLED_PLAN, read_plan
from progress.periods import Period, PlanPeriods
from progress.reporting_calendar import Level, ReportingCalendar
from progress.states import (
    ObligationState,
    Pause,
    Rate,
    SaidProgress,
    Standing,
    Status,
    Submission,
    TaskStanding,
    TaskState,
    completion_rate,
    is_escalated,
    is_late,
    is_task_late,
    joint_standing,
    reminder_days,
    status_of,
    task_standing,
    update_rate,
)
from progress.working_days import WorkingDays

PERIODS = PlanPeriods(ReportingCalendar.load(), read_plan(BUNDLED_PLAN))
HALF = PERIODS.by_key["2026-6T"]  # due on Wednesday 17/6/2026
WORKING_DAYS = WorkingDays()
ANY_DAY = st.dates(dt.date(2026, 4, 16), dt.date(2031, 12, 31))
PAUSED = Pause("paused", "chờ hướng dẫn của Bộ Nội vụ")
NO_DUE_DAY = Pause("no-due-day", "chỉ báo cáo khi phát sinh")


def day(text: str) -> dt.date:
    """ "17/6/2026" as a date."""
    number, month, year = map(int, text.split("/"))
    return dt.date(year, month, number)


def status(
    today: str, standing: Standing | None = None, first: str = "10/6/2026", pause: Pause | None = None
) -> Status:
    submission = Submission(standing, day(first)) if standing else None
    return status_of(HALF, Level.DEPARTMENT, day(today), submission, pause)


@pytest.mark.parametrize(
    ("today", "label", "days_left", "days_late"),
    [
        ("16/4/2026", "Chưa đến kỳ", 62, 0),
        ("31/5/2026", "Chưa đến kỳ", 17, 0),
        ("1/6/2026", "Trong hạn", 16, 0),
        ("13/6/2026", "Trong hạn", 4, 0),
        ("14/6/2026", "Sắp đến hạn", 3, 0),
        ("15/6/2026", "Sắp đến hạn", 2, 0),
        ("16/6/2026", "Sắp đến hạn", 1, 0),
        ("17/6/2026", "Sắp đến hạn", 0, 0),
        ("18/6/2026", "Quá hạn", None, 1),
        ("18/7/2026", "Quá hạn", None, 31),
    ],
)
def test_without_a_report_the_day_decides(
    today: str, label: str, days_left: int | None, days_late: int
) -> None:
    found = status(today)
    assert (found.state.label, found.days_left, found.days_late) == (label, days_left, days_late)
    assert found.due == day("17/6/2026")


@pytest.mark.parametrize(
    ("standing", "first", "label", "days_late"),
    [
        ("pending", "17/6/2026", "Chờ xác nhận", 0),
        ("pending", "19/6/2026", "Chờ xác nhận", 2),
        ("confirmed", "1/6/2026", "Đã báo cáo đúng hạn", 0),
        ("confirmed", "17/6/2026", "Đã báo cáo đúng hạn", 0),
        ("confirmed", "18/6/2026", "Đã báo cáo quá hạn", 1),
        ("returned", "17/6/2026", "Trả lại", 0),
        ("returned", "20/6/2026", "Trả lại", 3),
        ("withdrawn", "10/6/2026", "Quá hạn", 8),
    ],
)
def test_a_report_decides_by_its_standing_and_its_first_day(
    standing: Standing, first: str, label: str, days_late: int
) -> None:
    found = status("25/6/2026", standing, first)
    assert (found.state.label, found.days_late) == (label, days_late)
    assert found.days_left is None


def test_a_report_returned_before_the_due_day_has_days_left() -> None:
    assert status("15/6/2026", "returned").days_left == 2


@pytest.mark.parametrize(
    ("pause", "standing", "label"),
    [
        (PAUSED, None, "Tạm dừng"),
        (PAUSED, "returned", "Tạm dừng"),
        (PAUSED, "withdrawn", "Tạm dừng"),
        (PAUSED, "pending", "Chờ xác nhận"),
        (PAUSED, "confirmed", "Đã báo cáo quá hạn"),
        (NO_DUE_DAY, None, "Không hạn"),
        (NO_DUE_DAY, "returned", "Trả lại"),
        (NO_DUE_DAY, "confirmed", "Đã báo cáo đúng hạn"),
        (Pause("paused", "chờ", day("24/6/2026")), None, "Quá hạn"),
        (Pause("paused", "chờ", day("25/6/2026")), None, "Tạm dừng"),
    ],
)
def test_a_pause_lifts_what_was_not_sent(pause: Pause, standing: Standing | None, label: str) -> None:
    assert status("25/6/2026", standing, "20/6/2026", pause).state.label == label


def test_a_due_day_on_a_weekend_is_not_moved() -> None:
    period = PERIODS.by_key["2028-6T"]  # due on Saturday 17/6/2028
    assert period.due_departments.weekday() == 5
    states = [status_of(period, Level.COMMUNE, day(f"{n}/6/2028")).state for n in (17, 18, 19)]
    assert states == [ObligationState.DUE_SOON, ObligationState.OVERDUE, ObligationState.OVERDUE]
    assert reminder_days(period.due_communes, WORKING_DAYS, (1,)) == (day("16/6/2028"),)


@pytest.mark.parametrize("period", PERIODS.periods, ids=lambda period: period.key)
@pytest.mark.parametrize("level", Level)
def test_the_days_around_every_due_day(period: Period, level: Level) -> None:
    due = period.due(level)
    opening = (due - period.opens).days
    expected = ["not-open"] * 3 + ["in-time"] * (opening - 3) + ["due-soon"] * 4 + ["overdue"] * 5
    days = [due + dt.timedelta(days=n) for n in range(-opening - 3, 6)]
    assert [status_of(period, level, today).state for today in days] == expected


def test_reminders_come_on_working_days_before_the_due_day() -> None:
    assert reminder_days(day("17/6/2026"), WORKING_DAYS) == (
        day("10/6/2026"),
        day("12/6/2026"),
        day("16/6/2026"),
    )


def test_a_leader_is_told_after_two_working_days_of_grace() -> None:
    due = day("17/9/2026")  # Thursday
    told = [is_escalated(due, day(f"{n}/9/2026"), WORKING_DAYS) for n in (18, 19, 21, 22)]
    assert told == [False, False, False, True]


def test_a_report_on_the_due_day_is_on_time() -> None:
    assert not is_late(day("17/6/2026"), day("17/6/2026"))
    assert is_late(day("18/6/2026"), day("17/6/2026"))


@settings(deadline=None)
@given(st.sampled_from(PERIODS.periods), st.sampled_from(Level), ANY_DAY)
def test_something_is_overdue_exactly_after_its_due_day(period: Period, level: Level, today: dt.date) -> None:
    found = status_of(period, level, today)
    assert (found.state is ObligationState.OVERDUE) == (today > period.due(level)) == (found.days_late > 0)
    assert (found.state is ObligationState.NOT_OPEN) == (today < period.opens)
    assert found.state.is_owed == (today >= period.opens)


def test_the_most_urgent_comes_first() -> None:
    listed = [
        status("25/6/2026", "confirmed"),
        status("5/6/2026"),
        status("15/6/2026"),
        status("16/6/2026"),
        status("20/6/2026", "returned"),
        status("19/6/2026"),
        status("30/6/2026"),
    ]
    ordered = [one.state.label for one in sorted(listed, key=lambda one: one.urgency)]
    assert ordered == [
        "Quá hạn", "Quá hạn", "Trả lại", "Sắp đến hạn", "Sắp đến hạn", "Trong hạn", "Đã báo cáo đúng hạn"
    ]  # fmt: skip
    assert sorted(listed, key=lambda one: one.urgency)[0].days_late == 13


def progress(year: int, state: TaskState | None = None, percent: int | None = None) -> SaidProgress:
    return SaidProgress(year, state, Decimal(percent) if percent is not None else None)


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ([], "Chưa thực hiện"),
        ([progress(2026)], "Đang thực hiện"),
        ([progress(2026, TaskState.NOT_STARTED)], "Chưa thực hiện"),
        ([progress(2026, percent=35)], "Đang thực hiện"),
        ([progress(2026, percent=100)], "Hoàn thành (năm 2026)"),
        ([progress(2026, TaskState.DONE)], "Hoàn thành (năm 2026)"),
        ([progress(2026, TaskState.DONE), progress(2027)], "Hoàn thành (năm 2026)"),
        ([progress(2026, TaskState.DONE), progress(2027, percent=20)], "Đang thực hiện"),
        ([progress(2026, TaskState.DONE), progress(2027, TaskState.DONE)], "Hoàn thành (năm 2027)"),
        ([progress(2026, TaskState.IN_PROGRESS, 100)], "Đang thực hiện"),
        ([progress(2026, TaskState.PAUSED)], "Tạm dừng"),
    ],
)
def test_a_task_stands_as_its_newest_report_says(said: list[SaidProgress], label: str) -> None:
    assert task_standing(said).label == label


DONE = TaskStanding(TaskState.DONE, 2026)
BEGUN = TaskStanding(TaskState.IN_PROGRESS)
UNTOUCHED = TaskStanding(TaskState.NOT_STARTED)
RESTING = TaskStanding(TaskState.PAUSED)


@pytest.mark.parametrize(
    ("standings", "joint"),
    [
        ([DONE, DONE, RESTING], DONE),
        ([DONE, TaskStanding(TaskState.DONE, 2027)], TaskStanding(TaskState.DONE, 2027)),
        ([DONE, UNTOUCHED], BEGUN),
        ([UNTOUCHED, UNTOUCHED], UNTOUCHED),
        ([RESTING, RESTING], RESTING),
        ([BEGUN, DONE], BEGUN),
        ([], UNTOUCHED),
    ],
)
def test_a_task_of_many_is_done_when_all_are(standings: list[TaskStanding], joint: TaskStanding) -> None:
    assert joint_standing(standings) == joint


@pytest.mark.parametrize(
    ("timeframe", "standing", "today", "late"),
    [
        ("2026-2030", BEGUN, "31/12/2030", False),
        ("2026-2030", BEGUN, "1/1/2031", True),
        ("2026-2030", DONE, "1/1/2031", False),
        ("2026-2030", RESTING, "1/1/2031", False),
        ("Thường xuyên", BEGUN, "1/1/2031", False),
    ],
)
def test_a_task_is_late_only_after_its_time_frame(
    timeframe: str, standing: TaskStanding, today: str, late: bool
) -> None:
    assert is_task_late(timeframe, standing, day(today)) is late


def test_the_completion_rate_leaves_paused_tasks_out() -> None:
    rate = completion_rate([DONE, BEGUN, UNTOUCHED, RESTING, DONE])
    assert rate == Rate(2, 4)
    assert rate.percent == 50


def test_the_update_rate_counts_standing_reports_among_those_owed() -> None:
    states = list(ObligationState)
    assert update_rate(states) == Rate(3, 7)
    assert update_rate([ObligationState.NOT_OPEN]).percent is None


@settings(deadline=None)
@given(st.lists(st.sampled_from(list(ObligationState))))
def test_a_rate_lies_between_0_and_100_percent(states: list[ObligationState]) -> None:
    percent = update_rate(states).percent
    assert percent is None or 0 <= percent <= 100
