"""Why a file was not taken or cannot be given: one sentence that says what to do."""

from __future__ import annotations

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
        case EvidenceUnknown() | EvidenceLost():
            return "Không còn tệp này; anh/chị liên hệ người gửi báo cáo để gửi lại."
        case _:
            return "Tệp chưa được lưu; anh/chị mở lại báo cáo rồi thử lại giúp."
