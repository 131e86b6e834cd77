"""Where a clause begins and ends, so that a target is quoted with what it measures and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Marks may be wrong in the source ("Phân đầu"), so they are not looked at here.
STRIVING = re.compile(r"ph[aâấầẩẫậ]n đ[aâấầẩẫậ]u (?=\S)", re.IGNORECASE)
_RAISING = r"(?:nâng cao|nâng|bảo đảm|đảm bảo|duy trì|cải thiện|giữ vững|phấn đấu)"
_MEASURED = r"(?:tỷ lệ|tỉ lệ|tổng số|tổng giá trị|số lượng|chỉ số|điểm số|mức độ|giá trị)"
_RAISED = re.compile(rf"{_RAISING} (?:các )?(?P<measured>{_MEASURED}\b)", re.IGNORECASE)
_ENABLING = re.compile(
    r"(?:tạo điều kiện|thúc đẩy|khuyến khích|hỗ trợ)(?: (?:cho|để|phát triển))* ",
    re.IGNORECASE,
)
_NEW_ACT = re.compile(
    r", (?=(?:giải quyết|gia tăng|tăng|giảm|cắt giảm|hoàn thành|bảo đảm|đảm bảo|nâng|phấn đấu|tổ chức"
    r"|xử lý|thực hiện|duy trì|không)\s)",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[();]|\. ")
_TAIL = re.compile(
    r"(?: ?\([^()]*\)| (?:thuộc|gồm|bao gồm)(?: (?:các )?loại)? ?:?|[\s.;:,])+$", re.IGNORECASE
)


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the clauses: cut at ";" and at full stops before a capital, never inside brackets."""
    depth, start = 0, 0
    for mark in _MARKS.finditer(text):
        if mark.group() in "()":
            depth = depth + 1 if mark.group() == "(" else max(0, depth - 1)
        elif depth == 0 and (mark.group() == ";" or text[mark.end() : mark.end() + 1].isupper()):
            if text[start : mark.start()].strip():
                yield start, mark.start()
            start = mark.start() + 1
    if text[start:].strip():
        yield start, len(text)


def subject_start(text: str, start: int, end: int) -> int:
    """Where the words about what is measured begin, between the start of a clause and its measure."""
    start += len(text[start:end]) - len(text[start:end].lstrip(" ,"))
    for act in _NEW_ACT.finditer(text, start, end):
        if text.count("(", start, act.start()) == text.count(")", start, act.start()):
            start = act.end()
    raised = _RAISED.search(text, start, end)
    if raised:
        return raised.start("measured")
    for opening in (STRIVING, _ENABLING):
        found = opening.match(text, start, end)
        if found:
            start = found.end()
    return start


def without_tail(text: str) -> str:
    """A clause without its closing bracket, colon or stop."""
    return _TAIL.sub("", text.strip())
