"""How far reporting is: mine, an agency's, a task's, and the history of one report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.dialogue.conversation import Conversation
from bot.dialogue.desk_intents import AskStanding
from bot.dialogue.skills.desk_replies import PAGE, page_of, refused, told
from bot.dialogue.skills.history import history_lines
from bot.dialogue.skills.picking import owed_line
from bot.dialogue.skills.replies import Turn
from bot.dialogue.understanding.reading import Reading, read
from bot.dialogue.visits import Visit
from bot.texts import progress_refusals, refusals, reports, standing
from progress.desk_records import ObligationStatus
from progress.periods import Period
from progress.refusals import NotAllowed
from progress.roles import Act
from progress.states import ObligationState, update_rate

_ORDER = (
    ObligationState.RETURNED,
    ObligationState.OVERDUE,
    ObligationState.DUE_SOON,
    ObligationState.IN_TIME,
)
NAMES_SHOWN = 30  # agencies in one line
TASKS_SHOWN = 10  # one line each


@dataclass(frozen=True, slots=True)
class _About:
    """What is asked for: a task, an agency, neither; and in which period."""

    task_id: str
    agency: str
    period: Period | None
    unknown: str = ""  # why what was named is nothing that could be shown


def ask_standing(intent: AskStanding, conversation: Conversation, visit: Visit) -> Turn | None:
    """/tiendo; None for a sentence of somebody who may read nothing, so that it is answered as a question."""
    if visit.person is None or not _reads_something(visit):
        text = reports.needs_reading_role() if visit.person is None else reports.may_not_report()
        return refused(text, conversation) if intent.is_command else None
    if visit.incoming.is_group:
        return refused(reports.private_only(), conversation)
    about = _about(intent.argument, visit)
    if about.period is None:
        return refused(progress_refusals.none_open(visit.periods.upcoming(visit.today)), conversation)
    if about.unknown and intent.is_command:
        return refused(about.unknown, conversation)
    if about.task_id:
        return _of_task(about, about.period, intent, conversation, visit)
    if about.agency:
        return _of_agency(about.agency, about.period, intent, conversation, visit)
    own = visit.actor.agencies_to(Act.READ_AGENCY)
    if visit.actor.may(Act.READ_ALL):
        return _of_all(about.period, intent, conversation, visit)
    if len(own) > 1:
        pairs = [(one, f"standing:1:{visit.place_of(one)}") for one in own]
        return told(reports.own_of_which_agency(), conversation, *pairs)
    return _of_agency(own[0], about.period, intent, conversation, visit)


def _reads_something(visit: Visit) -> bool:
    person = visit.actor
    return bool(person.agencies_to(Act.READ_AGENCY)) or person.may(Act.READ_ALL)


def _about(argument: str, visit: Visit) -> _About:
    """``argument`` as typed, or as a button bears it: "III.4:2026-Q3", "#17:2026-Q3", ":2026-Q3"."""
    lexicon = visit.knowledge.lexicon
    words, _, key = argument.rpartition(":")
    chosen = visit.periods.by_key.get(key)
    if chosen is not None:
        argument = words
    if agency := visit.agency_at(argument):
        return _About("", agency, chosen or visit.latest())
    reading = read(argument, lexicon)
    task_id = next((code for code in reading.codes if code in visit.knowledge.plan.task_by_id), "")
    named = [one.agency.name for one in reading.agencies if not one.is_group]
    agency = named[0] if named and not task_id else ""
    mentioned = visit.periods.mentions(argument)
    if chosen is not None:
        period: Period | None = chosen
    elif mentioned:
        period = visit.periods.meant(mentioned[0], visit.today)
    else:
        period = visit.latest(task_id or None)
    if agency and not visit.actor.may(Act.READ_ALL) and "tôi" in argument.casefold():
        agency = ""
    unknown = (
        "" if task_id or named or mentioned or not argument.strip() else _unknown(argument, reading, visit)
    )
    return _About(task_id, agency, period, unknown)


def _unknown(argument: str, reading: Reading, visit: Visit) -> str:
    if reading.codes:
        code = reading.codes[0]
        if not visit.knowledge.plan.has_row(code):
            return refusals.missing_task(visit.knowledge.plan, code, code.split(".", 1)[0])
    return standing.which_about(argument)


# --- the province ---


def _of_all(period: Period, intent: AskStanding, conversation: Conversation, visit: Visit) -> Turn:
    """What waits for review, and how far each task is that many agencies lead."""
    desk, obligations = visit.reporting.desk, visit.reporting.obligations
    tasks = [one for one in obligations.collective_tasks() if visit.periods.task_period(one, period.key)]
    start, end, more = page_of(len(tasks), intent.page, TASKS_SHOWN)
    waiting = desk.waiting_for_review(visit.actor, period.key)
    coverages = (desk.coverage(visit.actor, one, period.key, visit.today) for one in tasks[start:end])
    lines = [standing.coverage(one) for one in coverages if one.rate.whole]
    pairs = [("Chờ xác nhận", f"reviews:1:{period.key}"), ("Kỳ báo cáo", f"period:{period.key}")]
    if more:
        pairs.append(("Xem tiếp", f"standing:{intent.page + 1}::{period.key}"))
    head = standing.of_all(visit.period_name(period.key), len(waiting))
    return told("\n".join([head, *lines, standing.how_to_see_one()]), conversation, *pairs)


# --- one agency ---


def _of_agency(
    agency: str, period: Period, intent: AskStanding, conversation: Conversation, visit: Visit
) -> Turn:
    person = visit.actor
    if not person.may(Act.READ_AGENCY, agency) and not person.may(Act.READ_ALL):
        return refused(visit.refusal(NotAllowed(Act.READ_AGENCY, agency)), conversation)
    found = visit.reporting.desk.status_of_agency(person, agency, period.key, visit.today)
    if not found:
        return refused(standing.no_duties(agency), conversation)
    ordered = sorted(found, key=_urgency)
    start, end, more = page_of(len(ordered), intent.page)
    lines = [owed_line(one, visit) for one in ordered[start:end]]
    if intent.page == 1:
        level = visit.reporting.obligations.level_of(agency)
        rate = update_rate(one.status.state for one in found)
        head = [
            standing.of_agency(
                agency, visit.period_name(period.key), period.due(level), rate.part, rate.whole
            ),
            standing.counts(one.status.state for one in found),
            *_returned(ordered, visit),
        ]
    else:
        head = [
            standing.page_of(agency, visit.period_name(period.key), intent.page, -(-len(ordered) // PAGE))
        ]
    pairs = _steps(ordered, agency, visit)
    if more:
        pairs.append(("Xem tiếp", f"standing:{intent.page + 1}:{visit.place_of(agency)}:{period.key}"))
    return told("\n".join([*head, *lines]), conversation, *pairs)


def _urgency(one: ObligationStatus) -> tuple[int, tuple[int, int, int]]:
    state = one.status.state
    return _ORDER.index(state) if state in _ORDER else len(_ORDER), one.status.urgency


def _returned(found: Sequence[ObligationStatus], visit: Visit) -> list[str]:
    """What came back from the review, with the reason."""
    return [
        reports.returned(visit.knowledge.task(one.obligation.task_id), one.report.reason)
        for one in found
        if one.report is not None and one.report.standing == "returned"
    ]


def _steps(found: Sequence[ObligationStatus], agency: str, visit: Visit) -> list[tuple[str, str]]:
    if agency not in visit.reports_for:
        return []
    back = [
        (f"Gửi lại {one.report.task_id}", f"resend:{one.report.id}")
        for one in found
        if one.report is not None and one.report.standing == "returned"
    ]
    owed = [
        (f"Báo cáo {one.obligation.task_id}", f"report:{one.obligation.task_id}")
        for one in found
        if one.status.state.is_owed and one.report is None
    ]
    return [*back[:3], *owed[:3]]


# --- one task ---


def _of_task(
    about: _About, period: Period, intent: AskStanding, conversation: Conversation, visit: Visit
) -> Turn:
    desk, obligations = visit.reporting.desk, visit.reporting.obligations
    task = visit.knowledge.task(about.task_id)
    kept = replace(conversation, topic_tasks=(task.id,), section=task.section, agency="", role="", asked="")
    if visit.periods.task_period(task.id, period.key) is None:
        return refused(standing.not_in_period(task.id, visit.period_name(period.key)), kept)
    try:
        coverage = desk.coverage(visit.actor, task.id, period.key, visit.today)
    except NotAllowed:
        return refused(standing.not_yours(task.id), kept)
    lines = [standing.of_task(reports.task_line(task), visit.period_name(period.key), coverage)]
    own = [
        one for one in visit.actor.agencies_to(Act.READ_AGENCY) if obligations.role(task.id, one) == "lead"
    ]
    pairs: list[tuple[str, str]] = []
    if own and not visit.actor.may(Act.READ_ALL):
        for agency in own:
            lines += _own_lines(agency, task.id, period, visit)
            pairs += _own_steps(agency, task.id, period, visit)
        return told("\n".join([*lines, *_notes(task.id, period, visit)]), kept, *pairs)
    start, end, more = page_of(len(coverage.missing), intent.page, NAMES_SHOWN)
    if coverage.missing:
        lines.append(standing.missing(coverage.missing[start:end], len(coverage.missing) - end))
    if more:
        pairs.append(("Xem tiếp", f"standing:{intent.page + 1}:{task.id}:{period.key}"))
    for agency in coverage.reported[:3]:
        pairs.append((f"Lịch sử: {agency}", f"history:{task.id}:{visit.place_of(agency)}:{period.key}"))
    return told("\n".join([*lines, *_notes(task.id, period, visit)]), kept, *pairs)


def _own_lines(agency: str, task_id: str, period: Period, visit: Visit) -> list[str]:
    found = visit.reporting.desk.status_of_agency(visit.actor, agency, period.key, visit.today)
    own = next((one for one in found if one.obligation.task_id == task_id), None)
    if own is None:
        return []
    lines = [standing.own_state(agency, reports.state_of(own.status))]
    if own.report is not None:
        lines += history_lines(own.report.task_id, agency, period.key, visit)
    return lines


def _own_steps(agency: str, task_id: str, period: Period, visit: Visit) -> list[tuple[str, str]]:
    if agency not in visit.reports_for:
        return []
    report = visit.reporting.desk.standing(visit.actor, task_id, agency, period.key)
    if report is None:
        return [("Báo cáo", f"report:{task_id}")]
    if report.standing == "returned":
        return [("Gửi lại", f"resend:{report.id}")]
    steps = [("Sửa báo cáo", f"correct:{task_id}")]
    return steps if report.standing == "confirmed" else [*steps, ("Hủy báo cáo", f"withdraw:{task_id}")]


def _notes(task_id: str, period: Period, visit: Visit) -> list[str]:
    notes = visit.reporting.desk.notes(visit.actor, task_id, period.key)
    return [standing.notes_head(), *map(standing.note, notes)] if notes else []
