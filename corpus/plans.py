"""A plan read from its file: whole and checked, or one clear line saying why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.agency_cells import kind_of
from corpus.assembly import Assembly, Row, assemble
from corpus.bullets import RowText
from corpus.citations import read_citations
from corpus.corrections import find_corrections
from corpus.deadlines import read_deadline
from corpus.definitions import read_abbreviations
from corpus.doubts import Doubt as Doubt
from corpus.doubts import PlanError as PlanError
from corpus.inheritance import Duty, read_duties
from corpus.letterhead import read_document
from corpus.measures import unread_numbers
from corpus.model import CitedDocument, Parent, Plan, PlanAgency, Section, Target, Task
from corpus.readers.cells import join_fragments
from corpus.readers.text_table import read_text_table, source_hash
from corpus.soft_targets import read_soft_targets
from corpus.targets import read_targets

BUNDLED_PLAN = Path(__file__).parent / "data" / "phu-luc-ii-ke-hoach-201.txt"


@dataclass(frozen=True, slots=True)
class PlanReport:
    """A plan and everything in it that a person should look at, by line."""

    plan: Plan
    doubts: tuple[Doubt, ...]


def read_plan(path: Path | str = BUNDLED_PLAN) -> Plan:
    """Read a plan. Raises PlanError (Vietnamese, with the line) when it cannot be read whole."""
    return check_plan(path).plan


def check_plan(path: Path | str = BUNDLED_PLAN) -> PlanReport:
    """Read a plan with every doubt. Raises PlanError as ``read_plan`` does."""
    return check_plan_bytes(_bytes_of(Path(path)))


def check_plan_bytes(data: bytes) -> PlanReport:
    """Read a plan from the bytes of its file, as an upload brings them."""
    table = read_text_table(data)
    document = read_document(table.preamble)
    rows = assemble(table.rows)
    duties = read_duties(rows)
    leaves = [row for row in rows.rows if row.level == "row" and not row.children]
    if not leaves:
        raise PlanError("Bảng không có nhiệm vụ nào, chỉ có tên mục.", table.header_line)
    tasks = tuple(_task(row, duties[row.id]) for row in leaves)
    plan = Plan(
        document=document,
        sections=_sections(rows, leaves, document.title),
        parents=tuple(_parent(row) for row in rows.rows if row.level == "row" and row.children),
        tasks=tasks,
        agencies=_agencies(tasks),
        abbreviations=read_abbreviations(_texts(rows)),
        source_hash=source_hash(data),
        notes=_notes(rows),
    )
    doubts = [*table.doubts, *rows.doubts, *_parent_doubts(rows), *_task_doubts(plan), *_agency_doubts(plan)]
    return PlanReport(plan, tuple(sorted(doubts, key=lambda doubt: doubt.line)))


def export_plan(plan: Plan) -> dict[str, Any]:
    """The plan as JSON values: document, sections and tasks, in the terms the plan's readers agreed on."""
    titles = {parent.id: parent.title for parent in plan.parents}
    document = plan.document
    return {
        "document": {
            "title": document.title,
            "annex": document.annex,
            "plan_number": document.number,
            "plan_number_as_printed": document.number_as_printed,
            "plan_date": document.date.isoformat(),
            "issuer": document.issuer,
        },
        "sections": [
            {
                "roman": s.roman,
                "title": s.title,
                "leaf_tasks": list(s.task_ids),
                "numbered_items": s.numbered_items,
            }
            for s in plan.sections
        ],
        "parents": [
            {"id": p.id, "section": p.section, "title": p.title, "children": list(p.children)}
            for p in plan.parents
        ],
        "tasks": [_export_task(task, titles) for task in plan.tasks],
    }


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reasons = {
            FileNotFoundError: "không có tệp này",
            IsADirectoryError: "đây là thư mục",
            PermissionError: "không có quyền đọc",
        }
        raise PlanError(f"Không mở được “{path.name}”: {reasons.get(type(error), 'lỗi đọc tệp')}.") from None


def _lines(text: RowText) -> list[tuple[int | None, str]]:
    heading: list[tuple[int | None, str]] = [(None, text.heading)] if text.heading else []
    return [*heading, *((i, bullet.text) for i, bullet in enumerate(text.bullets))]


def _task(row: Row, duty: Duty) -> Task:
    text = row.text
    lines = _lines(text)
    targets = read_targets(lines)
    return Task(
        id=row.id,
        section=row.section,
        number=row.number,
        parent=row.parent,
        title=text.title,
        heading=text.heading,
        bullets=text.bullets,
        text=text.text,
        lead_agencies=duty.lead,
        coordinating_agencies=duty.coordinating,
        timeframe=duty.timeframe,
        targets=targets,
        soft_targets=read_soft_targets(lines, targets),
        cited_documents=read_citations(line for _, line in lines),
        corrections=find_corrections(text.text),
        source=row.source,
    )


def _parent(row: Row) -> Parent:
    return Parent(row.id, row.section, row.number, row.text.title, tuple(row.children), row.source)


