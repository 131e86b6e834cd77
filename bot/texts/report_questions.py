"""Questions on a report: which task, for whom, what was reached, what is to be changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.texts import figures
from bot.texts.names import joined, shortened, small, task_name
from bot.texts.reports import task_line
from bot.texts.times import day
from corpus.model import Task
from progress.obligations import Obligation
from progress.records import Report


def which_task_first() -> str:
    return "Anh/chị báo cáo nhiệm vụ nào ạ? Xin nhắn mã, ví dụ III.4."


def which_task(tasks: Sequence[Task]) -> str:
    return "\n".join(["Anh/chị báo cáo nhiệm vụ nào ạ?", *(f"• {task_line(task)}" for task in tasks)])


def one_at_a_time(tasks: Sequence[Task]) -> str:
    named = joined(task_line(task) for task in tasks)
    return (
        f"Tin này có số liệu của nhiều nhiệm vụ ({named}). "
        "Anh/chị gửi mỗi nhiệm vụ một dòng, mở đầu bằng mã, ví dụ: III.4: 98%."
    )


def too_many_tasks(limit: int) -> str:
    return f"Mỗi tin báo cáo nhiều nhất {limit} nhiệm vụ; anh/chị tách ra giúp."


def which_agency(task: Task) -> str:
    return f"Anh/chị báo cáo nhiệm vụ {task.id} cho cơ quan nào ạ?"


def what_content(task: Task, owed: Obligation) -> str:
    lines = [
        f"Nhiệm vụ {task_name(task)}",
        "Anh/chị nhắn kết quả, ví dụ “35%”, “xong rồi”, hoặc số đạt được và vướng mắc.",
        *(f"• Chỉ tiêu: {figures.target(one)}" for one in task.targets[:3]),
        f"{owed.agency}, kỳ {small(owed.period.name)}, hạn {day(owed.period.due(owed.level))}.",
    ]
    return "\n".join(lines)


def what_figure_means(said: str, task: Task) -> str:
    return f"“{said}” của nhiệm vụ {task.id} là gì ạ?"


def of_work(said: str) -> str:
    return f"{said} khối lượng công việc"


def not_of_a_target() -> str:
    return "Số liệu khác"


def which_target(said: str, task: Task) -> str:
    return f"Số liệu “{said}” của nhiệm vụ {task.id} thuộc chỉ tiêu nào ạ?"


def impossible(task: Task) -> str:
    return (
        f"Số liệu của nhiệm vụ {task.id} chưa hợp lý: tỷ lệ từ 0 đến 100 %, phần đạt không quá tổng số. "
        "Anh/chị nhắn lại số đúng giúp."
    )


def several_periods(task: Task) -> str:
    return f"Tin này nói mấy kỳ; anh/chị nhắn lại kết quả nhiệm vụ {task.id} của từng kỳ một giúp."


def unread(task: Task, words: Sequence[str]) -> str:
    """What was not understood may change what is meant, so nothing is taken from the message."""
    named = f" “{shortened(', '.join(words), 80)}”" if words else " hết tin này"
    return f"Tôi chưa hiểu{named}; anh/chị nhắn lại kết quả nhiệm vụ {task.id}, mỗi ý một câu ngắn giúp."


def contradiction(task: Task) -> str:
    return f"Các con số của nhiệm vụ {task.id} không khớp nhau. Anh/chị nhắn lại số đúng giúp."


def unfit(task: Task) -> str:
    return f"Số liệu này không đúng đơn vị của chỉ tiêu nhiệm vụ {task.id}. Anh/chị nhắn lại giúp."


def what_changes() -> str:
    return (
        "Anh/chị nhắn phần cần sửa, ví dụ “40%”, “kỳ quý III”, “vướng vì thiếu kinh phí” hoặc “bỏ khó khăn”."
    )


def which_changes() -> str:
    return "Anh/chị sửa nhiệm vụ nào ạ?"


def say_what() -> str:
    return "Anh/chị trả lời giúp câu hỏi này."


def say_anew() -> str:
    return "Anh/chị nhắn lại nội dung giúp."


def unread_change() -> str:
    return "Tôi chưa hiểu phần cần sửa. " + what_changes()


def to_correct(report: Report, who: str, lines: Iterable[str]) -> str:
    head = f"Báo cáo {report.task_id} lần {report.version} ({who}):"
    return "\n".join([head, *(f"• {line}" for line in lines), what_changes()])
