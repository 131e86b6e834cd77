"""Days, months, quarters and years."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import dates_in


@pytest.mark.parametrize(
    ("text", "grain", "first", "last"),
    [
        ("16/4/2026", "day", "2026-04-16", "2026-04-16"),
        ("ngày 16-04-2026", "day", "2026-04-16", "2026-04-16"),
        ("ngày 16 tháng 4 năm 2026", "day", "2026-04-16", "2026-04-16"),
        ("ngay 16 thang 4 nam 2026", "day", "2026-04-16", "2026-04-16"),
        ("trước 30/11/2025", "day", "2025-11-30", "2025-11-30"),
        ("tháng 6/2026", "month", "2026-06-01", "2026-06-30"),
        ("12/2025", "month", "2025-12-01", "2025-12-31"),
        ("thang 2 nam 2028", "month", "2028-02-01", "2028-02-29"),
        ("Quý III năm 2026", "quarter", "2026-07-01", "2026-09-30"),
        ("Quí IV-2025", "quarter", "2025-10-01", "2025-12-31"),
        ("quy 3 nam 2026", "quarter", "2026-07-01", "2026-09-30"),
        ("6 tháng đầu năm 2026", "months", "2026-01-01", "2026-06-30"),
        ("9 thang 2026", "months", "2026-01-01", "2026-09-30"),
        ("năm 2027", "year", "2027-01-01", "2027-12-31"),
        ("2026-2030", "years", "2026-01-01", "2030-12-31"),
        ("2026 – 2030", "years", "2026-01-01", "2030-12-31"),
        ("từ năm 2026 đến năm 2030", "years", "2026-01-01", "2030-12-31"),
    ],
)
def test_dates_have_a_first_and_a_last_day(text: str, grain: str, first: str, last: str) -> None:
    (found,) = dates_in(text)
    assert (found.grain, str(found.first), str(found.last)) == (grain, first, last)


def test_a_quarter_without_a_year_has_no_days_yet() -> None:
    (found,) = dates_in("báo cáo quý III xong chưa")
    assert (found.quarter, found.first, found.text) == (3, None, "quý III")


def test_four_sixths_is_a_date_only_after_the_word_day() -> None:
    assert dates_in("hoàn thành 4/6") == ()
    (found,) = dates_in("đến ngày 4/6")
    assert (found.day, found.month, found.year) == (4, 6, None)


@pytest.mark.parametrize(
    "text",
    ["31/2/2026", "III.4", "201/KH-UBND", "13/2026", "quý 5", "2030-2026x", "09/2019/NĐ-CP", "99/99/2026"],
)
def test_what_does_not_exist_is_no_day(text: str) -> None:
    assert [one for one in dates_in(text) if one.grain in ("day", "month", "quarter", "years")] == []


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)), st.sampled_from(["/", "-", "."]))
def test_every_real_day_is_found(day: dt.date, sign: str) -> None:
    (found,) = dates_in(f"nộp trước {day.day}{sign}{day.month:02}{sign}{day.year} nhé")
    assert found.first == found.last == day


@given(st.text(max_size=200) | st.text(alphabet="0123456789 ./-–ngàythángnăquýIV", max_size=60))
def test_any_text_is_read_without_error(text: str) -> None:
    for found in dates_in(text):
        assert found.first is None or found.last is None or found.first <= found.last
