"""A report as it is shown before it is kept: each figure beside its targets, and what it replaces."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.draft_content import obligation_of
from bot.dialogue.drafts import Draft
from bot.dialogue.visits import Visit
from bot.texts import figures, reports
from corpus.model import Task
from progress.fitting import verdicts
from progress.measures import targets_of
from progress.records import Content, Measure, Report
from progress.scales import MeasureError


def over_standing(draft: Draft, standing: Report | None, visit: Visit) -> tuple[Draft, str]:
    """What stands is expected to be replaced; a correction keeps what it does not say anew."""
    if standing is None:
        notice = ""
        if draft.corrects:
            task = visit.knowledge.task(draft.task_id)
            notice = reports.nothing_to_correct(task, visit.periods.by_key[draft.period])
        return replace(draft, expects=0, corrects=False), notice
    if draft.corrects and draft.expects != standing.version:
        draft = replace(draft, content=standing.content.updated(draft.content))
    return replace(draft, expects=standing.version), ""


def report_part(draft: Draft, standing: Report | None, visit: Visit) -> str:
    """One draft as it is shown to be confirmed, with what it replaces."""
    task = visit.knowledge.task(draft.task_id)
    lines = content_of(task, draft.agency, draft.period, draft.content, visit)
    if standing is not None:
        who = visit.reporter_of(standing)
        lines.append(reports.replaces(standing.version, who, reports.summary(standing.content)))
    owed = obligation_of(draft, visit)
    name = reports.period_with_due(owed) if owed else visit.period_name(draft.period)
    return reports.one_report(task, draft.agency, name, lines)


def content_of(task: Task, agency: str, period: str, content: Content, visit: Visit) -> list[str]:
    """The lines of a content, each figure beside its targets."""
    return reports.content_lines(
        content, [_told(one, task, (agency, period), visit) for one in content.measures]
    )


def _told(measure: Measure, task: Task, of: tuple[str, str], visit: Visit) -> str:
    """A figure with its verdicts: "120/125 thủ tục (96 %)\\n  Chưa đạt: 96 % < 100 %"."""
    lines = [figures.measure(measure)]
    try:
        told = verdicts(measure, task, visit.last_year((task.id, *of), measure))
    except MeasureError:
        told = ()
    targets = targets_of(task)
    for place, comparison in told:
        words = figures.compared(comparison)
        if words:
            lines.append(reports.verdict(words, figures.target(targets[place])))
    return "\n".join(lines)
