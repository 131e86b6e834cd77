"""How tasks, agencies, documents and addresses are named to people."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.model import Document, Plan, Task

SHORT_TITLE_LENGTH = 90  # characters; longer titles are cut at a word
QUOTE_LENGTH = 700  # characters of a row quoted in chat; the task's page has the rest
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_CHANNELS = {
    "telegram": "Telegram",
    "web": "trang web",
    "http": "HTTP",
    "api": "HTTP",
    "console": "cửa sổ lệnh",
    "zalo": "Zalo",
    "email": "thư điện tử",
}
_KINDS = {"Kế hoạch": "KH", "Quyết định": "QĐ", "Chỉ thị": "CT", "Nghị quyết": "NQ"}


def channel(name: str) -> str:
    """A channel as people know it."""
    return _CHANNELS.get(name, name)


def shortened(text: str, length: int = SHORT_TITLE_LENGTH) -> str:
    """Cut at a word, with an ellipsis."""
    if len(text) <= length:
        return text
    return text[: length + 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def short_title(task: Task) -> str:
    return shortened(task.title)


def task_name(task: Task) -> str:
    """ "III.4 – Kết quả giải quyết hồ sơ TTHC"."""
    return f"{task.id} – {short_title(task)}"


def joined(names: Iterable[str]) -> str:
    """Names that may hold commas themselves are parted by semicolons."""
    return "; ".join(names)


def capital(text: str) -> str:
    """The text as a sentence begins."""
    return f"{text[:1].upper()}{text[1:]}"


def small(text: str) -> str:
    """The text within a sentence: "kỳ quý III/2026"."""
    return f"{text[:1].lower()}{text[1:]}"


def number_and_date(document: Document) -> str:
    """ "KH 201/KH-UBND ngày 16/4/2026"."""
    date = document.date
    kind = _KINDS.get(document.kind, document.kind)
    return f"{kind} {document.number} ngày {date.day}/{date.month}/{date.year}"


def document_address(plan: Plan) -> str:
    """ "Phụ lục II, KH 201/KH-UBND ngày 16/4/2026"."""
    annex = plan.document.annex
    return f"{annex}, {number_and_date(plan.document)}" if annex else number_and_date(plan.document)


def task_address(plan: Plan, task: Task) -> str:
    """ "Mục III, STT 4, Phụ lục II, KH 201/KH-UBND ngày 16/4/2026"."""
    return f"Mục {task.section}, STT {task.number}, {document_address(plan)}"


def source_line(address: str) -> str:
    return f"Nguồn: {address}"


def section_name(plan: Plan, roman: str) -> str:
    """ "mục III (Cải cách thủ tục hành chính)"; a short form in brackets is left out of the brackets."""
    return f"mục {roman} ({_BRACKETS.sub('', plan.section_by_roman[roman].title)})"
