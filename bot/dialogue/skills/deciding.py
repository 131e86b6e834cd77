"""Acts that need a reason or a note first: withdrawing, sending back, noting, locking a period."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.conversation import Conversation
from bot.dialogue.desk_intents import DecideOnPeriod, JudgeReport, LeaveNote, WithdrawReport
from bot.dialogue.drafts import Draft, InHand
from bot.dialogue.skills.desk_replies import PAGE, asked, refused, said, to_confirm
from bot.dialogue.skills.replies import Turn
from bot.dialogue.understanding.reading import read
from bot.dialogue.visits import Visit
from bot.texts import progress_refusals, reports, reviews
from corpus.vietnamese import tidy
from progress.records import Report
from progress.refusals import NotAllowed, NotCoordinating, PeriodLocked, PeriodNotLocked, ReportConfirmed
from progress.roles import NO_AGENCY, Act

_TO_REASON = re.compile(r"^(?:[\s:,.–-]+|(?:vì|vi|do|lý do|ly do|lí do)[\s:]+)", re.IGNORECASE)


def to_decide(hand: InHand, text: str, conversation: Conversation, visit: Visit) -> Turn:
    """The act with its reason or note, to be confirmed."""
    hand = replace(hand, text=text)
    match hand.kind:
        case "note":
            draft = hand.draft
            task = visit.knowledge.task(draft.task_id)
            shown = reports.note_sure(task, draft.agency, visit.period_name(draft.period), text)
        case "withdraw":
            report = visit.reporting.desk.report(visit.actor, hand.report_id)
            shown = reports.withdraw_sure(report, visit.period_name(report.period), text)
            return to_confirm(shown, hand, conversation, yes=reports.WITHDRAW, drop=reports.LEAVE)
        case "send back":
            report = visit.reporting.desk.report(visit.actor, hand.report_id)
            shown = reviews.return_sure(report, visit.period_name(report.period), text)
        case "lock" | "reopen":
            shown = reviews.decide_sure(visit.period_name(hand.period), text, is_lock=hand.kind == "lock")
        case _:
            return refused(reports.nothing_in_hand(), conversation)
    return to_confirm(shown, hand, conversation)


# --- withdrawing ---


def withdraw_report(intent: WithdrawReport, conversation: Conversation, visit: Visit) -> Turn:
    """/huybaocao III.4 nhập nhầm"""
    if visit.incoming.is_group:
        return refused(reports.private_only(), conversation)
    if not visit.reports_for:
        return refused(reports.may_not_report() if visit.person else reports.needs_role(), conversation)
    codes = read(intent.argument, visit.knowledge.lexicon).codes
    if not codes or codes[0] not in visit.knowledge.plan.task_by_id:
        return _which_to_withdraw(conversation, visit)
    task_id = codes[0]
    period = visit.current(task_id)
    if period is None:
        return refused(progress_refusals.none_open(visit.periods.upcoming(visit.today)), conversation)
    standing = [one for agency in visit.reports_for if (one := _standing(task_id, agency, period.key, visit))]
    if not standing:
        return refused(reports.nothing_to_withdraw(visit.knowledge.task(task_id), period), conversation)
    report = standing[0]
    if report.standing == "confirmed":
        return refused(
            visit.refusal(ReportConfirmed(report)), conversation, ("Sửa báo cáo", f"correct:{task_id}")
        )
    hand = InHand("withdraw", asks="reason", report_id=report.id)
    if reason := _reason_in(intent.argument):
        return to_decide(hand, reason, conversation, visit)
    shown = reports.withdraw_why(report, visit.period_name(report.period), reports.summary(report.content))
    return asked(shown, hand, conversation)


def _which_to_withdraw(conversation: Conversation, visit: Visit) -> Turn:
    period = visit.current()
    found = [
        one.report
        for agency in visit.reports_for
        if period is not None
        for one in visit.reporting.desk.status_of_agency(visit.actor, agency, period.key, visit.today)
        if one.report is not None and one.report.standing != "confirmed"
    ]
    pairs = [
        (reports.task_label(visit.knowledge.task(one.task_id)), f"withdraw:{one.task_id}") for one in found
    ]
    if not pairs:
        return refused(reports.none_to_withdraw(), conversation)
    shown = said(reports.which_to_withdraw(), *pairs[:PAGE], kind="clarify")
    return Turn(shown, replace(conversation, in_hand=None))


def _standing(task_id: str, agency: str, period_key: str, visit: Visit) -> Report | None:
    if visit.reporting.obligations.obligation(task_id, agency, period_key) is None:
        return None
    return visit.reporting.desk.standing(visit.actor, task_id, agency, period_key)


def _reason_in(argument: str) -> str:
    """What stands behind the task's number: "III.4 nhập nhầm" -> "nhập nhầm"."""
    _, _, rest = tidy(argument).partition(" ")
    while (shorter := _TO_REASON.sub("", rest)) != rest:
        rest = shorter
    return rest


