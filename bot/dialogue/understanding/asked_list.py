"""Recognises questions whose answer is a set: lists and counts of tasks, agencies and sections."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from bot.dialogue.conversation import Conversation
from bot.dialogue.intents import (
    AskAgency,
    CountThings,
    Intent,
    ListTasks,
    OutOfScope,
    RoleClause,
    TaskFilter,
)
from bot.dialogue.understanding.asked_again import kept_role, same_list
from bot.dialogue.understanding.cues import Cue
from bot.dialogue.understanding.list_frame import (
    asks_tasks,
    claimed_count,
    claimed_unit,
    counted_unit,
    has_leftover,
    limiting_words,
    list_subject,
    percentage_said,
    points_at_section,
    subject_folded,
    wants_list,
    years_said,
)
from bot.dialogue.understanding.reading import Reading
from bot.dialogue.understanding.roles import clauses_of, role_asked, stands_as_role

_TARGET_NAMES = frozenset({"chi", "tieu", "so"})  # chỉ tiêu, mục tiêu, con số
_TITLE_SHARE = 0.4  # of a section's title, from which words alone name it
_RECURRING = ("thuong xuyen", "hang nam", "hang quy", "hang thang", "dinh ky")
_TALK = frozenset({Cue.FILLER, Cue.GOING_ON, Cue.IS_IT_SO})  # cues that ask for nothing of their own


def count_or_list(reading: Reading, conversation: Conversation) -> Intent | None:
    """Sets of tasks by agency, section, time frame or target; counts of sections and agencies."""
    unit = counted_unit(reading) or (None if reading.section else claimed_unit(reading))
    if unit in (Cue.UNIT_SECTION, Cue.UNIT_AGENCY) and not reading.has_subject and not reading.agencies:
        if unit is Cue.UNIT_SECTION:
            return CountThings("sections", claimed=claimed_count(reading))
        if not reading.codes:
            return _count_agencies(reading, conversation)
    if _lists_sections(reading):
        return CountThings("sections")
    same = same_list(reading, conversation)
    if same:
        return same
    if reading.agencies:
        return _by_agency(reading, conversation)
    return _without_agency(reading)


def _lists_sections(reading: Reading) -> bool:
    """ "Liệt kê các lĩnh vực": the sections themselves, not the tasks of one."""
    names_section = reading.spans_of(Cue.UNIT_SECTION)
    other = reading.section or reading.agencies or reading.codes or reading.has_subject or asks_tasks(reading)
    asks_list = reading.has(Cue.LIST, Cue.TAKE_PART) and not reading.has(Cue.POINTING)
    return bool(names_section) and asks_list and not other


def _count_agencies(reading: Reading, conversation: Conversation) -> Intent | None:
    """Agencies of the plan or a section; of a task spoken of, they are a fact of that task."""
    if reading.has(Cue.POINTING) and conversation.topic_tasks:
        return None
    if reading.section is None and not reading.has(Cue.LEAD, Cue.COORDINATE, Cue.WHOLE_PLAN):
        return None
    section = reading.section.roman if reading.section else ""
    return CountThings("agencies", role_asked(reading) or "lead", section, claimed_count(reading))


def _by_agency(reading: Reading, conversation: Conversation) -> Intent | None:
    if _asks_one_task(reading, conversation):
        return None
    role, subject, claimed = role_asked(reading), list_subject(reading), claimed_count(reading)
    clauses = clauses_of(reading)
    section = _section_of(reading, conversation)
    if role is None and len(clauses) == 1 and not subject:
        bare = not reading.cues - _TALK or reading.has(Cue.GOING_ON)  # "còn Sở Tài chính?", "Sở KH&CN?"
        if bare and conversation.role and conversation.asked == "list":
            clauses = (RoleClause(clauses[0].agency, kept_role(conversation)),)
            section = section or conversation.section
        elif not section and counted_unit(reading) is None and claimed is None:
            return AskAgency(clauses[0].agency)
    alone = _is_alone(reading)
    found = TaskFilter(
        clauses=clauses[:1] if alone else clauses,
        joined_by=_joined_by(reading, clauses),
        alone=alone,
        section=section,
        words="" if section or alone else limiting_words(reading),
    )
    return ListTasks(found, claimed=claimed)


def _section_of(reading: Reading, conversation: Conversation) -> str:
    """The section named, by its number, by "mục này" or by its title; "" for the whole plan."""
    if reading.section:
        return reading.section.roman
    if points_at_section(reading):
        return conversation.section
    return _section_named(reading)


def _is_alone(reading: Reading) -> bool:
    """ "Chỉ Sở Nội vụ", "một mình": no other agency beside it; "chỉ phối hợp" limits the role instead."""
    roles = {span.first for span in reading.spans_of(Cue.LEAD, Cue.COORDINATE)}
    return any(span.last not in roles for span in reading.spans_of(Cue.ONLY))


def _asks_one_task(reading: Reading, conversation: Conversation) -> bool:
    """With an agency named, what is asked is a fact of one task rather than the agency's list."""
    role, subject, claimed = role_asked(reading), list_subject(reading), claimed_count(reading)
    listing = wants_list(reading)
    wants = listing or claimed is not None
    if subject and not any(stands_as_role(mention, reading) for mention in reading.agencies):
        return True
    if reading.codes or _goes_on(reading, conversation):
        return True
    if subject and reading.has(Cue.IS_IT_SO) and claimed is None and not reading.has(Cue.WHICH, Cue.LIST):
        return True
    if wants:
        return False
    if reading.has(Cue.WHO) or reading.row_number or subject:
        return True
    if role is None and all(mention.is_weak for mention in reading.agencies):
        return True
    return reading.has(Cue.TARGET, Cue.HOW_MUCH, Cue.WHEN) and (reading.has_subject or not role)


