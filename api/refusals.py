"""What the desk refuses, over HTTP: a status, a code for programs, one Vietnamese sentence for people."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import Any, Generic, TypeVar

from bot.texts.evidence import file_refused
from bot.texts.names import joined
from bot.texts.times import day, moment
from progress import evidence
from progress import refusals as refused
from progress.records import RecordError
from progress.refusals import ProgressError
from progress.roles import Act
from progress.scales import (
    Contradiction,
    MeasureError,
    OutOfRange,
    PartExceedsWhole,
    UnitMismatch,
    UnknownTarget,
)

DESK_REFUSALS = (ProgressError, MeasureError, RecordError)
LEADS_TOLD = 3

E = TypeVar("E", bound=Exception)
_ACTS: Mapping[Act, str] = {
    Act.ASK: "hỏi trợ lý",
    Act.REPORT: "báo cáo",
    Act.NOTE: "ghi ý kiến phối hợp",
    Act.READ_AGENCY: "xem báo cáo",
    Act.READ_EVIDENCE: "xem tài liệu kiểm chứng",
    Act.RECEIVE_ESCALATION: "nhận nhắc việc",
    Act.REVIEW: "xác nhận, trả lại báo cáo",
    Act.PAUSE: "tạm dừng nhiệm vụ",
    Act.INVITE: "mời người vào vai trò",
    Act.REVOKE: "thu hồi vai trò",
    Act.LIST_PEOPLE: "xem danh sách người",
    Act.READ_ALL: "xem báo cáo của mọi cơ quan",
    Act.LOCK_PERIOD: "khóa, mở lại kỳ báo cáo",
    Act.READ_AUDIT: "xem nhật ký",
    Act.BACKUP: "sao lưu dữ liệu",
    Act.PREVIEW_DIGESTS: "xem thử bản tin của mọi người",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One refusal in the terms of HTTP; ``facts`` are what a program needs to go on."""

    status: int
    code: str
    sentence: str
    facts: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Rule(Generic[E]):
    kind: type[E]
    status: int
    sentence: Callable[[E], str]
    facts: Callable[[E], Mapping[str, object]] = lambda _: {}
    headers: Callable[[E], Mapping[str, str]] = lambda _: {}


def told(error: Exception) -> Told:
    """The refusal of a desk; a kind that is not listed is told as the nearest it is made from.

    Raises KeyError for what is no refusal of a desk.
    """
    rule = next(_RULES[kind] for kind in type(error).__mro__ if kind in _RULES)
    return Told(rule.status, code_of(rule.kind), rule.sentence(error), rule.facts(error), rule.headers(error))


def is_told(kind: type[Exception]) -> bool:
    """Whether a kind of refusal has words of its own."""
    return kind in _RULES


