"""Measuring phrases over many plans."""

from __future__ import annotations

import pytest

from corpus.measures import find_measures, parse_number, unread_numbers


@pytest.mark.parametrize(
    ("text", "comparator", "value", "unit"),
    [
        ("đạt trên 90% hồ sơ", ">=", 90, "%"),
        ("tối thiểu 90 %", ">=", 90, "%"),
        ("tỷ lệ ≥ 90%", ">=", 90, "%"),
        ("không thấp hơn 95,75%", ">=", 95.75, "%"),
        ("đạt từ 95 điểm trở lên", ">=", 95, "điểm"),
        ("ít nhất 1.000 doanh nghiệp", ">=", 1000, "doanh nghiệp"),
        ("mỗi năm ít nhất 01 lần", ">=", 1, "lần"),
        ("90 phần trăm trở lên", ">=", 90, "%"),
        ("trễ hạn dưới 5%", "<=", 5, "%"),
        ("không quá 03 ngày làm việc", "<=", 3, "ngày làm việc"),
        ("tối đa 2% hồ sơ", "<=", 2, "%"),
        ("từ 5% trở xuống", "<=", 5, "%"),
        ("từ 90% đến 95%", "range", (90, 95), "%"),
        ("tăng 2 - 3 bậc", "range", (2, 3), "bậc"),
        ("đến năm 2030 đạt 100%", "=", 100, "%"),
        ("tổ chức 02 cuộc/năm", "=", 2, "cuộc/năm"),
        ("năm sau cao hơn năm trước", "increase-yoy", None, ""),
        ("tăng so với năm trước liền kề", "increase-yoy", None, ""),
        ("giảm dần qua các năm", "decrease-yoy", None, ""),
        ("tăng ít nhất 5% so với cùng kỳ năm trước", "increase-yoy", 5, "%"),
        ("giảm 10%/năm", "decrease-yoy", 10, "%"),
        ("nằm trong nhóm 10 tỉnh dẫn đầu cả nước", "max-rank", 10, "thứ hạng"),
        ("lọt vào top 15", "max-rank", 15, "thứ hạng"),
        ("xếp thứ 20 trở lên", "max-rank", 20, "thứ hạng"),
        ("xếp loại khá trở lên", ">=", "khá", "mức đánh giá"),
        ("được xếp loại xuất sắc", "=", "xuất sắc", "mức đánh giá"),
    ],
)  # fmt: skip
def test_a_phrase_sets_one_measure(text: str, comparator: str, value: object, unit: str) -> None:
    assert [(m.comparator, m.value, m.unit) for m in find_measures(text)] == [(comparator, value, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "giai đoạn 2026 – 2030",
        "theo Quyết định số 766/QĐ-TTg ngày 23/6/2022 của Thủ tướng Chính phủ",
        "Nghị quyết số 57-NQ/TW của Bộ Chính trị",
        "trước ngày 15 tháng 12 năm 2026",
        "công nghệ IPv6 và mạng 5G",
        "triển khai Đề án 06",
        "tổ chức thực hiện tốt, nâng cao hiệu quả",
    ],
)
def test_numbers_of_documents_and_dates_are_no_measures(text: str) -> None:
    assert find_measures(text) == ()
    assert list(unread_numbers(text)) == []


def test_a_counted_thing_without_a_comparator_is_left_for_a_person() -> None:
    assert list(unread_numbers("Nhân rộng 05 mô hình tại cơ sở")) == ["05 mô hình"]
    assert list(unread_numbers("đạt khoảng 90%")) == ["khoảng 90%"]


@pytest.mark.parametrize(
    ("printed", "number"), [("03", 3), ("95,5", 95.5), ("95.5", 95.5), ("1.250", 1250), ("1.250,5", 1250.5)]
)
def test_numbers_are_written_the_vietnamese_way(printed: str, number: float) -> None:
    assert parse_number(printed) == number