def _sections(rows: Assembly, leaves: list[Row], title: str) -> tuple[Section, ...]:
    """The sections that hold tasks; a table without section rows is one section without a number."""
    titles = {row.id: row.text.title for row in rows.rows if row.level == "section"}
    if any(not leaf.section for leaf in leaves):
        titles = {"": title, **titles}
    sections = []
    for roman, name in titles.items():
        ids = tuple(leaf.id for leaf in leaves if leaf.section == roman)
        count = sum(
            1 for row in rows.rows if row.level == "row" and row.section == roman and row.parent is None
        )
        if ids:
            sections.append(Section(roman, name, ids, count))
        elif not _holds_sections(rows, roman):
            line = rows.by_id[roman].first_line
            rows.doubts.append(Doubt(line, f"Mục {roman} không có nhiệm vụ nào."))
    return tuple(sections)


def _holds_sections(rows: Assembly, roman: str) -> bool:
    """True for a part (A) that is followed by its first section (I)."""
    at = rows.rows.index(rows.by_id[roman])
    return at + 1 < len(rows.rows) and rows.rows[at + 1].level == "section"


def _parent_doubts(rows: Assembly) -> Iterator[Doubt]:
    for row in rows.rows:
        if row.level == "row" and row.children and read_targets(_lines(row.text)):
            yield Doubt(
                row.first_line, f"Hàng cha {row.id} có chỉ tiêu trong tên; không tính cho hàng con nào."
            )


def _agencies(tasks: tuple[Task, ...]) -> tuple[PlanAgency, ...]:
    names = dict.fromkeys(name for t in tasks for name in (*t.lead_agencies, *t.coordinating_agencies))
    return tuple(PlanAgency(name, kind_of(name)) for name in names)


def _texts(rows: Assembly) -> Iterator[tuple[str, str]]:
    for row in rows.rows:
        for _, line in _lines(row.text):
            yield row.id, line


def _notes(rows: Assembly) -> Mapping[str, str]:
    """Further columns ("Sản phẩm", "Ghi chú") as they stand: "III.4: Sản phẩm" -> text."""
    return {
        f"{row.id}: {title}": text
        for row in rows.rows
        for title, pieces in row.extras.items()
        if (text := join_fragments(piece.text for piece in pieces))
    }


def _task_doubts(plan: Plan) -> Iterator[Doubt]:
    for task in plan.tasks:
        line = task.source.first_line
        for correction in task.corrections:
            yield Doubt(
                line, f"Nghi lỗi chữ ở {task.id}: “{correction.text}”, có lẽ là “{correction.suggest}”."
            )
        for text in ([task.heading] if task.heading else []) + [bullet.text for bullet in task.bullets]:
            for number in unread_numbers(text):
                yield Doubt(line, f"Con số ở {task.id} chưa rõ là chỉ tiêu gì: “{number}”.")
        if task.timeframe and read_deadline(task.timeframe).kind == "unknown":
            yield Doubt(line, f"Không hiểu thời gian thực hiện ở {task.id}: “{task.timeframe}”.")


def _agency_doubts(plan: Plan) -> Iterator[Doubt]:
    """Names that differ from another only where words are joined or torn: "Văn phòng UB ND tỉnh"."""
    whole: dict[str, str] = {}
    for task in plan.tasks:
        for name in (*task.lead_agencies, *task.coordinating_agencies):
            known = whole.setdefault(name.replace(" ", "").casefold(), name)
            if known != name:
                yield Doubt(
                    task.source.first_line,
                    f"Tên cơ quan ở {task.id} có thể bị tách chữ: “{name}” và “{known}”.",
                )


def _export_task(task: Task, parent_titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": task.id,
        "section": task.section,
        "number": task.number,
        "parent": {"id": task.parent, "title": parent_titles[task.parent]} if task.parent else None,
        "title": task.title,
        "heading": task.heading,
        "text": task.text,
        "bullets": [{"level": bullet.level, "text": bullet.text} for bullet in task.bullets],
        "lead_agencies": list(task.lead_agencies),
        "coordinating_agencies": list(task.coordinating_agencies),
        "timeframe": task.timeframe,
        "targets": [_export_target(target) for target in task.targets],
        "soft_targets": [_export_target(target) for target in task.soft_targets],
        "cited_documents": [_export_citation(document) for document in task.cited_documents],
    }


def _export_target(target: Target) -> dict[str, Any]:
    said: dict[str, Any] = {
        "text": target.text,
        "comparator": target.comparator,
        "value": _json_number(target.value),
        "unit": target.unit,
    }
    if target.scope:
        said["scope"] = target.scope
    flags = {
        "stretch": target.is_stretch,
        "yearly": target.is_yearly,
        "against_last_year": target.against_last_year,
    }
    return said | {name: True for name, holds in flags.items() if holds}


def _json_number(value: float | tuple[float, float] | str | None) -> Any:
    if isinstance(value, tuple):
        return [_json_number(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _export_citation(document: CitedDocument) -> dict[str, Any]:
    return {
        "cited_as": document.cited_as,
        "number": document.number,
        "issuer": document.issuer,
        "date": document.date.isoformat() if document.date else None,
        "type": document.type,
        "subject": document.subject,
    }
