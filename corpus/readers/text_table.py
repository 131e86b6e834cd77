"""The tab-separated text of a plan's pages -> its raw rows, each with the lines it stands on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.doubts import Doubt, PlanError, excerpt
from corpus.readers.cells import Cell, read_cell, tidy_space
from corpus.readers.columns import (
    Column,
    Role,
    continues_header,
    counts_columns,
    counts_rows,
    merge_header,
    merges_duties,
    name_columns,
    starts_header,
)
from corpus.vietnamese import fold

FILE_SIZE_LIMIT = 32 * 1024 * 1024  # bytes; a plan's text is some tens of kilobytes
_FOREIGN_STARTS = (
    (b"%PDF", "tệp PDF"),
    (b"PK\x03\x04", "tệp nén (Word .docx, Excel .xlsx hoặc .zip)"),
    (b"\xd0\xcf\x11\xe0", "tệp Word hoặc Excel kiểu cũ (.doc, .xls)"),
    (b"{\\rtf", "tệp RTF"),
    (b"\x89PNG", "tệp ảnh PNG"),
    (b"\xff\xd8\xff", "tệp ảnh JPEG"),
)
_SECTION_NUMBER = re.compile(r"(?:(?:phần|mục|chương)\s+)?(?:[IVXLC]+|[A-HK])[.)]?(?:\s|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RawRow:
    """One table line: cells by role, further columns by title; ``after_break`` right after a page header."""

    cells: Mapping[Role, Cell]
    extras: Mapping[str, Cell]
    first_line: int
    last_line: int
    after_break: bool

    def text(self, role: Role) -> str:
        """The cell's text without markup, "" when there is no such cell."""
        cell = self.cells.get(role)
        return cell.text if cell else ""


@dataclass(frozen=True, slots=True)
class TextTable:
    """What stands before the table (line number, text), the table's columns and rows, and what was odd."""

    preamble: tuple[tuple[int, str], ...]
    columns: tuple[Column, ...]
    rows: tuple[RawRow, ...]
    doubts: tuple[Doubt, ...]
    header_line: int


_Line = tuple[int, list[str]]  # line number, fields


@dataclass(slots=True)
class _Reading:
    preamble: list[tuple[int, str]] = field(default_factory=list)
    columns: tuple[Column, ...] = ()
    rows: list[RawRow] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    header_line: int = 0
    after_break: bool = False


def decode(data: bytes) -> str:
    """Bytes -> text. UTF-8 with or without BOM, or UTF-16 with one; raises PlanError for anything else."""
    if not data.strip():
        raise PlanError("Tệp rỗng, không có kế hoạch nào để đọc.")
    if len(data) > FILE_SIZE_LIMIT:
        raise PlanError(
            f"Tệp quá lớn (hơn {FILE_SIZE_LIMIT // 2**20} MB), không phải bảng kế hoạch dạng văn bản."
        )
    for start, name in _FOREIGN_STARTS:
        if data.startswith(start):
            raise PlanError(
                f"Đây là {name}, không phải văn bản phân cách bằng dấu tab; hãy xuất ra .txt trước."
            )
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = _lines_before(data[: error.start])
        raise PlanError("Có ký tự không phải UTF-8; hãy lưu lại tệp với bảng mã UTF-8.", line) from None
    if "\x00" in text:
        line = _lines_before(text[: text.index("\x00")].encode())
        raise PlanError("Có byte nhị phân; đây không phải tệp văn bản.", line)
    return text


