"""The time frames of Vietnamese task tables."""

from __future__ import annotations

import datetime as dt

import pytest

from corpus.deadlines import is_deadline, read_deadline, tidy_timeframe


def day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("2026 - 2030", "years", "2026-01-01", "2030-12-31"),
        ("Năm 2025-2026", "years", "2025-01-01", "2026-12-31"),
        ("Giai đoạn 2026 – 2030", "years", "2026-01-01", "2030-12-31"),
        ("Năm 2026", "year", "2026-01-01", "2026-12-31"),
        ("Đến năm 2030", "years", "", "2030-12-31"),
        ("Quí IV-2025", "quarter", "2025-10-01", "2025-12-31"),
        ("Quý III Năm 2026", "quarter", "2026-07-01", "2026-09-30"),
        ("Quý IV/2025- Quý II/2026", "quarter", "2025-10-01", "2026-06-30"),
        ("Quý I, II/2026", "quarter", "2026-01-01", "2026-06-30"),
        ("Tháng 06/2026", "month", "2026-06-01", "2026-06-30"),
        ("Tháng 2 năm 2028", "month", "2028-02-01", "2028-02-29"),
        ("Tháng 6 - 9/2026", "month", "2026-06-01", "2026-09-30"),
        ("6/2025", "month", "2025-06-01", "2025-06-30"),
        ("12/2025", "month", "2025-12-01", "2025-12-31"),
        ("31/12/2025", "day", "2025-12-31", "2025-12-31"),
        ("ngày 15 tháng 6 năm 2026", "day", "2026-06-15", "2026-06-15"),
        ("01/01/2026 - 31/12/2026", "day", "2026-01-01", "2026-12-31"),
        ("Trước ngày 30/11/2025", "day", "", "2025-11-30"),
        ("6 tháng đầu năm 2026", "half-year", "2026-01-01", "2026-06-30"),
        ("2025 và những năm tiếp theo", "conditional", "2025-01-01", ""),
        ("Theo Kế hoạch riêng", "conditional", "", ""),
        ("Sau khi có Quy chế của TW", "conditional", "", ""),
        ("Khi có phát sinh", "conditional", "", ""),
        ("", "none", "", ""),
        ("-", "none", "", ""),
        ("31/02/2026", "unknown", "", ""),
        ("2030-2026", "unknown", "", ""),
        ("Sở Nội vụ", "unknown", "", ""),
    ],
)  # fmt: skip
def test_a_time_frame_has_a_kind_and_an_end(text: str, kind: str, start: str, end: str) -> None:
    deadline = read_deadline(text)
    assert (deadline.kind, deadline.start, deadline.end) == (kind, day(start), day(end))


@pytest.mark.parametrize(
    ("text", "every", "month", "day_of_month"),
    [
        ("Hằng năm", "year", None, None),
        ("Hàng năm", "year", None, None),
        ("Tháng 12 hằng năm", "year", 12, None),
        ("Trước 15/12 hằng năm", "year", 12, 15),
        ("Thường xuyên, định kỳ hằng quý", "quarter", None, None),
        ("Định kỳ hằng tháng", "month", None, None),
        ("Thường xuyên", "", None, None),
    ],
)
def test_a_recurring_time_frame_says_how_often(
    text: str, every: str, month: int | None, day_of_month: int | None
) -> None:
    deadline = read_deadline(text)
    assert deadline.kind == "recurring"
    assert (deadline.every, deadline.due_month, deadline.due_day) == (every, month, day_of_month)


@pytest.mark.parametrize("text", ["2026-", "- 2030", "Trước ngày", "Quý"])
def test_a_torn_time_frame_is_not_whole(text: str) -> None:
    assert not is_deadline(text)


def test_a_year_range_is_written_in_one_form() -> None:
    assert tidy_timeframe(" 2026 – 2030 ") == "2026-2030"
