"""A damaged or foreign file gets one clear line naming the place, and nothing half-read is kept."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Plan
from corpus.plans import BUNDLED_PLAN, PlanError, check_plan_bytes, read_plan

TEXT = BUNDLED_PLAN.read_text(encoding="utf-8")
LINES = TEXT.split("\n")
ROW = next(i for i, line in enumerate(LINES) if line.startswith("7\t"))  # a row with a number, five cells


def _without(words: str, instead: str = "") -> bytes:
    assert words in TEXT
    return TEXT.replace(words, instead).encode()


def _with_line(at: int, line: str) -> bytes:
    return "\n".join([*LINES[:at], line, *LINES[at + 1 :]]).encode()


def _plan_or_none(data: bytes) -> Plan | None:
    """The plan, or None when it was refused as it should be; any other error fails the test."""
    try:
        return check_plan_bytes(data).plan
    except PlanError:
        return None


def _zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", None, "Tệp rỗng"),
        (b" \r\n\t\n", None, "Tệp rỗng"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", None, "PDF"),
        (_zip(), None, "Word .docx"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", None, "PNG"),
        (b"Ph\xe1\xbb\xa5 l\xe1\xbb\xa5c\nSTT\tNhi\xff\xfe", 2, "UTF-8"),
        (b"STT\tNhiem vu\tDon vi thuc hien\n1\tA\x00\tB", 2, "nhị phân"),
        ("Kính gửi các đồng chí,\nmời họp lúc 8 giờ.".encode(), None, "hàng tiêu đề"),
        ("STT,Nhiệm vụ,Cơ quan chủ trì\n1,Kiểm tra,Sở Nội vụ\n".encode(), 1, "CSV"),
        ("Họ tên\tĐiểm\nAn\t8\n".encode(), None, "hàng tiêu đề"),
        (_without("Cơ quan chủ trì", "Tên gọi"), 9, "cột cơ quan chủ trì"),
        (_without("201 /KH-UBND", "      /KH-UBND"), 7, "Thiếu số"),
        (_without("ngày 16 tháng 4 năm 2026", "ngày    tháng    năm 2026"), 7, "Thiếu ngày"),
        (_without("ngày 16 tháng 4 năm 2026", "ngày 31 tháng 4 năm 2026"), 7, "không có thật"),
        (_without(" của Ủy ban nhân dân tỉnh An Giang)", ")"), 7, "Thiếu cơ quan ban hành"),
        (_with_line(ROW, "\t".join(LINES[ROW].split("\t")[:3])), ROW + 1, "cắt cụt"),
        (_with_line(ROW, LINES[ROW] + "\tSở Y tế"), ROW + 1, "6 ô"),
        (_with_line(ROW, LINES[ROW].replace("7\t", "bảy\t", 1)), ROW + 1, "Không hiểu STT"),
        (_with_line(ROW, "7\t\tSở Tài chính\t\t2026"), ROW + 1, "không có nội dung"),
        ("\n".join(LINES[:9]).encode(), 9, "không có hàng nhiệm vụ"),
        ("\n".join(LINES[:10]).encode(), 9, "chỉ có tên mục"),
    ],
)
def test_one_line_says_what_is_wrong_and_where(data: bytes, line: int | None, words: str) -> None:
    with pytest.raises(PlanError) as refused:
        check_plan_bytes(data)
    assert refused.value.line == line
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)
    assert str(refused.value).startswith(f"Dòng {line}: " if line else refused.value.reason)


def test_a_file_that_ends_within_a_row_is_refused() -> None:
    last = LINES[-1]
    data = TEXT.encode()
    cut = data[: -len(last.split("\t", 2)[2].encode()) - 1]
    with pytest.raises(PlanError, match=f"Dòng {len(LINES)}: Hàng bị cắt cụt"):
        check_plan_bytes(cut)


@pytest.mark.parametrize("name", ["khong-co.txt", "."])
def test_a_file_that_cannot_be_opened_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="Không mở được"):
        read_plan(tmp_path / name)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_plan_or_one_clear_line(data: bytes) -> None:
    with pytest.raises(PlanError):
        check_plan_bytes(data)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, len(TEXT.encode()) - 1))
def test_a_plan_cut_anywhere_is_refused_or_only_its_end_is_missing(size: int) -> None:
    whole = check_plan_bytes(TEXT.encode()).plan
    plan = _plan_or_none(TEXT.encode()[:size])
    if plan is None:
        return
    # A cut at the end of a line cannot be told from a shorter plan; all rows but the last are as they were.
    assert plan.tasks[:-1] == whole.tasks[: len(plan.tasks) - 1]


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, len(TEXT) - 1),
    st.sampled_from(["<", "&", "\t", "<ul>", "\u200b", "\n", "-", "(", "<script>"]),
)
def test_a_stray_sign_never_breaks_the_reader(at: int, sign: str) -> None:
    plan = _plan_or_none((TEXT[:at] + sign + TEXT[at:]).encode())
    assert plan is None or len(plan.tasks) > 40