def code_of(kind: type[Exception]) -> str:
    """PeriodLocked -> "period-locked"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind.__name__).lower()


def _not_allowed(error: refused.NotAllowed) -> str:
    of = f" của {error.agency}" if error.agency else ""
    return (
        f"Anh/chị chưa được giao quyền {_ACTS[error.act]}{of}; nếu cần, xin liên hệ điều phối hoặc quản trị."
    )


def _not_leading(error: refused.NotLeading) -> str:
    leads = joined(error.leads[:LEADS_TOLD]) + (" …" if len(error.leads) > LEADS_TOLD else "")
    instead = "; cơ quan phối hợp thì ghi ý kiến" if error.role == "coordinate" else ""
    return (
        f"{error.agency} không chủ trì nhiệm vụ {error.task_id} nên không báo cáo{instead}. Chủ trì: {leads}."
    )


def _not_coordinating(error: refused.NotCoordinating) -> str:
    if error.role == "lead":
        return f"{error.agency} chủ trì nhiệm vụ {error.task_id}, anh/chị gửi báo cáo thay cho ý kiến."
    return f"{error.agency} không phối hợp nhiệm vụ {error.task_id} nên không ghi ý kiến được."


def _period_unknown(error: refused.PeriodUnknown) -> str:
    if error.task_id:
        return f"Nhiệm vụ {error.task_id} không báo cáo trong kỳ này, anh/chị xem lại danh sách kỳ báo cáo."
    return "Kế hoạch không có kỳ báo cáo này, anh/chị xem lại danh sách kỳ báo cáo."


def _locked(error: refused.PeriodLocked) -> str:
    lock = error.lock
    return (
        f"Kỳ {lock.period} đã khóa lúc {moment(lock.at)}; nếu cần bổ sung, anh/chị đề nghị điều phối mở lại."
    )


def _standing(error: refused.AlreadyReported | refused.ReportConfirmed) -> Mapping[str, object]:
    return {"report_id": error.report.id, "version": error.report.version}


_LISTED: tuple[_Rule[Any], ...] = (
    # people
    _Rule(
        refused.CodeUnknown, 422, lambda _: "Mã này không đúng, anh/chị xem lại từng ký tự rồi nhập lại giúp."
    ),
    _Rule(
        refused.CodeUsed,
        409,
        lambda e: f"Mã này đã được dùng lúc {moment(e.used_at)}, anh/chị xin cấp mã khác.",
    ),
    _Rule(
        refused.CodeExpired,
        410,
        lambda e: f"Mã này đã hết hạn lúc {moment(e.expired_at)}, anh/chị xin cấp mã mới.",
    ),
    _Rule(
        refused.TooManyGuesses,
        429,
        lambda e: f"Đã có quá nhiều mã sai, anh/chị thử lại sau {moment(e.retry_at)}.",
        headers=lambda e: {"Retry-After": format_datetime(e.retry_at.astimezone(dt.UTC), usegmt=True)},
    ),
    _Rule(
        refused.IdentityTaken,
        409,
        lambda _: "Ở đây đang là một người khác, anh/chị đăng xuất rồi nhập lại mã.",
    ),
    _Rule(
        refused.AlreadyLinked,
        409,
        lambda _: "Ở đây đã biết anh/chị rồi, anh/chị nhập mã ở kênh kia; mã vẫn còn dùng được.",
    ),
    _Rule(
        refused.AlreadyHolds,
        409,
        lambda e: f"Anh/chị đang giữ vai trò {e.held.role.label} này rồi; mã vẫn dùng được cho người khác.",
        lambda e: {"role": e.held.role.value, "agency": e.held.agency},
    ),
    _Rule(
        refused.SenderUnproven,
        403,
        lambda _: "Ở đây chưa biết anh/chị là ai, xin đăng nhập rồi thử lại.",
    ),
    _Rule(
        refused.AgencyMissing,
        422,
        lambda e: f"Vai trò {e.role.label} gắn với một cơ quan, anh/chị nêu thêm tên cơ quan.",
    ),
    _Rule(
        refused.NotAllowed,
        403,
        _not_allowed,
        lambda e: {"act": e.act.value, "agency": e.agency},
    ),
    _Rule(
        refused.PersonUnknown, 404, lambda _: "Không có người này, hoặc dữ liệu của người này đã được xóa."
    ),
    _Rule(refused.RoleNotHeld, 409, lambda _: "Người này không giữ vai trò đó nên không có gì để kết thúc."),
    _Rule(refused.InvitationClosed, 409, lambda _: "Mã mời này đã dùng, đã hết hạn hoặc không có."),
    # the plan and its periods
    _Rule(
        refused.TaskUnknown, 404, lambda _: "Kế hoạch không có nhiệm vụ mang mã này, anh/chị xem lại mã giúp."
    ),
    _Rule(
        refused.NotLeading,
        422,
        _not_leading,
        lambda e: {"role": e.role, "leads": list(e.leads)},
    ),
    _Rule(refused.NotCoordinating, 422, _not_coordinating, lambda e: {"role": e.role}),
    _Rule(refused.PeriodUnknown, 404, _period_unknown),
    _Rule(
        refused.PeriodNotOpen,
        409,
        lambda e: f"Kỳ {e.period.name} nhận báo cáo từ ngày {day(e.period.opens)}, anh/chị gửi lại sau.",
        lambda e: {"period": e.period.key, "opens": e.period.opens.isoformat()},
    ),
    _Rule(refused.PeriodLocked, 409, _locked, lambda e: {"period": e.lock.period, "reason": e.lock.reason}),
    _Rule(refused.PeriodNotLocked, 409, lambda _: "Kỳ này đang mở nên không cần mở lại."),
    # reports
    _Rule(refused.ContentEmpty, 422, lambda _: "Nội dung đang trống, anh/chị ghi ít nhất một mục."),
    _Rule(refused.ReasonMissing, 422, lambda _: "Việc này cần nêu lý do, anh/chị ghi thêm lý do."),
    _Rule(
        refused.AlreadyReported,
        409,
        lambda e: (
            f"Đã có báo cáo khác đang có hiệu lực (số {e.report.id}, bản {e.report.version}), "
            "anh/chị xem bản đó trước khi gửi đè."
        ),
        _standing,
    ),
    _Rule(
        refused.NothingReported,
        409,
        lambda e: f"{e.agency} chưa có báo cáo nào đang có hiệu lực về nhiệm vụ {e.task_id} trong kỳ này.",
    ),
    _Rule(refused.ReportUnknown, 404, lambda _: "Không có báo cáo mang số này."),
    _Rule(
        refused.ReportConfirmed,
        409,
        lambda e: f"Báo cáo số {e.report.id} đã được xác nhận nên không rút được, anh/chị gửi bản sửa.",
        _standing,
    ),
    _Rule(
        refused.NotPaused,
        409,
        lambda e: f"Nhiệm vụ {e.task_id} của {e.agency} không bị tạm dừng nên không cần gỡ.",
    ),
    # files
    *(
        _Rule(kind, status, file_refused)
        for kind, status in (
            (evidence.EvidenceError, 422),
            (evidence.FileEmpty, 422),
            (evidence.FileTooLarge, 413),
            (evidence.FileKindRefused, 415),
            (evidence.FileHasMacros, 415),
            (evidence.FileInfected, 422),
            (evidence.ScannerDown, 503),
            (evidence.TooManyFiles, 409),
            (evidence.EvidenceUnknown, 404),
            (evidence.EvidenceLost, 410),
            (evidence.UploadLinkUnknown, 404),
        )
    ),
    # figures
    _Rule(MeasureError, 422, lambda _: "Số liệu này chưa dùng được, anh/chị xem lại giúp."),
    _Rule(
        OutOfRange,
        422,
        lambda _: "Số liệu nằm ngoài khoảng cho phép, anh/chị xem lại: tỷ lệ từ 0 đến 100, số đếm không âm.",
    ),
    _Rule(
        PartExceedsWhole,
        422,
        lambda _: "Phần thực hiện lớn hơn tổng số, hoặc tổng số bằng 0, anh/chị xem lại giúp.",
    ),
    _Rule(
        Contradiction,
        422,
        lambda _: "Tỷ lệ nêu ra không khớp với phần thực hiện trên tổng số, anh/chị xem lại giúp.",
    ),
    _Rule(UnitMismatch, 422, lambda _: "Đơn vị của số liệu khác với đơn vị của chỉ tiêu, anh/chị xem lại."),
    _Rule(UnknownTarget, 422, lambda _: "Nhiệm vụ không có chỉ tiêu ở vị trí này, anh/chị xem lại “target”."),
    _Rule(
        RecordError,
        422,
        lambda _: "Số liệu quá lớn hoặc quá dài để lưu, anh/chị ghi tối đa 18 chữ số và 10 số lẻ.",
    ),
)
_RULES: Mapping[type[Exception], _Rule[Any]] = {rule.kind: rule for rule in _LISTED}
