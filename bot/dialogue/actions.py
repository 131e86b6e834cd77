"""Choices that were pressed or typed by number: short strings back into intents."""

from __future__ import annotations

import re

from bot.commands import Command, missing_argument, parse_command, spoken
from bot.dialogue.choosing import place_chosen
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
    ResendReport,
    ReviewReport,
    Settle,
    ShowEvidence,
    ShowReviews,
    StartReport,
    WithdrawReport,
)
from bot.dialogue.intents import (
    ASPECTS,
    About,
    AskDocument,
    AskFact,
    Intent,
    ListTasks,
    Manners,
    Rate,
    ShowPage,
    TaskFilter,
)
from bot.dialogue.messages import Outgoing
from bot.dialogue.skills.replies import plain
from bot.dialogue.understanding.lexicon import Lexicon
from bot.dialogue.understanding.understand import understand

_PAGE = re.compile(r"[1-9][0-9]{0,3}")
_NUMBER = re.compile(r"[0-9]{1,18}")


def intent_of(action: str, conversation: Conversation, lexicon: Lexicon) -> Intent | DeskIntent:
    """What a pressed choice asks. An unknown or stale one asks for help rather than failing."""
    kind, _, value = action.partition(":")
    if at_desk := desk_intent_of(kind, value):
        return at_desk
    aspect = next((one for one in ASPECTS if one == kind), None)
    if aspect and lexicon.plan.has_row(value):
        return AskFact((aspect,), About(codes=(value,)))
    if kind == "ask":
        return understand(value, conversation, lexicon)
    if kind == "more" and _PAGE.fullmatch(value):
        return ShowPage(int(value))
    if kind == "rate":
        verdict, _, reference = value.partition(":")
        return Rate(reference, is_helpful=verdict == "up")
    return Manners("help")


def desk_intent_of(kind: str, value: str) -> DeskIntent | None:  # noqa: C901 - one case an action
    """What a choice asks of the desk of reports; None for any other."""
    number = int(value) if _NUMBER.fullmatch(value) else 0
    first, _, rest = value.partition(":")
    match kind:
        case "yes" | "change" | "drop":
            return Settle(kind, value)
        case "pick" if _NUMBER.fullmatch(rest):
            return Pick(first, int(rest))
        case "report" | "correct":
            agency, _, period = rest.partition(":")
            return StartReport(first, corrects=kind == "correct", agency=agency, period=period)
        case "owed" | "sent" if _PAGE.fullmatch(first):
            return StartReport(corrects=kind == "sent", page=int(first), agency=rest)
        case "withdraw":
            return WithdrawReport(value)
        case "note":
            return LeaveNote(value)
        case "standing" if _PAGE.fullmatch(first):
            return AskStanding(rest, int(first))
        case "digest" if _PAGE.fullmatch(value):
            return AskDigest(page=int(value))
        case "history":
            agency, _, period = rest.partition(":")
            return AskHistory(first, agency, period)
        case "period":
            return AskPeriod(value)
        case "lock" | "reopen":
            return DecideOnPeriod(value, is_lock=kind == "lock")
        case "reviews" if _PAGE.fullmatch(first):
            return ShowReviews(rest, int(first))
        case "review" if number:
            return ReviewReport(number)
        case "confirm" | "return" if number:
            return JudgeReport(number, is_confirmed=kind == "confirm")
        case "attach" if number:
            return AskToAttach(number)
        case "evidence" if number:
            return ShowEvidence(number)
        case "resend" if number:
            return ResendReport(number)
        case _:
            return None


def intent_of_text(
    text: str, conversation: Conversation, lexicon: Lexicon
) -> Intent | DeskIntent | Outgoing | None:
    """A typed command, or the number or label of a choice shown last; None for any other message."""
    command = parse_command(text)
    if command is not None:
        return _commanded(command, conversation, lexicon)
    place = place_chosen(text, [label for label, _ in conversation.choices])
    if place is not None:
        return intent_of(conversation.choices[place][1], conversation, lexicon)
    return None


def _commanded(
    parsed: tuple[Command, str], conversation: Conversation, lexicon: Lexicon
) -> Intent | DeskIntent | Outgoing:
    command, argument = parsed
    if at_desk := desk_command(command, argument):
        return at_desk
    if command.kind == "start":
        return Manners("greeting")
    if command.kind == "help":
        return Manners("help")
    if command.kind == "plan":
        return AskDocument("all")
    if not argument:
        return plain(missing_argument(command), kind="clarify")
    if command.kind == "find":
        return ListTasks(TaskFilter(words=argument))
    return understand(spoken(command, argument) or argument, conversation, lexicon)


def desk_command(command: Command, argument: str) -> DeskIntent | None:
    """What a command asks of the desk of reports; None for any other."""
    match command.kind:
        case "report" | "correct":
            return StartReport(argument, corrects=command.kind == "correct")
        case "withdraw":
            return WithdrawReport(argument)
        case "standing":
            return AskStanding(argument)
        case "period":
            return AskPeriod(argument)
        case "review":
            return ShowReviews(argument)
        case "digest":
            return AskDigest(argument)
        case _:
            return None
