"""Where a clause begins and ends, so that a target is quoted with what it measures and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Marks may be wrong in the source ("Phân đầu"), so they are not looked at here.
STRIVING = re.compile(r"ph[aâấầẩẫậ]n\s+đ[aâấầẩẫậ]u\s+(?=\S)", re.IGNORECASE)
_RAISING = r"(?:nâng\s+cao|nâng|bảo\s+đảm|đảm\s+bảo|duy\s+trì|cải\s+thiện|giữ\s+vững|phấn\s+đấu)"
_MEASURED = r"(?:tỷ\s+lệ|tỉ\s+lệ|tổng\s+số|tổng\s+giá\s+trị|số\s+lượng|chỉ\s+số|điểm\s+số|mức\s+độ|giá\s+trị)"
_RAISED = re.compile(rf"{_RAISING}\s+(?:các\s+)?(?P<measured>{_MEASURED}\b)", re.IGNORECASE)
_ENABLING = re.compile(
    r"(?:tạo\s+điều\s+kiện|thúc\s+đẩy|khuyến\s+khích|hỗ\s+trợ)(?:\s+(?:cho|để|phát\s+triển))*\s+",
    re.IGNORECASE,
)
_NEW_ACT = re.compile(
    r",\s+(?=(?:giải\s+quyết|gia\s+tăng|tăng|giảm|cắt\s+giảm|hoàn\s+thành|bảo\s+đảm|đảm\s+bảo|nâng|phấn\s+đấu|tổ\s+chức"
    r"|xử\s+lý|thực\s+hiện|duy\s+trì|không)\s)",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[();]|\. ")
_TAIL = re.compile(
    r"(?:\s*\([^()]*\)|\s+(?:thuộc|gồm|bao\s+gồm)(?:\s+(?:các\s+)?loại)?\s*:?|[\s.;:,])+$", re.IGNORECASE
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
