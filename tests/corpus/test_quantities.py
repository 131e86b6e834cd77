"""Numbers with their units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.quantities import numbers_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đạt 95,5%", [(95.5, "%", None)]),
        ("đạt 95.5 %", [(95.5, "%", None)]),
        ("95 phần trăm", [(95, "%", None)]),
        ("95 phan tram", [(95, "%", None)]),
        ("03 cuộc/năm", [(3, "cuộc", None)]),
        ("ba cuộc", [(3, "cuộc", None)]),
        ("ba muoi cuoc", [(30, "cuộc", None)]),
        ("hai mươi mốt đơn vị", [(21, "đơn vị", None)]),
        ("một trăm linh năm đơn vị", [(105, "đơn vị", None)]),
        ("4/6", [(4, "", 6)]),
        ("1.204,5/2.310 tỷ", [(1204.5, "tỷ", 2310)]),
        ("bảy trên mười xã", [(7, "xã", 10)]),
        ("năm mươi bảy phẩy năm phần trăm", [(57.5, "%", None)]),
        ("vốn đầu tư năm mươi phần trăm", [(50, "%", None)]),
        ("37/118 đơn vị chưa nộp", [(37, "đơn vị", 118)]),
        ("1.234 hồ sơ", [(1234, "hồ sơ", None)]),
        ("1.234,5 tỷ đồng", [(1234.5, "tỷ đồng", None)]),
        ("một nửa số hồ sơ", [(50, "%", None)]),
        ("hai phần ba", [(2, "", 3)]),
        ("90-95%", [(90, "%", None), (95, "%", None)]),
        ("tăng -3%", [(-3, "%", None)]),
        ("VII.10.1 đạt 81,25", [(81.25, "", None)]),
        ("nhiệm vụ 2", [(2, "", None)]),
        ("hết 5.", [(5, "", None)]),
        ("một cửa", []),
        ("năm 2027", []),
        ("III.4", []),
        ("201/KH-UBND ngày 16/4/2026", []),
        ("IPv6", []),
        ("giai đoạn 2026-2030", []),
        ("0/0", []),
        ("không có ai", []),
    ],
)
def test_numbers_are_read_with_unit_and_total(
    text: str, expected: list[tuple[float, str, float | None]]
) -> None:
    assert [(one.value, one.unit, one.total) for one in numbers_in(text)] == expected


def test_a_share_has_a_percentage() -> None:
    four_of_six, plain = numbers_in("4/6 và 12")
    assert four_of_six.percent == pytest.approx(66.67, abs=0.01)
    assert plain.percent is None


def test_the_span_covers_number_and_unit() -> None:
    text = "đã đạt 95,5 % rồi"
    (found,) = numbers_in(text)
    assert text[found.start : found.end] == found.text == "95,5 %"


@given(st.text(max_size=200) | st.text(alphabet="0123456789 .,/-%ab", max_size=60))
def test_any_text_is_read_without_error_and_in_order(text: str) -> None:
    found = numbers_in(text)
    assert list(found) == sorted(found, key=lambda one: one.start)
