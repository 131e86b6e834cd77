"""What was read from a plan, said in Vietnamese for the person who imports it."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.plans import PlanReport


def format_report(report: PlanReport) -> str:
    """The document, its sections and figures, its agencies, then every doubt with its line."""
    return "\n".join([*_document(report), *_sections(report), *_agencies(report), *_doubts(report)])


def _document(report: PlanReport) -> Iterator[str]:
    document = report.plan.document
    annex = f"{document.annex}, " if document.annex else ""
    yield f"{annex}{document.kind} số {document.number} ngày {document.date:%d/%m/%Y} của {document.issuer}"
    if document.title:
        yield document.title
    yield ""


def _sections(report: PlanReport) -> Iterator[str]:
    plan = report.plan
    targets = sum(len(task.targets) for task in plan.tasks)
    holders = sum(bool(task.targets) for task in plan.tasks)
    soft = sum(len(task.soft_targets) for task in plan.tasks)
    documents = len({d.number or d.cited_as for task in plan.tasks for d in task.cited_documents})
    yield f"Đã đọc {len(plan.sections)} mục, {len(plan.tasks)} nhiệm vụ, {len(plan.parents)} hàng cha."
    yield f"Chỉ tiêu: {targets} trong {holders} nhiệm vụ; {soft} yêu cầu ràng buộc không có con số riêng."
    yield f"Văn bản được dẫn: {documents}. Từ viết tắt được giải nghĩa: {len(plan.abbreviations)}."
    yield ""
    for section in plan.sections:
        label = f"Mục {section.roman}" if section.roman else "Bảng"
        yield f"  {label}. {section.title}: {len(section.task_ids)} nhiệm vụ"
    yield ""


def _agencies(report: PlanReport) -> Iterator[str]:
    plan = report.plan
    yield f"Cơ quan ({len(plan.agencies)}), số nhiệm vụ chủ trì / phối hợp:"
    for agency in plan.agencies:
        kind = " (nhóm)" if agency.kind == "group" else ""
        leads, helps = len(plan.led_by.get(agency.name, ())), len(plan.coordinated_by.get(agency.name, ()))
        yield f"  {agency.name}{kind}: {leads} / {helps}"
    yield ""


def _doubts(report: PlanReport) -> Iterator[str]:
    if not report.doubts:
        yield "Không có điểm nào cần xem lại."
        return
    yield f"Cần xem lại ({len(report.doubts)}):"
    lines_of: dict[str, list[int]] = {}
    for doubt in report.doubts:
        lines_of.setdefault(doubt.text, []).append(doubt.line)
    for text, lines in lines_of.items():
        named = ", ".join(str(line) for line in lines if line)
        yield f"  Dòng {named}: {text}" if named else f"  {text}"
