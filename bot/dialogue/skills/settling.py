"""Does what was confirmed: stores, withdraws, returns, locks; or lets it be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.dialogue.conversation import DONE_LIMIT, SENT_LIMIT, Conversation
from bot.dialogue.desk_intents import Settle
from bot.dialogue.drafts import Draft, InHand
from bot.dialogue.skills.answering import ask_change
from bot.dialogue.skills.desk_replies import asked, said, told
from bot.dialogue.skills.evidence import attached
from bot.dialogue.skills.replies import Turn
from bot.dialogue.skills.reporting import proceed, replacing
from bot.dialogue.understanding.desk_words import was_shown_last
from bot.dialogue.visits import Visit
from bot.texts import report_questions, reports, reviews
from progress.records import RecordError, Report
from progress.refusals import AlreadyReported, ProgressError
from progress.scales import MeasureError


def settle(intent: Settle, conversation: Conversation, visit: Visit) -> Turn | None:
    """Đúng, Sửa or Hủy. A press that comes again, or under something older, changes nothing."""
    hand = conversation.in_hand
    if once_more := _done_before(intent, conversation):
        return told(once_more, conversation)
    if hand is None:
        if not intent.mark:
            was_done = any(action == "owed:1" for _, action in conversation.choices)
            return told(reports.is_done(), conversation) if was_done else None
        return told(reports.nothing_in_hand(), conversation, ("Báo cáo", "owed:1"))
    if intent.mark and intent.mark != hand.mark:
        return told(reports.nothing_in_hand(), conversation, ("Báo cáo", "owed:1"))
    match intent.answer:
        case "drop":
            return Turn(said(reports.dropped()), replace(conversation, in_hand=None))
        case "change":
            return ask_change(conversation, visit, intent.rest)
        case "yes":
            if hand.asks:
                return _asked_again(hand, conversation, visit)
            if not intent.mark and not was_shown_last(conversation):
                return _shown_again(hand, conversation, visit)
            return _confirmed(hand, conversation, visit)


def heard_before(conversation: Conversation, visit: Visit) -> Turn:
    """A message delivered again: what it did stands and is said once more; what is in hand waits."""
    done = (words for _, message, words in conversation.done if message == visit.incoming.message_id)
    words = next(done, "")
    text = reports.once_more(words) if words else reports.heard_before()
    return told(text, conversation, *conversation.choices)


def _done_before(intent: Settle, conversation: Conversation) -> str:
    """What was said when a press of the same button did its work; "" when none did."""
    done = (words for mark, _, words in conversation.done if intent.mark and mark == intent.mark)
    words = next(done, "") if intent.answer == "yes" else ""
    return reports.once_more(words) if words else ""


def _asked_again(hand: InHand, conversation: Conversation, visit: Visit) -> Turn | None:
    """ "Đúng" answers no question: it is put once more."""
    if hand.kind != "report" or hand.asks in ("change", "which"):
        return asked(report_questions.say_what(), hand, conversation)
    return proceed(replace(hand, asks="", options=(), told=report_questions.say_what()), conversation, visit)


def _shown_again(hand: InHand, conversation: Conversation, visit: Visit) -> Turn | None:
    if hand.kind != "report":
        return None
    return proceed(replace(hand, told=reports.still_waiting()), conversation, visit)


def _confirmed(hand: InHand, conversation: Conversation, visit: Visit) -> Turn:
    acts: dict[str, Callable[[], Turn]] = {
        "report": lambda: _store(hand, conversation, visit),
        "note": lambda: _note(hand, conversation, visit),
        "withdraw": lambda: _withdraw(hand, conversation, visit),
        "send back": lambda: _send_back(hand, conversation, visit),
        "attach": lambda: _attach(hand, conversation, visit),
        "lock": lambda: _decide(hand, conversation, visit),
        "reopen": lambda: _decide(hand, conversation, visit),
    }
    return acts[hand.kind]()


def _store(hand: InHand, conversation: Conversation, visit: Visit) -> Turn:
    """Every draft is an act of its own: one that is refused does not hold up the others."""
    stored: list[Report] = []
    lines: list[str] = []
    left: list[Draft] = []
    for draft in hand.drafts:
        try:
            report = _submit(draft, visit)
        except AlreadyReported as error:
            left.append(replacing(draft, error.report))
            lines.append(_meanwhile(error.report, visit))
        except (ProgressError, MeasureError, RecordError) as error:
            lines.append(reports.not_stored(draft.task_id, visit.refusal(error)))
        else:
            stored.append(report)
            lines.append(reports.stored(report, visit.period_name(report.period)))
    kept = replace(conversation, in_hand=None)
    if stored and hand.files:
        lines += attached(hand.files, stored, visit)
    if stored:
        sent = (*conversation.sent, *(one.id for one in stored))[-SENT_LIMIT:]
        kept = _remembering(replace(kept, sent=sent), hand, "\n".join(lines), visit)
    if left:
        rest = InHand("report", drafts=tuple(left), told="\n".join(lines))
        return proceed(rest, kept, visit, is_replacing=True)
    if not stored:
        return Turn(said("\n".join(lines), ("Báo cáo", "owed:1"), kind="refused"), kept)
    pairs = [("Báo cáo tiếp", "owed:1"), ("Tiến độ", "standing:1:")]
    if len(stored) == 1 and not hand.files:
        pairs.insert(1, ("Kèm minh chứng", f"attach:{stored[0].id}"))
    return Turn(said("\n".join(lines), *pairs), kept)


def _submit(draft: Draft, visit: Visit) -> Report:
    return visit.reporting.desk.submit(
        visit.actor,
        draft.task_id,
        draft.agency,
        draft.period,
        draft.content,
        channel=visit.incoming.channel,
        message_id=visit.incoming.message_id,
        expects_version=draft.expects,
    )


def _meanwhile(report: Report, visit: Visit) -> str:
    return reports.already(
        report.task_id, report.version, visit.reporter_of(report), reports.summary(report.content)
    )


def _note(hand: InHand, conversation: Conversation, visit: Visit) -> Turn:
    draft = hand.draft
    note = visit.reporting.desk.add_note(
        visit.actor,
        draft.task_id,
        draft.agency,
        draft.period,
        hand.text,
        channel=visit.incoming.channel,
        message_id=visit.incoming.message_id,
    )
    return _done(reports.note_stored(note.task_id, note.agency), hand, conversation, visit)


def _withdraw(hand: InHand, conversation: Conversation, visit: Visit) -> Turn:
    report = visit.reporting.desk.withdraw(
        visit.actor,
        hand.report_id,
        hand.text,
        channel=visit.incoming.channel,
        message_id=visit.incoming.message_id,
    )
    text = reports.withdrawn(report, visit.period_name(report.period))
    return _done(text, hand, conversation, visit, ("Báo cáo lại", f"report:{report.task_id}"))


def _send_back(hand: InHand, conversation: Conversation, visit: Visit) -> Turn:
    desk = visit.reporting.desk
    report = desk.send_back(visit.actor, hand.report_id, hand.text, channel=visit.incoming.channel)
    waiting = desk.waiting_for_review(visit.actor, report.period)
    pairs = [(reviews.next_of(len(waiting)), f"review:{waiting[0].id}")] if waiting else []
    return _done(reviews.sent_back(report), hand, conversation, visit, *pairs)


def _attach(hand: InHand, conversation: Conversation, visit: Visit) -> Turn:
    report = visit.reporting.desk.report(visit.actor, hand.report_id)
    text = "\n".join(attached(hand.files, [report], visit))
    return _done(text, hand, conversation, visit, ("Báo cáo tiếp", "owed:1"), ("Tiến độ", "standing:1:"))


def _decide(hand: InHand, conversation: Conversation, visit: Visit) -> Turn:
    desk, channel = visit.reporting.desk, visit.incoming.channel
    name = visit.period_name(hand.period)
    if hand.kind == "lock":
        desk.lock_period(visit.actor, hand.period, hand.text, channel=channel)
        return _done(reviews.locked(name), hand, conversation, visit)
    desk.reopen_period(visit.actor, hand.period, hand.text, channel=channel)
    return _done(reviews.reopened(name), hand, conversation, visit)


def _done(text: str, hand: InHand, conversation: Conversation, visit: Visit, *pairs: tuple[str, str]) -> Turn:
    kept = _remembering(replace(conversation, in_hand=None), hand, text, visit)
    return Turn(said(text, *pairs), kept)


def _remembering(conversation: Conversation, hand: InHand, text: str, visit: Visit) -> Conversation:
    """With what was done, so that the same press, delivered again, only says so."""
    done = (hand.mark, visit.incoming.message_id, text)
    return replace(conversation, done=(*conversation.done, done)[-DONE_LIMIT:])