def source_hash(data: bytes) -> str:
    """sha256 of the source bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def read_text_table(data: bytes) -> TextTable:
    """Read the one table of a plan. Raises PlanError naming the line; nothing half-read is returned."""
    lines = _lines(decode(data))
    reading = _Reading()
    at = 0
    while at < len(lines):
        first, fields = lines[at]
        is_outside = not reading.columns or counts_rows(fields[0])
        titles = [read_cell(f).text for f in fields] if is_outside else []
        if starts_header(titles):
            at, titles = _whole_header(lines, at, titles)
            _open_page(reading, titles, first)
        elif not reading.columns:
            reading.preamble.append((first, tidy_space(" ".join(t for t in titles if t))))
        else:
            at, fields = _whole_row(lines, at, len(reading.columns))
            _add_row(reading, fields, first, lines[at][0])
        at += 1
    if not reading.columns:
        raise _no_header(reading.preamble)
    if not reading.rows:
        raise PlanError("Bảng chỉ có tiêu đề cột, không có hàng nhiệm vụ nào.", reading.header_line)
    return TextTable(
        tuple(reading.preamble),
        reading.columns,
        tuple(reading.rows),
        tuple(reading.doubts),
        reading.header_line,
    )


def _lines_before(data: bytes) -> int:
    return len(re.findall(rb"\r\n|\n|\r", data)) + 1


def _lines(text: str) -> list[_Line]:
    """Lines with content as (number, fields); form feeds and the like are no line ends."""
    numbered = enumerate(re.split(r"\r\n|\n|\r", text), start=1)
    return [(number, line.split("\t")) for number, line in numbered if line.strip()]


def _whole_header(lines: list[_Line], at: int, titles: list[str]) -> tuple[int, list[str]]:
    """The header with its lower line and the line that counts the columns; gives the last index it takes."""
    while at + 1 < len(lines):
        below = [read_cell(f).text for f in lines[at + 1][1]]
        if continues_header(titles, below):
            titles = merge_header(titles, below)
        elif not counts_columns(below):
            break
        at += 1
    return at, titles


def _whole_row(lines: list[_Line], at: int, width: int) -> tuple[int, list[str]]:
    """A row whose cells hold line ends, put together; gives the last index it takes."""
    line, fields = lines[at]
    while 1 < len(fields) < width and at + 1 < len(lines) and not _is_section(fields):
        below_line, below = lines[at + 1]
        fits = below_line == line + 1 and len(below) < width and len(fields) + len(below) - 1 <= width
        if not fits or _looks_numbered(below[0]):
            break
        fields = [*fields[:-1], f"{fields[-1]} {below[0]}", *below[1:]]
        line, at = below_line, at + 1
    return at, fields


def _looks_numbered(field_text: str) -> bool:
    return re.fullmatch(r"\s*(\d+(\.\d+)*[a-zđ]?[.)]?|[IVXLC]+\.?|[a-zđ]\))\s*", field_text) is not None


def _is_section(fields: list[str]) -> bool:
    return _SECTION_NUMBER.match(read_cell(fields[0]).text) is not None and not any(
        f.strip() for f in fields[2:]
    )


def _open_page(reading: _Reading, titles: list[str], line: int) -> None:
    columns = name_columns(titles)
    roles = {column.role for column in columns}
    missing = [
        name for role, name in (("content", "nhiệm vụ"), ("lead", "cơ quan chủ trì")) if role not in roles
    ]
    if missing:
        raise PlanError(f"Tiêu đề bảng không có cột {' và cột '.join(missing)}.", line)
    if not reading.columns:
        reading.header_line = line
        if any(merges_duties(column.title) for column in columns):
            note = "Một cột gồm cả chủ trì và phối hợp; chỉ tách được ở ô ghi rõ “Chủ trì: …; Phối hợp: …”."
            reading.doubts.append(Doubt(line, note))
        for role, name in (("coordinating", "cơ quan phối hợp"), ("timeframe", "thời gian thực hiện")):
            if role not in roles:
                reading.doubts.append(Doubt(line, f"Bảng không có cột {name}."))
        for column in columns:
            if column.role == "extra":
                reading.doubts.append(Doubt(line, f"Cột “{column.title}” chỉ được giữ làm ghi chú."))
    elif [c.role for c in columns] != [c.role for c in reading.columns]:
        reading.doubts.append(Doubt(line, "Tiêu đề cột ở trang này khác trang đầu; đọc theo tiêu đề mới."))
    reading.columns = columns
    reading.after_break = bool(reading.rows)


def _add_row(reading: _Reading, fields: list[str], first: int, last: int) -> None:
    width = len(reading.columns)
    while len(fields) > width and not fields[-1].strip():
        fields.pop()
    if len(fields) == 1:
        if not re.fullmatch(r"\W*(trang\s*)?\d{1,4}(\s*/\s*\d{1,4})?\W*", fields[0].strip(), re.IGNORECASE):
            reading.doubts.append(
                Doubt(first, f"Dòng ngoài bảng, không đọc: “{excerpt(read_cell(fields[0]).text)}”")
            )
        return
    if len(fields) > width:
        raise PlanError(f"Hàng có {len(fields)} ô, bảng chỉ có {width} cột ({_place(fields)}).", first)
    if len(fields) < width and not _is_section(fields):
        raise PlanError(f"Hàng bị cắt cụt: có {len(fields)} ô trên {width} cột ({_place(fields)}).", first)
    cells: dict[Role, Cell] = {}
    extras: dict[str, Cell] = {}
    for column, source in zip(reading.columns, fields, strict=False):
        cell = read_cell(source)
        if cell.unclosed:
            tags = ", ".join(f"<{tag}>" for tag in cell.unclosed)
            reading.doubts.append(Doubt(first, f"Thẻ chưa đóng {tags} trong ô “{column.title}”."))
        if column.role == "extra":
            extras[column.title] = cell
        else:
            cells[column.role] = cell
    if any(cells.values()) or any(extras.values()):
        reading.rows.append(RawRow(cells, extras, first, last, reading.after_break))
        reading.after_break = False


def _place(fields: list[str]) -> str:
    number = read_cell(fields[0]).text
    return f"STT {number}" if number else f"“{excerpt(read_cell(fields[1]).text, 40)}”"


def _no_header(preamble: list[tuple[int, str]]) -> PlanError:
    for line, text in preamble:
        first = re.split(r"[,;|]", text)[0].strip(' "')
        if fold(first) in {"stt", "tt"}:
            return PlanError(
                "Các cột không ngăn cách bằng dấu tab (tệp CSV?); hãy lưu dạng văn bản phân cách bằng tab.",
                line,
            )
    return PlanError(
        "Không thấy hàng tiêu đề bảng (STT, nhiệm vụ, cơ quan chủ trì, …); đây không phải phụ lục nhiệm vụ."
    )
