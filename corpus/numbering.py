"""Row numbers as Vietnamese tables print them: A, I, 1, 122a, 1.1, a), -."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

NumberKind = Literal["none", "section", "part", "item", "sub", "letter", "dash", "unknown"]

_ROMAN = re.compile(r"(?=[IVXLC])(C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$")
_IN_TEXT = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3}){1,3})[.)]?\s+(?=\S)|(?P<letter>[a-zđ])\)\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class RowNumber:
    """A row's number without its punctuation; ``goes_on`` for "4 (tiếp theo)"."""

    kind: NumberKind
    value: str = ""
    goes_on: bool = False


def read_number(cell: str) -> RowNumber:
    """Read an STT cell; "unknown" keeps the text as its value."""
    text = cell.strip()
    bare = re.sub(r"\s*\(?\s*tiếp(\s+theo)?\s*\)?$", "", text, flags=re.IGNORECASE)
    goes_on, text = bare != text, bare
    text = re.sub(r"^(phần|mục|nhóm)\s+", "", text, flags=re.IGNORECASE).strip("() .")
    if not text:
        return RowNumber("none")
    if text in {"-", "–", "—", "+", "*", "•"}:
        return RowNumber("dash")
    if _ROMAN.match(text) and text:
        return RowNumber("section", text, goes_on)
    if re.fullmatch(r"[A-HK]", text):
        return RowNumber("part", text, goes_on)
    if re.fullmatch(r"\d{1,4}[a-zđ]?", text):
        return RowNumber("item", _unpadded(text), goes_on)
    if re.fullmatch(r"\d{1,4}(\.\d{1,4})+[a-zđ]?", text):
        return RowNumber("sub", ".".join(_unpadded(part) for part in text.split(".")), goes_on)
    if re.fullmatch(r"[a-zđ]", text):
        return RowNumber("letter", text, goes_on)
    return RowNumber("unknown", text, goes_on)


def number_in_text(text: str) -> tuple[RowNumber, int]:
    """A sub-number that opens a row's text ("8.1. Cổng …", "a) Xây dựng …") and where the words begin."""
    found = _IN_TEXT.match(text)
    if not found:
        return RowNumber("none"), 0
    if found["number"]:
        return RowNumber("sub", ".".join(_unpadded(part) for part in found["number"].split("."))), found.end()
    return RowNumber("letter", found["letter"]), found.end()


def _unpadded(number: str) -> str:
    return number.lstrip("0") or "0"
