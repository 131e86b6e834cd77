"""Builds replies: the answer, the quote and address of its rows, and the next steps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypedDict, Unpack

from bot.dialogue.conversation import Conversation
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.messages import ACTION_LIMIT_BYTES, Answer, AnswerKind, Choice, Citation, Outgoing
from bot.texts import manners
from bot.texts.names import QUOTE_LENGTH, document_address, short_title, shortened, source_line, task_address
from corpus.model import Target, Task

CHOICE_LIMIT = 4
_STEPS = (
    ("lead", "Ai chủ trì?"),
    ("coordinate", "Ai phối hợp?"),
    ("target", "Chỉ tiêu?"),
    ("timeframe", "Thời gian?"),
    ("detail", "Nội dung đầy đủ"),
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What is said and what is remembered; ``is_final`` when a refusal is to offer nothing nearby."""

    reply: Outgoing
    conversation: Conversation
    is_final: bool = False


def action(kind: str, value: str) -> str:
    return f"{kind}:{value}"


def choices_of(*pairs: tuple[str, str]) -> tuple[Choice, ...]:
    """Label and action pairs; one whose action is too long for the tightest channel is left out."""
    fitting = [Choice(label, act) for label, act in pairs if len(act.encode()) <= ACTION_LIMIT_BYTES]
    return tuple(fitting[:CHOICE_LIMIT])


def citation(task: Task, knowledge: Knowledge, quote: str | None = None) -> Citation:
    return Citation(task.id, task_address(knowledge.plan, task), quote if quote is not None else task.text)


def opening_of(task: Task) -> str:
    """The row's own first line: enough to recognise it by."""
    return task.heading or task.bullets[0].text


def about_task(
    text: str,
    task: Task,
    knowledge: Knowledge,
    *,
    asked: str,
    quote: str | None = None,
    shows_quote: bool = True,
    confidence: float | None = None,
    others: tuple[str, ...] = (),
) -> Outgoing:
    """A reply on one task: its row is quoted and cited, the other facts are one tap away.

    ``others`` are tasks that may have been meant instead: said, and offered as choices.
    """
    cited = citation(task, knowledge, quote if quote is not None or not shows_quote else opening_of(task))
    steps = [(label, action(aspect, task.id)) for aspect, label in _STEPS if aspect != asked]
    if others:
        text = f"{text}\n{manners.or_another()}"
        steps = [(f"{other} {short_title(knowledge.task(other))}", action(asked, other)) for other in others]
    return Outgoing(
        text=text,
        quote=shortened(cited.quote, QUOTE_LENGTH) if shows_quote else "",
        source=source_line(cited.label),
        choices=choices_of(*steps),
        answer=Answer("answered", (task.id,), citations=(cited,), confidence=confidence),
    )


def about_tasks(
    text: str,
    task_ids: tuple[str, ...],
    knowledge: Knowledge,
    *,
    kind: AnswerKind = "answered",
    group_task_ids: tuple[str, ...] = (),
    choices: tuple[Choice, ...] = (),
    whole_text: str = "",
    confidence: float | None = None,
) -> Outgoing:
    """A reply on several tasks: every row is cited, the source line names the document."""
    cited = tuple(citation(knowledge.task(i), knowledge, knowledge.task(i).title) for i in task_ids)
    return Outgoing(
        text=text,
        source=source_line(document_address(knowledge.plan)),
        choices=choices,
        answer=Answer(kind, task_ids, group_task_ids, cited, confidence),
        whole_text=whole_text,
    )


def plain(text: str, *choices: tuple[str, str], kind: AnswerKind = "answered", source: str = "") -> Outgoing:
    """A reply that rests on no row."""
    return Outgoing(text, source=source, choices=choices_of(*choices), answer=Answer(kind))


class Remembered(TypedDict, total=False):
    """What a turn may change of a conversation."""

    topic_tasks: tuple[str, ...]
    section: str
    agency: str
    role: str
    words: str
    asked: str


def remembered(conversation: Conversation, **changes: Unpack[Remembered]) -> Conversation:
    """The conversation after a turn; what was waited for is no longer."""
    return replace(conversation, pending="", **changes)


def quote_of_target(task: Task, target: Target) -> str:
    """The bullet the target stands in, or the whole row."""
    return task.bullets[target.bullet].text if target.bullet is not None else task.text
