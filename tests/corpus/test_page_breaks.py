"""A page may break anywhere in a plan: between rows, inside any cell, more than once in one row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.model import Plan, SourceSpan
from corpus.plans import BUNDLED_PLAN, check_plan_bytes

HEADER = "STT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian thực hiện"
CARRIER = "(kèm theo Kế hoạch số 7/KH-UBND ngày 2 tháng 3 năm 2026 của Ủy ban nhân dân tỉnh Lào Cai)"
HEAD = f"Phụ lục I\n\n{CARRIER}\n\n"
HEADINGS = (
    "Kiểm tra công tác cải cách hành chính:",
    "Rà soát thủ tục hành chính (TTHC), đạt từ 95% trở lên.",
    "Phối hợp các tổ chức chính trị - xã hội giai đoạn 2026 – 2030:",
    "Triển khai chương trình hợp tác Lào Cai - Yên Bái.",
    "Nâng cao tỷ lệ hồ sơ trực tuyến lên 8.5 điểm; xếp thứ 10 trở lên:",
)
BULLETS = (
    "Tăng cường kiểm tra tại cơ sở.",
    "100% hồ sơ được xử lý đúng hạn;",
    "Thực hiện Quyết định số 843/QĐ-UBND ngày 04/9/2025 của UBND tỉnh.",
    "Tài chính - ngân sách, kinh tế – xã hội.",
    "rà soát, cập nhật thường xuyên.",
)
AGENCIES = (
    "Sở Nội vụ", "Văn phòng UBND tỉnh", "Các sở, ban ngành tỉnh", "UBND xã, phường, đặc khu", "Thuế tỉnh",
    "Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch tỉnh", "Báo và Phát thanh Truyền hình Lào Cai",
)  # fmt: skip
TIMES = (
    "2026-2030",
    "2026 – 2030",
    "Thường xuyên",
    "Trước ngày 30/11/2026",
    "Quý IV/2026 - Quý I/2027",
    "Hằng năm",
)

Row = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Table:
    rows: tuple[Row, ...]

    def print(self, breaks: dict[int, list[tuple[float, ...]]] | None = None) -> bytes:
        """The table as pages; ``breaks`` gives, for a row, the shares of its cells before each page end."""
        lines = [HEADER]
        for i, row in enumerate(self.rows):
            for k, part in enumerate(_parts(row, (breaks or {}).get(i, []))):
                if k:
                    lines += ["", HEADER]
                lines.append("\t".join(part))
        return (HEAD + "\n".join(lines)).encode()


def _parts(row: Row, cuts: list[tuple[float, ...]]) -> list[tuple[str, ...]]:
    """A row cut into the rows of its pages. A cut with nothing after it is a break before the row."""
    parts: list[tuple[str, ...]] = []
    rest: tuple[str, ...] = row[1:]
    number = row[0]
    for shares in cuts:
        words = [cell.split(" ") for cell in rest]
        at = [round(share * len(cell)) for share, cell in zip(shares, words, strict=True)]
        first = tuple(" ".join(cell[:n]) for cell, n in zip(words, at, strict=True))
        after = tuple(" ".join(cell[n:]) for cell, n in zip(words, at, strict=True))
        is_numbered_in_text = not number and len(words[0][: at[0]]) < 2
        if not first[0] or not any(after) or (is_numbered_in_text and not parts):
            continue
        parts.append((number, *first))
        number, rest = "", after
    return [*parts, (number, *rest)]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    rows: list[Row] = []
    for section in ("I", "II", "III")[: draw(st.integers(1, 3))]:
        rows.append(
            (section, draw(st.sampled_from(("Cải cách thể chế", "Chuyển đổi số - hạ tầng"))), "", "", "")
        )
        for n in range(1, draw(st.integers(2, 4))):
            if draw(st.integers(0, 4)) == 0:
                rows.append((str(n), "Phát triển dịch vụ phục vụ người dân", "", "", ""))
                in_text = draw(st.booleans())
                for k in range(1, draw(st.integers(2, 3)) + 1):
                    text = draw(contents())
                    text = text.removeprefix("- ")
                    rows.append(
                        (
                            "" if in_text else f"{n}.{k}",
                            f"{n}.{k}. {text}" if in_text else text,
                            *draw(duties()),
                        )
                    )
            else:
                rows.append((str(n), draw(contents()), *draw(duties())))
    return Table(tuple(rows))


@st.composite
def contents(draw: st.DrawFn) -> str:
    heading = draw(st.sampled_from(("", *HEADINGS)))
    bullets = draw(st.lists(st.sampled_from(BULLETS), min_size=0 if heading else 1, max_size=3))
    return " ".join([*([heading] if heading else []), *(f"- {bullet}" for bullet in bullets)])


@st.composite
def duties(draw: st.DrawFn) -> tuple[str, str, str]:
    names = st.lists(st.sampled_from(AGENCIES), min_size=1, max_size=3, unique=True)
    return "; ".join(draw(names)), "; ".join(draw(names)), draw(st.sampled_from(TIMES))


def what_it_says(plan: Plan) -> Plan:
    """The plan without the lines it stands on."""
    nowhere = SourceSpan(0, 0)
    return replace(
        plan,
        tasks=tuple(replace(task, source=nowhere) for task in plan.tasks),
        parents=tuple(replace(parent, source=nowhere) for parent in plan.parents),
        source_hash="",
    )


SHARES = st.tuples(*(st.floats(0, 1) for _ in range(4)))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables(), st.dictionaries(st.integers(0, 12), st.lists(SHARES, min_size=1, max_size=2), max_size=4))
def test_a_page_break_changes_nothing_that_is_read(
    table: Table, breaks: dict[int, list[tuple[float, ...]]]
) -> None:
    whole = check_plan_bytes(table.print()).plan
    broken = check_plan_bytes(table.print(breaks)).plan
    assert what_it_says(broken) == what_it_says(whole)


@settings(max_examples=100, deadline=None)
@given(tables(), st.sets(st.integers(1, 12)))
def test_a_page_break_between_rows_changes_nothing(table: Table, before: set[int]) -> None:
    lines = table.print().decode().split("\n")
    first_row = lines.index(HEADER) + 1
    for i in sorted((n for n in before if first_row + n < len(lines)), reverse=True):
        lines[first_row + i : first_row + i] = ["", HEADER]
    broken = check_plan_bytes("\n".join(lines).encode()).plan
    assert what_it_says(broken) == what_it_says(check_plan_bytes(table.print()).plan)


@pytest.mark.parametrize("change", ["crlf", "bom", "blank lines", "final newline", "form feeds", "utf-16"])
def test_the_way_lines_end_changes_nothing(change: str) -> None:
    text = Path(BUNDLED_PLAN).read_text(encoding="utf-8")
    changed = {
        "crlf": text.replace("\n", "\r\n").encode(),
        "bom": b"\xef\xbb\xbf" + text.encode(),
        "blank lines": text.replace("\n", "\n\n \n").encode(),
        "final newline": (text + "\n").encode(),
        "form feeds": text.replace("\n\nSTT", "\n\x0c\nSTT").encode(),
        "utf-16": text.encode("utf-16"),
    }[change]
    assert what_it_says(check_plan_bytes(changed).plan) == what_it_says(check_plan_bytes(text.encode()).plan)


def test_a_page_break_may_be_taken_out_of_the_bundled_plan() -> None:
    data = BUNDLED_PLAN.read_bytes()
    lines = data.decode().split("\n")
    header = next(line for line in lines if line.startswith("STT\t"))
    first = lines.index(header)
    # Between whole rows a page header says nothing.
    kept = [
        line for i, line in enumerate(lines) if line != header or i == first or lines[i + 1].startswith("\t")
    ]
    assert len(kept) < len(lines)
    assert what_it_says(check_plan_bytes("\n".join(kept).encode()).plan) == what_it_says(
        check_plan_bytes(data).plan
    )
