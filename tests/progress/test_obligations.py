"""Who must report on what, counted over the bundled plan and directory."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from corpus.agencies import Agency, Directory
from corpus.model import Plan, PlanAgency
from corpus.plans import BUNDLED_PLAN, read_plan
from progress.obligations import Duty, Obligations
from progress.periods import PlanPeriods
from progress.reporting_calendar import Level, ReportingCalendar

PLAN = read_plan(BUNDLED_PLAN)
DIRECTORY = Directory.load()
CALENDAR = ReportingCalendar.load()
OBLIGATIONS = Obligations(PLAN, DIRECTORY, PlanPeriods(CALENDAR, PLAN))
DEPARTMENTS = "Các sở, ban ngành tỉnh"
COMMUNES = "UBND xã, phường, đặc khu"
SERVICE_UNITS = "Các ĐVSNCL của tỉnh"


def led_by(lead: str, plan: Plan = PLAN, directory: Directory = DIRECTORY) -> Obligations:
    """Obligations when the first task is led by ``lead`` alone."""
    first = replace(plan.tasks[0], lead_agencies=(lead,))
    agencies = (*plan.agencies, PlanAgency(lead, "agency"))
    changed = replace(plan, tasks=(first, *plan.tasks[1:]), agencies=agencies)
    return Obligations(changed, directory, PlanPeriods(CALENDAR, changed))


def test_every_task_obliges_somebody() -> None:
    assert all(OBLIGATIONS.obliged_agencies(task.id) for task in PLAN.tasks)


def test_duties_come_by_name_or_through_a_group() -> None:
    duties = OBLIGATIONS.duties_of("Sở Nội vụ")
    assert Counter(duty.through for duty in duties) == {"": 10, DEPARTMENTS: 14}
    assert {duty.level for duty in duties} == {Level.DEPARTMENT}


def test_a_commune_has_the_duties_of_all_communes() -> None:
    duties = OBLIGATIONS.duties_of("Xã An Phú")
    assert [duty.task_id for duty in duties] == list(PLAN.led_by[COMMUNES])
    assert {(duty.through, duty.level) for duty in duties} == {(COMMUNES, Level.COMMUNE)}


def test_the_communes_owe_3672_reports_a_year() -> None:
    keys = [period.key for period in OBLIGATIONS.periods.periods if period.year == 2027]
    owed = [one for key in keys for one in OBLIGATIONS.obligations_in(key) if one.level is Level.COMMUNE]
    assert len(owed) == 9 * 102 * 4 == 3672


def test_a_task_of_departments_obliges_every_member() -> None:
    task_id = PLAN.led_by[DEPARTMENTS][0]
    members = {agency.name for agency in DIRECTORY.members_of(DEPARTMENTS)}
    assert members <= set(OBLIGATIONS.obliged_agencies(task_id))


def test_a_task_of_public_units_obliges_every_one() -> None:
    (task_id,) = PLAN.led_by[SERVICE_UNITS]
    assert {agency.name for agency in DIRECTORY.members_of(SERVICE_UNITS)} <= set(
        OBLIGATIONS.obliged_agencies(task_id)
    )


def test_all_agencies_that_owe_something_stand_in_the_order_of_the_directory() -> None:
    names = [agency.name for agency in DIRECTORY.agencies]
    assert len(OBLIGATIONS.agencies) == 19 + 102
    assert list(OBLIGATIONS.agencies) == sorted(OBLIGATIONS.agencies, key=names.index)
    assert "Hiệp hội Doanh nghiệp tỉnh" not in OBLIGATIONS.agencies


def test_tasks_and_agencies_tell_the_same_duties() -> None:
    by_task = {(task.id, name) for task in PLAN.tasks for name in OBLIGATIONS.obliged_agencies(task.id)}
    by_agency = {
        (duty.task_id, name) for name in OBLIGATIONS.agencies for duty in OBLIGATIONS.duties_of(name)
    }
    assert by_task == by_agency


def test_what_an_agency_owes_in_a_period_and_in_all() -> None:
    assert len(OBLIGATIONS.obligations_of("Sở Nội vụ", "2026-6T")) == 24
    assert len(OBLIGATIONS.obligations_of("Sở Nội vụ")) == 24 * 19
    assert OBLIGATIONS.obligations_of("Sở Ngoại vụ") == ()
    assert len(OBLIGATIONS.obligations_on("VIII.6", "2026-6T")) == len(OBLIGATIONS.obliged_agencies("VIII.6"))


def test_one_obligation_by_its_key() -> None:
    owed = OBLIGATIONS.obligation("VII.10.1", "Văn phòng UBND tỉnh", "2026-6T")
    assert owed is not None
    assert (owed.task_id, owed.agency, owed.period.name) == (
        "VII.10.1",
        "Văn phòng UBND tỉnh",
        "6 tháng 2026",
    )
    assert OBLIGATIONS.obligation("VII.10.1", "Văn phòng UBND tỉnh", "2026-Q1") is None
    assert OBLIGATIONS.obligation("VII.10.1", "Xã An Phú", "2026-6T") is None
    assert OBLIGATIONS.obligation("IX.1", "Thanh tra tỉnh", "2026-6T") is None


def test_an_agency_leads_coordinates_or_has_no_part() -> None:
    task = next(task for task in PLAN.tasks if COMMUNES in task.coordinating_agencies)
    lead = OBLIGATIONS.obliged_agencies(task.id)[0]
    assert OBLIGATIONS.role(task.id, lead) == "lead"
    assert OBLIGATIONS.role(task.id, "Xã An Phú") == "coordinate"
    assert OBLIGATIONS.role(task.id, "Công an tỉnh") == "none"
    assert COMMUNES in OBLIGATIONS.coordinating_agencies(task.id)
    assert task.id in OBLIGATIONS.coordinated_by("Xã An Phú")


def test_an_agency_named_beside_its_group_counts_as_named() -> None:
    first = replace(PLAN.tasks[0], lead_agencies=(DEPARTMENTS, "Sở Nội vụ"))
    plan = replace(PLAN, tasks=(first, *PLAN.tasks[1:]))
    duty = Obligations(plan, DIRECTORY, PlanPeriods(CALENDAR, plan)).duty(first.id, "Sở Nội vụ")
    assert duty == Duty(first.id, "Sở Nội vụ", Level.DEPARTMENT)


def test_collective_tasks_are_those_that_a_group_leads() -> None:
    expected = {*PLAN.led_by[DEPARTMENTS], *PLAN.led_by[COMMUNES], *PLAN.led_by[SERVICE_UNITS]}
    assert set(OBLIGATIONS.collective_tasks()) == expected


@pytest.mark.parametrize(
    ("lead", "agency", "level"),
    [
        ("Ban Quản lý khu kinh tế tỉnh", "Ban Quản lý Khu kinh tế tỉnh", Level.DEPARTMENT),
        ("sở nội vụ", "Sở Nội vụ", Level.DEPARTMENT),
        ("Sở Ngoại vụ", "Sở Ngoại vụ", Level.DEPARTMENT),
        ("UBND xã Tân Lập Mới", "UBND xã Tân Lập Mới", Level.COMMUNE),
        ("Xã An Phú", "Xã An Phú", Level.COMMUNE),
    ],
)
def test_a_lead_reports_under_one_name(lead: str, agency: str, level: Level) -> None:
    obligations = led_by(lead)
    task_id = PLAN.tasks[0].id
    assert obligations.duty(task_id, agency) == Duty(task_id, agency, level)
    assert obligations.obliged_agencies(task_id) == (agency,)
    assert obligations.agency_name(lead.upper()) == agency


def test_a_group_without_members_obliges_its_own_name() -> None:
    group = Agency(COMMUNES, "", "nhóm", confirmed=True, aliases=(), groups=())
    obligations = led_by(COMMUNES, directory=Directory([(group, [(COMMUNES, "strong")])]))
    task_id = PLAN.tasks[0].id
    assert obligations.obliged_agencies(task_id) == (COMMUNES,)
    assert obligations.duties_of(COMMUNES)[0] == Duty(task_id, COMMUNES, Level.COMMUNE)
