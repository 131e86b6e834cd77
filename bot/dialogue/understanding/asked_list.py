"""Recognises questions whose answer is a set: lists, counts and rankings of tasks, agencies and sections."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from bot.dialogue.conversation import Conversation
from bot.dialogue.intents import (
    AskAgency,
    CountThings,
    Intent,
    ListSame,
    ListTasks,
    OutOfScope,
    Rank,
    Role,
    RoleClause,
    TaskFilter,
)
from bot.dialogue.understanding.cues import Cue
from bot.dialogue.understanding.reading import Reading
from bot.dialogue.understanding.roles import clauses_of, role_asked, stands_as_role
from corpus.quantities import numbers_in

_UNITS = (Cue.UNIT_TASK, Cue.UNIT_SECTION, Cue.UNIT_AGENCY, Cue.UNIT_TARGET)
# Words that belong to the frame of a question for a list.
_LIST_FRAME = (
    Cue.CONTENT, Cue.LIST, Cue.TAKE_PART, Cue.VAGUE, Cue.WHOLE_PLAN, Cue.TARGET, Cue.WHEN, Cue.ASSIGNED, Cue.DOCUMENT_TITLE,
    Cue.DOCUMENT_NUMBER, Cue.LEGAL_DOCUMENT, *_UNITS,
)  # fmt: skip
_TITLE_SHARE = 0.4  # of a section's title, from which words alone name it
_RECURRING = ("thuong xuyen", "hang nam", "hang quy", "hang thang", "dinh ky")
_INTRODUCING = frozenset("ve quan trong o thuoc mang vuc cho khau vu".split())
_GENERIC = frozenset("viec nhiem vu cong tac ke hoach phu luc linh vuc muc phan chi tieu cac nhung".split())


def rank(reading: Reading, conversation: Conversation) -> Intent | None:
    """ "Sở nào chủ trì nhiều nhiệm vụ nhất", "lĩnh vực nào ít nhiệm vụ nhất", "Sở A hay Sở B nhiều việc hơn"."""
    most, least = reading.first_span(Cue.MOST), reading.first_span(Cue.LEAST)
    role = role_asked(reading) or "lead"
    if reading.has(Cue.MORE) and len(reading.agencies) > 1 and not _subject(reading):
        fewest = any(span.phrase.startswith("it") for span in reading.spans_of(Cue.MORE))
        return Rank("agencies", role, fewest, agencies=tuple(mention.agency for mention in reading.agencies))
    if (
        not (most or least)
        or reading.codes
        or reading.has(Cue.HOW_MUCH, Cue.RESULT, Cue.OPINION)
        or _subject(reading)
    ):
        return None
    if least and not most and _counted_next(reading, least.last):
        return None  # "ít nhất 3 cuộc", "ít nhất mấy": a minimum, not a ranking
    is_fewest = any(word.folded == "it" for word in reading.words)
    section = reading.section.roman if reading.section else ""
    asks_task = _starts(reading, ("nhiem vu", "viec", "dau viec"), Cue.WHICH)
    if not _amount_word(reading):
        return None
    ranked = " ".join(span.phrase for span in reading.spans_of(Cue.MOST, Cue.LEAST))
    if asks_task and (role == "coordinate" or reading.has(Cue.UNIT_AGENCY)):
        return Rank("coordinators", is_fewest=is_fewest, section=section)
    if asks_task and (reading.has(Cue.UNIT_TARGET, Cue.TARGET) or "chi tieu" in ranked):
        return Rank("targets", is_fewest=is_fewest, section=section)
    if _starts(
        reading,
        ("linh vuc", "muc", "phan", "nhung linh vuc", "nhom nhiem vu", "chuong", "mang"),
        Cue.UNIT_SECTION,
        Cue.WHICH,
    ):
        return Rank("sections", is_fewest=is_fewest)
    if reading.has(Cue.WHO, Cue.UNIT_AGENCY, Cue.LEAD, Cue.COORDINATE):
        return Rank("agencies", role=role, is_fewest=is_fewest, section=section)
    return None


def _amount_word(reading: Reading) -> bool:
    """Rankings are by number: "nhiều ... nhất", "ít ... nhất", "nặng nhất"; not "chậm nhất", "tốt nhất"."""
    return any(
        word.folded in ("nhieu", "it", "dong", "nang", "ban", "ganh", "top", "lon") for word in reading.words
    )


def _starts(reading: Reading, openings: tuple[str, ...], *cues: Cue) -> bool:
    return any(span.phrase.startswith(openings) for span in reading.spans_of(*cues))


def count_or_list(reading: Reading, conversation: Conversation) -> Intent | None:
    """Sets of tasks by agency, section, time frame or target; counts of sections and agencies."""
    unit = counted_unit(reading)
    claimed = _claimed_count(reading)
    if unit is Cue.UNIT_SECTION and not reading.has_subject and not reading.agencies:
        return CountThings("sections", claimed=claimed)
    if unit is Cue.UNIT_AGENCY and not reading.has_subject and not reading.codes and not reading.agencies:
        if reading.has(Cue.POINTING) and conversation.topic_tasks:
            return None
        if reading.section is None and not reading.has(Cue.LEAD, Cue.COORDINATE, Cue.WHOLE_PLAN):
            return None
        section = reading.section.roman if reading.section else ""
        return CountThings("agencies", role_asked(reading) or "lead", section, claimed)
    same = _same_again(reading, conversation, unit)
    if same:
        return same
    if reading.agencies:
        return _by_agency(reading, conversation, unit, claimed)
    return _without_agency(reading, conversation, unit, claimed)


def counted_unit(reading: Reading) -> Cue | None:
    """What "bao nhiêu", "mấy" or "số" counts: the unit word right behind it."""
    counted = (*_UNITS, Cue.WHICH, Cue.LIST, Cue.TAKE_PART, Cue.WHO, Cue.LEAD, Cue.COORDINATE)
    for span in reading.spans_of(Cue.HOW_MANY):
        for other in reading.spans_of(*counted):
            if not 0 <= other.first - span.last <= 1:
                continue
            found = next((unit for unit in _UNITS if unit in other.labels), None) or _unit_opening(
                other.phrase
            )
            if found:
                return found
    return None


def _unit_opening(phrase: str) -> Cue | None:
    """The unit a longer phrase opens with: "nhiệm vụ nào", "cơ quan phối hợp"."""
    if phrase.startswith(("nhiem vu", "viec", "cac nhiem vu", "nhung nhiem vu", "dau viec")):
        return Cue.UNIT_TASK
    if phrase.startswith(("linh vuc", "muc", "phan")):
        return Cue.UNIT_SECTION
    return Cue.UNIT_AGENCY if phrase.startswith(("co quan", "don vi", "so nao", "dau moi")) else None


def _counted_next(reading: Reading, position: int) -> bool:
    following = reading.words[position].folded if position < len(reading.words) else ""
    return following[:1].isdigit() or following in ("may", "bao", "mot", "hai", "ba")


def _claimed_count(reading: Reading) -> int | None:
    """ "có 12 nhiệm vụ đúng không": a number right before a unit."""
    for span in reading.spans_of(*_UNITS):
        before = reading.words[span.first - 1].folded if span.first else ""
        if before.isdigit():
            return int(before)
    return None


def _same_again(reading: Reading, conversation: Conversation, unit: Cue | None) -> Intent | None:
    """ "Kể tên các nhiệm vụ đó", "tổng cộng mấy cái", "còn mục V", "còn phối hợp thì sao": the last list again, or changed."""
    if reading.codes or _subject(reading) or reading.has(Cue.WHOLE_PLAN, Cue.WHO, Cue.TARGET, Cue.HOW_MUCH):
        return None
    listed = conversation.asked == "list"
    role = role_asked(reading)
    if listed and conversation.agency and not reading.agencies and (role or reading.section):
        agency = reading.lexicon.directory.by_name(conversation.agency)
        if agency:
            kept: Role = role or _kept_role(conversation)
            section = reading.section.roman if reading.section else (conversation.section if role else "")
            return ListTasks(
                TaskFilter((RoleClause(agency, kept),), section=section), wants_count=unit is Cue.UNIT_TASK
            )
    if reading.agencies or reading.section or reading.has(Cue.WHEN) or role or not conversation.topic_tasks:
        return None
    many = unit is Cue.UNIT_TASK or (reading.has(Cue.HOW_MANY) and listed)
    listing = reading.has(Cue.LIST) or (
        reading.has(Cue.WHICH) and (listed or reading.has(Cue.POINTING, Cue.LIST))
    )
    if (
        reading.section is None
        and reading.has(Cue.POINTING)
        and many
        and conversation.section
        and _starts(reading, ("muc", "phan", "linh vuc"), Cue.POINTING)
    ):
        return ListTasks(TaskFilter(section=conversation.section), wants_count=True)
    if (many or listing) and (listed or len(conversation.topic_tasks) > 1):
        return ListSame(wants_count=many)
    return None


def _kept_role(conversation: Conversation) -> Role:
    return (
        "lead"
        if conversation.role == "lead"
        else "coordinate"
        if conversation.role == "coordinate"
        else "either"
    )


def _wants_list(reading: Reading, unit: Cue | None) -> bool:
    if unit is Cue.UNIT_TASK:
        return True
    if reading.has(Cue.LIST):
        return True
    which = reading.spans_of(Cue.WHICH)
    return bool(which) and not reading.has(Cue.WHO)


def _by_agency(
    reading: Reading, conversation: Conversation, unit: Cue | None, claimed: int | None
) -> Intent | None:
    role = role_asked(reading)
    if not any(stands_as_role(mention, reading) for mention in reading.agencies) and _subject(reading):
        return None
    if (
        reading.has(Cue.IS_IT_SO)
        and role
        and claimed is None
        and conversation.topic_tasks
        and not _wants_list(reading, unit)
    ):
        return None  # "Sở Nội vụ chủ trì phải không": of the task spoken of
    if (
        role is None
        and reading.has(Cue.GOING_ON)
        and conversation.topic_tasks
        and conversation.asked in ("target", "timeframe", "detail")
    ):
        return None  # "còn cấp xã?": the same question for another part of the task
    wants = _wants_list(reading, unit) or claimed is not None
    if reading.has(Cue.WHO) and not wants:
        return None
    if reading.codes or (reading.row_number and not wants):
        return None
    if reading.has(Cue.TARGET, Cue.HOW_MUCH, Cue.WHEN) and not wants and (reading.has_subject or not role):
        return None
    subject = _subject(reading)
    strong = [mention for mention in reading.agencies if not mention.is_weak]
    if not wants and (subject or (not strong and role is None)):
        return None
    if subject and reading.has(Cue.IS_IT_SO) and claimed is None and not reading.has(Cue.WHICH, Cue.LIST):
        return None
    clauses = clauses_of(reading)
    if role is None and len(clauses) == 1 and not subject and not reading.section:
        if reading.has(Cue.GOING_ON) and conversation.role and conversation.asked == "list":
            clauses = (RoleClause(clauses[0].agency, _kept_role(conversation)),)
        elif unit is None and claimed is None:
            return AskAgency(clauses[0].agency)
    section = reading.section.roman if reading.section else _section_named(reading)
    alone = reading.has(Cue.ONLY)
    subject = "" if section or alone else _limiting(reading)
    found = TaskFilter(
        clauses=clauses[:1] if alone else clauses,
        joined_by=_joined_by(reading, clauses),
        alone=alone,
        section=section,
        words=subject,
    )
    return ListTasks(found, wants_count=unit is Cue.UNIT_TASK, claimed=claimed)


def _joined_by(reading: Reading, clauses: tuple[RoleClause, ...]) -> Literal["and", "or"]:
    roles = {clause.role for clause in clauses}
    if len(clauses) < 2 or reading.has(Cue.BOTH) or len(roles) > 1:
        return "and"
    return "or"


def _subject(reading: Reading) -> str:
    """What the listed tasks should be about; "" when only the question's own words are left."""
    words = [reading.words[i] for i in _subject_positions(reading)]
    telling = [word for word in words if word.folded not in _GENERIC and len(word.folded) > 1]
    return " ".join(word.text for word in words) if len(telling) > 1 else ""


