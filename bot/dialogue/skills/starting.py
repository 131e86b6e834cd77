"""/baocao and /suabaocao: a task picked from the obligations, or the one that is named, to be reported on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.conversation import Conversation
from bot.dialogue.desk_intents import StartReport
from bot.dialogue.drafts import Draft, InHand, Question
from bot.dialogue.report_subjects import finder
from bot.dialogue.skills.desk_replies import PAGE, asked, refused
from bot.dialogue.skills.picking import pick_task
from bot.dialogue.skills.replies import Turn
from bot.dialogue.skills.reporting import (
    after_dropping,
    chosen_or_completed,
    joined_lines,
    not_for_us,
    proceed,
    say_all,
)
from bot.dialogue.skills.showing import content_of
from bot.dialogue.understanding.reading import read
from bot.dialogue.understanding.reported import NamedTask, Reports, reported
from bot.dialogue.visits import Visit
from bot.texts import report_questions
from corpus.vietnamese import tidy
from progress.records import Content

_ANNOUNCES = re.compile(
    r"^(?:nhiệm vụ|nhiem vu|nv|mục|muc|báo cáo|bao cao|bc|cho|về|ve|của|cua)\s+|^[\s:,.–-]+", re.IGNORECASE
)


def start_report(intent: StartReport, conversation: Conversation, visit: Visit) -> Turn | None:
    """Pick a task from the obligations, or go on with the one that is named; None for mere words of somebody
    who reports nothing."""
    if refusal := not_for_us(visit):
        return refused(refusal, conversation) if intent.is_command else None
    argument = intent.argument.strip()
    if not argument:
        return pick_task(intent, conversation, visit)
    if period := visit.periods.find(argument, visit.today):
        return pick_task(intent, conversation, visit, period.key)
    reading = reported(argument, visit.knowledge.lexicon, visit.periods)
    if isinstance(reading, Reports) and any(not one.is_empty for one in reading.tasks):
        turn = say_all(argument, reading, conversation, visit, is_plain=True, corrects=intent.corrects)
        if turn is not None:
            return turn
    agency = visit.agency_at(intent.agency)
    draft = replace(_named_only(argument, visit), corrects=intent.corrects)
    if agency in visit.reports_for:
        draft = replace(draft, agency=agency)
    if intent.period in visit.periods.by_key:
        draft = replace(draft, period=intent.period)
    hand = after_dropping(InHand("report", drafts=(draft,)), conversation.in_hand)
    if intent.corrects and draft.content.is_empty:
        return _ask_correction(hand, conversation, visit)
    return proceed(hand, conversation, visit)


def _ask_correction(hand: InHand, conversation: Conversation, visit: Visit) -> Turn:
    """What stands is shown, and what is to be changed is asked."""
    step = chosen_or_completed(hand.draft, conversation, visit)
    if not isinstance(step, Question) or step.asks != "content":
        return proceed(hand, conversation, visit)
    draft = step.draft
    standing = visit.reporting.desk.standing(visit.actor, draft.task_id, draft.agency, draft.period)
    if standing is None:
        return proceed(hand, conversation, visit)
    draft = replace(draft, content=standing.content, is_read=True, expects=standing.version)
    lines = content_of(
        visit.knowledge.task(draft.task_id), draft.agency, draft.period, standing.content, visit
    )
    text = report_questions.to_correct(standing, visit.reporter_of(standing), lines)
    return asked(
        joined_lines(hand.told, text), replace(hand, drafts=(draft,), asks="change", told=""), conversation
    )


def _named_only(argument: str, visit: Visit) -> Draft:
    """A task without anything said of it but, perhaps, a note in plain words."""
    knowledge = visit.knowledge
    reading = read(argument, knowledge.lexicon)
    codes = reading.codes
    if not codes and reading.section is not None:
        return Draft(candidates=_owed_in(reading.section.task_ids, visit))
    if codes:
        leaves = knowledge.leaves(codes[0])
        note = _note_in(argument)
        content, is_read = (Content(note=note), True) if note else (Content(), False)
        if len(leaves) == 1 and leaves[0] in knowledge.plan.task_by_id:
            return Draft(task_id=leaves[0], content=content, is_read=is_read)
        return Draft(said=argument, candidates=tuple(leaves))
    found = finder(knowledge)(NamedTask(words=argument))
    return Draft(task_id=found) if isinstance(found, str) else Draft(candidates=found)


def _owed_in(task_ids: Sequence[str], visit: Visit) -> tuple[str, ...]:
    """Of these tasks the ones that an agency of the person leads."""
    role = visit.reporting.obligations.role
    return tuple(one for one in task_ids if any(role(one, agency) == "lead" for agency in visit.reports_for))[
        :PAGE
    ]


def _note_in(argument: str) -> str:
    """What stands behind the task's number, when it is more than a word."""
    _, _, rest = tidy(argument).partition(" ")
    while (shorter := _ANNOUNCES.sub("", rest)) != rest:
        rest = shorter
    return rest if len(rest.split()) > 2 else ""
