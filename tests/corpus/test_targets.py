"""Targets are quoted with what they measure, and soft ones are told apart."""

from __future__ import annotations

import pytest

from corpus.soft_targets import read_soft_targets
from corpus.targets import read_targets


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Nâng cao tỷ lệ hồ sơ đúng hạn đạt từ 98% trở lên.", "tỷ lệ hồ sơ đúng hạn đạt từ 98% trở lên"),
        ("Phấn đấu 100% cán bộ được tập huấn (cả cấp xã).", "100% cán bộ được tập huấn"),
        ("Ban hành văn bản, hoàn thành 90% kế hoạch vốn", "hoàn thành 90% kế hoạch vốn"),
        ("Mở lớp tập huấn ít nhất 02 lớp/năm; sơ kết", "ít nhất 02 lớp/năm"),
    ],
)
def test_a_target_is_quoted_with_what_it_measures(text: str, quote: str) -> None:
    assert [target.text for target in read_targets([(None, text)])] == [quote]


def test_a_second_figure_that_is_striven_for_is_a_stretch() -> None:
    first, second = read_targets([(0, "Đạt 80% trở lên, phấn đấu đạt 95%.")])
    assert (first.is_stretch, second.is_stretch) == (False, True)
    assert second.value == 95


def test_a_figure_striven_for_alone_is_no_stretch() -> None:
    (only,) = read_targets([(0, "Phấn đấu đạt 95% hồ sơ trực tuyến.")])
    assert not only.is_stretch


def test_a_cut_is_a_change_not_a_level() -> None:
    (target,) = read_targets([(None, "Cắt giảm ít nhất 30% thời gian giải quyết")])
    assert (target.comparator, target.value, target.unit) == (">=", 30, "% giảm")


def test_targets_know_their_bullet() -> None:
    assert [
        t.bullet for t in read_targets([(None, "Đạt 90% trở lên:"), (0, "Không số"), (1, "Tối đa 5%")])
    ] == [None, 1]


@pytest.mark.parametrize(
    ("text", "comparator", "quote"),
    [
        ("Công khai, minh bạch, không để xảy ra tham nhũng.", "=", "không để xảy ra tham nhũng"),
        ("Giải quyết toàn bộ đơn thư đúng quy định", "=", "Giải quyết toàn bộ đơn thư"),
        (
            "Không được vượt quá số lượng cấp phó được giao",
            "<=",
            "Không được vượt quá số lượng cấp phó được giao",
        ),
        ("Nâng cao tỷ lệ hài lòng, góp phần cải thiện", "increase", "Nâng cao tỷ lệ hài lòng"),
        ("Kéo giảm tỷ lệ hồ sơ trễ hạn", "<=", "Kéo giảm tỷ lệ hồ sơ trễ hạn"),
        ("Bảo đảm theo lộ trình Chính phủ quy định", "external", "Bảo đảm theo lộ trình Chính phủ quy định"),
        ("Đạt và vượt các chỉ tiêu do Tỉnh ủy giao", ">=", "Đạt và vượt các chỉ tiêu do Tỉnh ủy giao"),
    ],
)
def test_what_binds_without_a_number_is_soft(text: str, comparator: str, quote: str) -> None:
    assert [(t.comparator, t.text) for t in read_soft_targets([(0, text)], ())] == [(comparator, quote)]


@pytest.mark.parametrize(
    "text",
    [
        "Nếu không có nhu cầu thì báo cáo",
        "Nâng cao tỷ lệ hài lòng đạt 90% trở lên",
        "Nâng cao hiệu quả công tác",
        "Nâng cao các chỉ số:",
    ],
)
def test_plain_words_bind_nothing(text: str) -> None:
    lines: list[tuple[int | None, str]] = [(0, text)]
    assert read_soft_targets(lines, read_targets(lines)) == ()
