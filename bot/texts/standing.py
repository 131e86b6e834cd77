"""Sentences on how far reporting is: an agency's counts, a task's coverage, a history, a period's days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from bot.texts.names import joined, shortened, small
from bot.texts.times import day, moment
from progress.desk_records import Coverage, Note, PeriodLock
from progress.periods import Period
from progress.records import Report
from progress.states import ObligationState

_ORDER = (
    ObligationState.OVERDUE,
    ObligationState.RETURNED,
    ObligationState.DUE_SOON,
    ObligationState.IN_TIME,
    ObligationState.AWAITING,
    ObligationState.ON_TIME,
    ObligationState.LATE,
    ObligationState.NOT_OPEN,
    ObligationState.PAUSED,
    ObligationState.NO_DUE_DAY,
)
_FIELDS = {
    "percent": "tiến độ",
    "measures": "số liệu",
    "state": "tình trạng",
    "difficulty": "khó khăn",
    "proposal": "đề xuất",
    "note": "ghi chú",
}


def of_agency(agency: str, period: str, due: dt.date, reported: int, whole: int) -> str:
    return f"{agency}, kỳ {period} (hạn {day(due)}): đã báo cáo {reported}/{whole} nhiệm vụ."


def counts(states: Iterable[ObligationState]) -> str:
    """ "Quá hạn 2, Sắp đến hạn 3, Chờ xác nhận 1."."""
    listed = list(states)
    found = [(state.label, listed.count(state)) for state in _ORDER if state in listed]
    return ", ".join(f"{label}: {count}" for label, count in found) + "."


def page_of(agency: str, period: str, page: int, pages: int) -> str:
    return f"{agency}, kỳ {period} (trang {page}/{pages}):"


def no_duties(agency: str) -> str:
    return f"{agency} không chủ trì nhiệm vụ nào nên không phải báo cáo."


def of_all(period: str, waiting: int) -> str:
    return f"Kỳ {period}: {waiting} báo cáo chờ xác nhận."


def coverage(told: Coverage) -> str:
    """ "• III.4: 61/102 đã báo cáo"."""
    return f"• {told.task_id}: {told.rate.part}/{told.rate.whole} đã báo cáo"


def how_to_see_one() -> str:
    return "Xem một cơ quan: /tiendo Sở Tài chính. Xem một nhiệm vụ, một kỳ: /tiendo III.4 quý III."


def of_task(task: str, period: str, coverage: Coverage) -> str:
    rate = coverage.rate
    if not rate.whole:
        return f"{task}\nKỳ {period}: chưa đến kỳ báo cáo."
    left = rate.whole - rate.part
    unit = "cơ quan" if rate.whole > 1 else "cơ quan chủ trì"
    rest = f", còn {left}" if left else ""
    return f"{task}\nKỳ {period}: {rate.part}/{rate.whole} {unit} đã báo cáo{rest}."


def missing(agencies: Sequence[str], left: int) -> str:
    more = f" … và {left} cơ quan nữa" if left else ""
    return f"Chưa báo cáo: {joined(agencies)}{more}."


def own_state(agency: str, state: str) -> str:
    return f"{agency}: {state}."


def not_yours(task_id: str) -> str:
    return f"Anh/chị chỉ xem được nhiệm vụ mà cơ quan mình chủ trì; {task_id} do cơ quan khác chủ trì."


def which_about(said: str) -> str:
    return f"Tôi chưa rõ “{shortened(said)}”. Anh/chị gõ mã nhiệm vụ (ví dụ III.4) hoặc tên cơ quan."


def not_in_period(task_id: str, period: str) -> str:
    return f"Nhiệm vụ {task_id} không báo cáo trong kỳ {period}."


def history(task: str, agency: str, period: str, lines: Sequence[str]) -> str:
    if not lines:
        return f"{task}\n{agency}, kỳ {period}: chưa có báo cáo nào."
    return "\n".join([task, f"{agency}, kỳ {period}:", *lines])


def version(report: Report, who: str, summary: str) -> str:
    head = f"• Lần {report.version}, {who}: {summary}"
    return head + _verdict(report)


def withdrawal(report: Report, who: str) -> str:
    reason = f", lý do: {report.reason}" if report.reason else ""
    return f"• Lần {report.version}, {who}: hủy báo cáo{reason}"


def changed(report: Report, who: str, changes: Sequence[tuple[str, str, str]]) -> str:
    """What a version says otherwise than the one before."""
    told = "; ".join(f"{_FIELDS[name]}: {before} → {after}" for name, before, after in changes)
    return f"• Lần {report.version}, {who}: {told or 'không đổi nội dung'}" + _verdict(report)


def _verdict(report: Report) -> str:
    when = f" lúc {moment(report.reviewed_at)}" if report.reviewed_at else ""
    if report.standing == "confirmed":
        return f" – đã xác nhận{when}"
    if report.standing == "returned":
        return f" – trả lại{when}: {report.reason}"
    return ""


def note(told: Note) -> str:
    return f"• {told.agency} (phối hợp): {told.text}"


def notes_head() -> str:
    return "Ghi chú phối hợp:"


# --- periods ---


def period(told: Period, today: dt.date, lock: PeriodLock | None) -> str:
    """The days of a period and whether it takes reports."""
    due = f"hạn gửi Sở Nội vụ {day(told.due_departments)}"
    if told.due_communes != told.due_departments:
        due = f"hạn gửi: sở, ngành {day(told.due_departments)}; xã, phường, đặc khu {day(told.due_communes)}"
    lines = [
        f"Kỳ {small(told.name)}: {_state(told, today, lock)}",
        f"• Số liệu từ {day(told.data_from)} đến {day(told.closes)} (ngày chốt)",
        f"• Nhận báo cáo từ {day(told.opens)}, {due}",
        f"• Tỉnh gửi Bộ Nội vụ: {day(told.due_province)}",
    ]
    return "\n".join(lines)


def next_period(told: Period) -> str:
    days = f"nhận báo cáo từ {day(told.opens)}, hạn {day(told.due_departments)}"
    return f"Kỳ tiếp theo: {small(told.name)}, {days}."


def _state(told: Period, today: dt.date, lock: PeriodLock | None) -> str:
    if lock is not None:
        reason = f", lý do: {lock.reason}" if lock.reason else ""
        return f"đã khóa lúc {moment(lock.at)}{reason}."
    if not told.has_opened(today):
        return "chưa mở."
    left = (told.last_due - today).days
    if left < 0:
        return f"đã quá hạn {-left} ngày, vẫn nhận báo cáo (ghi là quá hạn)."
    return "đang mở, hôm nay là hạn cuối." if not left else f"đang mở, còn {left} ngày."