def _limiting(reading: Reading) -> str:
    """Words that limit an agency's list to a subject: "... nhiệm vụ nào về tuyên truyền", "... chủ trì gì ở mảng đất đai"."""
    positions = [i for i in _subject_positions(reading) if i >= reading.agencies[0].last]
    telling = [
        i for i in positions if reading.words[i].folded not in _GENERIC and len(reading.words[i].folded) > 1
    ]
    if len(telling) < 2 or not _is_introduced(reading, positions[0]):
        return ""
    return " ".join(reading.words[i].text for i in positions)


def _is_introduced(reading: Reading, position: int) -> bool:
    before = reading.words[position - 1].folded if position else ""
    asked = reading.spans_of(Cue.WHICH, Cue.LEAD, Cue.COORDINATE, Cue.LIST)
    return before in _INTRODUCING or any(span.last == position for span in asked)


def _leftover(reading: Reading) -> bool:
    """Whether any word is left that is not the question's own."""
    return any(
        reading.words[i].folded not in _GENERIC and len(reading.words[i].folded) > 1
        for i in _subject_positions(reading)
    )


def _subject_positions(reading: Reading) -> tuple[int, ...]:
    return reading.subject_positions(*_LIST_FRAME, with_groups=False)


def _without_agency(
    reading: Reading, conversation: Conversation, unit: Cue | None, claimed: int | None
) -> Intent | None:
    if reading.codes or (reading.row_number and unit is None):
        return None
    wants = _wants_list(reading, unit) or claimed is not None
    role = role_asked(reading)
    base = TaskFilter(section=reading.section.roman if reading.section else "")
    count = unit is Cue.UNIT_TASK
    folded = " ".join(word.folded for word in reading.words)
    if wants and not reading.has(Cue.WHO):
        recurring = next((word for word in _RECURRING if word in folded), "")
        if recurring and recurring in reading.lexicon.timeframes:
            return ListTasks(replace(base, timeframe=recurring), count, claimed=claimed)
        value = _target_value(reading)
        if value is not None and reading.has(Cue.TARGET, Cue.UNIT_TARGET, Cue.HOW_MUCH):
            return ListTasks(replace(base, target_value=value), count, claimed=claimed)
        if reading.has(Cue.UNIT_TARGET, Cue.TARGET) and unit is not Cue.UNIT_TARGET and not _subject(reading):
            negative = any(word.folded in ("khong", "chua") for word in reading.words)
            return ListTasks(replace(base, has_target=not negative), count, claimed=claimed)
    if unit is Cue.UNIT_TARGET and not _subject(reading):
        return CountThings("targets", section=base.section, claimed=claimed)
    return _section_or_plan(reading, base, wants, count, role, claimed)


