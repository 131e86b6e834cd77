"""Sentences of the coordinator: what waits for review, verdicts, and the locking of periods."""

from __future__ import annotations

from collections.abc import Sequence

from progress.records import Report

CONFIRM, RETURN = "Xác nhận", "Trả lại"


def waiting(period: str, count: int) -> str:
    return f"Kỳ {period} có {count} báo cáo chờ xác nhận, chờ lâu nhất trước:"


def none_waiting(period: str) -> str:
    return f"Kỳ {period} không có báo cáo nào chờ xác nhận."


def waiting_line(report: Report, title: str, when: str) -> str:
    return f"• {title} – {report.agency} (lần {report.version}, {when})"


def waiting_label(report: Report) -> str:
    return f"{report.task_id} – {report.agency}"


def one(report: Report, title: str, period: str, who: str, lines: Sequence[str]) -> str:
    late = ", quá hạn" if report.is_late else ""
    head = [title, f"{report.agency}, kỳ {period}, lần {report.version}{late}", f"Gửi: {who}"]
    return "\n".join([*head, *(f"• {line}" for line in lines)])


def already_judged(report: Report) -> str:
    if report.standing == "confirmed":
        return "Báo cáo này đã được xác nhận."
    if report.standing == "withdrawn":
        return "Báo cáo này đã bị hủy."
    return f"Báo cáo này đã được trả lại: {report.reason}"


def confirmed(report: Report, period: str) -> str:
    return f"Đã xác nhận báo cáo {report.task_id} của {report.agency}, kỳ {period}."


def next_of(count: int) -> str:
    return f"Báo cáo tiếp theo (còn {count})"


def why_returned(report: Report) -> str:
    return f"Anh/chị cho biết lý do trả lại báo cáo {report.task_id} của {report.agency} ạ."


def return_sure(report: Report, period: str, reason: str) -> str:
    what = f"Trả lại báo cáo {report.task_id} của {report.agency}, kỳ {period}"
    return f"{what}, lý do: {reason}.\nĐúng không ạ?"


def sent_back(report: Report) -> str:
    return (
        f"Đã trả lại báo cáo {report.task_id} của {report.agency}; "
        "người gửi sẽ thấy lý do khi nhắn tin cho trợ lý hoặc xem /tiendo."
    )


def why_decide(period: str, *, is_lock: bool) -> str:
    what = "khóa" if is_lock else "mở lại"
    return f"Anh/chị cho biết lý do {what} kỳ {period} ạ."


def decide_sure(period: str, reason: str, *, is_lock: bool) -> str:
    if is_lock:
        return f"Khóa kỳ {period}, lý do: {reason}. Sau khi khóa, không nhận báo cáo nữa.\nĐúng không ạ?"
    return f"Mở lại kỳ {period}, lý do: {reason}.\nĐúng không ạ?"


def locked(period: str) -> str:
    return f"Đã khóa kỳ {period}; không nhận thêm báo cáo của kỳ này."


def reopened(period: str) -> str:
    return f"Đã mở lại kỳ {period}; các cơ quan gửi báo cáo được."


def evidence_label(count: int) -> str:
    return f"Minh chứng ({count})"
