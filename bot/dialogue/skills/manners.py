"""Greeting, help, thanks, farewell, an empty message, and a number without its section."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from bot.dialogue.conversation import Conversation
from bot.dialogue.intents import About, AskFact, Manners, PickSection
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.messages import Answer
from bot.dialogue.skills.fact import answer_fact
from bot.dialogue.skills.replies import Turn, about_tasks, choices_of, plain
from bot.texts import manners
from bot.texts.names import short_title

_STEPS = (("Các lĩnh vực", "ask:liệt kê các lĩnh vực"), ("Hướng dẫn", "ask:hướng dẫn"))


def be_polite(intent: Manners, conversation: Conversation, knowledge: Knowledge) -> Turn:
    plan = knowledge.plan
    match intent.kind:
        case "greeting":
            reply = plain(manners.greeting(plan), *_STEPS)
        case "help":
            reply = plain(manners.help_text(plan), _STEPS[0])
        case "thanks":
            reply = plain(manners.thanks())
        case "farewell":
            reply = plain(manners.farewell())
        case "agreed":
            reply = plain(manners.agreed())
        case "doubted":
            reply = plain(manners.doubted(), *_STEPS, kind="clarify")
        case "empty":
            reply = plain(manners.empty(), *_STEPS, kind="clarify")
        case _:
            assert_never(intent.kind)
    return Turn(reply, conversation)


def pick_section(intent: PickSection, conversation: Conversation, knowledge: Knowledge) -> Turn:
    """Offer every section that has a task of this number."""
    plan = knowledge.plan
    codes = [f"{section.roman}.{intent.number}" for section in plan.sections]
    present = [code for code in codes if plan.has_row(code)]
    if len(present) == 1:
        return answer_fact(AskFact((intent.aspect,), About(codes=(present[0],))), conversation, knowledge)
    leaves = tuple(leaf for code in present for leaf in knowledge.leaves(code))
    options = choices_of(
        *(
            (f"{code} {short_title(knowledge.task(knowledge.leaves(code)[0]))}", f"{intent.aspect}:{code}")
            for code in present
        )
    )
    lines = [
        manners.which_section(intent.number),
        *(f"• {code} – {_title(code, knowledge)}" for code in present),
    ]
    reply = about_tasks("\n".join(lines), leaves, knowledge, kind="clarify", choices=options)
    reply = replace(reply, source="", answer=Answer("clarify", leaves))
    return Turn(reply, replace(conversation, asked=intent.aspect, pending=f"section:{intent.number}"))


def _title(code: str, knowledge: Knowledge) -> str:
    parent = knowledge.plan.parent_by_id.get(code)
    return parent.title if parent else short_title(knowledge.task(code))
