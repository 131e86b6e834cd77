"""Which facts of a task a question asks for, and the cues whose words belong to that question."""

from __future__ import annotations

from bot.dialogue.conversation import Conversation
from bot.dialogue.intents import ASPECTS, Aspect, Role
from bot.dialogue.understanding.cues import Cue
from bot.dialogue.understanding.phrases import Span
from bot.dialogue.understanding.reading import Reading
from bot.dialogue.understanding.roles import role_asked

# Cues that ask for some fact of a task, whichever.
ANY_ASPECT = (
    Cue.TARGET, Cue.WHEN, Cue.CONTENT, Cue.LIST, Cue.TAKE_PART, Cue.LEGAL_DOCUMENT, Cue.ASSIGNED, Cue.VAGUE,
    Cue.WHOLE_PLAN,
)  # fmt: skip
_LOOKED_UP = frozenset({"lead", "coordinate", "target", "timeframe"})
_TALK = frozenset({Cue.FILLER, Cue.VAGUE, Cue.GOING_ON, Cue.UNIT_TASK, Cue.POINTING})
_REPEATING = frozenset({"the nao", "ra sao", "nhu the nao", "nao", "gi"})  # "còn VI.2 thì thế nào"
_FIGURE_ASKED = frozenset({"nao", "bao", "may", "gi"})  # "chỉ tiêu nào", "đạt bao nhiêu"
_ASKED_BESIDE = 3  # words between a target word and the "bao nhiêu" that asks for it
# Words that make "văn bản ..." a question: "văn bản nào", "căn cứ gì", "cơ sở pháp lý".
_DOCUMENTS_ASKED = frozenset({"nao", "gi", "dau", "may", "nhieu", "ly", "dan"})


def aspects_asked(reading: Reading, conversation: Conversation) -> tuple[Aspect, ...]:
    """What is asked, in the order it was said; usually one aspect. A bare "còn ...?" repeats the last."""
    asked = _roles_asked(reading)
    if reading.has(Cue.HOW_MUCH) or (reading.has(Cue.TARGET) and (not asked or _asks_figure(reading))):
        asked.append((_at(reading, Cue.HOW_MUCH, Cue.TARGET), "target"))
    if reading.has(Cue.WHEN):
        asked.append((_at(reading, Cue.WHEN), "timeframe"))
    if not asked and _asks_documents(reading):
        return ("documents",)
    if not asked and _counts_subject(reading):
        return ("target",)
    if asked:
        return tuple(dict.fromkeys(aspect for _, aspect in sorted(asked)))
    return _open_question(reading, conversation)


def last_aspect(conversation: Conversation) -> tuple[Aspect, ...]:
    """The aspect asked last, empty when it was something else."""
    return tuple(aspect for aspect in ASPECTS if aspect == conversation.asked)


def cues_of(aspects: tuple[Aspect, ...]) -> tuple[Cue, ...]:
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


def _roles_asked(reading: Reading) -> list[tuple[int, Aspect]]:
    """Who leads, who coordinates, each with the place it is asked at."""
    role: Role | None = role_asked(reading)
    if not role:
        return [(_at(reading, Cue.WHO), "lead")] if reading.has(Cue.WHO) else []
    if not reading.has(Cue.WHO) and reading.has(Cue.TARGET, Cue.WHEN, Cue.HOW_MUCH):
        return []
    if role != "either":
        return [(_at(reading, Cue.WHO, Cue.LEAD, Cue.COORDINATE), role)]
    return [(_at(reading, Cue.LEAD, Cue.ASSIGNED), "lead"), (_at(reading, Cue.COORDINATE), "coordinate")]


def _at(reading: Reading, *cues: Cue) -> int:
    span = reading.first_span(*cues)
    return span.first if span else len(reading.words)


def _asks_figure(reading: Reading) -> bool:
    """A target word that is a question of its own ("phải đạt bao nhiêu"), not part of the subject
    ("mục tiêu ... ai chủ trì")."""
    many = reading.spans_of(Cue.HOW_MANY)
    return any(
        _FIGURE_ASKED.intersection(target.phrase.split())
        or any(abs(target.first - other.first) <= _ASKED_BESIDE for other in many)
        for target in reading.spans_of(Cue.TARGET)
    )


def _asks_documents(reading: Reading) -> bool:
    return any(
        span.last - span.first > 1 and span.phrase.split()[-1] in _DOCUMENTS_ASKED
        for span in reading.spans_of(Cue.LEGAL_DOCUMENT)
    )


def _counts_subject(reading: Reading) -> bool:
    """ "Bao nhiêu cuộc thanh tra": a number of what the subject names is its target."""
    asks_else = reading.has(Cue.CONTENT, Cue.WHICH, Cue.TAKE_PART)
    return reading.has(Cue.HOW_MANY) and reading.has_subject and not asks_else


def _open_question(reading: Reading, conversation: Conversation) -> tuple[Aspect, ...]:
    bare = not reading.cues - _TALK and conversation.asked in _LOOKED_UP  # "VIII.4?", "báo cáo CCHC?"
    repeats = (reading.has(Cue.GOING_ON) or bare) and bool(conversation.asked)
    if reading.has(Cue.CONTENT, Cue.WHICH, Cue.MEANING, Cue.TAKE_PART, Cue.LIST):
        asks_content = any(not _is_repeating(span) for span in reading.spans_of(Cue.CONTENT, Cue.WHICH))
        return last_aspect(conversation) if repeats and not asks_content else ("detail",)
    return last_aspect(conversation) if repeats else ()


def _is_repeating(span: Span[Cue]) -> bool:
    """ "Thì sao", "thế nào" repeat the last question; "nội dung", "làm gì" ask for the content."""
    return span.phrase in _REPEATING