def _goes_on(reading: Reading, conversation: Conversation) -> bool:
    """Whether it is the task spoken of that is asked about once more."""
    if not conversation.topic_tasks:
        return False
    role = role_asked(reading)
    if reading.has(Cue.POINTING) and len(conversation.topic_tasks) == 1 and not asks_tasks(reading):
        return True  # "trong nhiệm vụ này Sở Nội vụ có vai trò gì"
    if len(conversation.topic_tasks) == 1 and any(
        phrase in span.phrase
        for span in reading.spans_of(Cue.TAKE_PART)
        for phrase in ("vai tro", "trong do")
    ):
        return True  # "Văn phòng UBND tỉnh có vai trò gì?"
    if role:  # "Sở Nội vụ chủ trì phải không"
        asks_list = wants_list(reading) or claimed_count(reading) is not None
        return reading.has(Cue.IS_IT_SO) and not asks_list
    # "còn cấp xã?": the same question for another part of the task
    return reading.has(Cue.GOING_ON) and conversation.asked in ("target", "timeframe", "detail")


def _joined_by(reading: Reading, clauses: tuple[RoleClause, ...]) -> Literal["and", "or"]:
    roles = {clause.role for clause in clauses}
    together = any(span.phrase.startswith("cung") for span in reading.spans_of(Cue.COORDINATE))
    if len(clauses) < 2 or reading.has(Cue.BOTH) or len(roles) > 1 or together:
        return "and"
    return "or"


def _without_agency(reading: Reading) -> Intent | None:
    unit = counted_unit(reading)
    if reading.codes or (reading.row_number and unit is None):
        return None
    base = TaskFilter(section=reading.section.roman if reading.section else "")
    claimed = claimed_count(reading)
    if (wants_list(reading) or claimed is not None) and not reading.has(Cue.WHO):
        narrowed = _narrowed(reading, base)
        if narrowed:
            return ListTasks(narrowed, claimed=claimed)
    if unit is Cue.UNIT_TARGET and not list_subject(reading):
        return CountThings("targets", section=base.section, claimed=claimed)
    return _section_or_plan(reading, base)


def _narrowed(reading: Reading, base: TaskFilter) -> TaskFilter | None:
    """By time frame ("thường xuyên"), by a target's value, or by having a target at all."""
    said = " ".join(word.folded for word in reading.words)
    recurring = next((word for word in _RECURRING if word in said), "")
    if recurring and recurring in reading.lexicon.timeframes:
        return replace(base, timeframe=recurring)
    negative = any(word.folded in ("khong", "chua") for word in reading.words)
    span = years_said(reading)
    if span and span in reading.lexicon.timeframes:
        return replace(base, timeframe=span, not_timeframe=negative)
    value = percentage_said(reading)
    if value is not None and (asks_tasks(reading) or reading.has(Cue.TARGET, Cue.UNIT_TARGET, Cue.HOW_MUCH)):
        return replace(base, target_value=value)
    named = any(_TARGET_NAMES.intersection(span.phrase.split()) for span in reading.spans_of(Cue.TARGET))
    asks_target = (named or reading.has(Cue.UNIT_TARGET)) and counted_unit(reading) is not Cue.UNIT_TARGET
    if asks_target and asks_tasks(reading) and not list_subject(reading):
        return replace(base, has_target=not negative)
    return None


def _section_or_plan(reading: Reading, base: TaskFilter) -> Intent | None:
    """All tasks of the plan or of a section, or those about a subject."""
    claimed, subject, role = claimed_count(reading), list_subject(reading), role_asked(reading)
    listing = wants_list(reading)
    wants = listing or claimed is not None
    asks_fact = reading.has(Cue.WHO, Cue.WHEN, Cue.TARGET, Cue.HOW_MUCH) or (role is not None and not wants)
    everything = ListTasks(base, reading.has(Cue.NUMBERED), claimed)
    if base.section and not subject:
        overview = wants or reading.has(Cue.CONTENT, Cue.TAKE_PART) or not reading.cues - _TALK
        return everything if overview and not asks_fact else None
    count = counted_unit(reading) is Cue.UNIT_TASK
    if not base.section and wants and not asks_fact and (count or reading.has(Cue.WHOLE_PLAN, Cue.LIST)):
        if not has_leftover(reading):
            return everything
        if role:
            return OutOfScope("subject", reading.subject())  # a body the directory does not know
    if not subject:
        return None
    if not base.section and not asks_fact and (wants or reading.has(Cue.CONTENT)):
        named = _section_named(reading)
        if named:
            return replace(everything, filter=replace(base, section=named))
    if wants and role and not reading.has(Cue.WHO):
        return OutOfScope("subject", subject)  # an organisation the directory does not know
    if wants and not asks_fact and (count or (asks_tasks(reading) and not reading.has(Cue.CONTENT))):
        return replace(everything, filter=replace(base, words=subject))
    return None


def _section_named(reading: Reading) -> str:
    """The section whose title the subject words are, said without a section word: they must hold much of
    the title, or they may only be a task's subject."""
    words = subject_folded(reading)
    named = reading.lexicon.section_titled(words, at_least=0.99)
    if named and reading.lexicon.share_of_title(set(words), named.roman) >= _TITLE_SHARE:
        return named.roman
    return ""
