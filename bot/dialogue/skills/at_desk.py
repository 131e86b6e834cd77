"""The skill that answers each intent of the desk of reports."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from bot.dialogue.conversation import Conversation
from bot.dialogue.desk_intents import (
    AskDigest,
    AskHistory,
    AskPeriod,
    AskStanding,
    AskToAttach,
    DecideOnPeriod,
    DeskIntent,
    JudgeReport,
    LeaveNote,
    Pick,
    Reply,
    ResendReport,
    ReviewReport,
    SayReport,
    SendFiles,
    Settle,
    ShowEvidence,
    ShowReviews,
    StartReport,
    WithdrawReport,
)
from bot.dialogue.skills.answering import pick, reply
from bot.dialogue.skills.deciding import decide_on_period, judge_report, leave_note, withdraw_report
from bot.dialogue.skills.desk_replies import refused
from bot.dialogue.skills.digest import answered_line, ask_digest
from bot.dialogue.skills.evidence import ask_to_attach, send_files, show_evidence
from bot.dialogue.skills.history import ask_history
from bot.dialogue.skills.periods import ask_period
from bot.dialogue.skills.replies import Turn
from bot.dialogue.skills.reporting import say_report
from bot.dialogue.skills.reviewing import resend_report, review_report, show_reviews
from bot.dialogue.skills.settling import heard_before, settle
from bot.dialogue.skills.standing import ask_standing
from bot.dialogue.skills.starting import start_report
from bot.dialogue.visits import Visit
from progress.records import RecordError
from progress.refusals import ProgressError
from progress.scales import MeasureError


def at_desk(intent: DeskIntent | None, conversation: Conversation, visit: Visit) -> Turn | None:
    """The turn; None when the words were not for the desk after all. What the desk refuses is said.

    A message that was heard before, while something was in hand, acts no second time, whatever it wants.
    """
    try:
        if visit.incoming.message_id in conversation.heard:
            turn: Turn | None = heard_before(conversation, visit)
        else:
            if isinstance(intent, SayReport):
                intent = answered_line(intent, conversation, visit)
            turn = _turn(intent, conversation, visit) if intent else None
    except (ProgressError, MeasureError, RecordError) as error:
        turn = refused(visit.refusal(error), conversation)
    if turn is None or "person" not in vars(visit) or visit.incoming.is_group:
        return turn
    # Looked up for this message anyway.
    return replace(turn, conversation=replace(turn.conversation, reports_for=visit.reports_for))


def _turn(  # noqa: C901 - one case an intent; the type checker lists what is unanswered
    intent: DeskIntent, conversation: Conversation, visit: Visit
) -> Turn | None:
    match intent:
        case SayReport():
            return say_report(intent, conversation, visit)
        case StartReport():
            return start_report(intent, conversation, visit)
        case WithdrawReport():
            return withdraw_report(intent, conversation, visit)
        case ResendReport():
            return resend_report(intent, conversation, visit)
        case Settle():
            return settle(intent, conversation, visit)
        case Pick():
            return pick(intent, conversation, visit)
        case Reply():
            return reply(intent, conversation, visit)
        case LeaveNote():
            return leave_note(intent, conversation, visit)
        case AskStanding():
            return ask_standing(intent, conversation, visit)
        case AskHistory():
            return ask_history(intent, conversation, visit)
        case AskPeriod():
            return ask_period(intent, conversation, visit)
        case DecideOnPeriod():
            return decide_on_period(intent, conversation, visit)
        case ShowReviews():
            return show_reviews(intent, conversation, visit)
        case ReviewReport():
            return review_report(intent, conversation, visit)
        case JudgeReport():
            return judge_report(intent, conversation, visit)
        case SendFiles():
            return send_files(intent, conversation, visit)
        case AskToAttach():
            return ask_to_attach(intent, conversation, visit)
        case AskDigest():
            return ask_digest(intent, conversation, visit)
        case ShowEvidence():
            return show_evidence(intent, conversation, visit)
        case _:
            assert_never(intent)
