"""Lists and counts tasks by agency, section, time frame, target or subject; paged in chat, whole in batch."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.dialogue.conversation import Conversation
from bot.dialogue.intents import (
    About,
    AskAgency,
    AskFact,
    ListTasks,
    RoleClause,
    ShowPage,
    TaskFilter,
)
from bot.dialogue.knowledge import Knowledge, TaskSet
from bot.dialogue.messages import Choice, Outgoing
from bot.dialogue.skills.fact import answer_fact
from bot.dialogue.skills.refusal import refused
from bot.dialogue.skills.replies import Turn, about_tasks, choices_of, plain, remembered
from bot.texts import lists, manners, refusals
from bot.texts.names import capital, joined, section_name

_FITS = 0.75  # share of the best hit's coverage a task needs to count as "about" the same subject


@dataclass(frozen=True, slots=True)
class _Listing:
    """What is about to be said."""

    head: str
    ids: tuple[str, ...]
    group_ids: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()  # said instead of one row a task
    tail: str = ""


def list_tasks(intent: ListTasks, conversation: Conversation, knowledge: Knowledge) -> Turn:
    """Exact filters over the plan; the subject words, when there are any, through the search."""
    wanted = intent.filter
    found = knowledge.matching(wanted)
    if wanted.words:
        narrowed = _about(found, wanted.words, knowledge)
        if narrowed is None:
            return Turn(refused(refusals.subject()), conversation)
        found = narrowed
        if not wanted.clauses and len(found.named) == 1:
            return answer_fact(AskFact(("detail",), About(codes=found.named)), conversation, knowledge)
    listing = _listing(found, wanted, intent, knowledge)
    if not listing.ids and not listing.group_ids:
        return Turn(refused(listing.head), remembered(conversation, agency="", role="", asked=""))
    agency = wanted.clauses[0].agency.name if len(wanted.clauses) == 1 else ""
    role = wanted.clauses[0].role if wanted.clauses else ""
    kept = remembered(
        conversation,
        topic_tasks=listing.ids or listing.group_ids,
        section=wanted.section,
        agency=agency,
        role=role,
        asked="list",
    )
    return Turn(_reply(listing, 1, knowledge), kept)


def list_same(conversation: Conversation, knowledge: Knowledge) -> Turn:
    """ "Kể tên các nhiệm vụ đó": what was counted or spoken of last, row by row."""
    ids = conversation.topic_tasks
    subject = (
        f"{capital(section_name(knowledge.plan, conversation.section))} có" if conversation.section else "Có"
    )
    if conversation.agency and conversation.role in lists.VERBS:
        subject = f"{conversation.agency} {lists.VERBS[conversation.role]}"
    listing = _Listing(lists.heading(subject, len(ids)), ids)
    return Turn(_reply(listing, 1, knowledge), remembered(conversation, asked="list"))


def show_agency(intent: AskAgency, conversation: Conversation, knowledge: Knowledge) -> Turn:
    """Everything one agency has in the plan."""
    return list_tasks(ListTasks(TaskFilter((RoleClause(intent.agency, "either"),))), conversation, knowledge)


def show_page(intent: ShowPage, conversation: Conversation, knowledge: Knowledge) -> Turn:
    """The next page of the list spoken of last."""
    ids = conversation.topic_tasks
    if (intent.page - 1) * lists.PAGE_SIZE >= len(ids):
        return Turn(plain(manners.stale_choice(), kind="clarify"), conversation)
    head = lists.page_heading(intent.page, -(-len(ids) // lists.PAGE_SIZE))
    is_group = bool(conversation.agency) and not knowledge.named_tasks(conversation.agency, "either")
    listing = _Listing(head, () if is_group else ids, ids if is_group else ())
    return Turn(_reply(listing, intent.page, knowledge), conversation)


def _about(found: TaskSet, words: str, knowledge: Knowledge) -> TaskSet | None:
    """Only the tasks about a subject; None when the plan does not speak of it at all."""
    result = knowledge.search.search(words, limit=12)
    if result.zone == "refuse" or not result.hits:
        return None
    floor = max(hit.coverage for hit in result.hits) * _FITS
    fitting = [hit.task_id for hit in result.hits if hit.coverage >= floor]
    named = tuple(i for i in found.named if i in fitting)
    return replace(
        found, named=named, through_group=tuple(i for i in found.through_group if i in fitting), group_total=0
    )


def _listing(found: TaskSet, wanted: TaskFilter, intent: ListTasks, knowledge: Knowledge) -> _Listing:
    if not wanted.clauses:
        return _without_agency(found, wanted, intent, knowledge)
    if len(wanted.clauses) > 1 or wanted.alone:
        subject = _clauses_said(wanted, knowledge)
        head = (
            lists.heading(subject, len(found.named), _place(wanted, knowledge))
            if found.named
            else lists.nothing(subject)
        )
        return _Listing(head, found.named)
    return _one_agency(found, wanted, intent, knowledge)


def _one_agency(found: TaskSet, wanted: TaskFilter, intent: ListTasks, knowledge: Knowledge) -> _Listing:
    clause = wanted.clauses[0]
    name = knowledge.names_in_plan.get(clause.agency.name, clause.agency.name)
    place = _place(wanted, knowledge)
    if not found.named and not found.through_group:
        return _Listing(refusals.no_role_in_plan(name, lists.VERBS[clause.role] + place), ())
    shown = found.named or found.through_group
    holders = {name} if found.named else {knowledge.names_in_plan.get(group, group) for group in found.groups}
    lines = _by_role(shown, holders, knowledge) if clause.role == "either" else ()
    if not found.named:
        head = lists.only_through_group(name, found.groups, clause.role, len(shown), place)
        return _Listing(head, (), found.through_group, lines)
    direct = "" if knowledge.is_group(name) else " nêu đích danh"
    said = lists.heading(f"{name} {lists.VERBS[clause.role]}", len(found.named), direct + place)
    tail = ""
    if found.group_total and found.groups:
        tail = lists.through_group(name, found.groups, clause.role, found.through_group, found.group_total)
    return _Listing(
        lists.claim(intent.claimed, len(found.named)) + said, found.named, found.through_group, lines, tail
    )


def _by_role(ids: tuple[str, ...], holders: set[str], knowledge: Knowledge) -> tuple[str, ...]:
    """What is led first, then what is coordinated."""
    tasks = [knowledge.task(i) for i in ids]
    lead = [task for task in tasks if holders.intersection(task.lead_agencies)]
    coordinate = [task for task in tasks if holders.intersection(task.coordinating_agencies)]
    return tuple(lists.agency_overview(lead, coordinate))


def _without_agency(found: TaskSet, wanted: TaskFilter, intent: ListTasks, knowledge: Knowledge) -> _Listing:
    plan = knowledge.plan
    count = len(found.named)
    note = ""
    if wanted.section and wanted == TaskFilter(section=wanted.section):
        section = plan.section_by_roman[wanted.section]
        parents = [parent.id for parent in plan.parents if parent.section == section.roman]
        if intent.wants_numbered:
            name = capital(section_name(plan, section.roman))
            head = lists.numbered_heading(name, section.numbered_items, count)
            return _Listing(head, found.named)
        note = lists.section_split(section.numbered_items, parents) if section.numbered_items != count else ""
        subject = f"{capital(section_name(plan, section.roman))} có"
    elif wanted == TaskFilter():
        numbered = sum(section.numbered_items for section in plan.sections)
        note = (
            lists.section_split(numbered, [parent.id for parent in plan.parents]) if numbered != count else ""
        )
        subject = f"{plan.document.annex or plan.document.kind} có"
    else:
        subject = _condition(wanted, found, knowledge)
    if not found.named:
        return _Listing(lists.nothing(subject), ())
    return _Listing(lists.claim(intent.claimed, count) + lists.heading(subject, count, note), found.named)


def _condition(wanted: TaskFilter, found: TaskSet, knowledge: Knowledge) -> str:
    place = capital(section_name(knowledge.plan, wanted.section)) if wanted.section else "Kế hoạch"
    if wanted.timeframe:
        frames = list(dict.fromkeys(knowledge.task(i).timeframe for i in found.named))
        return f"Thực hiện “{joined(frames) or wanted.timeframe}”: {place.lower()} có"
    if wanted.target_value is not None:
        return f"{place} có chỉ tiêu {wanted.target_value:g}% ở"
    if wanted.has_target is not None:
        return f"{place} {'nêu' if wanted.has_target else 'không nêu'} chỉ tiêu cụ thể ở"
    return f"{place} có nội dung này ở"


def _clauses_said(wanted: TaskFilter, knowledge: Knowledge) -> str:
    said = [
        (knowledge.names_in_plan.get(c.agency.name, c.agency.name), lists.VERBS[c.role])
        for c in wanted.clauses
    ]
    if wanted.alone:
        return f"Chỉ một mình {said[0][0]} {said[0][1]}"
    glue = " và " if wanted.joined_by == "and" else " hoặc "
    if len({verb for _, verb in said}) == 1:
        together = "cùng " if wanted.joined_by == "and" else ""
        return f"{glue.join(name for name, _ in said)} {together}{said[0][1]}"
    return glue.join(f"{name} {verb}" for name, verb in said)


def _place(wanted: TaskFilter, knowledge: Knowledge) -> str:
    return f" ở {section_name(knowledge.plan, wanted.section)}" if wanted.section else ""


def _reply(listing: _Listing, number: int, knowledge: Knowledge) -> Outgoing:
    shown_ids = listing.ids or listing.group_ids
    lines = list(listing.lines) or lists.rows([knowledge.task(i) for i in shown_ids])
    shown, more = lists.page(lines, number)
    rest = [lists.rest_note(len(lines) - number * lists.PAGE_SIZE)] if more else []
    text = "\n".join(part for part in (listing.head, *shown, *rest, listing.tail) if part)
    whole = "\n".join(part for part in (listing.head, *lines, listing.tail) if part)
    steps: list[tuple[str, str]] = [("Xem tiếp", f"more:{number + 1}")] if more else []
    steps += [(f"Xem {i}", f"detail:{i}") for i in shown_ids[(number - 1) * lists.PAGE_SIZE :][:3]]
    options: tuple[Choice, ...] = choices_of(*steps)
    return about_tasks(
        text,
        listing.ids,
        knowledge,
        group_task_ids=listing.group_ids,
        choices=options,
        whole_text=whole if more else "",
    )
