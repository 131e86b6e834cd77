"""On which days of five years a digest comes, for whom, against a table written by hand."""

from __future__ import annotations

import calendar
import datetime as dt

import pytest

from progress.digest_settings import DigestRules, DigestSettings
from progress.digests import (
    AgencyFacts,
    Digest,
    Gap,
    Owed,
    PersonFacts,
    ProvinceFacts,
    Snooze,
    compose_digest,
)
from progress.obligations import Obligation
from progress.periods import Period
from progress.states import ObligationState, Rate, status_of
from progress.working_days import WorkingDays
from tests.progress.desk_scene import FINANCE, OBLIGATIONS, TASK

# Written by hand from the reporting calendar and the calendars of these years: the due day is the 17th, and
# National Day is 1-2/9/2026, 2-3/9/2027, 1 and 4/9/2028, 3-4/9/2029, 2-3/9/2030.
# key; weekday of the due day; the first working day; days with a reminder; first day overdue; leader told
TABLE = """
2026-6T; thứ Tư;   1; 10 12 15 16 17; 18; 22
2026-Q3; thứ Năm;  3; 10 14 15 16 17; 18; 22
2026-N;  thứ Năm;  1; 10 14 15 16 17; 18; 22
2027-Q1; thứ Tư;   1; 10 12 15 16 17; 18; 22
2027-6T; thứ Năm;  1; 10 14 15 16 17; 18; 22
2027-Q3; thứ Sáu;  1; 10 14 15 16 17; 20; 22
2027-N;  thứ Sáu;  1; 10 14 15 16 17; 20; 22
2028-Q1; thứ Sáu;  1; 10 14 15 16 17; 20; 22
2028-6T; thứ Bảy;  1; 12 14 15 16;    19; 21
2028-Q3; Chủ nhật; 5; 11 13 14 15;    18; 20
2028-N;  Chủ nhật; 1; 11 13 14 15;    18; 20
2029-Q1; thứ Bảy;  1; 12 14 15 16;    19; 21
2029-6T; Chủ nhật; 1; 11 13 14 15;    18; 20
2029-Q3; thứ Hai;  5; 10 12 14 17;    18; 20
2029-N;  thứ Hai;  3; 10 12 14 17;    18; 20
2030-Q1; Chủ nhật; 1; 11 13 14 15;    18; 20
2030-6T; thứ Hai;  3; 10 12 14 17;    18; 20
2030-Q3; thứ Ba;   4; 10 12 16 17;    18; 20
2030-N;  thứ Ba;   2; 10 12 16 17;    18; 20
"""
ROWS = [[cell.strip() for cell in line.split(";")] for line in TABLE.strip().splitlines()]
PERIODS = OBLIGATIONS.periods
RULES = DigestRules(WorkingDays())
DAILY = DigestSettings()
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def owed_on(period: Period, today: dt.date) -> tuple[Owed, ...]:
    """What is owed on one task that nobody reports."""
    found = OBLIGATIONS.obligation(TASK, FINANCE, period.key)
    assert isinstance(found, Obligation)
    status = status_of(found.period, found.level, today)
    return (Owed(TASK, FINANCE, period.key, status),) if status.state.is_owed else ()


def agency(owed: tuple[Owed, ...], period: str = "2026-6T", *, is_complete: bool = False) -> AgencyFacts:
    return AgencyFacts(FINANCE, period, owed, Rate(0, 1), is_complete, Rate(0, 1))


def month_of(period: Period) -> list[dt.date]:
    """The working days of the month in which a period is due."""
    year, month = period.due_departments.year, period.due_departments.month
    days = (dt.date(year, month, day) for day in range(1, calendar.monthrange(year, month)[1] + 1))
    return [day for day in days if DAILY.is_wanted(day, RULES.working_days)]


