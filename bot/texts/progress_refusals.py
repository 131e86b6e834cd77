"""What the desk of reports refuses, in one sentence each."""

from __future__ import annotations

from collections.abc import Mapping

from bot.texts.names import joined, small
from bot.texts.reports import may_not_report
from bot.texts.times import day, moment
from progress.periods import Period
from progress.records import RecordError
from progress.refusals import (
    AlreadyReported,
    ContentEmpty,
    NotAllowed,
    NotCoordinating,
    NothingReported,
    NotLeading,
    PeriodLocked,
    PeriodNotLocked,
    PeriodNotOpen,
    PeriodUnknown,
    PersonUnknown,
    ProgressError,
    ReasonMissing,
    ReportConfirmed,
    ReportUnknown,
    TaskUnknown,
)
from progress.roles import Act
from progress.scales import MeasureError

_LEADERS_SHOWN = 3
_ACTS = {
    Act.REVIEW: "xác nhận hoặc trả lại báo cáo",
    Act.LOCK_PERIOD: "khóa hay mở lại kỳ báo cáo",
    Act.READ_ALL: "xem báo cáo của mọi cơ quan",
    Act.READ_AGENCY: "xem báo cáo của cơ quan này",
    Act.NOTE: "ghi chú phối hợp cho cơ quan này",
}


def refusal(  # noqa: C901 - one case a refusal
    error: ProgressError | MeasureError | RecordError, periods: Mapping[str, Period]
) -> str:
    """The sentence for what was refused; nothing was stored."""
    match error:
        case NotAllowed(act=Act.REPORT):
            return may_not_report()
        case NotAllowed():
            return f"Anh/chị chưa được phân quyền {_ACTS.get(error.act, 'làm việc này')}."
        case PersonUnknown():
            return "Anh/chị chưa đăng ký; gõ /dangky kèm mã mời do Sở Nội vụ cấp."
        case NotLeading():
            return not_leading(error)
        case NotCoordinating():
            return f"{error.agency} không phối hợp nhiệm vụ {error.task_id} nên không để ghi chú phối hợp."
        case PeriodUnknown():
            name = _named(error.period, periods)
            return (
                f"Nhiệm vụ {error.task_id} không báo cáo trong kỳ {name}." if error.task_id else no_period()
            )
        case PeriodNotOpen():
            return f"Kỳ {small(error.period.name)} chưa mở, nhận báo cáo từ ngày {day(error.period.opens)}."
        case PeriodLocked():
            reason = f" ({error.lock.reason})" if error.lock.reason else ""
            name = _named(error.lock.period, periods)
            return (
                f"Kỳ {name} đã khóa lúc {moment(error.lock.at)}{reason}; cần bổ sung xin liên hệ Sở Nội vụ."
            )
        case PeriodNotLocked():
            return f"Kỳ {_named(error.period, periods)} đang mở, không cần mở lại."
        case ContentEmpty():
            return "Báo cáo chưa có nội dung."
        case ReasonMissing():
            return "Việc này cần nêu lý do."
        case AlreadyReported():
            return f"đã có báo cáo mới hơn (lần {error.report.version}), anh/chị xem lại giúp."
        case NothingReported():
            return f"Nhiệm vụ {error.task_id} của {error.agency} không còn báo cáo nào trong kỳ này."
        case ReportConfirmed():
            return (
                f"Báo cáo {error.report.task_id} đã được xác nhận nên không hủy được; "
                f"anh/chị gõ /suabaocao {error.report.task_id} để sửa."
            )
        case ReportUnknown() | TaskUnknown():
            return "Không tìm thấy báo cáo hoặc nhiệm vụ này."
        case MeasureError() | RecordError():
            return "Số liệu chưa hợp lệ; anh/chị kiểm tra lại giúp."
        case _:
            return "Chưa làm được việc này; anh/chị thử lại giúp."


def not_leading(error: NotLeading) -> str:
    shown = joined(error.leads[:_LEADERS_SHOWN])
    more = (
        f" và {len(error.leads) - _LEADERS_SHOWN} cơ quan khác" if len(error.leads) > _LEADERS_SHOWN else ""
    )
    role = "phối hợp" if error.role == "coordinate" else "không chủ trì"
    return f"{error.agency} {role} nhiệm vụ {error.task_id}; cơ quan chủ trì báo cáo là {shown}{more}."


def no_period() -> str:
    return "Kế hoạch không có kỳ báo cáo này; anh/chị gõ /kybaocao để xem các kỳ."


def none_open(first: Period | None) -> str:
    if first is None:
        return "Kế hoạch không còn kỳ báo cáo nào đang mở."
    return f"Chưa có kỳ báo cáo nào mở; kỳ {small(first.name)} nhận báo cáo từ ngày {day(first.opens)}."


def _named(key: str, periods: Mapping[str, Period]) -> str:
    return small(periods[key].name) if key in periods else key
