"""Sentences on the document itself, on the documents it names, and on short forms."""

from __future__ import annotations

from collections.abc import Sequence

from bot.texts.facts import cited_document
from bot.texts.names import task_name
from bot.texts.times import day
from corpus.glossary import Entry
from corpus.model import CitedDocument, Document, Task


def whole(document: Document) -> str:
    return f"{annex_of(document)} “{document.title}” ban hành {_dated(document)} của {document.issuer}."


def number(document: Document) -> str:
    return f"{annex_of(document)} {_dated(document)} của {document.issuer}."


def date(document: Document) -> str:
    return f"{document.kind} số {document.number} ban hành ngày {day(document.date)}."


def issuer(document: Document) -> str:
    return f"{document.issuer} ban hành {document.kind} số {document.number} ngày {day(document.date)}."


def title(document: Document) -> str:
    return f"{annex_of(document)} có tên “{document.title}”, {_dated(document)} của {document.issuer}."


def annex_of(document: Document) -> str:
    return document.annex or "Kế hoạch"


def cited(document: CitedDocument, task: Task) -> str:
    sentence = cited_document(document)
    issuer = (
        f"\nCơ quan ban hành: {document.issuer}."
        if document.issuer
        else "\nKế hoạch không nêu cơ quan ban hành văn bản này."
    )
    return f"{sentence}, được nêu trong nhiệm vụ {task_name(task)}.{issuer}"


def all_cited(rows: Sequence[tuple[CitedDocument, Task]]) -> str:
    lines = [f"Kế hoạch nêu tên {len(rows)} văn bản:"]
    return "\n".join(lines + [f"• {document.cited_as} ({task.id})" for document, task in rows])


def none_cited() -> str:
    return "Kế hoạch không nêu tên văn bản nào khác."


def meaning(entry: Entry) -> str:
    """What a short form stands for; what the plan does not say itself names its source."""
    sentences = [f"{entry.short} là {entry.full}."]
    if entry.note:
        sentences.append(entry.note)
    if entry.in_plan:
        sentences.append(f"Kế hoạch giải nghĩa{_places(entry.where)}.")
    elif entry.is_used_unexplained or entry.source:
        sentences.append("Kế hoạch không giải nghĩa.")
    return "\n".join(sentences)


def outside_source(entry: Entry) -> str:
    """Where an explanation comes from that the plan does not give."""
    return f"Nguồn ngoài kế hoạch: {entry.source or 'cách hiểu thông dụng'}"


def _places(where: tuple[str, ...]) -> str:
    """ " ở mục III, nhiệm vụ III.1"."""
    named = [f"nhiệm vụ {place}" if "." in place else f"mục {place}" for place in where]
    return f" ở {', '.join(named)}" if named else ""


def verdict(said: str, *, is_right: bool) -> str:
    """Opens a reply to "... đúng không?"."""
    if is_right:
        return "Đúng. "
    return f"Không phải {said}. " if said else "Không phải. "


def unknown_meaning(term: str) -> str:
    return f"Kế hoạch không giải thích “{term}”."


def _dated(document: Document) -> str:
    return f"kèm theo {document.kind} số {document.number} ngày {day(document.date)}"