# --- noting ---


def leave_note(intent: LeaveNote, conversation: Conversation, visit: Visit) -> Turn:
    """The agency that coordinates is asked for its note."""
    if visit.incoming.is_group:
        return refused(reports.private_only(), conversation)
    if not visit.reports_for:
        return refused(reports.may_not_report() if visit.person else reports.needs_role(), conversation)
    task_id = intent.task_id
    if task_id not in visit.knowledge.plan.task_by_id:
        return refused(reports.nothing_in_hand(), conversation)
    obligations = visit.reporting.obligations
    own = [one for one in visit.reports_for if obligations.role(task_id, one) == "coordinate"]
    if not own:
        agency = visit.reports_for[0]
        error = NotCoordinating(task_id, agency, obligations.role(task_id, agency))
        return refused(visit.refusal(error), conversation)
    period = visit.current(task_id)
    if period is None:
        return refused(progress_refusals.none_open(visit.periods.upcoming(visit.today)), conversation)
    draft = Draft(task_id=task_id, agency=own[0], period=period.key)
    hand = InHand("note", asks="note", drafts=(draft,))
    return asked(reports.what_note(visit.knowledge.task(task_id)), hand, conversation)


# --- reviewing and locking ---


def judge_report(intent: JudgeReport, conversation: Conversation, visit: Visit) -> Turn:
    """Trả lại asks for the reason; Xác nhận is done at once."""
    if refusal := reviewer_refusal(visit):
        return refused(refusal, conversation)
    desk = visit.reporting.desk
    if intent.is_confirmed:
        report = desk.confirm(visit.actor, intent.report_id, channel=visit.incoming.channel)
        text = reviews.confirmed(report, visit.period_name(report.period))
        return Turn(said(text, *_next(report, visit)), replace(conversation, in_hand=None))
    report = desk.report(visit.actor, intent.report_id)
    hand = InHand("send back", asks="reason", report_id=report.id)
    return asked(reviews.why_returned(report), hand, conversation)


def _next(report: Report, visit: Visit) -> list[tuple[str, str]]:
    """The report that has waited longest after this one."""
    waiting = visit.reporting.desk.waiting_for_review(visit.actor, report.period)
    if not waiting:
        return []
    return [(reviews.next_of(len(waiting)), f"review:{waiting[0].id}"), ("Danh sách", "reviews:1:")]


def reviewer_refusal(visit: Visit) -> str:
    """Why a person may not review; "" when he may."""
    if visit.person is None:
        return reports.needs_reading_role()
    if visit.incoming.is_group:
        return reports.private_only()
    return "" if visit.person.may(Act.READ_ALL) else visit.refusal(NotAllowed(Act.REVIEW, NO_AGENCY))


def decide_on_period(intent: DecideOnPeriod, conversation: Conversation, visit: Visit) -> Turn:
    """Lock a period or open it again: the reason first."""
    if visit.incoming.is_group:
        return refused(reports.private_only(), conversation)
    if visit.person is None or not visit.person.may(Act.LOCK_PERIOD):
        return refused(visit.refusal(NotAllowed(Act.LOCK_PERIOD, NO_AGENCY)), conversation)
    if intent.period not in visit.periods.by_key:
        return refused(progress_refusals.no_period(), conversation)
    lock = visit.reporting.desk.lock_of(intent.period)
    if intent.is_lock and lock is not None:
        return refused(visit.refusal(PeriodLocked(lock)), conversation)
    if not intent.is_lock and lock is None:
        return refused(visit.refusal(PeriodNotLocked(intent.period)), conversation)
    hand = InHand("lock" if intent.is_lock else "reopen", asks="reason", period=intent.period)
    text = reviews.why_decide(visit.period_name(intent.period), is_lock=intent.is_lock)
    return asked(text, hand, conversation)