def test_the_table_has_every_period_of_the_plan() -> None:
    assert [row[0] for row in ROWS] == [period.key for period in PERIODS.periods]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_focal_point_and_a_leader_are_told_on_the_days_of_the_table(row: list[str]) -> None:
    key, weekday, first, reminded, overdue, escalated = row
    period = PERIODS.by_key[key]
    days = month_of(period)
    assert WEEKDAYS[period.due_departments.weekday()] == weekday
    assert days[0].day == int(first)
    told, led = [], []
    for today in days:
        facts = agency(owed_on(period, today))
        digest = compose_digest(PersonFacts(1, (facts,), (facts,)), today, RULES)
        if digest is not None and digest.focal is not None:
            told.append(today.day)
        if digest is not None and digest.leader:
            led.append(today.day)
    late = [day.day for day in days if day.day >= int(overdue)]
    assert told == [*map(int, reminded.split()), *late]
    assert led == [day for day in late if day >= int(escalated)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_coordinator_is_told_on_the_same_days(row: list[str]) -> None:
    period = PERIODS.by_key[row[0]]
    days = month_of(period)
    told = []
    for today in days:
        owed = owed_on(period, today)
        late = sum(one.status.state is ObligationState.OVERDUE for one in owed)
        ahead = frozenset((one.status.state, one.status.due) for one in owed if not late and one.status.due)
        gap = (Gap(period.key, 1, 1, late),)
        province = ProvinceFacts(period.key, periods=gap, ahead=ahead)
        if compose_digest(PersonFacts(1, province=province), today, RULES) is not None:
            told.append(today.day)
    assert told == [*map(int, row[3].split()), *(day.day for day in days if day.day >= int(row[4]))]


def digest_of(facts: PersonFacts, today: str) -> Digest | None:
    number, month, year = map(int, today.split("/"))
    return compose_digest(facts, dt.date(year, month, number), RULES)


def half(today: str) -> tuple[Owed, ...]:
    number, month, year = map(int, today.split("/"))
    return owed_on(PERIODS.by_key["2026-6T"], dt.date(year, month, number))


def test_what_is_put_off_is_not_reminded_of_but_still_escalated() -> None:
    facts = agency(half("22/6/2026"))
    snooze = Snooze(TASK, dt.date(2026, 6, 23), "chờ số liệu")
    digest = digest_of(PersonFacts(1, (facts,), (facts,), snoozes=(snooze,)), "22/6/2026")
    assert digest is not None
    assert digest.focal is None
    assert [part.agency for part in digest.leader] == [FINANCE]


def test_thanks_come_when_nothing_is_owed_and_only_where_they_were_not_said() -> None:
    done = agency((), is_complete=True)
    digest = digest_of(PersonFacts(1, (done,)), "12/6/2026")
    assert digest is not None
    assert digest.focal is not None
    assert digest.focal.thanks == "2026-6T"
    assert digest_of(PersonFacts(1, (done,), is_thanked=True), "12/6/2026") is None
    before = agency((), is_complete=False)
    assert digest_of(PersonFacts(1, (before,)), "12/6/2026") is None


def test_nobody_is_thanked_while_another_of_his_agencies_owes_something() -> None:
    done, behind = agency((), is_complete=True), agency(half("11/6/2026"))
    assert digest_of(PersonFacts(1, (done, behind)), "11/6/2026") is None


def test_the_worst_ten_agencies_are_those_with_most_overdue() -> None:
    gaps = tuple(Gap(f"Xã {number}", number + 5, 30, number) for number in range(12))
    province = ProvinceFacts("2026-6T", agencies=gaps, periods=(Gap("2026-6T", 90, 360, 66),))
    digest = digest_of(PersonFacts(1, province=province), "18/6/2026")
    assert digest is not None
    assert digest.coordinator is not None
    assert [one.name for one in digest.coordinator.worst] == [f"Xã {n}" for n in range(11, 1, -1)]


def test_unanswered_questions_are_told_once_a_week() -> None:
    province = ProvinceFacts("2026-6T", questions=4)
    digest = digest_of(PersonFacts(1, province=province), "8/6/2026")
    assert digest is not None
    assert digest.coordinator is not None
    assert digest.coordinator.questions == 4
    assert digest_of(PersonFacts(1, province=province, is_told_this_week=True), "9/6/2026") is None
