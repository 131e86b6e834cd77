"""The history of one report: who said what when, and what changed from version to version."""

from __future__ import annotations

from bot.dialogue.conversation import Conversation
from bot.dialogue.desk_intents import AskHistory
from bot.dialogue.skills.desk_replies import refused, told
from bot.dialogue.skills.replies import Turn
from bot.dialogue.visits import Visit
from bot.texts import reports, standing
from progress.records import Report, changes

_SHOWN = 10  # versions


def ask_history(intent: AskHistory, conversation: Conversation, visit: Visit) -> Turn:
    """All versions of one agency on a task, in the period that is named or the current one."""
    if visit.person is None:
        return refused(reports.needs_reading_role(), conversation)
    task_id, agency = intent.task_id, visit.agency_at(intent.agency) or intent.agency
    if task_id not in visit.knowledge.plan.task_by_id or agency not in visit.reporting.obligations.agencies:
        return refused(reports.nothing_in_hand(), conversation)
    period = visit.periods.by_key.get(intent.period) or visit.latest(task_id)
    if period is None:
        return refused(reports.nothing_in_hand(), conversation)
    lines = history_lines(task_id, agency, period.key, visit)
    task = reports.task_line(visit.knowledge.task(task_id))
    return told(standing.history(task, agency, visit.period_name(period.key), lines), conversation)


def history_lines(task_id: str, agency: str, period_key: str, visit: Visit) -> list[str]:
    """A line for each version, the latest that fit."""
    versions = visit.reporting.desk.history(visit.actor, task_id, agency, period_key)
    lines = [
        _version(one, versions[place - 1] if place else None, visit) for place, one in enumerate(versions)
    ]
    return lines[-_SHOWN:]


def _version(report: Report, before: Report | None, visit: Visit) -> str:
    who = visit.reporter_of(report)
    if report.standing == "withdrawn":
        return standing.withdrawal(report, who)
    if before is None or before.standing == "withdrawn":
        return standing.version(report, who, reports.summary(report.content))
    told_changes = [
        (one.field, reports.value_of(one.field, one.before), reports.value_of(one.field, one.after))
        for one in changes(before.content, report.content)
    ]
    return standing.changed(report, who, told_changes)
