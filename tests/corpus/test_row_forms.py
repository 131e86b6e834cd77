"""Numbers, sections and merged cells in the forms that other offices print them."""

from __future__ import annotations

from corpus.model import Plan
from corpus.plans import check_plan_bytes

HEAD = "(kèm theo Kế hoạch số 7/KH-UBND ngày 2 tháng 3 năm 2026 của Ủy ban nhân dân tỉnh Lào Cai)\n"
HEADER = "STT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian\n"


def read(rows: str, header: str = HEADER) -> Plan:
    return check_plan_bytes((HEAD + header + rows).encode()).plan


def leads(plan: Plan) -> dict[str, tuple[str, ...]]:
    return {task.id: task.lead_agencies for task in plan.tasks}


def test_a_table_without_sections_is_one_section_without_a_number() -> None:
    plan = read("01\tKiểm tra\tSở Y tế\t\t2026\n2.\tBáo cáo\tSở Nội vụ\t\t2026\n")
    assert [(section.roman, section.task_ids) for section in plan.sections] == [("", ("1", "2"))]


def test_groups_numbered_with_plain_numbers_are_parents() -> None:
    plan = read("1\tThể chế\t\t\t\n1.1\tKiểm tra\tSở Y tế\t\t2026\n1.2\tBáo cáo\tSở Nội vụ\t\t2026\n")
    assert [(parent.id, parent.children) for parent in plan.parents] == [("1", ("1.1", "1.2"))]


def test_a_section_may_stand_in_one_merged_cell() -> None:
    plan = read(
        "I. Chỉ đạo\t\t\t\t\n1\tKiểm tra\tSở Y tế\t\t2026\n\tII. Thể chế\t\t\t\n1\tBáo cáo\tSở Y tế\t\t2026\n"
    )
    assert [(section.roman, section.title) for section in plan.sections] == [
        ("I", "Chỉ đạo"),
        ("II", "Thể chế"),
    ]


def test_trailing_tabs_of_a_section_may_be_missing() -> None:
    assert read("I\tChỉ đạo\n1\tKiểm tra\tSở Y tế\t\t2026\n").sections[0].title == "Chỉ đạo"


def test_a_cell_with_a_line_end_inside_is_one_cell() -> None:
    plan = read("1\tKiểm tra\ncông vụ\tSở Y tế\t\t2026\n2\tBáo cáo\tSở Y tế\t\t2026\n")
    assert [task.text for task in plan.tasks] == ["Kiểm tra công vụ", "Báo cáo"]
    assert (plan.tasks[0].source.first_line, plan.tasks[0].source.last_line) == (3, 4)


def test_a_row_without_a_number_loses_nothing() -> None:
    plan = read(
        "I\tChỉ đạo\t\t\t\n1\tKiểm tra\tSở Y tế\t\t2026\n"
        "\tBáo cáo\tSở Nội vụ\t\t2026\n2\tHọp\tSở Y tế\t\t2026\n"
    )
    assert leads(plan) == {"I.1": ("Sở Y tế",), "I.(1)": ("Sở Nội vụ",), "I.2": ("Sở Y tế",)}


def test_a_second_agency_on_a_line_of_its_own_is_another_agency() -> None:
    assert leads(read("1\tKiểm tra\tSở Y tế\t\t2026\n\t\tSở Nội vụ\t\t\n")) == {"1": ("Sở Y tế", "Sở Nội vụ")}


def test_a_page_may_print_the_number_again() -> None:
    first = "1\tKiểm tra công\tSở Y tế\t\t2026\n\n"
    plan = read(first + HEADER + "1 (tiếp theo)\tvụ\t\t\t\n2\tHọp\tSở Y tế\t\t2026\n")
    assert [task.text for task in plan.tasks] == ["Kiểm tra công vụ", "Họp"]


def test_a_figure_at_the_top_of_a_page_is_no_row_number() -> None:
    plan = read(f"8\tChi không quá\tSở\t\t\n\n{HEADER}\t8.1 tỷ đồng\tY tế\t\t2026\n")
    assert [(task.id, task.text) for task in plan.tasks] == [("8", "Chi không quá 8.1 tỷ đồng")]


def test_one_column_may_say_who_leads_and_who_coordinates() -> None:
    header = "TT\tNội dung\tCơ quan chủ trì/phối hợp\tThời hạn\n"
    task = read("1\tKiểm tra\tChủ trì: Sở Y tế; Phối hợp: Sở Nội vụ\t2026\n", header).tasks[0]
    assert (task.lead_agencies, task.coordinating_agencies) == (("Sở Y tế",), ("Sở Nội vụ",))


def test_columns_may_come_in_another_order() -> None:
    header = "TT\tThời hạn\tĐơn vị phối hợp\tĐơn vị thực hiện\tNội dung công việc\n"
    task = read("1\t2026\tSở Nội vụ\tSở Y tế\tKiểm tra\n", header).tasks[0]
    assert (task.text, task.lead_agencies, task.timeframe) == ("Kiểm tra", ("Sở Y tế",), "2026")
