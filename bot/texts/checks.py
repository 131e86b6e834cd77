"""Sentences that confirm or correct what a person believed."""

from __future__ import annotations

from bot.texts.facts import number, target_value
from bot.texts.names import joined, shortened, task_name
from corpus.model import Target, Task

_TARGET_LENGTH = 200  # characters of a target quoted in a verdict


def role_confirmed(task: Task, agency: str, role: str) -> str:
    return f"Đúng, {agency} {_verb(role)} nhiệm vụ {task_name(task)}."


def role_through_group(task: Task, agency: str, role: str, group: str) -> str:
    held = f"nhóm “{group}” (gồm {agency}) {_verb(role)} nhiệm vụ {task_name(task)}"
    return f"Đúng, nhưng không nêu đích danh: {held}."


def lead_corrected(task: Task, agency: str, *, coordinates: bool) -> str:
    really = f"Không phải {agency}: chủ trì nhiệm vụ {task_name(task)} là {joined(task.lead_agencies)}."
    return really + (f"\n{agency} là cơ quan phối hợp." if coordinates else "")


def coordinator_corrected(task: Task, agency: str, *, leads: bool) -> str:
    if leads:
        really = f"Không phải phối hợp: {agency} chủ trì nhiệm vụ {task_name(task)}."
    else:
        really = f"Không, {agency} không được nêu tên trong nhiệm vụ {task_name(task)}."
    return f"{really}\nPhối hợp: {joined(task.coordinating_agencies)}."


def no_role(task: Task, agency: str) -> str:
    return (
        f"Kế hoạch không nêu tên {agency} trong nhiệm vụ {task_name(task)}.\n"
        f"Chủ trì: {joined(task.lead_agencies)}.\nPhối hợp: {joined(task.coordinating_agencies)}."
    )


def figure(value: float, unit: str) -> str:
    """ "90%", "81,25 điểm %", "3 cuộc", "5"."""
    return f"{number(value)}{unit if unit == '%' else f' {unit}'}".rstrip()


def figure_confirmed(task: Task, target: Target) -> str:
    return f"Đúng, chỉ tiêu là {target_value(target)}: {_quoted(task, target)}."


def figure_corrected(task: Task, target: Target, said: str) -> str:
    return f"Không phải {said}: chỉ tiêu là {target_value(target)} – {_quoted(task, target)}."


def figure_reached(task: Task, target: Target, said: str, *, is_met: bool, gap: str) -> str:
    verdict = "Đạt" if is_met else "Chưa đạt"
    relation = "hơn" if is_met else "còn thiếu"
    tail = f", {relation} {gap}" if gap else ""
    return f"{verdict}: {said} so với chỉ tiêu {target_value(target)}{tail}.\n{_quoted(task, target)}."


def figure_not_comparable(task: Task) -> str:
    return f"Kế hoạch không nêu con số cụ thể cho nhiệm vụ {task_name(task)} nên không so sánh được."


def time_confirmed(task: Task) -> str:
    return f"Đúng, thời gian thực hiện là {task.timeframe}: nhiệm vụ {task_name(task)}."


def time_corrected(task: Task, said: str) -> str:
    return f"Không phải {said}: thời gian thực hiện là {task.timeframe} – nhiệm vụ {task_name(task)}."


def _quoted(task: Task, target: Target) -> str:
    return f"“{shortened(target.text, _TARGET_LENGTH)}” ({task_name(task)})"


def _verb(role: str) -> str:
    return "chủ trì" if role == "lead" else "phối hợp"
