"""Refuses what the plan does not hold, and says what it holds nearby."""

from __future__ import annotations

from collections.abc import Sequence
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

# Said in so many words to be about something else; no task of this plan comes near it.
_PLAINLY_ELSEWHERE = frozenset({"elsewhere", "other document", "other year", "override"})
_NEAR_ENOUGH = 0.1  # below this a "nearest" task would only puzzle


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
    return Turn(refused(text), conversation, is_final=intent.reason in _PLAINLY_ELSEWHERE)


def not_found(found: NotFound, conversation: Conversation, knowledge: Knowledge) -> Turn:
    """The search found nothing that fits."""
    if not found.nearest or found.confidence < _NEAR_ENOUGH:
        return Turn(refused(refusals.subject(), found.confidence), conversation, is_final=True)
    text = refusals.subject(short_title(knowledge.task(found.nearest[0])))
    return Turn(refused(text, found.confidence, _one_tap_away(found.nearest, knowledge)), conversation)


def with_nearest(turn: Turn, said: str, knowledge: Knowledge) -> Outgoing:
    """A refusal with the tasks that come nearest to what was said, one tap away; any other reply as it is.

    A cue for "not in the plan" may stand in an everyday question about a task ("làm sao ...").
    """
    reply = turn.reply
    if turn.is_final or reply.answer is None or reply.answer.kind != "refused" or reply.choices:
        return reply
    found = knowledge.search.search(knowledge.lexicon.shorthand.expand(said).text, CANDIDATES)
    if found.confidence < _NEAR_ENOUGH:
        return reply
    return replace(reply, choices=choices_of(*_one_tap_away([hit.task_id for hit in found.hits], knowledge)))


def _one_tap_away(task_ids: Sequence[str], knowledge: Knowledge) -> list[tuple[str, str]]:
    tasks = [knowledge.task(task_id) for task_id in task_ids]
    return [(f"{task.id} {short_title(task)}", action("detail", task.id)) for task in tasks]


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
