"""Recognises questions on one fact of a task, checks of a premise, and follow-ups."""

from __future__ import annotations

import re

from bot.dialogue.conversation import Conversation
from bot.dialogue.intents import (
    About,
    AskFact,
    Aspect,
    CheckFigure,
    CheckRole,
    CheckTime,
    Intent,
    ListTasks,
    OutOfScope,
    PickSection,
    Role,
    RoleClause,
    TaskFilter,
)
from bot.dialogue.understanding.asked_document import cited_number
from bot.dialogue.understanding.asked_list import counted_unit
from bot.dialogue.understanding.cues import Cue
from bot.dialogue.understanding.lexicon import digits_of
from bot.dialogue.understanding.reading import Reading
from bot.dialogue.understanding.roles import clauses_of, role_asked, stands_as_role
from corpus.quantities import numbers_in
from corpus.vietnamese import fold

_ANY_ASPECT = (
    Cue.TARGET,
    Cue.WHEN,
    Cue.CONTENT,
    Cue.LIST,
    Cue.TAKE_PART,
    Cue.LEGAL_DOCUMENT,
    Cue.ASSIGNED,
    Cue.VAGUE,
    Cue.WHOLE_PLAN,
)
_CONTENT_WORDS = frozenset({"dung", "noi", "gom", "lam", "tiet", "van", "yeu"})  # nội dung, nói gì, gồm, làm gì, chi tiết, ...
_YEARS = re.compile(r"\b20\d\d(?:\s*[-–]\s*20\d\d)?\b")


def answer_to_question(reading: Reading, conversation: Conversation) -> Intent | None:
    """The person answers what we asked back: a section for a bare number, or one of the tasks offered."""
    kind, _, number = conversation.pending.partition(":")
    aspects = _last_aspect(conversation)
    if not kind or not aspects or _aspects(reading, Conversation()) not in ((), ("detail",)):
        return None
    if kind == "section" and not reading.codes:
        section = reading.section or reading.lexicon.section_titled(
            tuple(reading.words[i].folded for i in reading.subject_positions()), at_least=0.99
        )
        if section and _has_row(reading, section.roman, number):
            return AskFact(aspects, About(codes=(f"{section.roman}.{number}",)))
        lone = reading.words[0].folded.upper() if len(reading.words) == 1 else ""
        if lone and _has_row(reading, lone, number):
            return AskFact(aspects, About(codes=(f"{lone}.{number}",)))
    if kind == "task" and reading.codes:
        return AskFact(aspects, About(codes=reading.codes))
    return None


def about_row(reading: Reading, conversation: Conversation) -> Intent | None:
    """A task named by its code, or by a number whose section the conversation knows."""
    if reading.codes:
        if _asks_beyond(reading, conversation):
            return OutOfScope("subject", reading.subject())
        return _question(reading, conversation, About(codes=reading.codes, words=reading.subject()))
    listed = _place_in_list(reading, conversation)
    if listed:
        return _question(reading, conversation, About(codes=(listed,)))
    if not reading.row_number or reading.agencies or len(reading.subject_positions(*_ANY_ASPECT)) > 1:
        return None
    code = _row_of_conversation(reading, conversation)
    if code:
        return _question(reading, conversation, About(codes=(code,)))
    return PickSection(reading.row_number, (*_aspects(reading, conversation), "detail")[0])


def _row_of_conversation(reading: Reading, conversation: Conversation) -> str:
    """The row a bare number means: of the section spoken of, else that place in the list shown."""
    number = reading.row_number
    sections = (
        {conversation.section}
        if conversation.section
        else {code.split(".")[0] for code in conversation.topic_tasks}
    )
    if len(sections) == 1:
        section = sections.pop()
        if _has_row(reading, section, number):
            return f"{section}.{number}"
    listed = conversation.topic_tasks
    if len(listed) > 1 and number.isdigit() and 1 <= int(number) <= len(listed):
        return listed[int(number) - 1]
    return ""


def _place_in_list(reading: Reading, conversation: Conversation) -> str:
    """ "Nhiệm vụ đầu tiên", "cái cuối cùng" of the list shown."""
    listed = conversation.topic_tasks
    if len(listed) < 2 or reading.has(Cue.WHEN):
        return ""
    if reading.has(Cue.ORDINAL_FIRST):
        return listed[0]
    return listed[-1] if reading.has(Cue.ORDINAL_LAST) else ""


