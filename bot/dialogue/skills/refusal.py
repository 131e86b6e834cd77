"""Refuses what the plan does not hold, and says what it holds nearby."""

from __future__ import annotations

from typing import assert_never

from bot.dialogue.conversation import Conversation
from bot.dialogue.intents import MissingRow, OutOfScope
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.messages import Answer, Outgoing
from bot.dialogue.resolving import NotFound
from bot.dialogue.skills.replies import Turn, choices_of
from bot.texts import refusals
from bot.texts.names import short_title

_NEAR_ENOUGH = 0.15  # below this a "nearest" task would only puzzle


def refuse(intent: OutOfScope, conversation: Conversation, knowledge: Knowledge) -> Turn:
    """One sentence, no reference."""
    plan = knowledge.plan
    match intent.reason:
        case "elsewhere":
            text = refusals.elsewhere(intent.words, plan.document.issuer)
        case "other document":
            text = refusals.other_document(intent.words)
        case "other year":
            text = refusals.other_year(intent.words, plan)
        case "subject":
            text = refusals.subject()
        case (
            "person" | "contact" | "money" | "result" | "reason" | "opinion" | "clock" | "place" | "how to"
            | "score" | "penalty" | "chatter" | "override"
        ):  # fmt: skip
            text = refusals.outside(intent.reason)
        case _:
            assert_never(intent.reason)
    return Turn(refused(text), conversation)


def not_found(found: NotFound, conversation: Conversation, knowledge: Knowledge) -> Turn:
    """The search found nothing that fits."""
    near = knowledge.task(found.nearest[0]) if found.nearest and found.confidence >= _NEAR_ENOUGH else None
    text = refusals.subject(short_title(near) if near else "")
    return Turn(refused(text, found.confidence), conversation)


def missing(intent: MissingRow, conversation: Conversation, knowledge: Knowledge) -> Turn:
    """A row or section that is not there; its neighbours are offered."""
    plan = knowledge.plan
    text = refusals.missing_task(plan, intent.code, intent.section)
    section = plan.section_by_roman.get(intent.section)
    steps = (
        [(f"Xem mục {section.roman}", f"ask:mục {section.roman} có những nhiệm vụ nào")] if section else []
    )
    return Turn(refused(text, steps=steps), conversation)


def refused(
    text: str, confidence: float | None = None, steps: list[tuple[str, str]] | None = None
) -> Outgoing:
    return Outgoing(text, choices=choices_of(*(steps or [])), answer=Answer("refused", confidence=confidence))
