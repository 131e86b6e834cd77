"""Takes a report from its first word to what is shown to be confirmed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.conversation import Conversation
from bot.dialogue.desk_intents import SayReport, StartReport
from bot.dialogue.drafting import Question, Refused, completed, drafts_of, obligation_of, with_words
from bot.dialogue.drafts import DRAFTS_AT_MOST, Draft, InHand
from bot.dialogue.reporting import finder
from bot.dialogue.skills.desk_replies import PAGE, asked, refused, to_confirm
from bot.dialogue.skills.picking import pick_task
from bot.dialogue.skills.replies import Turn
from bot.dialogue.understanding.desk_words import was_shown_last
from bot.dialogue.understanding.reading import read
from bot.dialogue.understanding.reported import NamedTask, Reports, reported
from bot.dialogue.visits import Visit
from bot.texts import evidence, figures, report_questions, reports
from corpus.model import Task
from corpus.vietnamese import fold, tidy
from progress.fitting import verdicts
from progress.measures import targets_of
from progress.records import Content, Measure, Report
from progress.scales import MeasureError

_OPENS = re.compile(
    r"(?:(?:da|thua|kinh|xin|em|toi|minh|chao|so|phuong|xa|don vi|ben em|phep)\s+)*"
    r"(?:bao cao|bc|cap nhat|bao)\b"
)
_ANNOUNCES = re.compile(
    r"^(?:nhiệm vụ|nhiem vu|nv|mục|muc|báo cáo|bao cao|bc|cho|về|ve|của|cua)\s+|^[\s:,.–-]+", re.IGNORECASE
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
    return _say(intent.text, reading, conversation, visit, is_plain=named)


def _say(
    text: str,
    reading: Reports,
    conversation: Conversation,
    visit: Visit,
    *,
    is_plain: bool,
    corrects: bool = False,
) -> Turn | None:
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
    return hand.drafts[0]


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
        return _after_dropping(hand, before)
    first = [completed(one, visit, conversation.topic_tasks) for one in hand.drafts]
    anew = {one.task_id for one in first if isinstance(one, Draft)}
    others = tuple(one for one in before.drafts if one.task_id not in anew)
    if was_shown_last(conversation):
        return replace(hand, drafts=(*others, *hand.drafts)[:DRAFTS_AT_MOST], files=before.files)
    return _after_dropping(hand, replace(before, drafts=others))


def _after_dropping(hand: InHand, before: InHand | None) -> InHand:
    if before is not None and before.files and not any(one.task_id for one in before.drafts):
        hand = replace(hand, files=before.files)  # a photo first, and then what it shows
    gone = [one.task_id for one in before.drafts if one.task_id] if before and before.kind == "report" else []
    return replace(hand, told=reports.set_aside(gone)) if gone else hand


# --- /baocao and /suabaocao ---


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
        turn = _say(argument, reading, conversation, visit, is_plain=True, corrects=intent.corrects)
        if turn is not None:
            return turn
    agency = visit.agency_at(intent.agency)
    draft = replace(_named_only(argument, visit), corrects=intent.corrects)
    if agency in visit.reports_for:
        draft = replace(draft, agency=agency)
    if intent.period in visit.periods.by_key:
        draft = replace(draft, period=intent.period)
    hand = _after_dropping(InHand("report", drafts=(draft,)), conversation.in_hand)
    if intent.corrects and draft.content.is_empty:
        return _ask_correction(hand, conversation, visit)
    return proceed(hand, conversation, visit)


def _ask_correction(hand: InHand, conversation: Conversation, visit: Visit) -> Turn:
    """What stands is shown, and what is to be changed is asked."""
    step = _chosen_or_completed(hand.draft, conversation, visit)
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
        _joined(hand.told, text), replace(hand, drafts=(draft,), asks="change", told=""), conversation
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


# --- on, step by step ---


def proceed(hand: InHand, conversation: Conversation, visit: Visit, *, is_replacing: bool = False) -> Turn:
    """Ask for the first thing that is missing; show everything to be confirmed when nothing is.

    ``is_replacing``: a colleague reported meanwhile, and is to be replaced or not.
    """
    drafts: list[Draft] = []
    refusals: list[Refused] = []
    for place, one in enumerate(hand.drafts):
        step = _chosen_or_completed(one, conversation, visit)
        match step:
            case Refused():
                refusals.append(step)
            case Question():
                told = _joined(hand.told, *(refusal.text for refusal in refusals))
                rest = hand.drafts[place + 1 :]
                waiting = replace(
                    hand, drafts=(*drafts, step.draft, *rest), at=len(drafts), asks=step.asks, told=""
                )
                return asked(_joined(told, step.text), waiting, conversation, *step.options)
            case Draft():
                drafts.append(step)
    told = _joined(hand.told, *(refusal.text for refusal in refusals))
    if not drafts:
        notes = [("Ghi chú phối hợp", f"note:{one.note_on}") for one in refusals if one.note_on][:1]
        offer = reports.offers_note() if notes else ""
        return refused(_joined(told, offer), conversation, *notes)
    return _show(
        replace(hand, drafts=tuple(drafts), told=told), conversation, visit, is_replacing=is_replacing
    )


def _chosen_or_completed(
    draft: Draft, conversation: Conversation, visit: Visit
) -> Draft | Question | Refused:
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
        draft, notice = _over_standing(draft, standing, visit)
        told = _joined(told, notice)
        drafts.append(draft)
        parts.append(_part(draft, standing, visit))
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


def _over_standing(draft: Draft, standing: Report | None, visit: Visit) -> tuple[Draft, str]:
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


def _part(draft: Draft, standing: Report | None, visit: Visit) -> str:
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
    told = _joined(reports.returned(task, reason), reports.resend_how())
    return proceed(InHand("report", drafts=(draft,), told=told), conversation, visit)


def _joined(*lines: str) -> str:
    return "\n".join(line for line in lines if line)
