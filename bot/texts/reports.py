"""Sentences on a report: what is asked for, what was understood, what was stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.texts import figures
from bot.texts.names import channel, joined, shortened, small
from bot.texts.times import day, moment
from corpus.model import Task
from progress.obligations import Obligation
from progress.periods import Period
from progress.records import Content, Report
from progress.states import ObligationState, Status

_TITLE_LENGTH = 60  # characters of a task's title in a list of obligations
_LABEL_LENGTH = 44  # characters of a choice

_PREFIXES = {"difficulty": "khó khăn: ", "proposal": "đề xuất: ", "note": "ghi chú: "}

YES, CHANGE, DROP = "Đúng", "Sửa", "Hủy"
REPLACE, KEEP = "Thay bằng báo cáo này", "Giữ báo cáo kia"
WITHDRAW, LEAVE = "Đúng, hủy báo cáo", "Không hủy"


def task_label(task: Task) -> str:
    return shortened(f"{task.id} {task.title}", _LABEL_LENGTH)


def task_line(task: Task) -> str:
    return f"{task.id} – {shortened(task.title, _TITLE_LENGTH)}"


# --- who may ---


def needs_role() -> str:
    return (
        "Để gửi báo cáo, anh/chị cần vai trò đầu mối của cơ quan: gõ /dangky kèm mã mời do Sở Nội vụ cấp, "
        "ví dụ /dangky ABCD-1234."
    )


def may_not_report() -> str:
    return (
        "Anh/chị chưa có vai trò đầu mối nên chưa gửi báo cáo được; xin liên hệ Sở Nội vụ để được cấp mã mời."
    )


def needs_reading_role() -> str:
    return (
        "Mục này dành cho người đã đăng ký: gõ /dangky kèm mã mời do Sở Nội vụ cấp, ví dụ /dangky ABCD-1234."
    )


def private_only() -> str:
    return "Báo cáo chỉ nhận trong cuộc trò chuyện riêng; anh/chị mở chat riêng với trợ lý rồi gửi lại giúp."


def not_kept() -> str:
    return "Ở đây không lưu báo cáo; anh/chị gửi qua trang web, Telegram hoặc “troly chat” giúp."


# --- what was understood ---


def understood(parts: Sequence[str], told: str, with_files: str = "") -> str:
    opening = "Tôi hiểu như sau, anh/chị xem giúp:" if len(parts) == 1 else f"Tôi hiểu {len(parts)} báo cáo:"
    closing = "Đúng thì bấm Đúng để lưu." if len(parts) == 1 else "Đúng thì bấm Đúng để lưu tất cả."
    return "\n".join(part for part in (told, opening, *parts, with_files, closing) if part)


def to_replace(parts: Sequence[str], told: str) -> str:
    return "\n".join([told, "Báo cáo của anh/chị:", *parts])


def one_report(task: Task, agency: str, period: str, lines: Iterable[str]) -> str:
    return "\n".join([task_line(task), f"{agency}, kỳ {period}", *(f"• {line}" for line in lines)])


def content_lines(content: Content, measures: Iterable[str]) -> list[str]:
    """What a report says, a line each; ``measures`` are told already."""
    lines = []
    if content.state is not None:
        lines.append(f"Tình trạng: {content.state.label}")
    if content.percent is not None:
        lines.append(f"Tiến độ công việc: {figures.number(content.percent)} %")
    lines += [f"Số liệu: {told}" for told in measures]
    named = (("Khó khăn", content.difficulty), ("Đề xuất", content.proposal), ("Ghi chú", content.note))
    return lines + [f"{name}: {words}" for name, words in named if words]


def period_with_due(owed: Obligation) -> str:
    """ "6 tháng 2026 (hạn 17/6/2026)"."""
    return f"{small(owed.period.name)} (hạn {day(owed.period.due(owed.level))})"


def verdict(words: str, target: str) -> str:
    """A line under a figure."""
    return f"  {words.rstrip('.')} – “{target}”"


def replaces(version: int, who: str, summary: str) -> str:
    return f"Thay báo cáo lần {version} ({who}): {summary}"


def already(task_id: str, version: int, who: str, summary: str) -> str:
    return f"Vừa có báo cáo {task_id} lần {version} ({who}): {summary}. Anh/chị có thay không ạ?"


def who_and_when(report: Report, name: str) -> str:
    """ "Lê Văn An, 10:00 ngày 10/6/2026, qua Telegram"."""
    return joined_by_comma(name, moment(report.submitted_at), f"qua {channel(report.channel)}")


def joined_by_comma(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def summary(content: Content) -> str:
    """One line: "35 %; Hoàn thành; 120/125 thủ tục (96 %); khó khăn: ..."."""
    parts = []
    if content.percent is not None:
        parts.append(f"{figures.number(content.percent)} % công việc")
    if content.state is not None:
        parts.append(content.state.label)
    parts += [figures.measure(one) for one in content.measures]
    named = (("khó khăn", content.difficulty), ("đề xuất", content.proposal), ("ghi chú", content.note))
    parts += [f"{name}: {shortened(words, 80)}" for name, words in named if words]
    return joined(parts) or "không có nội dung"


def value_of(field: str, value: object) -> str:
    """One field of a content in a history."""
    told = summary(Content(**{field: value}))  # type: ignore[arg-type]
    return "(trống)" if told == "không có nội dung" else told.removeprefix(_PREFIXES.get(field, ""))


def nothing_to_correct(task: Task, period: Period) -> str:
    return f"Kỳ {small(period.name)} chưa có báo cáo {task.id} để sửa; tôi ghi là báo cáo mới."


# --- what came of it ---


def stored(report: Report, period: str) -> str:
    late = "quá hạn" if report.is_late else "đúng hạn"
    return (
        f"Đã lưu báo cáo {report.task_id} (lần {report.version}) của {report.agency}, kỳ {period}: {late}, "
        "đang chờ Sở Nội vụ xác nhận."
    )


def not_stored(task_id: str, why: str) -> str:
    return f"Chưa lưu báo cáo {task_id}: {why}"


def dropped() -> str:
    return "Đã hủy, chưa lưu gì."


def nothing_in_hand() -> str:
    return "Lựa chọn này đã qua, không có gì được lưu thêm; anh/chị gõ /baocao để báo cáo."


def heard_before() -> str:
    return "Tin này tôi đã nhận rồi ạ, không có gì được lưu thêm."


def is_done() -> str:
    return "Dạ, việc này đã lưu rồi ạ."


def once_more(said: str) -> str:
    return f"Việc này đã làm rồi, không lưu thêm lần nữa.\n{said}"


def still_waiting() -> str:
    return "Anh/chị còn báo cáo chưa lưu:"


def set_aside(task_ids: Sequence[str]) -> str:
    return f"Báo cáo {', '.join(task_ids)} soạn trước đó chưa lưu, tôi đã bỏ qua."


# --- obligations ---


def owed(agency: str, period: Period, count: int) -> str:
    return f"{agency} còn {count} nhiệm vụ cần báo cáo kỳ {small(period.name)}, gấp nhất trước:"


def owed_line(task: Task, state: str) -> str:
    return f"• {task_line(task)} ({state})"


def state_of(status: Status) -> str:
    """ "quá hạn 3 ngày", "sắp đến hạn, còn 2 ngày", "chờ xác nhận"."""
    label = status.state.label
    if status.state is ObligationState.OVERDUE:
        return f"{label} {status.days_late} ngày"
    if status.state is ObligationState.DUE_SOON:
        return f"{label}, {'hôm nay' if not status.days_left else f'còn {status.days_left} ngày'}"
    if status.state is ObligationState.IN_TIME:
        return f"{label}, còn {status.days_left} ngày"
    return label


def which_to_correct(period: Period) -> str:
    return f"Các báo cáo đã gửi kỳ {small(period.name)}:"


def nothing_reported(period: Period) -> str:
    return f"Kỳ {small(period.name)} chưa có báo cáo nào để sửa."


def nothing_owed(agency: str, period: Period) -> str:
    return f"{agency} đã báo cáo đủ các nhiệm vụ kỳ {small(period.name)}."


def no_duties(agency: str) -> str:
    return f"{agency} không chủ trì nhiệm vụ nào trong kế hoạch nên không phải báo cáo."


def pick_or_type() -> str:
    return "Anh/chị chọn nhiệm vụ, hoặc gõ mã kèm kết quả, ví dụ: III.4 35%."


def own_of_which_agency() -> str:
    return "Anh/chị xem cơ quan nào ạ?"


# --- withdrawing ---


def which_to_withdraw() -> str:
    return "Anh/chị hủy báo cáo nào ạ? Xin nhắn mã, ví dụ /huybaocao III.4."


def withdraw_why(report: Report, period: str, summary: str) -> str:
    return (
        f"Hủy báo cáo {report.task_id} (lần {report.version}) của {report.agency}, kỳ {period}: {summary}.\n"
        "Anh/chị cho biết lý do hủy ạ?"
    )


def withdraw_sure(report: Report, period: str, reason: str) -> str:
    return (
        f"Hủy báo cáo {report.task_id} (lần {report.version}) của {report.agency}, kỳ {period}, "
        f"lý do: {reason}. Đúng không ạ?"
    )


def withdrawn(report: Report, period: str) -> str:
    return (
        f"Đã hủy báo cáo {report.task_id} của {report.agency}, kỳ {period}; lịch sử vẫn lưu lại. "
        "Nhiệm vụ này trở lại chưa báo cáo."
    )


def none_to_withdraw() -> str:
    return "Kỳ này chưa có báo cáo nào để hủy (báo cáo đã xác nhận thì chỉ sửa bằng /suabaocao)."


def nothing_to_withdraw(task: Task, period: Period) -> str:
    return f"Kỳ {small(period.name)} chưa có báo cáo {task.id} nào để hủy."


# --- notes of those who coordinate ---


def offers_note() -> str:
    return "Cơ quan phối hợp có thể để lại ghi chú phối hợp."


def what_note(task: Task) -> str:
    return f"Anh/chị nhắn nội dung ghi chú phối hợp cho nhiệm vụ {task.id} ạ."


def note_sure(task: Task, agency: str, period: str, text: str) -> str:
    return f"Ghi chú phối hợp nhiệm vụ {task.id}\n{agency}, kỳ {period}\n• {text}\nĐúng thì bấm Đúng để lưu."


def note_stored(task_id: str, agency: str) -> str:
    return f"Đã lưu ghi chú phối hợp của {agency} cho nhiệm vụ {task_id}."


# --- returned ---


def returned(task: Task, reason: str) -> str:
    return f"Báo cáo {task_line(task)} bị trả lại: {reason}"


def resend_how() -> str:
    return "Bấm Đúng để gửi lại như cũ, hoặc nhắn phần cần sửa."
