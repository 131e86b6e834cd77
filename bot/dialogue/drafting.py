"""From the words of a report to a draft that can be shown: what it lacks is asked, one question at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.draft_content import CANDIDATES, entry_of, own_level, with_content, with_targets
from bot.dialogue.drafts import Draft, Question, Refused
from bot.dialogue.report_subjects import told_apart
from bot.dialogue.reporting import settled
from bot.dialogue.understanding.reported import Reports, Unclear
from bot.dialogue.visits import Visit
from bot.texts import progress_refusals, refusals, report_questions, reports
from corpus.vietnamese import fold
from progress.periods import Period
from progress.refusals import NotLeading, PeriodLocked, PeriodNotOpen, PeriodUnknown

# A quarter in which nothing is reported would otherwise be passed over.
_NO_PERIOD = re.compile(r"\bqu[yi]\s*(?:ii|2|hai|iv|4|bon|tu)\b")
_POINTING = re.compile(
    r"(?:(?:nhiem vu|viec|cong viec|cai|muc|nv|chi tieu|noi dung)\s*)?"
    r"(?:nay|do|kia|tren|noi tren|vua roi|ay)?"
)


def drafts_of(
    text: str, read: Reports, visit: Visit, *, corrects: bool = False
) -> tuple[Draft, ...] | Refused:
    """A draft for each task of a message. Refused when the period it names is none of the plan's."""
    key = ""
    if read.period is not None:
        period = visit.periods.meant(read.period, visit.today)
        if period is None:
            return Refused(progress_refusals.no_period())
        # "2 cuộc năm nay" may be a mere stretch of time.
        if read.period.is_sure or period.has_opened(visit.today):
            key = period.key
    elif _NO_PERIOD.search(fold(text)):
        return Refused(progress_refusals.no_period())
    entries = told_apart(read, visit.knowledge).tasks
    return tuple(Draft(text, place, period=key, corrects=corrects) for place in range(len(entries)))


def completed(draft: Draft, visit: Visit, topic: Sequence[str] = ()) -> Draft | Question | Refused:
    """The draft with its task, agency, period and content, or the first thing that is missing.

    ``topic`` are the tasks spoken of last: a report that names none means them.
    """
    if not draft.task_id:
        found = _with_task(draft, visit, topic)
        if not isinstance(found, Draft):
            return found
        draft = found
    for step in (_with_agency, _with_period, with_content, with_targets):
        done = step(draft, visit)
        if not isinstance(done, Draft):
            return done
        draft = done
    return draft


# --- which task ---


def _with_task(draft: Draft, visit: Visit, topic: Sequence[str]) -> Draft | Question | Refused:
    knowledge = visit.knowledge
    entry = entry_of(draft.said, draft.place, visit)
    if entry is None:
        return Question(draft, "task", report_questions.which_task_first())
    points = not entry.task.codes and _POINTING.fullmatch(fold(entry.task.words))
    if points and len(topic) == 1:
        return replace(draft, task_id=topic[0])
    settling = settled(entry, knowledge, own_level(visit))
    if Unclear.NO_SUCH_TASK in settling.unclear:
        code = entry.task.codes[0]
        text = refusals.missing_task(knowledge.plan, code, code.split(".", 1)[0])
        return Question(draft, "task", f"{text}\n{report_questions.which_task_first()}")
    if settling.task_id is not None:
        if Unclear.SEVERAL_TASKS in settling.unclear:
            return Refused(
                report_questions.one_at_a_time([knowledge.task(one) for one in settling.candidates])
            )
        return replace(draft, task_id=settling.task_id)
    own = [one for one in settling.candidates if _leads(one, visit)]
    if len(own) == 1:
        return replace(draft, task_id=own[0])
    offered = (own or list(settling.candidates))[:CANDIDATES]
    if not offered:
        return Question(draft, "task", report_questions.which_task_first())
    tasks = [knowledge.task(one) for one in offered]
    options = tuple((reports.task_label(task), task.id) for task in tasks)
    return Question(draft, "task", report_questions.which_task(tasks), options)


def _leads(task_id: str, visit: Visit) -> bool:
    return any(visit.reporting.obligations.role(task_id, one) == "lead" for one in visit.reports_for)


# --- for which agency, in which period ---


def _with_agency(draft: Draft, visit: Visit) -> Draft | Question | Refused:
    obligations = visit.reporting.obligations
    if draft.agency:
        return draft
    if not visit.reports_for:  # any more: the report was begun by somebody who could
        return Refused(reports.may_not_report() if visit.person else reports.needs_role())
    leading = [one for one in visit.reports_for if obligations.role(draft.task_id, one) == "lead"]
    if len(leading) == 1:
        return replace(draft, agency=leading[0])
    if leading:
        text = report_questions.which_agency(visit.knowledge.task(draft.task_id))
        return Question(draft, "agency", text, tuple((one, one) for one in leading))
    own = sorted(visit.reports_for, key=lambda one: obligations.role(draft.task_id, one) != "coordinate")
    role = obligations.role(draft.task_id, own[0])
    refused = NotLeading(draft.task_id, own[0], role, _leaders(draft.task_id, visit))
    text = visit.refusal(refused)
    if role == "coordinate":
        return Refused(text, note_on=draft.task_id)
    return Refused(text)


def _leaders(task_id: str, visit: Visit) -> tuple[str, ...]:
    """Those who lead, as the plan names them: a group whole."""
    return visit.knowledge.task(task_id).lead_agencies


def _with_period(draft: Draft, visit: Visit) -> Draft | Refused:
    period: Period | None
    if not draft.period:
        period = visit.current(draft.task_id)
        if period is None:
            return Refused(_nothing_open(draft.task_id, visit))
    else:
        period = visit.periods.task_period(draft.task_id, draft.period)
        if period is None:
            return Refused(visit.refusal(PeriodUnknown(draft.period, draft.task_id)))
    if not period.has_opened(visit.today):
        return Refused(visit.refusal(PeriodNotOpen(period)))
    if period.key in visit.locked and (lock := visit.reporting.desk.lock_of(period.key)):
        return Refused(visit.refusal(PeriodLocked(lock)))
    return replace(draft, period=period.key)


def _nothing_open(task_id: str, visit: Visit) -> str:
    """No period takes reports: the last one begun is locked, or none has begun."""
    begun = visit.periods.current(visit.today, task_id=task_id)
    lock = visit.reporting.desk.lock_of(begun.key) if begun else None
    if lock is not None:
        return visit.refusal(PeriodLocked(lock))
    return progress_refusals.none_open(visit.periods.upcoming(visit.today, task_id=task_id))
