"""What the columns of a plan's table are called, over many provinces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.vietnamese import fold

Role = Literal["number", "content", "lead", "coordinating", "timeframe", "extra"]

NUMBER_TITLES = frozenset({"stt", "tt", "so tt", "so thu tu", "s t t", "so"})
_NUMBER_TITLE_LENGTH = 40  # characters, with markup
# The first pattern that matches decides, so "phối hợp" goes before the names of a leading unit.
_ROLE_WORDS: tuple[tuple[Role, str], ...] = (
    ("coordinating", r"phoi hop|tham gia"),
    ("timeframe", r"thoi gian|thoi han|thoi diem|han hoan thanh|tien do|lo trinh|ky han|ngay hoan thanh"),
    ("extra", r"san pham|ket qua|ghi chu|nguoi dung dau|lanh dao|kinh phi|muc do|hinh thuc|can cu|dau ra"),
    (
        "lead",
        r"chu tri|(don vi|co quan|bo phan|dia phuong) (\w+ )?(thuc hien|trien khai|tham muu|phu trach)"
        r"|trach nhiem|dau moi|phan cong",
    ),
    (
        "content",
        r"nhiem vu|noi dung|linh vuc|giai phap|cong viec|dau viec|hoat dong|chi tieu|muc tieu|tieu chi",
    ),
)
# A header over two merged cells; its lower line names them.
_SPANNING = re.compile(
    r"(co quan|don vi)( (chu tri|thuc hien|phoi hop|trien khai|va))*$|phan cong( thuc hien)?$"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: what it holds and its title as printed."""

    role: Role
    title: str


def role_of(title: str) -> Role | None:
    """The role a column title announces, or None."""
    words = fold(title)
    if words in NUMBER_TITLES:
        return "number"
    if merges_duties(title):
        return "lead"
    for role, pattern in _ROLE_WORDS:
        if re.search(rf"\b({pattern})\b", words):
            return role
    return None


def merges_duties(title: str) -> bool:
    """True for one column that holds who leads and who coordinates."""
    words = fold(title)
    return "chu tri" in words and "phoi hop" in words


def counts_rows(title: str) -> bool:
    """True for the title of the number column: "STT", "TT", "Số thứ tự"."""
    return len(title) <= _NUMBER_TITLE_LENGTH and fold(title) in NUMBER_TITLES


def starts_header(titles: Sequence[str]) -> bool:
    """True for the first line of a table header: "STT" first, the task or the leading unit among the rest."""
    if len(titles) < 2 or not counts_rows(titles[0]):
        return False
    roles = {role_of(title) for title in titles[1:]}
    return bool(roles & {"content", "lead"})


def continues_header(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """True for the second line of a header: no number, and every title below a gap or a spanning title."""
    if lower[:1] != [""] or not any(lower) or len(lower) > len(upper) + 4:
        return False
    titles = [title for title in lower if title]
    if any(role_of(title) is None and len(fold(title).split()) > 4 for title in titles):
        return False
    named = [i for i, title in enumerate(lower) if role_of(title) not in (None, "number")]
    return bool(named) and all(
        i >= len(upper) or not upper[i] or _SPANNING.search(fold(upper[i])) for i in named
    )


def counts_columns(titles: Sequence[str]) -> bool:
    """True for the line under a header that only numbers the columns: "(1) (2) (3)" or "A B 1 2"."""
    return len(titles) > 2 and all(re.fullmatch(r"\(?(\d{1,2}|[A-E])\)?(\s*=.*)?", title) for title in titles)


def merge_header(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """One title a column; the lower title wins, said with the upper one when it is a fragment of it."""
    merged, spanning = [], ""
    for i in range(max(len(upper), len(lower))):
        above = upper[i] if i < len(upper) else ""
        below = lower[i] if i < len(lower) else ""
        spanning = above or (spanning if below else "")
        merged.append(below if below and role_of(below) else f"{spanning} {below}".strip())
    return merged


def name_columns(titles: Sequence[str]) -> tuple[Column, ...]:
    """Columns with their roles; a second column of one role, and an unknown title, is extra."""
    columns: list[Column] = []
    taken: set[Role] = set()
    for title in titles:
        role: Role = role_of(title) or "extra"
        if role in taken:
            role = "extra"
        taken.add(role)
        columns.append(Column(role, title))
    return tuple(columns)
