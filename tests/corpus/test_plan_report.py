"""What was read is said in Vietnamese, each doubt with its line."""

from __future__ import annotations

from corpus.plans import check_plan, check_plan_bytes
from corpus.reports import format_report

HEAD = "(kèm theo Kế hoạch số 7/KH-UBND ngày 2 tháng 3 năm 2026 của Ủy ban nhân dân tỉnh Lào Cai)\n"
HEADER = "STT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian\n"


def doubts_of(rows: str) -> list[tuple[int, str]]:
    report = check_plan_bytes((HEAD + HEADER + "I\tMục một\t\t\t\n" + rows).encode())
    return [(doubt.line, doubt.text) for doubt in report.doubts]


def test_the_report_names_document_figures_and_every_doubt() -> None:
    report = check_plan()
    said = format_report(report)
    assert said.startswith(
        "Phụ lục II, Kế hoạch số 201/KH-UBND ngày 16/04/2026 của Ủy ban nhân dân tỉnh An Giang"
    )
    assert "8 mục, 52 nhiệm vụ" in said
    for doubt in report.doubts:
        line = next(line for line in said.split("\n") if line.endswith(f": {doubt.text}"))
        assert str(doubt.line) in line.removeprefix("  Dòng ").split(":")[0].split(", ")


def test_a_clean_plan_has_no_doubt() -> None:
    assert (
        doubts_of("1\tKiểm tra\tSở Nội vụ\tSở Y tế\t2026\n2\tBáo cáo\tSở Nội vụ\tSở Y tế\tHằng năm\n") == []
    )


def test_a_repeated_number_is_doubted_and_both_rows_kept() -> None:
    rows = "1\tKiểm tra\tSở Nội vụ\t\t2026\n1\tBáo cáo\tSở Nội vụ\t\t2026\n"
    assert (5, "STT 1 lặp lại trong mục I.") in doubts_of(rows)
    plan = check_plan_bytes((HEAD + HEADER + "I\tMục một\t\t\t\n" + rows).encode()).plan
    assert [task.id for task in plan.tasks] == ["I.1", "I.1(2)"]


def test_a_row_without_an_agency_is_doubted() -> None:
    assert doubts_of("1\tKiểm tra\t\tSở Y tế\t2026\n") == [(4, "Hàng I.1 không có cơ quan chủ trì.")]


def test_words_no_rule_understands_are_doubted() -> None:
    texts = [text for _, text in doubts_of("1\tXây dựng 05 mô hình\tSở Nội vụ\t\tsớm\n")]
    assert texts == [
        "Con số ở I.1 chưa rõ là chỉ tiêu gì: “05 mô hình”.",
        "Không hiểu thời gian thực hiện ở I.1: “sớm”.",
    ]


def test_a_line_outside_the_table_is_named() -> None:
    rows = "1\tKiểm tra\tSở Nội vụ\t\t2026\n12\nNơi nhận: như trên\n"
    assert doubts_of(rows) == [(6, "Dòng ngoài bảng, không đọc: “Nơi nhận: như trên”")]


def test_an_agency_name_torn_inside_a_word_is_doubted() -> None:
    rows = "1\tKiểm tra\tVăn phòng UBND tỉnh\t\t2026\n2\tBáo cáo\tVăn phòng UB ND tỉnh\t\t2026\n"
    assert [line for line, text in doubts_of(rows) if "bị tách chữ" in text] == [5]


def test_an_unclosed_tag_is_doubted() -> None:
    assert doubts_of("1\tViệc: <ul> - Một\tSở Nội vụ\t\t2026\n") == [
        (4, "Thẻ chưa đóng <ul> trong ô “Nhiệm vụ”.")
    ]
