"""What is said of evidence: files kept and shown, how to send them, and why one was not taken."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.messages import Attachment
from progress.evidence import (
    EvidenceLost,
    EvidenceUnknown,
    FileEmpty,
    FileHasMacros,
    FileInfected,
    FileKindRefused,
    FileTooLarge,
    ScannerDown,
    TooManyFiles,
    UploadLinkUnknown,
)
from progress.records import Report
from progress.refusals import NotAllowed, NothingReported, PeriodLocked, ProgressError

KINDS = "ảnh (JPG, PNG, WEBP, HEIC), PDF, Word hoặc Excel"
_MEGABYTE = 2**20


def file_refused(refusal: ProgressError) -> str:  # noqa: C901 - one case a refusal
    """What is told of a file that was not taken; for any other refusal, that nothing was kept."""
    match refusal:
        case FileEmpty():
            return "Tệp không có nội dung; anh/chị chọn lại tệp giúp."
        case FileTooLarge(limit=limit):
            return f"Tệp lớn hơn {limit // _MEGABYTE} MB; anh/chị nén nhỏ hoặc chia ra rồi gửi lại."
        case FileKindRefused():
            return f"Tệp không thuộc loại nhận được; anh/chị gửi {KINDS}."
        case FileHasMacros():
            return "Tệp có chứa macro nên không nhận; anh/chị lưu lại dạng không có macro hoặc PDF rồi gửi."
        case FileInfected():
            return "Tệp bị phần mềm diệt vi-rút chặn nên không được lưu; anh/chị kiểm tra lại máy và tệp."
        case ScannerDown():
            return "Hiện chưa quét được vi-rút nên chưa nhận tệp; anh/chị gửi lại sau ít phút."
        case TooManyFiles(limit=limit):
            return f"Báo cáo này đã có {limit} tệp, không nhận thêm được nữa."
        case NothingReported():
            return "Chưa có báo cáo nào để đính kèm; anh/chị gửi báo cáo trước rồi gửi tệp."
        case PeriodLocked():
            return "Kỳ báo cáo đã khóa nên không nhận thêm tệp; anh/chị liên hệ Sở Nội vụ nếu cần bổ sung."
        case NotAllowed():
            return "Anh/chị không có quyền gửi hoặc xem tệp của cơ quan này."
        case UploadLinkUnknown():
            return "Đường dẫn gửi tệp không đúng hoặc đã hết hạn; anh/chị nhắn trợ lý để lấy đường dẫn mới."
        case EvidenceUnknown():
            return "Không có tệp mang số này; anh/chị xem lại danh sách tệp của báo cáo."
        case EvidenceLost():
            return "Kho tệp không còn tệp này; anh/chị báo người quản trị và nhờ người gửi báo cáo gửi lại."
        case _:
            return "Tệp chưa được lưu; anh/chị mở lại báo cáo rồi thử lại giúp."


def names(files: Sequence[Attachment]) -> str:
    """ "bien-ban.pdf, ảnh": a photo has no name of its own."""
    return ", ".join(_name(file) for file in files)


def with_files(files: Sequence[Attachment]) -> str:
    """The line under what is to be confirmed."""
    return f"Kèm {len(files)} tệp: {names(files)}"


def attach_sure(named: str, title: str, report: Report, period: str) -> str:
    return (
        f"Kèm {named} vào báo cáo {title} (lần {report.version}) của {report.agency}, kỳ {period}. "
        "Đúng không ạ?"
    )


def kept(named: Sequence[str]) -> str:
    return f"Đã kèm {len(named)} tệp minh chứng: {', '.join(named)}."


def not_kept(file: Attachment, why: str) -> str:
    return f"Chưa kèm được {_name(file)}: {why}"


def gone() -> str:
    return "Không lấy được tệp từ kênh này; anh/chị gửi lại tệp giúp."


def too_many(limit: int) -> str:
    return f"Mỗi lần gửi kèm nhiều nhất {limit} tệp; các tệp sau chưa được giữ."


def how_to_send(report: Report, address: str, until: str, *, limit: int, takes_files: bool) -> str:
    here = "Anh/chị gửi ảnh hoặc tệp vào đây, hoặc mở" if takes_files else "Anh/chị mở"
    return (
        f"Minh chứng cho báo cáo {report.task_id} ({KINDS}, mỗi tệp đến {limit // _MEGABYTE} MB). "
        f"{here} đường dẫn này để gửi tệp (dùng đến {until}):\n{address}"
    )


def none_kept(report: Report) -> str:
    return f"Báo cáo {report.task_id} của {report.agency} chưa có tệp minh chứng nào."


def listed(report: Report, files: Sequence[tuple[str, str]], shown: int) -> str:
    lines = [f"• {name} ({when})" for name, when in files]
    head = f"Minh chứng của báo cáo {report.task_id}, {report.agency}: {len(files)} tệp."
    tail = f"Tôi gửi {shown} tệp mới nhất; các tệp khác xin xem qua API." if shown < len(files) else ""
    return "\n".join(part for part in (head, *lines, tail) if part)


def _name(file: Attachment) -> str:
    return file.name or "ảnh"
