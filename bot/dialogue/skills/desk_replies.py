"""Replies of the desk of reports: what is said, what may be tapped, and what is kept in hand."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.conversation import Conversation
from bot.dialogue.drafts import InHand
from bot.dialogue.messages import ACTION_LIMIT_BYTES, Answer, AnswerKind, Choice, Outgoing
from bot.dialogue.skills.replies import Turn
from bot.texts import reports

CHOICES_AT_DESK = 9  # a page of eight and the way to the next
PAGE = 8


def said(text: str, *pairs: tuple[str, str], kind: AnswerKind = "answered") -> Outgoing:
    """A reply that rests on no row of the plan; label and action pairs beneath."""
    fitting = [Choice(label, act) for label, act in pairs if len(act.encode()) <= ACTION_LIMIT_BYTES]
    return Outgoing(text, choices=tuple(fitting[:CHOICES_AT_DESK]), answer=Answer(kind))


def refused(text: str, conversation: Conversation, *pairs: tuple[str, str]) -> Turn:
    """Nothing is in hand any more."""
    return Turn(said(text, *pairs, kind="refused"), replace(conversation, in_hand=None))


def told(text: str, conversation: Conversation, *pairs: tuple[str, str]) -> Turn:
    """Something is told; what was in hand stays."""
    return Turn(said(text, *pairs), conversation)


def asked(text: str, hand: InHand, conversation: Conversation, *options: tuple[str, str]) -> Turn:
    """One question; ``options`` are (label, value), and the values are kept with what is in hand."""
    hand = replace(hand, options=tuple(value for _, value in options))
    mark = hand.mark
    pairs = [(label, f"pick:{mark}:{place}") for place, (label, _) in enumerate(options)]
    pairs.append((reports.DROP, f"drop:{mark}"))
    return Turn(said(text, *pairs, kind="clarify"), replace(conversation, in_hand=hand, pending=""))


def to_confirm(
    text: str,
    hand: InHand,
    conversation: Conversation,
    *,
    yes: str = reports.YES,
    change: str | None = reports.CHANGE,
    drop: str = reports.DROP,
) -> Turn:
    """What was understood, to be confirmed: nothing is stored before."""
    hand = replace(hand, asks="", options=())
    mark = hand.mark
    pairs = [(yes, f"yes:{mark}"), *([(change, f"change:{mark}")] if change else []), (drop, f"drop:{mark}")]
    return Turn(said(text, *pairs, kind="clarify"), replace(conversation, in_hand=hand, pending=""))


def page_of(count: int, page: int, size: int = PAGE) -> tuple[int, int, bool]:
    """First and end of a page (from 1) of ``count`` things, and whether more follow."""
    start = min((page - 1) * size, max(0, (count - 1) // size * size))
    return start, min(start + size, count), start + size < count
