"""Refuses what the plan does not hold, and says what it holds nearby."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from bot.dialogue.conversation import Conversation
from bot.dialogue.intents import MissingRow, OutOfScope
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.messages import Answer, Outgoing
from bot.dialogue.resolving import CANDIDATES, NotFound
from bot.dialogue.skills.replies import Turn, action, choices_of
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


def with_nearest(reply: Outgoing, said: str, knowledge: Knowledge) -> Outgoing:
    """A refusal with the tasks that come nearest to what was said, one tap away; any other reply as it is.

    A cue for "not in the plan" may stand in an everyday question about a task ("làm sao ...").
    """
    if reply.answer is None or reply.answer.kind != "refused" or reply.choices:
        return reply
    found = knowledge.search.search(knowledge.lexicon.shorthand.expand(said).text, CANDIDATES)
    if found.confidence < _NEAR_ENOUGH:
        return reply
    tasks = [knowledge.task(hit.task_id) for hit in found.hits]
    steps = choices_of(*((f"{task.id} {short_title(task)}", action("detail", task.id)) for task in tasks))
    return replace(reply, choices=steps)


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
