"""Sentences on one task: who leads, who coordinates, the target, the time, what it says."""

from __future__ import annotations

from collections.abc import Sequence

from bot.texts.names import joined, shortened, task_name
from corpus.model import CitedDocument, Parent, Target, Task

_TARGET_LENGTH = 220  # characters of a target or bullet quoted in a sentence


def lead(task: Task) -> str:
    verb = "cùng chủ trì" if len(task.lead_agencies) > 1 else "chủ trì"
    return f"{joined(task.lead_agencies)} {verb} nhiệm vụ {task_name(task)}."


def coordinators(task: Task, *, counts: bool = False) -> str:
    names = task.coordinating_agencies
    if not names:
        return f"Kế hoạch không nêu cơ quan phối hợp cho nhiệm vụ {task_name(task)}."
    if counts:
        return f"Có {len(names)} cơ quan, nhóm cơ quan phối hợp nhiệm vụ {task_name(task)}: {joined(names)}."
    return f"Phối hợp nhiệm vụ {task_name(task)}: {joined(names)}."


def leaders_counted(task: Task) -> str:
    names = task.lead_agencies
    return f"Có {len(names)} cơ quan, nhóm cơ quan chủ trì nhiệm vụ {task_name(task)}: {joined(names)}."


def agencies(task: Task) -> str:
    coordinating = joined(task.coordinating_agencies) or "không nêu"
    return f"Nhiệm vụ {task_name(task)}\nChủ trì: {joined(task.lead_agencies)}.\nPhối hợp: {coordinating}."


def timeframe(task: Task) -> str:
    if not task.timeframe:
        return f"Kế hoạch không ghi thời gian thực hiện cho nhiệm vụ {task_name(task)}."
    return f"Thời gian thực hiện: {task.timeframe}.\nNhiệm vụ {task_name(task)}."


def shared_timeframe(parent: Parent, tasks: Sequence[Task]) -> str:
    ids = ", ".join(task.id for task in tasks)
    return f"Thời gian thực hiện: {tasks[0].timeframe}.\n{parent.id} – {shortened(parent.title)} ({ids})."


def target_value(target: Target) -> str:
    """The figure alone: "từ 95% trở lên", "100%", "ít nhất 3 cuộc/năm", "năm sau cao hơn năm trước"."""
    match target.comparator:
        case "=":
            return _amount(target)
        case ">=" if target.unit.startswith("%"):
            return f"từ {_amount(target)} trở lên"
        case ">=":
            return (
                f"từ mức {target.value} trở lên"
                if isinstance(target.value, str)
                else f"ít nhất {_amount(target)}"
            )
        case "<=":
            return f"không quá {_amount(target)}"
        case "range":
            return target.text
        case "increase-yoy":
            return "năm sau cao hơn năm trước"
        case "decrease-yoy":
            return "giảm so với năm trước"
        case "max-rank":
            return f"thuộc nhóm {number(target.value)} cao nhất"
        case _:
            return target.text


def targets(task: Task, chosen: tuple[Target, ...]) -> str:
    lines = [f"Chỉ tiêu {task_name(task)}:"]
    lines += [f"• {_target_line(target)}" for target in chosen]
    return "\n".join(lines)


def no_number(task: Task, soft: tuple[Target, ...]) -> str:
    first = f"Kế hoạch không nêu con số cụ thể cho nhiệm vụ {task_name(task)}."
    return "\n".join(
        [
            first,
            *(
                f"Yêu cầu nêu trong kế hoạch: “{shortened(target.text, _TARGET_LENGTH)}”."
                for target in soft[:2]
            ),
        ]
    )


def bullet_without_number(task: Task, bullet: str) -> str:
    quoted = f"“{shortened(bullet, _TARGET_LENGTH)}” ({task_name(task)})"
    return f"Kế hoạch không nêu con số cho nội dung này: {quoted}."


def detail(task: Task) -> str:
    return f"Nhiệm vụ {task.id}\n{task.text}"


def documents(task: Task) -> str:
    if not task.cited_documents:
        return f"Kế hoạch không nêu văn bản nào trong nhiệm vụ {task_name(task)}."
    lines = [f"Văn bản nêu trong nhiệm vụ {task_name(task)}:"]
    return "\n".join(lines + [f"• {cited_document(cited)}" for cited in task.cited_documents])


def cited_document(cited: CitedDocument) -> str:
    parts = [cited.cited_as]
    if cited.issuer and cited.issuer not in cited.cited_as:
        parts.append(f"của {cited.issuer}")
    if cited.subject:
        parts.append(f"về {cited.subject}")
    return " ".join(parts)


def _target_line(target: Target) -> str:
    words = shortened(target.text, _TARGET_LENGTH)
    stretch = " (mức phấn đấu)" if target.is_stretch else ""
    if target.comparator in ("range", "external", "increase"):
        return f"{words}{stretch}"
    value = target_value(target)
    said = any(value_word in words for value_word in (value, value.replace("từ mức ", ""), _padded(target)))
    return f"{words}{stretch}" if said or value.lower() in words.lower() else f"{value} – {words}{stretch}"


def _padded(target: Target) -> str:
    """The number as offices print it, with a leading zero: "03 cuộc/năm"."""
    figure = number(target.value)
    return f"{figure.zfill(2)} {target.unit}" if figure.isdigit() else figure


def _amount(target: Target) -> str:
    figure = number(target.value)
    return f"{figure}%" if target.unit.startswith("%") else f"{figure} {target.unit}"


def number(value: object) -> str:
    """3.0 -> "3", 81.25 -> "81,25"."""
    if isinstance(value, float | int):
        return f"{value:g}".replace(".", ",")
    return str(value)
