"""Counts and ranks agencies, sections and targets."""

from __future__ import annotations

from bot.dialogue.conversation import Conversation
from bot.dialogue.intents import CountThings, Rank, Role
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.skills.replies import Turn, about_tasks, plain, remembered
from bot.texts import lists
from bot.texts.names import document_address, section_name, source_line


def count_things(intent: CountThings, conversation: Conversation, knowledge: Knowledge) -> Turn:
    """How many sections, agencies or targets."""
    plan = knowledge.plan
    place = f" ở {section_name(plan, intent.section)}" if intent.section else ""
    source = source_line(document_address(plan))
    match intent.things:
        case "sections":
            titles = [(section.roman, section.title) for section in plan.sections]
            name = plan.document.annex or plan.document.kind
            text = lists.claim(intent.claimed, len(titles)) + lists.sections_counted(
                len(titles), titles, name
            )
            steps = [(f"Mục {roman}", f"ask:mục {roman} có những nhiệm vụ nào") for roman, _ in titles]
            return Turn(
                plain(text, *steps, source=source), remembered(conversation, topic_tasks=(), asked="sections")
            )
        case "agencies":
            named, groups = _tallies(intent.role, intent.section, knowledge)
            text = lists.agencies_counted(len(named), lists.VERBS[intent.role], named, groups, place)
            return Turn(
                plain(lists.claim(intent.claimed, len(named)) + text, source=source),
                remembered(conversation, asked="agencies"),
            )
        case "targets":
            tasks = [task for task in plan.tasks if task.targets and intent.section in ("", task.section)]
            text = lists.targets_counted(sum(len(task.targets) for task in tasks), len(tasks), place)
            ids = tuple(task.id for task in tasks)
            return Turn(
                about_tasks(text, ids, knowledge), remembered(conversation, topic_tasks=ids, asked="list")
            )


def rank(intent: Rank, conversation: Conversation, knowledge: Knowledge) -> Turn:
    """Most or fewest, with the others behind."""
    plan = knowledge.plan
    place = f" ở {section_name(plan, intent.section)}" if intent.section else ""
    source = source_line(document_address(plan))
    match intent.things:
        case "agencies":
            named, groups = _tallies(intent.role, intent.section, knowledge)
            if intent.agencies:
                return _compared(intent, named + groups, conversation, knowledge)
            named.sort(key=lambda item: item[1], reverse=not intent.is_fewest)
            text = lists.agencies_ranked(
                named, groups, lists.VERBS[intent.role], is_fewest=intent.is_fewest, place=place
            )
            kept = remembered(conversation, agency=named[0][0], role=intent.role, asked="list")
            return Turn(
                plain(
                    text,
                    (f"{named[0][0]}: xem", f"ask:{named[0][0]} {lists.VERBS[intent.role]}"),
                    source=source,
                ),
                kept,
            )
        case "sections":
            sizes = [(section.roman, section.title, len(section.task_ids)) for section in plan.sections]
            sizes.sort(key=lambda item: item[2], reverse=not intent.is_fewest)
            kept = remembered(
                conversation,
                section=sizes[0][0],
                topic_tasks=plan.section_by_roman[sizes[0][0]].task_ids,
                asked="list",
            )
            return Turn(plain(lists.sections_ranked(sizes, is_fewest=intent.is_fewest), source=source), kept)
        case "targets" | "coordinators":
            sizes_of = {
                task: len(task.targets) if intent.things == "targets" else len(task.coordinating_agencies)
                for task in plan.tasks
                if intent.section in ("", task.section)
            }
            having = sorted(
                ((task, size) for task, size in sizes_of.items() if size),
                key=lambda item: item[1],
                reverse=not intent.is_fewest,
            )
            top = having[0][0]
            unit = "chỉ tiêu" if intent.things == "targets" else "cơ quan phối hợp"
            reply = about_tasks(
                lists.tasks_ranked(having, unit, is_fewest=intent.is_fewest), (top.id,), knowledge
            )
            return Turn(
                reply, remembered(conversation, topic_tasks=(top.id,), section=top.section, asked="target")
            )


def _compared(
    intent: Rank, tallies: list[tuple[str, int]], conversation: Conversation, knowledge: Knowledge
) -> Turn:
    """Two or more agencies side by side."""
    counts = dict(tallies)
    names = [knowledge.names_in_plan.get(agency.name, agency.name) for agency in intent.agencies]
    ranked = sorted(
        ((name, counts.get(name, 0)) for name in names),
        key=lambda item: item[1],
        reverse=not intent.is_fewest,
    )
    text = lists.agencies_compared(ranked, lists.VERBS[intent.role], is_fewest=intent.is_fewest)
    return Turn(
        plain(text, source=source_line(document_address(knowledge.plan))),
        remembered(conversation, asked="list"),
    )


def _tallies(
    role: Role, section: str, knowledge: Knowledge
) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """(name, tasks) of agencies and of groups that have the role at all, most first."""
    named: list[tuple[str, int]] = []
    groups: list[tuple[str, int]] = []
    for agency in knowledge.plan.agencies:
        rows: set[str] = set()
        if role in ("lead", "either"):
            rows.update(knowledge.plan.led_by.get(agency.name, ()))
        if role in ("coordinate", "either"):
            rows.update(knowledge.plan.coordinated_by.get(agency.name, ()))
        count = sum(1 for i in rows if section in ("", knowledge.task(i).section))
        if count:
            (groups if agency.kind == "group" else named).append((agency.name, count))
    named.sort(key=lambda item: -item[1])
    groups.sort(key=lambda item: -item[1])
    return named, groups
