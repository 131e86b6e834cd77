"""Reads the CSV files an administrator edits, and says in one line what is wrong with them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA_FOLDER = Path(__file__).parent / "data"


class TableError(ValueError):
    """A data file cannot be used; the message names the file, the line and what to mend, in Vietnamese."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        self.path = path
        self.line = line
        super().__init__(f"{path.name}, dòng {line}: {problem}")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: cells by column name, trimmed, and where it stands (counted from 1)."""

    path: Path
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def parts(self, column: str, separator: str = "|") -> tuple[str, ...]:
        """The cell split at ``separator``, without empty parts."""
        return tuple(part.strip() for part in self[column].split(separator) if part.strip())

    def error(self, problem: str) -> TableError:
        return TableError(self.path, self.line, problem)


def read_table(path: Path, columns: Sequence[str]) -> list[Row]:
    """Read a UTF-8 CSV file: "#" comments, a head line with at least ``columns``, rows.

    The first of ``columns`` must be filled in every row.
    Raises TableError for a missing file, a missing column, a row with too many or too few cells, bad UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise TableError(path, 0, f"không tìm thấy tệp trong thư mục {path.parent}") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise TableError(path, line, "không phải chữ UTF-8, hãy lưu lại tệp dạng CSV UTF-8") from None
    lines = [("" if line.lstrip().startswith("#") else line) for line in text.splitlines()]
    reader = csv.reader(lines, strict=True)
    head: list[str] | None = None
    rows: list[Row] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if head is None:
                head = [cell.strip() for cell in cells]
                if missing := [column for column in columns if column not in head]:
                    raise TableError(path, reader.line_num, f"thiếu cột {', '.join(missing)}")
                continue
            if len(cells) != len(head):
                raise TableError(path, reader.line_num, f"có {len(cells)} ô, cần {len(head)} ô")
            trimmed = (cell.strip() for cell in cells)
            row = Row(path, reader.line_num, dict(zip(head, trimmed, strict=True)))
            if not row[columns[0]]:
                raise row.error(f"ô {columns[0]} để trống")
            rows.append(row)
    except csv.Error as error:
        raise TableError(path, reader.line_num, f"dòng CSV hỏng ({error})") from None
    if head is None:
        raise TableError(path, 1, f"tệp trống, cần các cột {', '.join(columns)}")
    return rows


def read_lines(path: Path) -> tuple[str, ...]:
    """The lines of a UTF-8 text file, trimmed, without empty ones and "#" comments."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def ordinary_words() -> frozenset[str]:
    """Foreign words and names common in chats, folded: never mended and never read as typing keys."""
    return frozenset(word for line in read_lines(DATA_FOLDER / "ordinary_words.txt") for word in line.split())


@cache
def used_syllables() -> frozenset[str]:
    """Marked syllables that are really used, in one tone style."""
    return frozenset(word for line in read_lines(DATA_FOLDER / "syllables.txt") for word in line.split())
