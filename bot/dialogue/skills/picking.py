"""The obligations of a period to pick from, the most urgent first; for a correction, what was reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.conversation import Conversation
from bot.dialogue.desk_intents import StartReport
from bot.dialogue.messages import Outgoing
from bot.dialogue.skills.desk_replies import page_of, refused, said
from bot.dialogue.skills.replies import Turn
from bot.dialogue.visits import Visit
from bot.texts import progress_refusals, reports
from progress.desk_records import ObligationStatus
from progress.periods import Period


def pick_task(intent: StartReport, conversation: Conversation, visit: Visit, period_key: str = "") -> Turn:
    """The obligations of the period, most urgent first; for a correction, what was reported."""
    kept = replace(conversation, in_hand=None)
    listed = "sent" if intent.corrects else "owed"
    agency = visit.agency_at(intent.agency) or visit.reports_for[0]
    if agency not in visit.reports_for or (len(visit.reports_for) > 1 and not intent.agency):
        pairs = [(one, f"{listed}:1:{visit.place_of(one)}") for one in visit.reports_for]
        return Turn(said(reports.own_of_which_agency(), *pairs, kind="clarify"), kept)
    period = visit.periods.by_key[period_key] if period_key else visit.current()
    if period is None:
        return refused(progress_refusals.none_open(visit.periods.upcoming(visit.today)), conversation)
    found = visit.reporting.desk.status_of_agency(visit.actor, agency, period.key, visit.today)
    wanted = [
        one for one in found if (one.report is not None if intent.corrects else one.status.state.is_owed)
    ]
    if not wanted:
        return Turn(_nothing_to_pick(found, agency, period, corrects=intent.corrects), kept)
    start, end, more = page_of(len(wanted), intent.page)
    shown = wanted[start:end]
    kind = "correct" if intent.corrects else "report"
    place = visit.place_of(agency)
    pairs = [(_label(one, visit), _start_of(one, kind, place)) for one in shown]
    if more:
        pairs.append(("Xem tiếp", f"{listed}:{intent.page + 1}:{place}"))
    if intent.corrects:
        head, tail = reports.which_to_correct(period), ""
    else:
        head, tail = reports.owed(agency, period, len(wanted)), reports.pick_or_type()
    text = "\n".join(line for line in (head, *(owed_line(one, visit) for one in shown), tail) if line)
    return Turn(said(text, *pairs, kind="clarify"), kept)


def _start_of(one: ObligationStatus, kind: str, place: str) -> str:
    """What was sent back is taken up again as it was."""
    if kind == "report" and one.report is not None and one.report.standing == "returned":
        return f"resend:{one.report.id}"
    return f"{kind}:{one.obligation.task_id}:{place}"


def _nothing_to_pick(
    found: Sequence[ObligationStatus], agency: str, period: Period, *, corrects: bool
) -> Outgoing:
    if not found:
        return said(reports.no_duties(agency), kind="refused")
    if corrects:
        return said(reports.nothing_reported(period), ("Báo cáo", "owed:1"), kind="refused")
    return said(reports.nothing_owed(agency, period), ("Tiến độ", "standing:1:"))


def owed_line(one: ObligationStatus, visit: Visit) -> str:
    task = visit.knowledge.task(one.obligation.task_id)
    return reports.owed_line(task, reports.state_of(one.status))


def _label(one: ObligationStatus, visit: Visit) -> str:
    return reports.task_label(visit.knowledge.task(one.obligation.task_id))
