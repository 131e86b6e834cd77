"""The reporting calendar: every day of it until 2030, what a person means, what an operator gets wrong."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Plan
from corpus.plans import BUNDLED_PLAN, read_plan
from progress.data_files import DataFileError
from progress.periods import Period, PlanPeriods, last_year_of, periods_between
from progress.reporting_calendar import CALENDAR_FILE, Level, ReportingCalendar
from progress.working_days import WorkingDays

PLAN = read_plan(BUNDLED_PLAN)
CALENDAR = ReportingCalendar.load()
PERIODS = PlanPeriods(CALENDAR, PLAN)
DAYS_OF_PLAN = st.dates(dt.date(2026, 4, 16), dt.date(2030, 12, 31))

# Written by hand. key; name; data from; closes; opens; units due; province due
TABLE = """
2026-6T; 6 tháng 2026; 15/12/2025; 14/6/2026; 1/6/2026; 17/6/2026; 20/6/2026
2026-Q3; Quý III/2026; 15/6/2026; 14/9/2026; 1/9/2026; 17/9/2026; 20/9/2026
2026-N; Năm 2026; 15/12/2025; 14/12/2026; 1/12/2026; 17/12/2026; 20/12/2026
2027-Q1; Quý I/2027; 15/12/2026; 14/3/2027; 1/3/2027; 17/3/2027; 20/3/2027
2027-6T; 6 tháng 2027; 15/12/2026; 14/6/2027; 1/6/2027; 17/6/2027; 20/6/2027
2027-Q3; Quý III/2027; 15/6/2027; 14/9/2027; 1/9/2027; 17/9/2027; 20/9/2027
2027-N; Năm 2027; 15/12/2026; 14/12/2027; 1/12/2027; 17/12/2027; 20/12/2027
2028-Q1; Quý I/2028; 15/12/2027; 14/3/2028; 1/3/2028; 17/3/2028; 20/3/2028
2028-6T; 6 tháng 2028; 15/12/2027; 14/6/2028; 1/6/2028; 17/6/2028; 20/6/2028
2028-Q3; Quý III/2028; 15/6/2028; 14/9/2028; 1/9/2028; 17/9/2028; 20/9/2028
2028-N; Năm 2028; 15/12/2027; 14/12/2028; 1/12/2028; 17/12/2028; 20/12/2028
2029-Q1; Quý I/2029; 15/12/2028; 14/3/2029; 1/3/2029; 17/3/2029; 20/3/2029
2029-6T; 6 tháng 2029; 15/12/2028; 14/6/2029; 1/6/2029; 17/6/2029; 20/6/2029
2029-Q3; Quý III/2029; 15/6/2029; 14/9/2029; 1/9/2029; 17/9/2029; 20/9/2029
2029-N; Năm 2029; 15/12/2028; 14/12/2029; 1/12/2029; 17/12/2029; 20/12/2029
2030-Q1; Quý I/2030; 15/12/2029; 14/3/2030; 1/3/2030; 17/3/2030; 20/3/2030
2030-6T; 6 tháng 2030; 15/12/2029; 14/6/2030; 1/6/2030; 17/6/2030; 20/6/2030
2030-Q3; Quý III/2030; 15/6/2030; 14/9/2030; 1/9/2030; 17/9/2030; 20/9/2030
2030-N; Năm 2030; 15/12/2029; 14/12/2030; 1/12/2030; 17/12/2030; 20/12/2030
"""
ROWS = [[cell.strip() for cell in line.split(";")] for line in TABLE.strip().splitlines()]


def day(text: str) -> dt.date:
    """ "17/6/2026" as a date."""
    number, month, year = map(int, text.split("/"))
    return dt.date(year, month, number)


def key_of(period: Period | None) -> str | None:
    return period.key if period else None


def test_every_period_of_the_plan_stands_in_the_table() -> None:
    assert [period.key for period in PERIODS.periods] == [row[0] for row in ROWS]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_period_has_the_days_of_the_table(row: list[str]) -> None:
    period = PERIODS.by_key[row[0]]
    days = [period.data_from, period.closes, period.opens, period.due_departments, period.due_province]
    assert [period.name, *days] == [row[1], *map(day, row[2:])]
    assert period.due_communes == period.due_departments


def test_at_least_one_working_day_is_left_between_closing_and_the_end_of_the_due_day() -> None:
    working_days = WorkingDays()
    for period in PERIODS.periods:
        assert working_days.working_days_between(period.closes, period.due_departments) >= 1


def test_quarter_one_of_2026_obliges_nobody() -> None:
    assert "2026-Q1" not in PERIODS.by_key
    assert PERIODS.find("quý I/2026", day("1/6/2026")) is None


@pytest.mark.parametrize(
    ("issued", "first"),
    [("13/3/2026", "2026-Q1"), ("14/3/2026", "2026-6T"), ("16/4/2026", "2026-6T"), ("20/12/2025", "2026-Q1")],
)
def test_the_first_period_closes_after_the_date_of_the_plan(issued: str, first: str) -> None:
    plan = replace(PLAN, document=replace(PLAN.document, date=day(issued)))
    assert PlanPeriods(CALENDAR, plan).periods[0].key == first


def test_the_plan_runs_until_the_last_year_it_names() -> None:
    assert last_year_of(PLAN) == 2030
    document = replace(PLAN.document, title="Kế hoạch giai đoạn 2026 - 2028")
    tasks = tuple(replace(task, timeframe="Thường xuyên") for task in PLAN.tasks)
    assert last_year_of(replace(PLAN, tasks=tasks, document=document)) == 2028
    assert last_year_of(replace(PLAN, tasks=tasks)) == 2026


@pytest.mark.parametrize(
    ("today", "current", "upcoming"),
    [
        ("16/4/2026", None, "2026-6T"),
        ("31/5/2026", None, "2026-6T"),
        ("1/6/2026", "2026-6T", "2026-Q3"),
        ("17/6/2026", "2026-6T", "2026-Q3"),
        ("18/6/2026", "2026-6T", "2026-Q3"),  # gone by, not locked
        ("31/8/2026", "2026-6T", "2026-Q3"),
        ("1/9/2026", "2026-Q3", "2026-N"),
        ("31/12/2026", "2026-N", "2027-Q1"),
        ("1/12/2030", "2030-N", None),
        ("1/1/2032", "2030-N", None),
    ],
)
def test_one_reports_for_the_newest_period_that_has_opened(
    today: str, current: str | None, upcoming: str | None
) -> None:
    assert key_of(PERIODS.current(day(today))) == current
    assert key_of(PERIODS.upcoming(day(today))) == upcoming


def test_a_locked_period_is_not_reported_for() -> None:
    assert key_of(PERIODS.current(day("1/10/2026"), {"2026-Q3"})) == "2026-6T"
    assert PERIODS.current(day("1/7/2026"), {"2026-6T"}) is None


def test_a_period_is_open_from_its_opening_to_its_due_day() -> None:
    period = PERIODS.by_key["2026-6T"]
    around = ["31/5/2026", "1/6/2026", "17/6/2026", "18/6/2026"]
    assert [period.is_open(day(one)) for one in around] == [False, True, True, False]


@settings(deadline=None)
@given(DAYS_OF_PLAN)
def test_there_is_always_a_period_now_or_next(today: dt.date) -> None:
    current, upcoming = PERIODS.current(today), PERIODS.upcoming(today)
    assert current or upcoming
    assert current is None or current.opens <= today
    assert upcoming is None or today < upcoming.opens


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("quý 1", "2027-Q1"),
        ("quý I/2027", "2027-Q1"),
        ("Quy 1 nam 2027", "2027-Q1"),
        ("3 tháng đầu năm 2027", "2027-Q1"),
        ("6 thang dau nam", "2026-6T"),
        ("sáu tháng đầu năm 2026", "2026-6T"),
        ("6T", "2026-6T"),
        ("6t/2028", "2028-6T"),
        ("6 tháng", "2026-6T"),
        ("kỳ 6 tháng đầu năm nay", "2026-6T"),
        ("nửa đầu năm", "2026-6T"),
        ("quy III/2026", "2026-Q3"),
        ("quý III", "2026-Q3"),
        ("QUÝ 3", "2026-Q3"),
        ("quí 3/27", "2027-Q3"),
        ("qúy III năm sau", "2027-Q3"),
        ("q3", "2026-Q3"),
        ("9 tháng", "2026-Q3"),
        ("năm 2026", "2026-N"),
        ("nam 2030", "2030-N"),
        ("năm nay", "2026-N"),
        ("báo cáo năm", "2026-N"),
        ("cả năm 2027", "2027-N"),
        ("báo cáo cho kỳ quý III nhé", "2026-Q3"),
        ("2026-6T", "2026-6T"),
        ("kỳ này", "2026-Q3"),
        ("ky nay", "2026-Q3"),
        ("kỳ trước", "2026-6T"),
        ("kỳ báo cáo tới", "2026-N"),
        ("quý 2", None),
        ("quý IV", None),
        ("6 tháng 2031", None),
        ("năm ngoái", None),
        ("năm", None),
        ("5 việc", None),
        ("III.4", None),
        ("quý 1 và quý 3", None),
        ("", None),
    ],
)
def test_people_say_a_period_in_many_ways(said: str, key: str | None) -> None:
    assert key_of(PERIODS.find(said, day("20/11/2026"))) == key


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_period_is_found_by_its_name_and_its_key(row: list[str]) -> None:
    today = day("1/1/2029")
    assert [key_of(PERIODS.find(said, today)) for said in row[:2]] == [row[0], row[0]]


@pytest.mark.parametrize(
    ("sentence", "words", "is_sure"),
    [
        ("báo cáo III.4 quý 3: đạt 95%", "quý 3", True),
        ("kỳ 6 tháng 2026, IV.1 xong rồi", "6 tháng 2026", True),
        ("trong 6 tháng đã làm 3 cuộc", "6 tháng", False),
        ("năm 2026 đã xử lý 4/6 văn bản", "năm 2026", False),
        ("2026-Q3: III.4 đạt 95%", "2026-Q3", True),
    ],
)
def test_a_sentence_shows_where_it_speaks_of_a_period(sentence: str, words: str, is_sure: bool) -> None:
    (said,) = PERIODS.mentions(sentence)
    assert (sentence[said.start : said.end], said.is_sure) == (words, is_sure)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_whatever_is_said_finds_a_period_or_none(said: str) -> None:
    found = PERIODS.find(said, day("20/11/2026"))
    assert found is None or found in PERIODS.periods


def test_periods_between_two_days_whatever_the_plan() -> None:
    found = periods_between(CALENDAR, day("1/1/2026"), day("14/6/2026"))
    assert [period.key for period in found] == ["2026-Q1", "2026-6T"]
    inside = PERIODS.between(day("14/6/2026"), day("14/9/2026"))
    assert [period.key for period in inside] == ["2026-6T", "2026-Q3"]


def test_the_order_of_periods_is_that_of_time() -> None:
    assert PERIODS.order("2026-Q3") < PERIODS.order("2026-N") < PERIODS.order("2027-Q1")


def with_timeframe(task_id: str, timeframe: str) -> Plan:
    tasks = (replace(task, timeframe=timeframe) if task.id == task_id else task for task in PLAN.tasks)
    return replace(PLAN, tasks=tuple(tasks))


def test_a_task_reports_in_the_years_it_names() -> None:
    periods = PlanPeriods(CALENDAR, with_timeframe("I.1", "Quý IV/2026"))
    assert [period.key for period in periods.of_task("I.1")] == ["2026-6T", "2026-Q3", "2026-N"]
    assert periods.task_period("I.1", "2027-Q1") is None
    assert periods.of_task("I.2") == periods.periods


def test_a_task_that_was_due_before_the_first_period_reports_once() -> None:
    periods = PlanPeriods(CALENDAR, with_timeframe("I.1", "Năm 2025"))
    assert [period.key for period in periods.of_task("I.1")] == ["2026-6T"]


def written(folder: Path, *changes: tuple[str, str], more: str = "") -> Path:
    text = CALENDAR_FILE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file = folder / "lich.toml"
    file.write_text(f"{text}\n{more}", encoding="utf-8")
    return file


def test_communes_may_have_a_due_day_of_their_own(tmp_path: Path) -> None:
    file = written(tmp_path, ("units = 17\n", "units = 17\ncommunes = 16\n"))
    period = PlanPeriods(ReportingCalendar.load(file), PLAN).by_key["2027-N"]
    assert (period.due(Level.DEPARTMENT), period.due(Level.COMMUNE)) == (day("17/12/2027"), day("16/12/2027"))
    assert period.due(Level.PROVINCE) == day("20/12/2027")
    assert period.last_due == day("17/12/2027")


def test_a_task_may_have_days_and_periods_of_its_own(tmp_path: Path) -> None:
    own = """
    [tasks."VII.1"]
    periods = ["6T", "N"]
    due = { communes = 15 }
    [tasks."VII.1".N]
    from = "1/1"
    to = "31/12"
    due = { units = "10/1 năm sau", province = "15/1 năm sau" }
    """
    periods = PlanPeriods(ReportingCalendar.load(written(tmp_path, more=own)), PLAN)
    half, year = periods.of_task("VII.1")[:2]
    assert (half.key, half.due_departments, half.due_communes) == (
        "2026-6T",
        day("17/6/2026"),
        day("15/6/2026"),
    )
    assert (year.key, year.data_from, year.closes) == ("2026-N", day("1/1/2026"), day("31/12/2026"))
    assert (year.opens, year.due_communes, year.due_province) == (
        day("1/12/2026"), day("10/1/2027"), day("15/1/2027")
    )  # fmt: skip
    assert periods.task_period("VII.1", "2026-Q3") is None
    assert periods.by_key["2026-N"].closes == day("14/12/2026")
    assert key_of(periods.current(day("5/9/2026"), task_id="VII.1")) == "2026-6T"


def test_the_plan_may_begin_and_end_where_the_calendar_says(tmp_path: Path) -> None:
    file = written(
        tmp_path, ('# first = "2026-6T"', 'first = "2026-Q1"'), ("# last_year = 2030", "last_year = 2026")
    )
    periods = PlanPeriods(ReportingCalendar.load(file), PLAN).periods
    assert [period.key for period in periods] == ["2026-Q1", "2026-6T", "2026-Q3", "2026-N"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('to = "14/3"', 'to = "31/2"', "kỳ “Q1”: mục “to”: không phải năm nào cũng có ngày 31/2"),
        ('to = "14/3"', 'to = "14-3"',
         "kỳ “Q1”: mục “to” viết “14-3”, cần dạng “14/3” hoặc “15/12 năm trước”"),
        ('to = "14/3"', "", "kỳ “Q1”: mục “to” phải là chữ"),
        ('from = "15/6"', 'from = "15/10"', "kỳ “Q3”: số liệu từ 15/10 không được sau ngày chốt 14/9"),
        ("units = 17", "units = 14", "kỳ “Q1”: hạn gửi 14/3 phải sau ngày chốt số liệu 14/3"),
        ("units = 17", "units = 32", "[due]: mục “units” phải là số từ 1 đến 31"),
        ("units = 17", "unit = 17",
         "[due]: không có mục “unit”, các mục dùng được: units, departments, communes, province"),
        ("units = 17", "", "kỳ “Q1”: thiếu hạn gửi: điền “units” trong [due]"),
        ('name = "Quý I/{year}"', 'name = "Quý I"',
         "kỳ “Q1”: mục “name” cần có {year}, ví dụ “Quý I/{year}”"),
        ("[periods.Q1]", '[periods."Quý I"]',
         "kỳ “Quý I”: mã kỳ chỉ gồm chữ không dấu và số, tối đa 8 ký tự"),
        ('# first = "2026-6T"', 'first = "2026-Q2"',
         "[plan]: first “2026-Q2” không phải mã kỳ, ví dụ “2026-Q1”"),
        ('# first = "2026-6T"', 'first = "2035-6T"',
         "[plan]: first “2035-6T” không nằm trong thời gian của kế hoạch 201/KH-UBND"),
        ('# [tasks."VII.1"]', '[tasks."IX.1"]', "nhiệm vụ “IX.1” không có trong kế hoạch 201/KH-UBND"),
        ('# [tasks."VII.1"]', '[tasks."VII.1"]\nperiods = ["Q2"]',
         "nhiệm vụ “VII.1”: không có kỳ “Q2”, các kỳ là Q1, 6T, Q3, N"),
        ('# [tasks."VII.1"]', '[tasks."VII.1"]\nperiods = []',
         "nhiệm vụ “VII.1”: mục “periods” để trống; muốn báo cáo mọi kỳ thì xóa mục này"),
        ('# [tasks."VII.1"]', '[tasks."VII.1"]\ndue = { units = "10/3" }',
         "nhiệm vụ “VII.1”, kỳ “Q1”: hạn gửi 10/3 phải sau ngày chốt số liệu 14/3"),
    ],
)  # fmt: skip
def test_an_operators_mistake_is_told_in_one_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(DataFileError) as refusal:
        PlanPeriods(ReportingCalendar.load(written(tmp_path, (old, new))), PLAN)
    assert str(refusal.value) == f"lich.toml: {told}"


def test_a_calendar_without_periods_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "lich.toml"
    file.write_text("[due]\nunits = 17\n", encoding="utf-8")
    with pytest.raises(DataFileError, match="chưa có kỳ nào"):
        ReportingCalendar.load(file)
