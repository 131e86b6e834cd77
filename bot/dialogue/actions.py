"""Choices that were pressed or typed by number: short strings back into intents."""

from __future__ import annotations

import re

from bot.commands import Command, missing_argument, parse_command, spoken
from bot.dialogue.choosing import place_chosen
from bot.dialogue.conversation import Conversation
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


def intent_of(action: str, conversation: Conversation, lexicon: Lexicon) -> Intent:
    """What a pressed choice asks. An unknown or stale one asks for help rather than failing."""
    kind, _, value = action.partition(":")
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


def intent_of_text(text: str, conversation: Conversation, lexicon: Lexicon) -> Intent | Outgoing:
    """A typed message: a command, the number of a choice shown last, or a question."""
    command = parse_command(text)
    if command is not None:
        return _commanded(command, conversation, lexicon)
    place = place_chosen(text, [label for label, _ in conversation.choices])
    if place is not None:
        return intent_of(conversation.choices[place][1], conversation, lexicon)
    return understand(text, conversation, lexicon)


def _commanded(
    parsed: tuple[Command, str], conversation: Conversation, lexicon: Lexicon
) -> Intent | Outgoing:
    command, argument = parsed
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
