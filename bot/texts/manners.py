"""Greeting, help, thanks, and what is asked back."""

from __future__ import annotations

from collections.abc import Sequence

from bot.texts.names import task_name
from corpus.model import Plan, Task


def greeting(plan: Plan) -> str:
    document = plan.document
    name = f"{document.annex or document.kind}, {document.kind} số {document.number}"
    return (
        f"Xin chào anh/chị. Tôi tra cứu {name}: "
        "ai chủ trì, ai phối hợp, chỉ tiêu, thời gian, nhiệm vụ của từng cơ quan. Anh/chị cần hỏi gì ạ?"
    )


def help_text(plan: Plan) -> str:
    first = plan.tasks[0]
    return (
        "Anh/chị có thể hỏi như khi nhắn tin, có dấu hay không dấu, ví dụ:\n"
        f"• {first.id} ai chủ trì?\n"
        f"• Chỉ tiêu của nhiệm vụ {first.id}?\n"
        f"• {plan.agencies[0].name} chủ trì những nhiệm vụ nào?\n"
        f"• Mục {plan.sections[-1].roman} có bao nhiêu nhiệm vụ?"
    )


def thanks() -> str:
    return "Dạ, rất vui được hỗ trợ anh/chị."


def farewell() -> str:
    return "Tạm biệt anh/chị, hẹn gặp lại."


def agreed() -> str:
    return "Dạ. Anh/chị cần hỏi gì thêm, xin cứ nhắn."


def doubted() -> str:
    return "Xin lỗi anh/chị. Xin cho biết mã nhiệm vụ (ví dụ III.4) hoặc nội dung cần hỏi để tôi tra lại."


def empty() -> str:
    return "Anh/chị vui lòng nhập câu hỏi, ví dụ: “Sở Nội vụ chủ trì những nhiệm vụ nào?”."


def too_long(limit: int) -> str:
    return f"Câu hỏi dài quá {limit} ký tự; anh/chị vui lòng hỏi ngắn gọn từng ý."


def which_task(tasks: Sequence[Task]) -> str:
    return "\n".join(["Anh/chị hỏi nhiệm vụ nào ạ?", *(f"• {task_name(task)}" for task in tasks)])


def or_another() -> str:
    return "Nếu anh/chị hỏi nhiệm vụ khác, mời chọn bên dưới."


def which_subject() -> str:
    return "Anh/chị hỏi về nhiệm vụ nào ạ? Xin cho biết mã (ví dụ III.4) hoặc nội dung nhiệm vụ."


def which_section(number: str) -> str:
    return f"Nhiệm vụ {number} của mục nào ạ?"


def rated() -> str:
    return "Cảm ơn anh/chị đã góp ý."


def stale_choice() -> str:
    return "Lựa chọn này không còn dùng được; anh/chị vui lòng hỏi lại."
