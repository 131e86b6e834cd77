"""Working days: weekends, public holidays, days in lieu, make-up days and what an operator adds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from progress.data_files import DataFileError
from progress.working_days import WorkingDays, vietnamese_day

DAYS = WorkingDays()
ANY_DAY = st.dates(dt.date(2026, 1, 1), dt.date(2030, 12, 31))


def day(text: str) -> dt.date:
    """ "17/6/2026" as a date."""
    return dt.datetime.strptime(text + " +0000", "%d/%m/%Y %z").date()


@pytest.mark.parametrize(
    ("said", "is_working"),
    [
        ("16/4/2026", True),
        ("18/4/2026", False),  # Saturday
        ("19/4/2026", False),  # Sunday
        ("27/4/2026", False),  # Giỗ Tổ fell on a Sunday
        ("30/4/2026", False),
        ("1/5/2026", False),
        ("31/8/2026", False),  # given free by the Government
        ("22/8/2026", True),  # and made up for on this Saturday
        ("1/9/2026", False),
        ("2/9/2026", False),
        ("3/9/2026", True),
        ("17/2/2026", False),  # Tết
        ("23/2/2026", True),
        ("8/2/2027", False),
        ("24/11/2026", False),  # Ngày Văn hóa Việt Nam
        ("1/1/2030", False),
    ],
)
def test_offices_work_on(said: str, is_working: bool) -> None:
    assert DAYS.is_working_day(day(said)) is is_working


def test_a_holiday_has_its_vietnamese_name() -> None:
    assert DAYS.holiday_name(day("2/9/2026")) == "Quốc khánh"
    assert DAYS.holiday_name(day("17/6/2026")) is None


@pytest.mark.parametrize(
    ("said", "count", "before"),
    [
        ("17/6/2026", 1, "16/6/2026"),
        ("17/9/2027", 1, "16/9/2027"),
        ("20/6/2026", 1, "19/6/2026"),  # due on a Saturday
        ("21/6/2026", 1, "19/6/2026"),
        ("22/6/2026", 1, "19/6/2026"),
        ("3/9/2026", 1, "28/8/2026"),  # over the five days of Quốc khánh
        ("17/6/2026", 3, "12/6/2026"),
        ("17/6/2026", 5, "10/6/2026"),
    ],
)
def test_the_working_day_before(said: str, count: int, before: str) -> None:
    assert DAYS.working_day_before(day(said), count) == day(before)


def test_two_working_days_of_grace_pass_over_a_weekend() -> None:
    assert DAYS.add_working_days(day("17/9/2026"), 2) == day("21/9/2026")


def test_working_days_between_two_days() -> None:
    assert DAYS.working_days_between(day("14/3/2027"), day("17/3/2027")) == 3
    assert DAYS.working_days_between(day("17/3/2027"), day("14/3/2027")) == -2
    assert DAYS.working_days_between(day("17/3/2027"), day("17/3/2027")) == 0


@settings(deadline=None)
@given(ANY_DAY, st.integers(-15, 15))
def test_what_is_added_is_counted(start: dt.date, count: int) -> None:
    end = DAYS.add_working_days(start, count)
    assert count == 0 or DAYS.is_working_day(end)
    assert DAYS.working_days_between(start, end) == count


@settings(deadline=None)
@given(ANY_DAY, ANY_DAY, ANY_DAY)
def test_working_days_add_up(one: dt.date, two: dt.date, three: dt.date) -> None:
    first, second, third = sorted((one, two, three))
    parts = DAYS.working_days_between(first, second) + DAYS.working_days_between(second, third)
    assert parts == DAYS.working_days_between(first, third)


def test_the_operators_file_wins(tmp_path: Path) -> None:
    file = tmp_path / "days_off.toml"
    file.write_text("days_off = [2026-06-17]\nworking_days = [2026-06-20, 2026-09-02]\n", encoding="utf-8")
    own = WorkingDays.load(file)
    assert not own.is_working_day(day("17/6/2026"))
    assert own.is_working_day(day("20/6/2026"))
    assert own.is_working_day(day("2/9/2026"))
    assert own.working_day_before(day("18/6/2026")) == day("16/6/2026")


def test_the_bundled_file_adds_nothing() -> None:
    assert WorkingDays.load() == DAYS


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            'days_off = ["17/6/2026"]',
            "mục “days_off” phải là danh sách ngày dạng năm-tháng-ngày, ví dụ [2027-02-10]",
        ),
        ("nghi = []", "không có mục “nghi”, các mục dùng được: days_off, working_days"),
        (
            "days_off = [2026-06-17]\nworking_days = [2026-06-17]",
            "ngày 17/06/2026 vừa là ngày nghỉ vừa là ngày làm việc",
        ),
    ],
)
def test_an_operators_mistake_is_told_in_one_line(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "days_off.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as refusal:
        WorkingDays.load(file)
    assert str(refusal.value) == f"days_off.toml: {told}"


def test_broken_toml_names_its_line(tmp_path: Path) -> None:
    file = tmp_path / "days_off.toml"
    file.write_text("days_off = []\nworking_days = [2026-02-30]\n", encoding="utf-8")
    with pytest.raises(DataFileError) as refusal:
        WorkingDays.load(file)
    assert str(refusal.value).startswith("days_off.toml, dòng 2: ")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"^days_off\.toml: không tìm thấy tệp"):
        WorkingDays.load(tmp_path / "days_off.toml")


def test_the_day_in_vietnam_begins_seven_hours_before_utc() -> None:
    assert vietnamese_day(dt.datetime(2026, 6, 17, 16, 59, tzinfo=dt.UTC)) == day("17/6/2026")
    assert vietnamese_day(dt.datetime(2026, 6, 17, 17, 0, tzinfo=dt.UTC)) == day("18/6/2026")
    with pytest.raises(ValueError, match="time zone"):
        vietnamese_day(dt.datetime(2026, 6, 17, 17, 0))  # noqa: DTZ001
