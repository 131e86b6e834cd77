"""What people are refused about codes and roles, in one sentence each that says what to do."""

from __future__ import annotations

import datetime as dt

from bot.texts import people
from bot.texts.times import moment
from progress.refusals import (
    AgencyMissing,
    AlreadyHolds,
    AlreadyLinked,
    CodeExpired,
    CodeUnknown,
    CodeUsed,
    IdentityTaken,
    InvitationClosed,
    NotAllowed,
    PersonUnknown,
    ProgressError,
    RoleNotHeld,
    SenderUnproven,
    TooManyGuesses,
)
from progress.roles import Act

_MINUTE = dt.timedelta(minutes=1)


def refused(refusal: ProgressError) -> str:  # noqa: C901 - one case a refusal
    """One sentence that says what to do. Raises the refusal again when it is none of people."""
    match refusal:
        case CodeUnknown():
            return "Mã này không đúng; anh/chị xem lại từng chữ rồi gõ lại, ví dụ: /dangky CF4H-7K2M"
        case CodeUsed():
            return f"Mã này đã được dùng lúc {moment(refusal.used_at)}; anh/chị xin một mã mới giúp."
        case CodeExpired():
            return f"Mã này hết hạn lúc {moment(refusal.expired_at)}; anh/chị xin một mã mới giúp."
        case TooManyGuesses():
            return f"Đã có nhiều mã sai; anh/chị thử lại sau {moment(refusal.retry_at + _MINUTE)}."
        case IdentityTaken():
            return "Tài khoản này đã là của người khác nên không nối được; mã vẫn dùng được ở tài khoản khác."
        case AlreadyLinked():
            return "Kênh này đã nối với anh/chị rồi; anh/chị gõ mã ở kênh kia, mã vẫn còn dùng được."
        case SenderUnproven():
            return people.only_proven("")
        case AlreadyHolds():
            held = people.held(refusal.held)
            return f"Anh/chị đang là {held} rồi; mã chưa bị dùng, đưa được cho người khác."
        case AgencyMissing():
            return people.which_agency(refusal.role)
        case NotAllowed():
            return _not_allowed(refusal)
        case PersonUnknown():
            return "Người này không còn trong danh sách; anh/chị xem lại số của người."
        case RoleNotHeld():
            return "Vai trò này không còn nữa nên không có gì để thôi."
        case InvitationClosed():
            return f"Mã mời số {refusal.invitation_id} không còn dùng được nữa, nên không cần hủy."
        case _:
            raise refusal


def _not_allowed(refusal: NotAllowed) -> str:
    match refusal.act:
        case Act.INVITE | Act.REVOKE if refusal.role and not refusal.role.needs_agency:
            return f"Chỉ quản trị mới mời và thu hồi vai trò {refusal.role.label}."
        case Act.INVITE | Act.REVOKE:
            return "Chỉ quản trị và điều phối mới mời và thu hồi vai trò."
        case _:
            return "Vai trò của anh/chị không làm được việc này."
