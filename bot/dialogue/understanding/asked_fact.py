"""Recognises questions on one fact of a task, and checks of what a person believes of it."""

from __future__ import annotations

import re

from bot.dialogue.conversation import Conversation
from bot.dialogue.intents import (
    About,
    AskFact,
    CheckFigure,
    CheckRole,
    CheckTime,
    Intent,
    ListTasks,
    OutOfScope,
    PickSection,
    RoleClause,
    TaskFilter,
)
from bot.dialogue.understanding.asked_again import place_in_list, row_of_conversation
from bot.dialogue.understanding.asked_document import cited_number
from bot.dialogue.understanding.aspects import ANY_ASPECT, aspects_asked, cues_of
from bot.dialogue.understanding.cues import Cue
from bot.dialogue.understanding.lexicon import digits_of
from bot.dialogue.understanding.list_frame import counted_unit, percentage_said
from bot.dialogue.understanding.reading import Reading
from bot.dialogue.understanding.roles import clauses_of, role_asked, stands_as_role
from corpus.quantities import numbers_in
from corpus.vietnamese import fold

# Words that ask what a row says: "nội dung", "nói gì", "gồm", "làm gì", "chi tiết", "nguyên văn", "yêu cầu".
_CONTENT_WORDS = frozenset({"dung", "noi", "gom", "lam", "tiet", "van", "yeu"})
_FIRST_YEAR, _LAST_YEAR = 1900, 2100  # a bare number between them is a year
_YEARS = re.compile(r"\b20\d\d(?:\s*[-–]\s*20\d\d)?\b")


def about_row(reading: Reading, conversation: Conversation) -> Intent | None:
    """A task named by its code, or by a number whose section the conversation knows."""
    if reading.codes:
        if _asks_beyond(reading, conversation):
            return OutOfScope("subject", reading.subject())
        return _question(reading, conversation, About(codes=reading.codes, words=reading.subject()))
    listed = place_in_list(reading, conversation)
    if listed:
        return _question(reading, conversation, About(codes=(listed,)))
    if not reading.row_number or reading.agencies or len(reading.subject_positions(*ANY_ASPECT)) > 1:
        return None
    code = row_of_conversation(reading, conversation)
    if code:
        return _question(reading, conversation, About(codes=(code,)))
    return PickSection(reading.row_number, (*aspects_asked(reading, conversation), "detail")[0])


def _asks_beyond(reading: Reading, conversation: Conversation) -> bool:
    """With a code, no known question, and words the row does not hold: an attribute that no row has."""
    known = aspects_asked(reading, conversation)
    plain = any(
        word in _CONTENT_WORDS for span in reading.spans_of(Cue.CONTENT) for word in span.phrase.split()
    )
    if (known and known != ("detail",)) or plain:
        return False
    plan = reading.lexicon.plan
    texts = [
        plan.task_by_id[code].text if code in plan.task_by_id else plan.parent_by_id[code].title
        for code in reading.codes
    ]
    row = set(fold(" ".join(texts)).split())
    words = [reading.words[i].folded for i in reading.subject_positions(*ANY_ASPECT)]
    return sum(1 for word in words if word not in row and len(word) > 1) > (1 if known else 0)


def fact(reading: Reading, conversation: Conversation) -> Intent | None:
    """A fact of the task that the words describe, or of the one spoken of last."""
    cited = _citing_tasks(reading)
    if cited:
        return _question(reading, conversation, About(codes=cited, words=reading.subject()))
    if reading.has_subject:
        return _question(reading, conversation, _described(reading, conversation))
    if reading.section and not reading.agencies:
        return _question(reading, conversation, About(section=reading.section.roman))
    if _is_about_group(reading):
        return _question(reading, conversation, _described(reading, conversation))
    if conversation.words and not conversation.topic_tasks and aspects_asked(reading, conversation):
        return _question(
            reading, conversation, About(words=conversation.words)
        )  # "PAKN là gì?" - "ai chủ trì?"
    follow_up = _follow_up(reading, conversation) if conversation.topic_tasks else None
    return follow_up or _bare(reading, conversation)


def _is_about_group(reading: Reading) -> bool:
    """ "Nhiệm vụ về đơn vị sự nghiệp do ai chủ trì": the group is what the task is about."""
    groups = bool(reading.agencies) and all(mention.is_group for mention in reading.agencies)
    return groups and reading.has(Cue.WHO) and bool(reading.subject())


def _follow_up(reading: Reading, conversation: Conversation) -> Intent | None:
    """Without a subject of its own the question is on the task spoken of last."""
    role = role_asked(reading)
    if reading.agencies and not role and conversation.asked in ("target", "timeframe", "detail"):
        words = reading.subject(with_agencies=True)
        return _question(reading, conversation, About(words=words, is_follow_up=True))
    named = next((mention for mention in reading.agencies if not mention.is_weak), None)
    checks = role or reading.has(Cue.IS_IT_SO, Cue.GOING_ON, Cue.POINTING, Cue.TAKE_PART)
    if named and checks and not reading.asks_who:
        return CheckRole(named.agency, role or "either", About(is_follow_up=True))
    if aspects_asked(reading, conversation) or _figure(reading) or _years(reading):
        return _question(reading, conversation, About(is_follow_up=True))
    return None