def _asks_beyond(reading: Reading, conversation: Conversation) -> bool:
    """With a code, no known question, and words the row does not hold: an attribute that no row has."""
    known = _aspects(reading, conversation)
    plain = any(word in _CONTENT_WORDS for span in reading.spans_of(Cue.CONTENT) for word in span.phrase.split())
    if (known and known != ("detail",)) or plain:
        return False
    plan = reading.lexicon.plan
    texts = [
        plan.task_by_id[code].text if code in plan.task_by_id else plan.parent_by_id[code].title
        for code in reading.codes
    ]
    row = set(fold(" ".join(texts)).split())
    words = [reading.words[i].folded for i in reading.subject_positions(*_ANY_ASPECT)]
    return sum(1 for word in words if word not in row and len(word) > 1) > (1 if known else 0)


def fact(reading: Reading, conversation: Conversation) -> Intent | None:
    """A fact of the task that the words describe, or of the one spoken of last."""
    strong = tuple(mention for mention in reading.agencies if not mention.is_weak)
    cited = _citing_tasks(reading)
    if cited:
        return _question(reading, conversation, About(codes=cited, words=reading.subject()))
    if reading.has_subject:
        return _question(reading, conversation, _described(reading, conversation))
    if reading.section and not reading.agencies:
        return _question(reading, conversation, About(section=reading.section.roman))
    if (
        reading.agencies
        and reading.has(Cue.WHO)
        and all(mention.is_group for mention in reading.agencies)
        and reading.subject()
    ):
        return _question(
            reading, conversation, _described(reading, conversation)
        )  # "nhiệm vụ về đơn vị sự nghiệp do ai chủ trì"
    if not conversation.topic_tasks:
        return _bare(reading, conversation)
    if (
        reading.agencies
        and conversation.asked in ("target", "timeframe", "detail")
        and not role_asked(reading)
    ):
        words = reading.subject(with_agencies=True)
        return _question(reading, conversation, About(words=words, is_follow_up=True))
    if (
        strong
        and not reading.has(Cue.WHO)
        and (reading.has(Cue.IS_IT_SO, Cue.GOING_ON, Cue.POINTING) or role_asked(reading))
    ):
        return CheckRole(strong[0].agency, role_asked(reading) or "either", About(is_follow_up=True))
    if _aspects(reading, conversation) or _figure(reading) or _years(reading):
        return _question(reading, conversation, About(is_follow_up=True))
    return _bare(reading, conversation)