def _section_or_plan(
    reading: Reading, base: TaskFilter, wants: bool, count: bool, role: Role | None, claimed: int | None
) -> Intent | None:
    numbered = reading.has(Cue.NUMBERED)
    subject = _subject(reading)
    overview = (
        wants
        or reading.has(Cue.CONTENT, Cue.TAKE_PART)
        or not reading.cues - {Cue.FILLER, Cue.GOING_ON, Cue.IS_IT_SO}
    )
    asks_fact = reading.has(Cue.WHO, Cue.WHEN, Cue.TARGET, Cue.HOW_MUCH) or (role is not None and not wants)
    if base.section and not subject and overview and not asks_fact:
        return ListTasks(base, count, numbered, claimed)
    if not base.section and wants and not asks_fact and (count or reading.has(Cue.WHOLE_PLAN, Cue.LIST)):
        if not _leftover(reading):
            return ListTasks(base, count, numbered, claimed)
        if role:
            return OutOfScope("subject", reading.subject())  # a body the directory does not know
    if subject and not base.section and not asks_fact and (wants or reading.has(Cue.CONTENT)):
        named = _section_named(reading)
        if named:
            return ListTasks(replace(base, section=named), count, numbered, claimed)
    if subject and wants and role and not reading.has(Cue.WHO):
        return OutOfScope("subject", subject)  # an organisation the directory does not know
    if subject and wants and not asks_fact and (count or (_plural(reading) and not reading.has(Cue.CONTENT))):
        return ListTasks(replace(base, words=subject), count, numbered, claimed)
    return None


def _section_named(reading: Reading) -> str:
    """The section whose title the subject words are, said without a section word."""
    named = reading.lexicon.section_titled(tuple(_subject_folded(reading)), at_least=0.99)
    return named.roman if named and _names_whole_title(reading, named.roman) else ""


def _subject_folded(reading: Reading) -> list[str]:
    return [reading.words[i].folded for i in _subject_positions(reading)]


def _names_whole_title(reading: Reading, roman: str) -> bool:
    """Without a section word the words must hold much of the title, or they may only be a task's subject."""
    return reading.lexicon.share_of_title(set(_subject_folded(reading)), roman) >= _TITLE_SHARE


def _plural(reading: Reading) -> bool:
    """Tasks are asked for, not what one task holds."""
    return any(
        "nhiem vu" in span.phrase or "dau viec" in span.phrase
        for span in reading.spans_of(Cue.WHICH, Cue.LIST)
    )


def _target_value(reading: Reading) -> float | None:
    for quantity in numbers_in(reading.text):
        if quantity.unit == "%":
            return quantity.value
    return None
