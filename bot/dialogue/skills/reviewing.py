"""What waits for review, and one report with its verdicts; a returned one sent again."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.conversation import Conversation
from bot.dialogue.desk_intents import ResendReport, ReviewReport, ShowReviews
from bot.dialogue.skills.deciding import reviewer_refusal
from bot.dialogue.skills.desk_replies import page_of, refused, said, told
from bot.dialogue.skills.replies import Turn
from bot.dialogue.skills.reporting import resumed
from bot.dialogue.skills.showing import content_of
from bot.dialogue.visits import Visit
from bot.texts import progress_refusals, reports, reviews, times
from progress.periods import Period
from progress.records import Report
from progress.roles import Act


def show_reviews(intent: ShowReviews, conversation: Conversation, visit: Visit) -> Turn | None:
    """/choduyet; None for a sentence of somebody who reviews nothing."""
    if refusal := reviewer_refusal(visit):
        return refused(refusal, conversation) if intent.is_command else None
    period = _period(intent.argument if intent.is_command else "", visit)
    if period is None:
        return refused(progress_refusals.no_period(), conversation)
    waiting = visit.reporting.desk.waiting_for_review(visit.actor, period.key)
    if not waiting:
        return told(
            reviews.none_waiting(visit.period_name(period.key)), conversation, *_earlier(period, visit)
        )
    start, end, more = page_of(len(waiting), intent.page)
    lines = [_line(one, visit) for one in waiting[start:end]]
    pairs = [(reviews.waiting_label(one), f"review:{one.id}") for one in waiting[start:end]]
    if more:
        pairs.append(("Xem tiếp", f"reviews:{intent.page + 1}:{period.key}"))
    return told(
        "\n".join([reviews.waiting(visit.period_name(period.key), len(waiting)), *lines]),
        conversation,
        *pairs,
    )


def _period(argument: str, visit: Visit) -> Period | None:
    if argument.strip():
        return visit.periods.find(argument, visit.today)
    return visit.current() or visit.periods.current(visit.today)


def _earlier(period: Period, visit: Visit) -> list[tuple[str, str]]:
    """The period before, when reports of it still wait."""
    place = visit.periods.order(period.key)
    if not place:
        return []
    before = visit.periods.periods[place - 1]
    waiting = visit.reporting.desk.waiting_for_review(visit.actor, before.key)
    return (
        [(f"Kỳ {visit.period_name(before.key)} ({len(waiting)})", f"reviews:1:{before.key}")]
        if waiting
        else []
    )


def _line(report: Report, visit: Visit) -> str:
    title = reports.task_line(visit.knowledge.task(report.task_id))
    return reviews.waiting_line(report, title, times.moment(report.submitted_at))


def review_report(intent: ReviewReport, conversation: Conversation, visit: Visit) -> Turn:
    """The whole report, to be confirmed or returned."""
    if refusal := reviewer_refusal(visit):
        return refused(refusal, conversation)
    report = visit.reporting.desk.report(visit.actor, intent.report_id)
    task = visit.knowledge.task(report.task_id)
    lines = content_of(task, report.agency, report.period, report.content, visit)
    period = visit.period_name(report.period)
    text = reviews.one(report, reports.task_line(task), period, visit.reporter_of(report), lines)
    if report.standing != "pending":
        return told(f"{text}\n{reviews.already_judged(report)}", conversation, ("Danh sách", "reviews:1:"))
    pairs = [(reviews.CONFIRM, f"confirm:{report.id}"), (reviews.RETURN, f"return:{report.id}")]
    evidence = visit.reporting.evidence
    files = evidence.evidence(visit.actor, report.task_id, report.agency, report.period)
    if files:
        pairs.append((reviews.evidence_label(len(files)), f"evidence:{report.id}"))
    return Turn(said(text, *pairs, ("Danh sách", f"reviews:1:{report.period}"), kind="clarify"), conversation)


def resend_report(intent: ResendReport, conversation: Conversation, visit: Visit) -> Turn:
    """A returned report as it was, to be sent again or changed first."""
    if visit.person is None:
        return refused(reports.needs_role(), conversation)
    if visit.incoming.is_group:
        return refused(reports.private_only(), conversation)
    report = visit.reporting.desk.report(visit.actor, intent.report_id)
    if not visit.person.may(Act.REPORT, report.agency):
        return refused(reports.may_not_report(), conversation)
    standing = visit.reporting.desk.standing(visit.actor, report.task_id, report.agency, report.period)
    if standing is None or standing.id != report.id or standing.standing != "returned":
        return told(reports.nothing_in_hand(), conversation, ("Tiến độ", f"standing:1:{report.task_id}"))
    return resumed(report, report.reason, conversation, visit)


def returned_since(conversation: Conversation, visit: Visit) -> tuple[tuple[Report, ...], Conversation]:
    """Reports sent from here that came back and nothing else tells of; those reviewed are forgotten."""
    if visit.person is None:
        return (), replace(conversation, sent=())
    found = visit.reporting.desk.reports_by_id(visit.person, conversation.sent)
    waiting = tuple(one.id for one in found if one.standing == "pending")
    back = tuple(
        one
        for one in found
        if one.standing == "returned" and visit.reporting.notices.tell_once(visit.person.id, one.id)
    )
    return back, replace(conversation, sent=waiting)
