"""Plans of other provinces, in other forms, are read by the same rules."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from corpus.model import Plan
from corpus.plans import PlanReport, check_plan

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def dong_thap() -> PlanReport:
    """CRLF, a byte order mark, a header in two lines, a row over three pages, numbers that jump."""
    return check_plan(DATA / "ke-hoach-dong-thap-45.txt")


@pytest.fixture(scope="module")
def lang_son() -> PlanReport:
    """The decision itself, parts with sections, other column order, letters and dashes as numbers, <li>."""
    return check_plan(DATA / "quyet-dinh-lang-son-1203.txt")


def measures(plan: Plan, task_id: str) -> list[tuple[str, object, str]]:
    return [(t.comparator, t.value, t.unit) for t in plan.task_by_id[task_id].targets]


def test_document_of_an_annex_over_two_lines(dong_thap: PlanReport) -> None:
    document = dong_thap.plan.document
    assert (document.number, document.date, document.annex) == (
        "45/KH-UBND",
        dt.date(2026, 2, 5),
        "Phụ lục I",
    )
    assert document.issuer == "Ủy ban nhân dân tỉnh Đồng Tháp"
    assert document.title == "DANH MỤC NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH NĂM 2026 CỦA TỈNH ĐỒNG THÁP"


def test_document_of_a_decision_with_its_own_letterhead(lang_son: PlanReport) -> None:
    document = lang_son.plan.document
    assert (document.kind, document.number, document.annex) == ("Quyết định", "1203/QĐ-UBND", "")
    assert (document.date, document.issuer) == (dt.date(2026, 7, 9), "Ủy ban nhân dân tỉnh Lạng Sơn")
    assert document.title == "Phân công nhiệm vụ chuyển đổi số và cải cách hành chính"


def test_running_numbers_gaps_and_letters_are_kept_as_printed(dong_thap: PlanReport) -> None:
    assert [task.id for task in dong_thap.plan.tasks] == [
        "I.1",
        "I.2",
        "I.4",
        "II.5.1",
        "II.5.2",
        "II.122",
        "II.122a",
    ]
    assert [s.numbered_items for s in dong_thap.plan.sections] == [3, 3]


def test_gaps_are_doubted_with_their_lines(dong_thap: PlanReport) -> None:
    gaps = [(doubt.line, doubt.text) for doubt in dong_thap.doubts if "không liên tục" in doubt.text]
    assert gaps == [
        (24, "STT không liên tục trong mục I: 4 đứng sau 2."),
        (34, "STT không liên tục trong mục II: 122 đứng sau 5."),
    ]


def test_a_row_over_three_pages_is_whole(dong_thap: PlanReport) -> None:
    task = dong_thap.plan.task_by_id["I.2"]
    assert [bullet.text for bullet in task.bullets] == [
        "Kiểm tra theo kế hoạch tối thiểu 12 đơn vị/năm.",
        "Kiểm tra đột xuất; xử lý sau kiểm tra đạt 100%.",
        "Phối hợp Tỉnh đoàn, các tổ chức chính trị - xã hội giám sát giai đoạn 2026 – 2030.",
    ]
    assert task.lead_agencies == ("Sở Nội vụ", "Văn phòng UBND tỉnh")
    assert task.coordinating_agencies == ("Thanh tra tỉnh", "Công an tỉnh", "Các Sở, Ban, ngành tỉnh")
    assert task.timeframe == "Trước ngày 30/11/2026"
    assert (task.source.first_line, task.source.last_line) == (12, 23)


def test_targets_of_another_plan(dong_thap: PlanReport) -> None:
    plan = dong_thap.plan
    assert measures(plan, "I.2") == [(">=", 30, "%"), (">=", 12, "đơn vị/năm"), ("=", 100, "%")]
    assert measures(plan, "II.5.1") == [(">=", 30, "% giảm")]
    assert measures(plan, "II.5.2") == [("=", 100, "%"), ("<=", 2, "%")]
    assert measures(plan, "II.122a") == [(">=", "tốt", "mức đánh giá"), ("max-rank", 10, "thứ hạng")]
    assert [t.is_stretch for t in plan.task_by_id["II.122"].targets] == [False, True]
    assert [t.is_yearly for t in plan.task_by_id["I.4"].targets] == [True]


def test_empty_cells_take_the_row_above_and_say_so(dong_thap: PlanReport) -> None:
    assert dong_thap.plan.task_by_id["I.4"].lead_agencies == ("Sở Nội vụ", "Văn phòng UBND tỉnh")
    assert any(doubt.line == 24 and "để trống cơ quan" in doubt.text for doubt in dong_thap.doubts)


def test_further_columns_are_kept_as_notes(dong_thap: PlanReport) -> None:
    assert dong_thap.plan.notes["I.2: Sản phẩm"] == "Báo cáo kết quả kiểm tra"


def test_sections_that_restart_in_each_part_are_told_apart(lang_son: PlanReport) -> None:
    assert [section.roman for section in lang_son.plan.sections] == ["A.I", "A.II", "B.I"]
    assert [task.id for task in lang_son.plan.tasks] == [
        "A.I.1",
        "A.I.2.a",
        "A.I.2.b",
        "A.II.3",
        "B.I.1",
        "B.I.2",
    ]


def test_empty_cells_inherit_from_section_and_parent(lang_son: PlanReport) -> None:
    tasks = lang_son.plan.task_by_id
    assert tasks["A.I.1"].lead_agencies == ("Sở Tư pháp",)
    assert tasks["A.I.2.a"].lead_agencies == ("Sở Nội vụ", "Trường Chính trị Hoàng Văn Thụ")
    assert tasks["A.I.2.b"].lead_agencies == ("UBND các xã, phường",)


def test_a_dash_row_without_agencies_is_a_bullet(lang_son: PlanReport) -> None:
    task = lang_son.plan.task_by_id["A.I.2.b"]
    assert [bullet.text for bullet in task.bullets] == ["Cụm Đồng Đăng - Kỳ Lừa: tối đa 40 người/lớp"]
    assert measures(lang_son.plan, task.id) == [("<=", 40, "người/lớp")]


def test_html_lists_and_entities_are_words(lang_son: PlanReport) -> None:
    task = lang_son.plan.task_by_id["A.I.1"]
    assert task.text == "Ban hành quy chế phối hợp:\n- Dự thảo quy chế\n- Lấy ý kiến < 20 ngày"
    assert lang_son.plan.sections[0].title == "Thể chế & chính sách"


def test_a_change_against_last_year_keeps_its_figure(lang_son: PlanReport) -> None:
    (target,) = lang_son.plan.task_by_id["B.I.1"].targets
    assert (target.comparator, target.value, target.unit) == ("decrease-yoy", 10, "%")
    assert target.against_last_year
