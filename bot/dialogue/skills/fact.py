"""Answers one fact of a task, or of each of a few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.conversation import Conversation
from bot.dialogue.intents import About, AskFact, Aspect
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.messages import Outgoing
from bot.dialogue.resolving import CANDIDATES, Found, NotFound, Unsure, resolve
from bot.dialogue.skills.refusal import not_found
from bot.dialogue.skills.replies import (
    Turn,
    about_task,
    about_tasks,
    action,
    choices_of,
    plain,
    quote_of_target,
    remembered,
)
from bot.dialogue.skills.targets import bullet_meant, targets_meant
from bot.texts import facts, lists, manners
from bot.texts.names import capital, joined, section_name, short_title
from corpus.model import Task


def answer_fact(intent: AskFact, conversation: Conversation, knowledge: Knowledge) -> Turn:
    """One short answer with its row; several close tasks become choices; what is not there is refused."""
    found = settle(intent.about, intent.aspects[0], conversation, knowledge)
    match found:
        case Turn():
            return found
        case Found(task_ids=(only,)):
            return _one(knowledge.task(only), intent, found, conversation, knowledge)
        case Found(section=section) if section:
            return _section(section, intent, conversation, knowledge)
        case Found():
            return _few(found, intent, conversation, knowledge)


def settle(about: About, aspect: Aspect, conversation: Conversation, knowledge: Knowledge) -> Found | Turn:
    """The task that is meant, or the turn that asks which one or refuses."""
    found = resolve(about, conversation, knowledge)
    match found:
        case NotFound():
            return not_found(found, conversation, knowledge)
        case Unsure():
            return _ask_which(found, aspect, conversation, knowledge)
        case Found():
            return found


def _ask_which(unsure: Unsure, aspect: Aspect, conversation: Conversation, knowledge: Knowledge) -> Turn:
    """Offer the tasks that fit."""
    if not unsure.task_ids:
        kept = replace(conversation, asked=aspect, pending="task")
        return Turn(
            plain(manners.which_subject(), ("Xem các lĩnh vực", "ask:liệt kê các lĩnh vực"), kind="clarify"),
            kept,
        )
    tasks = [knowledge.task(i) for i in unsure.task_ids[:CANDIDATES]]
    options = choices_of(*((f"{task.id} {short_title(task)}", action(aspect, task.id)) for task in tasks))
    text = manners.which_task(tasks)
    reply = about_tasks(
        text,
        tuple(task.id for task in tasks),
        knowledge,
        kind="clarify",
        choices=options,
        confidence=unsure.confidence,
    )
    kept = remembered(conversation, asked=aspect, topic_tasks=(tasks[0].id,), section="")
    return Turn(replace(reply, source=""), replace(kept, pending="task"))


def _one(task: Task, intent: AskFact, found: Found, conversation: Conversation, knowledge: Knowledge) -> Turn:
    first = intent.aspects[0]
    told = [fact_text(task, aspect, intent.about.words, counts=intent.counts) for aspect in intent.aspects]
    quote = next((quote for _, quote in told if quote), None)
    reply = about_task(
        "\n".join(text for text, _ in told),
        task,
        knowledge,
        asked=first,
        quote=quote,
        shows_quote=first != "detail",
        confidence=found.confidence,
        others=found.others,
    )
    kept = remembered(
        conversation, topic_tasks=(task.id,), section=task.section, agency="", role="", asked=first
    )
    return Turn(reply, kept)


def fact_text(task: Task, aspect: Aspect, words: str, *, counts: bool = False) -> tuple[str, str | None]:
    """The sentence for one aspect of a task, and what to quote with it (None: the whole row)."""
    match aspect:
        case "lead":
            return (facts.leaders_counted(task) if counts else facts.lead(task)), None
        case "coordinate":
            return facts.coordinators(task, counts=counts), None
        case "agencies":
            return facts.agencies(task), None
        case "timeframe":
            return facts.timeframe(task), None
        case "detail":
            return facts.detail(task), None
        case "documents":
            return facts.documents(task), None
        case "target":
            return _target(task, words)


def _target(task: Task, words: str) -> tuple[str, str | None]:
    if not task.targets:
        return facts.no_number(task, task.soft_targets), None
    meant = targets_meant(task, words)
    if not meant:
        line = bullet_meant(task, words)
        return facts.bullet_without_number(task, line), line
    quotes = {quote_of_target(task, target) for target in meant}
    return facts.targets(task, meant), quotes.pop() if len(quotes) == 1 else task.text


def _few(found: Found, intent: AskFact, conversation: Conversation, knowledge: Knowledge) -> Turn:
    """The children of a parent, or several codes: one short answer each."""
    tasks = [knowledge.task(i) for i in found.task_ids]
    parents = {task.parent for task in tasks}
    siblings = len(parents) == 1 and None not in parents
    if intent.aspects == ("detail",) and siblings:
        return _children(tasks, conversation, knowledge)
    if intent.aspects == ("timeframe",) and siblings and len({task.timeframe for task in tasks}) == 1:
        parent = knowledge.plan.parent_by_id[tasks[0].parent or ""]
        text = facts.shared_timeframe(parent, tasks)
    else:
        told = (fact_text(task, aspect, intent.about.words)[0] for task in tasks for aspect in intent.aspects)
        text = "\n\n".join(told)
    options = choices_of(*((f"{task.id} {short_title(task)}", action("detail", task.id)) for task in tasks))
    kept = remembered(
        conversation, topic_tasks=found.task_ids, section="", agency="", role="", asked=intent.aspects[0]
    )
    return Turn(about_tasks(text, found.task_ids, knowledge, choices=options), kept)


def _children(tasks: Sequence[Task], conversation: Conversation, knowledge: Knowledge) -> Turn:
    """A parent row: its sub-rows, whole, under its title."""
    parent = knowledge.plan.parent_by_id[tasks[0].parent or ""]
    ids = tuple(task.id for task in tasks)
    head = lists.heading(f"{parent.id} – {parent.title} có", len(tasks), " con")
    text = "\n".join([head, *(f"• {task.id} – {task.text}" for task in tasks)])
    options = choices_of(*((f"{task.id} {short_title(task)}", action("lead", task.id)) for task in tasks))
    kept = remembered(conversation, topic_tasks=ids, section="", agency="", role="", asked="list")
    return Turn(about_tasks(text, ids, knowledge, choices=options), kept)


def _section(roman: str, intent: AskFact, conversation: Conversation, knowledge: Knowledge) -> Turn:
    """A fact of a whole section: agencies grouped, the rest row by row."""
    section = knowledge.plan.section_by_roman[roman]
    tasks = [knowledge.task(i) for i in section.task_ids]
    reply = _section_reply(tasks, intent.aspects[0], roman, knowledge)
    kept = remembered(
        conversation, topic_tasks=section.task_ids, section=roman, agency="", role="", asked=intent.aspects[0]
    )
    return Turn(reply, kept)


def _section_reply(tasks: Sequence[Task], aspect: Aspect, roman: str, knowledge: Knowledge) -> Outgoing:
    name = section_name(knowledge.plan, roman)
    ids = tuple(task.id for task in tasks)
    if aspect in ("lead", "coordinate", "agencies"):
        grouped: dict[tuple[str, ...], list[str]] = {}
        for task in tasks:
            names = task.coordinating_agencies if aspect == "coordinate" else task.lead_agencies
            grouped.setdefault(names, []).append(task.id)
        if len(grouped) == 1 and aspect == "lead":
            text = lists.one_lead(name, joined(next(iter(grouped))), len(tasks))
        else:
            text = lists.by_role(name, aspect, [(joined(names), found) for names, found in grouped.items()])
    elif aspect == "timeframe":
        frames: dict[str, list[str]] = {}
        for task in tasks:
            frames.setdefault(task.timeframe, []).append(task.id)
        text = lists.by_role(name, aspect, list(frames.items()))
    elif aspect == "target":
        having = [task for task in tasks if task.targets]
        text = "\n".join(facts.targets(task, task.targets) for task in having) or facts.no_number(
            tasks[0], ()
        )
        ids = tuple(task.id for task in having) or ids
    else:
        text = "\n".join([lists.heading(f"{capital(name)} có", len(tasks)), *lists.rows(tasks)])
    steps = choices_of(
        *((f"{task.id} {short_title(task)}", action(aspect, task.id)) for task in tasks[:CANDIDATES])
    )
    return about_tasks(text, ids, knowledge, choices=steps)
