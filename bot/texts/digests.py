"""Sentences of the morning digest: what is overdue, whose it is, how the province stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from bot.texts import reports
from bot.texts.figures import number
from bot.texts.names import joined, shortened, small
from bot.texts.times import day, weekday
from corpus.model import Task
from progress.digests import CoordinatorPart, FocalPart, Gap, LeaderPart, Owed, PeriodCount, Snooze
from progress.periods import Period
from progress.states import ObligationState, Rate

Periods = Mapping[str, Period]
PERIODS_SHOWN = 3  # with counts of their own
_REASON_LENGTH = 60  # characters of why a report came back
_TITLE_LENGTH = 44  # characters of a task's title in a line
_COUNTED = {
    ObligationState.OVERDUE: "quá hạn",
    ObligationState.RETURNED: "bị trả lại",
    ObligationState.DUE_SOON: "sắp đến hạn",
    ObligationState.IN_TIME: "trong hạn",
}


def heading(on: dt.date, *, is_late: bool) -> str:
    """ "Bản tin thứ Năm 18/6/2026"; late, it says so."""
    late = ", gửi muộn" if is_late else ""
    return f"Bản tin {weekday(on)} {day(on)}{late}"


def page(on: dt.date, number: int) -> str:
    return f"Bản tin {weekday(on)} {day(on)} (trang {number}):"


def nothing(on: dt.date) -> str:
    return f"Hôm nay, {weekday(on)} {day(on)}, không có việc nào chờ anh/chị."


# --- đầu mối ---


def focal_head(part: FocalPart, periods: Periods) -> list[str]:
    """Counts first, then what opened, what is put off, thanks."""
    lines = [period_count(one, periods) for one in part.counts[:PERIODS_SHOWN]]
    if earlier := sum(count for one in part.counts[PERIODS_SHOWN:] for _, count in one.counts):
        lines.append(f"Các kỳ trước nữa: {earlier} việc chưa xong.")
    lines += [opened(periods[key]) for key in part.opened]
    if part.thanks:
        lines.append(thanks(part.agencies, periods[part.thanks]))
    if part.snoozed:
        put_off = ", ".join(f"{one.task_id} (đến {day(one.until)})" for one in part.snoozed)
        lines.append(f"Đang hoãn nhắc: {put_off}.")
    return lines


def period_count(count: PeriodCount, periods: Periods) -> str:
    """ "Kỳ 6 tháng 2026: 3 quá hạn, 1 bị trả lại, 2 sắp đến hạn."."""
    told = ", ".join(f"{number} {_COUNTED[state]}" for state, number in count.counts)
    return f"Kỳ {small(periods[count.period].name)}: {told}."


def opened(period: Period) -> str:
    due = day(period.due_departments)
    if period.due_communes != period.due_departments:
        due = f"{due} (xã, phường, đặc khu {day(period.due_communes)})"
    return f"Kỳ {small(period.name)} đã mở: nhận báo cáo từ {day(period.opens)}, hạn {due}."


def thanks(agencies: Sequence[str], period: Period) -> str:
    return f"{joined(agencies)} đã báo cáo đủ kỳ {small(period.name)}, cảm ơn anh/chị."


def line(place: int, owed: Owed, task: Task, *, period: str = "", agency: str = "") -> str:
    """ "1. III.4 – Kết quả giải quyết… (Quá hạn 1 ngày)"."""
    told = [reports.state_of(owed.status)]
    if owed.reason:
        told[0] = f"{told[0]}: {shortened(owed.reason, _REASON_LENGTH)}"
    told += [part for part in (f"kỳ {period}" if period else "", agency) if part]
    return f"{place}. {task.id} – {shortened(task.title, _TITLE_LENGTH)} ({', '.join(told)})"


def rest(count: int) -> str:
    return f"… và {count} việc nữa."


def label(owed: Owed, *, period: str = "", agency: str = "") -> str:
    what = "Gửi lại" if owed.report_id else "Báo cáo"
    told = ", ".join(part for part in (period, agency) if part)
    return shortened(f"{what} {owed.task_id}" + (f" ({told})" if told else ""), 44)


# --- lãnh đạo ---


def leader_head(part: LeaderPart, periods: Periods) -> list[str]:
    """The two rates; how many are long overdue, and who holds them."""
    holders = joined(part.holders) or "chưa có"
    return [
        f"{part.agency}, kỳ {small(periods[part.period].name)}: "
        f"tỷ lệ cập nhật {_rate(part.update)}, tỷ lệ hoàn thành {_rate(part.completion)}.",
        f"Quá hạn cần đôn đốc: {len(part.escalated)} việc; đầu mối: {holders}.",
    ]


def escalated(owed: Owed, task: Task, *, period: str = "") -> str:
    state = reports.state_of(owed.status) + (f", kỳ {period}" if period else "")
    return f"• {task.id} – {shortened(task.title, _TITLE_LENGTH)} ({state})"


def leader_label(agency: str) -> str:
    return shortened(f"Tiến độ {agency}", 44)


def _rate(rate: Rate) -> str:
    """ "12/21 (57,1 %)"."""
    percent = rate.percent
    return f"{rate.part}/{rate.whole}" + (f" ({number(round(percent, 1))} %)" if percent is not None else "")


# --- điều phối ---


def roll_up_head(part: CoordinatorPart, periods: Periods) -> list[str]:
    """How far the current period is, and by section."""
    lines = []
    if part.total is not None:
        late = f", {number(part.total.overdue)} quá hạn" if part.total.overdue else ""
        gap = f"{number(part.total.missing)}/{number(part.total.whole)}"
        name = small(periods[part.total.name].name)
        lines.append(f"Toàn tỉnh, kỳ {name}: {gap} báo cáo chưa nộp{late}.")
    if missing := [one for one in part.sections if one.missing]:
        told = ", ".join(f"{one.name} {one.missing}/{one.whole}" for one in missing)
        lines.append(f"Chưa nộp theo mục: {told}.")
    return lines + [opened(periods[key]) for key in part.opened]


def collective(gap: Gap) -> str:
    """ "III.4: 37/118 đơn vị chưa nộp"."""
    return f"• {gap.name}: {gap.missing}/{gap.whole} đơn vị chưa nộp"


def more_collective(count: int) -> str:
    return f"• … và {count} nhiệm vụ chung nữa"


def roll_up_tail(part: CoordinatorPart, periods: Periods) -> list[str]:
    """Who is furthest behind, what earlier periods lack, what waits, what was asked in vain."""
    lines = []
    if part.worst:
        lines.append(
            "Quá hạn nhiều nhất: " + ", ".join(f"{one.name} {one.overdue}" for one in part.worst) + "."
        )
    if part.earlier:
        told = ", ".join(
            f"{small(periods[one.name].name)} còn {one.missing}" for one in part.earlier[-PERIODS_SHOWN:]
        )
        lines.append(f"Kỳ trước chưa nộp: {told}.")
    if part.waiting:
        longest = f", lâu nhất {part.waiting_days} ngày" if part.waiting_days else ""
        lines.append(f"Chờ xác nhận: {part.waiting} báo cáo{longest}.")
    if part.questions:
        lines.append(f"Tuần qua có {part.questions} câu hỏi chưa trả lời được.")
    return lines


def picture_heading(part: CoordinatorPart, on: dt.date, periods: Periods) -> str:
    return f"Kỳ {small(periods[part.period].name)}, đến {day(on)}"


# --- settings ---


def not_wanted(*, is_off: bool, until: dt.date | None) -> str:
    """Said under what is shown on request, to who gets no digest by himself."""
    if is_off:
        return "Bản tin sáng đang tắt; bật lại: /bantin bat."
    return f"Đang im lặng đến {weekday(until)} {day(until)}." if until else ""


def at_time(time: dt.time) -> str:
    return f"Từ nay bản tin đến lúc {_clock(time)} các ngày làm việc."


def settings(time: dt.time, rhythm: str, until: dt.date | None, snoozes: Sequence[Snooze]) -> str:
    """All that a person chose."""
    how = {"daily": "mỗi ngày làm việc", "weekly": "ngày làm việc đầu tuần", "off": "đang tắt"}[rhythm]
    lines = [f"Bản tin: {how}" + ("" if rhythm == "off" else f", lúc {_clock(time)}") + "."]
    if until is not None:
        lines.append(f"Im lặng đến {weekday(until)} {day(until)}.")
    lines += [f"Hoãn nhắc {one.task_id} đến {day(one.until)}: {one.reason}." for one in snoozes]
    return "\n".join(lines)


def night() -> str:
    return "Trợ lý không gửi tin từ 21 giờ đến 6 giờ; anh/chị chọn giờ từ 6h đến 20h59, ví dụ /bantin gio 8h."


def which_time() -> str:
    return "Anh/chị ghi giờ muốn nhận, ví dụ: /bantin gio 8h hoặc /bantin gio 7h30."


def turned_off() -> str:
    return "Đã tắt bản tin sáng. Muốn nhận lại: /bantin bat. Xem lúc nào cũng được: /bantin."


def turned_on(time: dt.time) -> str:
    return f"Đã bật bản tin, mỗi ngày làm việc lúc {_clock(time)}."


def weekly(time: dt.time) -> str:
    return f"Từ nay bản tin chỉ đến vào ngày làm việc đầu tuần, lúc {_clock(time)}. Hằng ngày: /bantin bat."


def quiet(until: dt.date) -> str:
    return f"Tôi im lặng đến {weekday(until)} {day(until)}. Nhận lại sớm hơn: /bantin bat."


def until_when(limit: int) -> str:
    return f"Anh/chị ghi đến ngày nào, từ ngày mai và trong {limit} ngày tới, ví dụ: im lặng đến thứ Hai."


def snoozed(snooze: Snooze) -> str:
    return (
        f"Hoãn nhắc {snooze.task_id} đến {weekday(snooze.until)} {day(snooze.until)}, "
        f"lý do: {snooze.reason}. Hạn báo cáo không đổi."
    )


def how_to_snooze() -> str:
    return "Anh/chị ghi mã, ngày nhắc lại và lý do, ví dụ: /bantin hoan III.4 đến 25/6 vì chờ số liệu."


def not_yours_to_snooze(task_id: str) -> str:
    return f"Cơ quan anh/chị không báo cáo nhiệm vụ {task_id} nên bản tin không nhắc."


def reminding_again(task_id: str) -> str:
    return f"Bản tin nhắc lại {task_id} từ hôm nay."


def was_not_snoozed(task_id: str) -> str:
    return f"Nhiệm vụ {task_id} không bị hoãn nhắc."


def not_understood() -> str:
    return (
        "Tôi chưa rõ. Các cách dùng: /bantin · /bantin gio 8h · /bantin tat · /bantin bat · /bantin tuan · "
        "/bantin im lang den thu Hai · /bantin hoan III.4 đến 25/6 vì chờ số liệu · /bantin nhac III.4 · "
        "/bantin caidat"
    )


def for_administrators() -> str:
    return "Xem thử bản tin của mọi người dành cho quản trị; bản tin của anh/chị: gõ /bantin."


def preview(on: dt.date, focal: int, leaders: int, coordinators: int) -> str:
    return (
        f"Nếu gửi hôm nay, {weekday(on)} {day(on)}: {focal} đầu mối, {leaders} lãnh đạo, "
        f"{coordinators} điều phối có bản tin. Chưa gửi gì."
    )


def _clock(time: dt.time) -> str:
    """7h30, 8h."""
    return f"{time.hour}h{time.minute:02d}" if time.minute else f"{time.hour}h"
