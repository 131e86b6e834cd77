"""Takes a report from its first word to what is shown to be confirmed."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.conversation import Conversation
from bot.dialogue.desk_intents import SayReport
from bot.dialogue.draft_content import with_words
from bot.dialogue.drafting import completed, drafts_of
from bot.dialogue.drafts import DRAFTS_AT_MOST, Draft, InHand, Question, Refused
from bot.dialogue.skills.desk_replies import asked, refused, to_confirm
from bot.dialogue.skills.replies import Turn
from bot.dialogue.skills.showing import over_standing, report_part
from bot.dialogue.understanding.desk_words import was_shown_last
from bot.dialogue.understanding.reported import Reports, reported
from bot.dialogue.visits import Visit
from bot.texts import evidence, report_questions, reports
from corpus.vietnamese import fold
from progress.records import Report

_OPENS = re.compile(
    r"(?:(?:da|thua|kinh|xin|em|toi|minh|chao|so|phuong|xa|don vi|ben em|phep)\s+)*"
    r"(?:bao cao|bc|cap nhat|bao)\b"
)


def say_report(intent: SayReport, conversation: Conversation, visit: Visit) -> Turn | None:
    """A message that reports; None when it turns out not to, or when nobody would take it for a report."""
    reading = reported(intent.text, visit.knowledge.lexicon, visit.periods)
    if not isinstance(reading, Reports):
        return None
    is_plain = _is_plainly(intent.text, reading, visit)
    if refusal := not_for_us(visit):
        return refused(refusal, conversation) if is_plain else None
    if (draft := _shown_alone(conversation)) and not any(one.task.is_named for one in reading.tasks):
        changed = with_words(draft, intent.text, visit)
        if changed is not None and conversation.in_hand is not None:
            return proceed(conversation.in_hand.with_draft(changed), conversation, visit)
    named = is_plain or any(one.task.codes for one in reading.tasks)
    return say_all(intent.text, reading, conversation, visit, is_plain=named)


def say_all(
    text: str,
    reading: Reports,
    conversation: Conversation,
    visit: Visit,
    *,
    is_plain: bool,
    corrects: bool = False,
) -> Turn | None:
    """The turn of a message that reports; None when it names no task and was hardly meant as one."""
    if len(reading.tasks) > DRAFTS_AT_MOST:
        return refused(report_questions.too_many_tasks(DRAFTS_AT_MOST), conversation)
    drafts = drafts_of(text, reading, visit, corrects=corrects)
    if isinstance(drafts, Refused):
        return refused(drafts.text, conversation)
    hand = InHand("report", drafts=drafts)
    if not is_plain and _is_nothing(hand, conversation, visit):
        return None
    return proceed(_beside(hand, conversation, visit), conversation, visit)


def _shown_alone(conversation: Conversation) -> Draft | None:
    """The one draft that was shown last: what is said without a task then changes it."""
    hand = conversation.in_hand
    if hand is None or hand.kind != "report" or len(hand.drafts) != 1 or not was_shown_last(conversation):
        return None
    return hand.drafts[0] if hand.drafts[0].task_id else None


def _is_plainly(text: str, reading: Reports, visit: Visit) -> bool:
    """Whether anybody would take it for a report: it names a task by number, or calls itself one."""
    coded = any(visit.knowledge.plan.has_row(code) for one in reading.tasks for code in one.task.codes)
    return coded or bool(_OPENS.match(fold(text)))


def not_for_us(visit: Visit) -> str:
    """Why nothing is taken here or from this person; "" when it is."""
    if visit.incoming.is_group:
        return reports.private_only()
    if visit.reports_for:
        return ""
    return reports.may_not_report() if visit.person else reports.needs_role()


def _is_nothing(hand: InHand, conversation: Conversation, visit: Visit) -> bool:
    """Words that name no task and find none were hardly meant as a report."""
    step = completed(hand.draft, visit, conversation.topic_tasks)
    return isinstance(step, Question) and step.asks == "task" and not step.options


def _beside(hand: InHand, conversation: Conversation, visit: Visit) -> InHand:
    """With what was shown last and not yet confirmed, when the new message is about other tasks."""
    before = conversation.in_hand
    if before is None or before.kind != "report" or before.asks:
        return after_dropping(hand, before)
    first = [completed(one, visit, conversation.topic_tasks) for one in hand.drafts]
    anew = {one.task_id for one in first if isinstance(one, Draft)}
    others = tuple(one for one in before.drafts if one.task_id not in anew)
    if was_shown_last(conversation):
        return replace(hand, drafts=(*others, *hand.drafts)[:DRAFTS_AT_MOST], files=before.files)
    return after_dropping(hand, replace(before, drafts=others))


def after_dropping(hand: InHand, before: InHand | None) -> InHand:
    """In the place of what was in hand: its files stay if they were all, its tasks are told as set aside."""
    if before is not None and before.files and not any(one.task_id for one in before.drafts):
        hand = replace(hand, files=before.files)  # a photo first, and then what it shows
    gone = [one.task_id for one in before.drafts if one.task_id] if before and before.kind == "report" else []
    return replace(hand, told=reports.set_aside(gone)) if gone else hand


# --- on, step by step ---


def proceed(hand: InHand, conversation: Conversation, visit: Visit, *, is_replacing: bool = False) -> Turn:
    """Ask for the first thing that is missing; show everything to be confirmed when nothing is.

    ``is_replacing``: a colleague reported meanwhile, and is to be replaced or not.
    """
    drafts: list[Draft] = []
    refusals: list[Refused] = []
    for place, one in enumerate(hand.drafts):
        step = chosen_or_completed(one, conversation, visit)
        match step:
            case Refused():
                refusals.append(step)
            case Question():
                told = joined_lines(hand.told, *(refusal.text for refusal in refusals))
                rest = hand.drafts[place + 1 :]
                waiting = replace(
                    hand, drafts=(*drafts, step.draft, *rest), at=len(drafts), asks=step.asks, told=""
                )
                return asked(joined_lines(told, step.text), waiting, conversation, *step.options)
            case Draft():
                drafts.append(step)
    told = joined_lines(hand.told, *(refusal.text for refusal in refusals))
    if not drafts:
        notes = [("Ghi chú phối hợp", f"note:{one.note_on}") for one in refusals if one.note_on][:1]
        offer = reports.offers_note() if notes else ""
        return refused(joined_lines(told, offer), conversation, *notes)
    return _show(
        replace(hand, drafts=tuple(drafts), told=told), conversation, visit, is_replacing=is_replacing
    )


def chosen_or_completed(draft: Draft, conversation: Conversation, visit: Visit) -> Draft | Question | Refused:
    if draft.task_id or not draft.candidates:
        step = completed(draft, visit, conversation.topic_tasks) if draft.task_id or draft.said else None
        return step or Question(draft, "task", report_questions.which_task_first())
    tasks = [visit.knowledge.task(one) for one in draft.candidates if one in visit.knowledge.plan.task_by_id]
    options = tuple((reports.task_label(task), task.id) for task in tasks)
    return Question(draft, "task", report_questions.which_task(tasks), options)


def _show(hand: InHand, conversation: Conversation, visit: Visit, *, is_replacing: bool) -> Turn:
    """What was understood, with what stands already, to be confirmed."""
    drafts: list[Draft] = []
    parts: list[str] = []
    told = hand.told
    for draft in hand.drafts:
        standing = visit.reporting.desk.standing(visit.actor, draft.task_id, draft.agency, draft.period)
        draft, notice = over_standing(draft, standing, visit)
        told = joined_lines(told, notice)
        drafts.append(draft)
        parts.append(report_part(draft, standing, visit))
    shown = replace(hand, drafts=tuple(drafts), at=0, told="")
    ids = tuple(dict.fromkeys(draft.task_id for draft in drafts))
    kept = replace(conversation, topic_tasks=ids, section="", agency="", role="", asked="")
    with_files = evidence.with_files(hand.files) if hand.files else ""
    if is_replacing:
        text = reports.to_replace(parts, told)
        return to_confirm(text, shown, kept, yes=reports.REPLACE, drop=reports.KEEP)
    return to_confirm(reports.understood(parts, told, with_files), shown, kept)


def replacing(draft: Draft, report: Report) -> Draft:
    """The draft as one that replaces a report which stands; what that one says is not kept."""
    return replace(draft, expects=report.version, corrects=False)


def resumed(report: Report, reason: str, conversation: Conversation, visit: Visit) -> Turn:
    """A report that was sent back, ready to be sent again."""
    draft = Draft(
        task_id=report.task_id,
        agency=report.agency,
        period=report.period,
        content=report.content,
        is_read=True,
        expects=report.version,
        corrects=True,
    )
    task = visit.knowledge.task(report.task_id)
    told = joined_lines(reports.returned(task, reason), reports.resend_how())
    return proceed(InHand("report", drafts=(draft,), told=told), conversation, visit)


def joined_lines(*lines: str) -> str:
    """Those that are not empty, one below the other."""
    return "\n".join(line for line in lines if line)
