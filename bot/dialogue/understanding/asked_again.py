"""Recognises what only the turn before makes clear: answers to what we asked back, places in the list shown,
the same list again."""

from __future__ import annotations

from bot.dialogue.conversation import Conversation
from bot.dialogue.intents import About, AskFact, Intent, ListSame, ListTasks, Role, RoleClause, TaskFilter
from bot.dialogue.understanding.aspects import aspects_asked, last_aspect
from bot.dialogue.understanding.cues import Cue
from bot.dialogue.understanding.list_frame import counted_unit, list_subject, points_at_section
from bot.dialogue.understanding.reading import Reading
from bot.dialogue.understanding.roles import role_asked


def answer_to_question(reading: Reading, conversation: Conversation) -> Intent | None:
    """The person answers what we asked back: a section for a bare number, or one of the tasks offered."""
    kind, _, number = conversation.pending.partition(":")
    aspects = last_aspect(conversation)
    if not kind or not aspects or aspects_asked(reading, Conversation()) not in ((), ("detail",)):
        return None
    if kind == "section" and not reading.codes:
        roman = _section_said(reading)
        return (
            AskFact(aspects, About(codes=(f"{roman}.{number}",))) if has_row(reading, roman, number) else None
        )
    if (
        kind == "task"
        and reading.codes
        and all(has_row(reading, *code.split(".", 1)) for code in reading.codes)
    ):
        return AskFact(aspects, About(codes=reading.codes))
    return None


def _section_said(reading: Reading) -> str:
    """The section an answer names: with its word, by its title, or by the numeral alone."""
    words = tuple(reading.words[i].folded for i in reading.subject_positions())
    section = reading.section or reading.lexicon.section_titled(words, at_least=0.99)
    if section:
        return section.roman
    return reading.words[0].folded.upper() if len(reading.words) == 1 else ""


def row_of_conversation(reading: Reading, conversation: Conversation) -> str:
    """The row a bare number means: of the section spoken of, else that place in the list shown."""
    number = reading.row_number
    listed = conversation.topic_tasks
    spoken_of = {conversation.section} if conversation.section else {code.split(".")[0] for code in listed}
    if len(spoken_of) == 1:
        section = spoken_of.pop()
        if has_row(reading, section, number):
            return f"{section}.{number}"
    if len(listed) > 1 and number.isdecimal() and 1 <= int(number) <= len(listed):
        return listed[int(number) - 1]
    return ""


def place_in_list(reading: Reading, conversation: Conversation) -> str:
    """ "Nhiệm vụ đầu tiên", "cái cuối cùng" of the list shown."""
    listed = conversation.topic_tasks
    if len(listed) == 1 and not reading.has_subject:
        return _elsewhere_in_talk(reading, conversation)
    if len(listed) < 2 or reading.has(Cue.WHEN):
        return ""
    if reading.has(Cue.ORDINAL_FIRST):
        return listed[0]
    return listed[-1] if reading.has(Cue.ORDINAL_LAST) else ""


def _elsewhere_in_talk(reading: Reading, conversation: Conversation) -> str:
    """The row behind or before the one spoken of, or one spoken of earlier."""
    here, earlier = conversation.topic_tasks[0], conversation.earlier
    order = [task.id for task in reading.lexicon.plan.tasks]
    for cue, step in ((Cue.NEXT_ROW, 1), (Cue.PREVIOUS_ROW, -1)):
        place = order.index(here) + step
        if reading.has(cue) and 0 <= place < len(order):
            return order[place]
    if len(earlier) < 2:
        return ""
    if reading.has(Cue.ORDINAL_FIRST):
        return earlier[0]
    return earlier[-2] if reading.has(Cue.SPOKEN_EARLIER) else ""


def has_row(reading: Reading, section: str, number: str) -> bool:
    """Whether the plan has a task or parent row of this number in the section."""
    return reading.lexicon.plan.has_row(f"{section}.{number}")


def same_list(reading: Reading, conversation: Conversation) -> Intent | None:
    """ "Kể tên các nhiệm vụ đó", "tổng cộng mấy cái", "còn mục V", "còn phối hợp thì sao": the last list
    again, or changed."""
    if reading.codes or list_subject(reading):
        return None
    if reading.has(Cue.WHOLE_PLAN, Cue.WHO, Cue.TARGET, Cue.HOW_MUCH):
        return None
    return _changed_list(reading, conversation) or _list_again(reading, conversation)


def _changed_list(reading: Reading, conversation: Conversation) -> Intent | None:
    """The agency's list again, for the role or the section now named."""
    role = role_asked(reading)
    if conversation.asked != "list" or reading.agencies or not (role or reading.section):
        return None
    agency = reading.lexicon.directory.by_name(conversation.agency) if conversation.agency else None
    if agency is None:
        return None
    section = reading.section.roman if reading.section else (conversation.section if role else "")
    return ListTasks(TaskFilter((RoleClause(agency, role or kept_role(conversation)),), section=section))


def _list_again(reading: Reading, conversation: Conversation) -> Intent | None:
    if reading.agencies or reading.section or reading.has(Cue.WHEN) or role_asked(reading):
        return None
    if not conversation.topic_tasks:
        return None
    listed = conversation.asked == "list"
    many = counted_unit(reading) is Cue.UNIT_TASK or (reading.has(Cue.HOW_MANY) and listed)
    of_section = points_at_section(reading)
    if many and of_section and conversation.section:
        return ListTasks(TaskFilter(section=conversation.section))
    listing = reading.has(Cue.LIST) or (reading.has(Cue.WHICH) and (listed or reading.has(Cue.POINTING)))
    return ListSame() if (many or listing) and (listed or len(conversation.topic_tasks) > 1) else None


def kept_role(conversation: Conversation) -> Role:
    """The role asked of last, either when none was."""
    match conversation.role:
        case "lead" | "coordinate" as role:
            return role
        case _:
            return "either"
