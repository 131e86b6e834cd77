"""Refusals: one sentence, what is not there and what is; no reference is shown with them."""

from __future__ import annotations

from bot.texts.names import section_name
from corpus.model import Plan

_REASONS = {
    "person": "Kế hoạch không nêu tên hay chức danh của cá nhân nào, chỉ giao cho cơ quan.",
    "contact": "Kế hoạch không có thông tin liên hệ; "
    "tôi chỉ trả lời về nhiệm vụ, cơ quan, chỉ tiêu và thời gian.",
    "money": "Kế hoạch không nêu kinh phí hay số tiền nào.",
    "result": "Kế hoạch không có số liệu kết quả thực hiện, chỉ nêu nhiệm vụ và chỉ tiêu phải đạt.",
    "reason": "Kế hoạch không nêu lý do hay giải thích, chỉ nêu nhiệm vụ, cơ quan, chỉ tiêu và thời gian.",
    "opinion": "Tôi chỉ trả lời theo kế hoạch, không đưa ra nhận xét hay dự đoán.",
    "clock": "Kế hoạch không có thông tin về giờ giấc, lịch làm việc.",
    "place": "Kế hoạch không có thông tin về địa điểm, địa chỉ.",
    "how to": "Kế hoạch không hướng dẫn làm thủ tục hay hồ sơ cụ thể.",
    "score": "Kế hoạch không nêu điểm số, trọng số hay tiêu chí chấm điểm.",
    "penalty": "Kế hoạch không quy định mức phạt hay hình thức khen thưởng, kỷ luật.",
    "chatter": "Nội dung này ngoài phạm vi; tôi chỉ trả lời về kế hoạch cải cách hành chính.",
    "override": "Tôi không thể làm việc đó; tôi chỉ trả lời về kế hoạch cải cách hành chính.",
}


def outside(reason: str) -> str:
    return _REASONS[reason]


def elsewhere(place: str, issuer: str) -> str:
    return f"Kế hoạch không có nội dung về {place}; tôi chỉ trả lời theo kế hoạch của {issuer}."


def other_year(year: str, plan: Plan) -> str:
    frames = list(
        dict.fromkeys(task.timeframe for task in plan.tasks if any(sign.isdigit() for sign in task.timeframe))
    )
    spans = f", thời gian ghi trong kế hoạch là {', '.join(frames[:2])}" if frames else ""
    return f"Kế hoạch không có nội dung riêng cho năm {year}{spans}."


def other_document(number: str) -> str:
    return f"Kế hoạch không nhắc đến {number if ' ' in number else f'văn bản số {number}'}."


def subject(near: str = "") -> str:
    tail = f" Gần nhất có nhiệm vụ về “{near}”." if near else ""
    return f"Kế hoạch không có nội dung này.{tail}"


def missing_task(plan: Plan, code: str, section: str) -> str:
    if section not in plan.section_by_roman:
        return missing_section(plan, section)
    ids = plan.section_by_roman[section].task_ids
    there = f"{section_name(plan, section)} có các nhiệm vụ từ {ids[0]} đến {ids[-1]}"
    parent = code.rsplit(".", 1)[0]
    if parent in plan.parent_by_id:
        children = plan.parent_by_id[parent].children
        there = f"{parent} chỉ có {len(children)} nhiệm vụ con, từ {children[0]} đến {children[-1]}"
    return f"Kế hoạch không có nhiệm vụ {code}: {there}."


def missing_section(plan: Plan, roman: str) -> str:
    first, last = plan.sections[0].roman, plan.sections[-1].roman
    return f"Kế hoạch không có mục {roman}: chỉ có {len(plan.sections)} mục, từ {first} đến {last}."


def no_role_in_plan(agency: str, verb: str) -> str:
    return f"Kế hoạch không nêu {agency} {verb} nhiệm vụ nào."
