"""Reads the TOML files an operator edits, and says in one line what is wrong with them."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

DATA_FOLDER = Path(__file__).parent / "data"
_PLACE = re.compile(r"at line (\d+)")


class DataFileError(ValueError):
    """A data file cannot be used; the message is one Vietnamese line: the file, the place, what to mend."""

    def __init__(self, path: Path, problem: str, line: int | None = None) -> None:
        self.path = path
        self.line = line
        place = f"{path.name}, dòng {line}" if line else path.name
        super().__init__(f"{place}: {' '.join(problem.split())}")


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file. Raises DataFileError when it is missing, not UTF-8 or no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = int(place[1]) if place else None
        raise DataFileError(path, "dòng TOML hỏng, hãy xem dấu ngoặc, dấu nháy và dấu bằng", line) from None
    except UnicodeDecodeError:
        raise DataFileError(path, "không phải chữ UTF-8, hãy lưu lại tệp dạng UTF-8") from None
    except FileNotFoundError:
        raise DataFileError(path, f"không tìm thấy tệp trong thư mục {path.parent}") from None
    except OSError:
        raise DataFileError(path, "không mở được tệp") from None


class Table:
    """One table of a file, asked cell by cell; every answer is checked."""

    def __init__(self, path: Path, name: str, cells: object, known: Collection[str] | None = None) -> None:
        """``name`` is how an error speaks of the table; names that are not ``known`` are refused."""
        self.path = path
        self.name = name
        if not isinstance(cells, Mapping):
            raise DataFileError(path, f"{name} phải là một bảng")
        self.cells: Mapping[str, Any] = cells
        if known is not None:
            for key in cells:
                if key not in known:
                    raise self.error(f"không có mục “{key}”, các mục dùng được: {', '.join(known)}")

    def error(self, problem: str) -> DataFileError:
        return DataFileError(self.path, f"{self.name}: {problem}" if self.name else problem)

    def table(self, key: str, name: str, known: Collection[str] | None = None) -> Table:
        """The table below; an empty one when it is not written."""
        return Table(self.path, name, self.cells.get(key, {}), known)

    def text(self, key: str) -> str:
        value = self.cells.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(f"mục “{key}” phải là chữ")
        return " ".join(value.split())

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.cells.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            raise self.error(f'mục “{key}” phải là danh sách chữ, ví dụ ["Q1", "6T"]')
        return tuple(" ".join(one.split()) for one in value)

    def whole(self, key: str, low: int, high: int) -> int | None:
        """A whole number from ``low`` to ``high``; None when it is not written."""
        value = self.cells.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.error(f"mục “{key}” phải là số từ {low} đến {high}")
        return value

    def dates(self, key: str) -> tuple[dt.date, ...]:
        value = self.cells.get(key, [])
        if not isinstance(value, list) or not all(type(one) is dt.date for one in value):
            raise self.error(f"mục “{key}” phải là danh sách ngày dạng năm-tháng-ngày, ví dụ [2027-02-10]")
        return tuple(value)
