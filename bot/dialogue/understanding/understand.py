"""From a message and its conversation to one intent; pure, and the same for every plan."""

from __future__ import annotations

from bot.dialogue.understanding import asked_document, asked_fact, asked_list, out_of_scope
from bot.dialogue.conversation import Conversation
from bot.dialogue.understanding.cues import Cue
from bot.dialogue.intents import Intent, Manners
from bot.dialogue.understanding.lexicon import Lexicon
from bot.dialogue.understanding.reading import Reading, read

_MANNERS = {
    Cue.THANKS: "thanks",
    Cue.FAREWELL: "farewell",
    Cue.HELP: "help",
    Cue.GREETING: "greeting",
}


def understand(message: str, conversation: Conversation, lexicon: Lexicon) -> Intent:
    """The intent of one message. Never raises: what is not understood is out of scope or asked back."""
    reading = read(message, lexicon)
    return understand_reading(reading, conversation)


def understand_reading(reading: Reading, conversation: Conversation) -> Intent:
    """The first reader that recognises its kind of question decides; the order is from narrow to wide."""
    if not reading.words:
        return Manners("empty")
    reading, injected = out_of_scope.without_override(reading)
    if injected:
        return injected
    for recognise in (
        asked_fact.answer_to_question,
        _manners,
        asked_document.missing_row,
        out_of_scope.elsewhere,
        asked_document.meaning,
        asked_document.document,
        asked_list.rank,
        out_of_scope.attribute,
        asked_fact.about_row,
        asked_list.count_or_list,
        asked_fact.fact,
    ):
        intent = recognise(reading, conversation)
        if intent is not None:
            return intent
    return out_of_scope.unclear(reading)


def _manners(reading: Reading, conversation: Conversation) -> Intent | None:
    if reading.has_subject and not reading.has(Cue.HELP):
        return None
    if reading.codes or reading.agencies or reading.section or reading.documents:
        return None
    if reading.has(Cue.WHO, Cue.LEAD, Cue.COORDINATE, Cue.WHEN, Cue.TARGET, Cue.HOW_MUCH) and not reading.has(
        Cue.HELP
    ):
        return None
    uncovered = set(range(len(reading.words)))
    for span in reading.spans:
        uncovered.difference_update(range(span.first, span.last))
    if len(uncovered) > 1:
        return None
    for cue, kind in _MANNERS.items():
        if reading.has(cue):
            return Manners(kind)  # type: ignore[arg-type]
    return None