def _described(reading: Reading, conversation: Conversation) -> About:
    partner = _partner(reading)
    aspects = _aspects(reading, conversation)
    asked = _asked_cues(aspects)
    return About(
        words=reading.subject(*asked),
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
    return bool(conversation.topic_tasks) and (reading.has(Cue.POINTING) or (known and len(words) <= 2))


def _asked_cues(aspects: tuple[Aspect, ...]) -> tuple[Cue, ...]:
    """The cues whose words belong to the question, not to its subject, when these aspects are asked."""
    cues = [Cue.CONTENT, Cue.LIST, Cue.TAKE_PART]
    for aspect in aspects:
        match aspect:
            case "target":
                cues.append(Cue.TARGET)
            case "timeframe":
                cues.append(Cue.WHEN)
            case "detail":
                pass
            case "documents":
                cues.append(Cue.LEGAL_DOCUMENT)
            case "lead" | "coordinate" | "agencies":
                cues.append(Cue.ASSIGNED)
    return tuple(cues)


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
    aspects = _aspects(reading, conversation)
    return AskFact(aspects, About()) if aspects else None


def _question(reading: Reading, conversation: Conversation, about: About) -> Intent:
    """What is asked of a task already named."""
    figure = _figure(reading)
    if figure and reading.has(Cue.REACHED, Cue.IS_IT_SO) and not reading.has(Cue.HOW_MUCH):
        value, unit = figure
        return CheckFigure(value, unit, about, is_reached=reading.has(Cue.REACHED))
    years = _years(reading)
    if years and reading.has(Cue.IS_IT_SO) and not reading.agencies and not figure:
        return CheckTime(years, about)
    named = [mention for mention in reading.agencies if stands_as_role(mention, reading)]
    if named and not reading.has(Cue.WHO, Cue.TARGET, Cue.HOW_MUCH, Cue.WHEN):
        clauses = {clause.agency.name: clause for clause in clauses_of(reading)}
        clause = clauses[named[0].agency.name]
        role = clause.role if clause.role != "either" else role_asked(reading) or "either"
        if reading.has(Cue.IS_IT_SO) or role != "either" or reading.has(Cue.TAKE_PART):
            return CheckRole(clause.agency, role, about)
    aspects = _aspects(reading, conversation) or ("detail",)
    counts = len(aspects) == 1 and counted_unit(reading) is Cue.UNIT_AGENCY
    return AskFact(aspects, about, counts)


def _aspects(reading: Reading, conversation: Conversation) -> tuple[Aspect, ...]:
    """What is asked, in the order it was said; usually one aspect."""
    asked: list[tuple[int, Aspect]] = []
    role = role_asked(reading)
    if role and (reading.has(Cue.WHO) or not reading.has(Cue.TARGET, Cue.WHEN, Cue.HOW_MUCH)):
        asked += _roles_asked(reading, role)
    elif not role and reading.has(Cue.WHO):
        asked.append((_at(reading, Cue.WHO), "lead"))
    if reading.has(Cue.HOW_MUCH) or (reading.has(Cue.TARGET) and (not asked or _asks_figure(reading))):
        asked.append((_at(reading, Cue.HOW_MUCH, Cue.TARGET), "target"))
    if reading.has(Cue.WHEN):
        asked.append((_at(reading, Cue.WHEN), "timeframe"))
    if not asked and _asks_documents(reading):
        asked.append((0, "documents"))
    if (
        not asked
        and reading.has(Cue.HOW_MANY)
        and reading.has_subject
        and not reading.has(Cue.CONTENT, Cue.WHICH, Cue.TAKE_PART)
    ):
        asked.append((0, "target"))
    if asked:
        return tuple(dict.fromkeys(aspect for _, aspect in sorted(asked)))
    return _open_question(reading, conversation)


def _roles_asked(reading: Reading, role: Role) -> list[tuple[int, Aspect]]:
    if role != "either":
        return [(_at(reading, Cue.WHO, Cue.LEAD, Cue.COORDINATE), role)]
    return [(_at(reading, Cue.LEAD, Cue.ASSIGNED), "lead"), (_at(reading, Cue.COORDINATE), "coordinate")]


def _at(reading: Reading, *cues: Cue) -> int:
    span = reading.first_span(*cues)
    return span.first if span else len(reading.words)


def _asks_figure(reading: Reading) -> bool:
    """A target word that is a question of its own ("phải đạt bao nhiêu"), not part of the subject ("mục tiêu ... ai chủ trì")."""
    target = reading.spans_of(Cue.TARGET)
    many = reading.spans_of(Cue.HOW_MANY)
    return any(
        any(word in span.phrase.split() for word in ("nao", "bao", "may", "gi")) for span in target
    ) or any(abs(span.first - other.first) <= 3 for span in target for other in many)


def _asks_documents(reading: Reading) -> bool:
    spans = reading.spans_of(Cue.LEGAL_DOCUMENT)
    return any(
        span.last - span.first > 1
        and span.phrase.split()[-1] in ("nao", "gi", "dau", "may", "nhieu", "ly", "dan")
        for span in spans
    )


def _open_question(reading: Reading, conversation: Conversation) -> tuple[Aspect, ...]:
    repeats = reading.has(Cue.GOING_ON) and bool(conversation.asked)
    if reading.has(Cue.CONTENT, Cue.WHICH, Cue.MEANING, Cue.TAKE_PART, Cue.LIST):
        if repeats and not _plain_content(reading):
            return _last_aspect(conversation)
        return ("detail",)
    return _last_aspect(conversation) if repeats else ()


def _plain_content(reading: Reading) -> bool:
    """ "thì sao", "thế nào" repeat the last question; "nội dung", "làm gì" ask for the content."""
    return any(
        span.phrase not in ("the nao", "ra sao", "nhu the nao", "nao", "gi")
        for span in reading.spans_of(Cue.CONTENT, Cue.WHICH)
    )


def _last_aspect(conversation: Conversation) -> tuple[Aspect, ...]:
    aspects: tuple[Aspect, ...] = (
        "lead",
        "coordinate",
        "agencies",
        "target",
        "timeframe",
        "detail",
        "documents",
    )
    return tuple(aspect for aspect in aspects if aspect == conversation.asked)


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
    """A figure the person states, with its unit."""
    for quantity in numbers_in(reading.text):
        if quantity.unit == "%":
            return quantity.value, "%"
    if reading.has(Cue.REACHED, Cue.IS_IT_SO):
        for quantity in numbers_in(reading.text):
            if not 1900 < quantity.value < 2100 and quantity.text[:1].isdigit() and not reading.codes:
                return quantity.value, quantity.unit or ""
    return None


def _years(reading: Reading) -> str:
    found = _YEARS.findall(reading.text)
    return found[0] if found and not reading.documents else ""


def _has_row(reading: Reading, section: str, number: str) -> bool:
    code = f"{section}.{number}"
    plan = reading.lexicon.plan
    return code in plan.task_by_id or code in plan.parent_by_id