def _described(reading: Reading, conversation: Conversation) -> About:
    partner = _partner(reading)
    aspects = aspects_asked(reading, conversation)
    asked = cues_of(aspects)
    explained = conversation.words if reading.has(Cue.POINTING) and not conversation.topic_tasks else ""
    return About(
        words=f"{reading.subject(*asked)} {explained}".strip(),
        parts=reading.subject_parts(*asked),
        near_agency=partner.agency if partner else None,
        near_role=partner.role if partner else "either",
        section=reading.section.roman if reading.section else "",
        may_follow_up=_may_follow_up(reading, asked, conversation),
        wants_target="target" in aspects,
    )


def _may_follow_up(reading: Reading, asked: tuple[Cue, ...], conversation: Conversation) -> bool:
    """A word or two that the plan knows may only colour a question on what was spoken of last."""
    words = [reading.words[i].folded for i in reading.subject_positions(*asked)]
    known = all(word in reading.lexicon.vocabulary for word in words)
    few = len(words) <= (2 if known else 1)  # one syllable alone ("lận", "vậy cà") names no task
    return bool(conversation.topic_tasks) and (reading.has(Cue.POINTING) or few)


def _citing_tasks(reading: Reading) -> tuple[str, ...]:
    """Tasks that cite the document whose number is typed ("theo Quyết định 843 thì ai phối hợp")."""
    numbers = [digits_of(number) for number in (*reading.documents, cited_number(reading)) if number]
    citing = reading.lexicon.citing
    return tuple(dict.fromkeys(task_id for number in numbers for task_id in citing.get(number, ())))


def _bare(reading: Reading, conversation: Conversation) -> Intent | None:
    """No subject and nothing spoken of before: an agency alone, or a question without its object."""
    if reading.agencies:
        clauses = clauses_of(reading)
        return ListTasks(TaskFilter(clauses=clauses))
    aspects = aspects_asked(reading, conversation)
    return AskFact(aspects, About()) if aspects else None


def _question(reading: Reading, conversation: Conversation, about: About) -> Intent:
    """What is asked of a task already named."""
    figure = _figure(reading)
    if figure and reading.has(Cue.REACHED, Cue.IS_IT_SO) and not reading.has(Cue.HOW_MUCH):
        return CheckFigure(*figure, about, is_reached=reading.has(Cue.REACHED))
    years = _years(reading)
    if years and reading.has(Cue.IS_IT_SO) and not reading.agencies and not figure:
        return CheckTime(years, about)
    claim = None if reading.has(Cue.WHO, Cue.TARGET, Cue.HOW_MUCH, Cue.WHEN) else _role_claimed(reading)
    if claim:
        return CheckRole(claim.agency, claim.role, about)
    aspects = aspects_asked(reading, conversation) or ("detail",)
    counts = len(aspects) == 1 and counted_unit(reading) is Cue.UNIT_AGENCY
    return AskFact(aspects, about, counts)


def _role_claimed(reading: Reading) -> RoleClause | None:
    """The agency a person believes to have a role in the task."""
    named = next((mention.agency for mention in reading.agencies if stands_as_role(mention, reading)), None)
    if named is None:
        return None
    clause = next(clause for clause in reversed(clauses_of(reading)) if clause.agency.name == named.name)
    role = clause.role if clause.role != "either" else role_asked(reading) or "either"
    claims = role != "either" or reading.has(Cue.IS_IT_SO, Cue.TAKE_PART)
    return RoleClause(clause.agency, role) if claims else None


def _partner(reading: Reading) -> RoleClause | None:
    """ "cơ quan nào phối hợp với Sở Nội vụ khi ...": the agency named beside the one asked for."""
    if not reading.agencies or reading.agencies[0].is_group:
        return None
    clause = clauses_of(reading)[0]
    who = reading.first_span(Cue.WHO)
    together = next(
        (span for span in reading.spans_of(Cue.COORDINATE) if span.first >= reading.agencies[0].last), None
    )
    if who and together and who.first > together.first:
        return RoleClause(clause.agency, "lead")  # "Sở Nội vụ phối hợp với những đơn vị nào"
    return clause


def _figure(reading: Reading) -> tuple[float, str] | None:
    """A figure the person states, with its unit; a year or a code is none."""
    percentage = percentage_said(reading)
    if percentage is not None:
        return percentage, "%"
    if reading.codes or not reading.has(Cue.REACHED, Cue.IS_IT_SO):
        return None
    for quantity in numbers_in(reading.text):
        said = quantity.text[:1].isdigit() or reading.has(Cue.REACHED)  # "được hai cuộc, đủ chưa"
        if said and not _FIRST_YEAR < quantity.value < _LAST_YEAR:
            return quantity.value, quantity.unit or ""
    return None


def _years(reading: Reading) -> str:
    found = _YEARS.findall(reading.text)
    return found[0] if found and not reading.documents else ""
