"""From a message and its conversation to one intent; pure, and the same for every plan."""

from __future__ import annotations

import re

from bot.dialogue.conversation import Conversation
from bot.dialogue.intents import Intent, Manners, MannersKind, OutOfScope
from bot.dialogue.understanding import (
    asked_again,
    asked_document,
    asked_fact,
    asked_list,
    asked_rank,
    out_of_scope,
)
from bot.dialogue.understanding.cues import Cue
from bot.dialogue.understanding.lexicon import Lexicon
from bot.dialogue.understanding.reading import Reading, read

_MANNERS: dict[Cue, MannersKind] = {
    Cue.THANKS: "thanks",
    Cue.FAREWELL: "farewell",
    Cue.HELP: "help",
    Cue.GREETING: "greeting",
    Cue.DOUBTED: "doubted",
    Cue.AGREED: "agreed",
}
_SENTENCE_END = re.compile(r"[.!?\n]+(?=\s|$)")
# What the sentences before a question may seem to ask for: "Tôi là giám đốc ... . Sở tôi chủ trì gì?"
_ABOUT_THE_TALKER = frozenset({"person", "reason", "result", "clock", "place", "chatter", "subject"})


def understand(message: str, conversation: Conversation, lexicon: Lexicon) -> Intent:
    """The intent of one message. Never raises: what is not understood is out of scope or asked back."""
    reading = read(message, lexicon)
    if not reading.words:
        return Manners("empty")
    rest, injected = out_of_scope.without_override(reading)
    intent = injected or _recognised(rest, conversation)
    if isinstance(intent, OutOfScope) and intent.reason in _ABOUT_THE_TALKER:
        return _last_question(reading, conversation) or intent
    return intent


def _last_question(reading: Reading, conversation: Conversation) -> Intent | None:
    """The last sentence by itself, where those before it only tell who is asking and why."""
    sentences = [part for part in _SENTENCE_END.split(reading.raw) if part.strip()]
    if len(sentences) < 2:
        return None
    last = read(sentences[-1], reading.lexicon)
    if not last.has(*out_of_scope.PLAIN_QUESTION, Cue.LIST, Cue.WHICH, Cue.CONTENT) or not (
        last.has_subject or last.has(Cue.LEAD, Cue.COORDINATE)
    ):
        return None
    if not last.agencies and not last.has_subject:
        return None
    intent = _recognised(last, conversation)
    return None if isinstance(intent, OutOfScope | Manners) else intent


def _recognised(reading: Reading, conversation: Conversation) -> Intent:
    """The first reader that recognises its kind of question decides; the order is from narrow to wide."""
    return (
        asked_again.answer_to_question(reading, conversation)
        or _manners(reading)
        or asked_document.missing_row(reading)
        or out_of_scope.elsewhere(reading)
        or asked_document.meaning(reading)
        or asked_document.document(reading, conversation)
        or asked_rank.rank(reading)
        or out_of_scope.attribute(reading)
        or asked_fact.about_row(reading, conversation)
        or asked_list.count_or_list(reading, conversation)
        or asked_fact.fact(reading, conversation)
        or out_of_scope.unclear(reading)
    )


def _manners(reading: Reading) -> Intent | None:
    """A message that says nothing but a greeting, thanks or a call for help."""
    names_something = reading.codes or reading.agencies or reading.section or reading.documents
    if names_something or out_of_scope.commands(reading):
        return None
    if not reading.has(Cue.HELP) and (reading.has_subject or reading.has(*out_of_scope.PLAIN_QUESTION)):
        return None
    covered = {i for span in reading.spans for i in range(span.first, span.last)}
    if len(reading.words) - len(covered) > 1:
        return None
    return next((Manners(kind) for cue, kind in _MANNERS.items() if reading.has(cue)), None)
