"""Which task is meant: by code, by what was spoken of last, or by searching its words."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue.conversation import Conversation
from bot.dialogue.intents import About
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.understanding.phrases import words_of
from corpus.agencies import Agency
from corpus.vietnamese import fold
from retrieval.results import Hit, SearchResult

_PARENT_EXTRA = 2  # words beside a parent's whole title, none of them from one of its rows
_FEW_WORDS = 6  # syllables; more describe one task
_COVERAGE_WEIGHT = 0.8  # beside a score scaled to 1 for the best hit
_LIKELY = 0.6  # confidence from which an unsure hit is answered; below, it is only offered
_HALF = 0.5  # share of the words a task of the named section must hold
_OWN_WORDS = 0.34  # share of the question that a task must hold in its own words to be answered when unsure
_ALL_OWN = 0.8  # share from which the words are the task's own, however many tasks share them
_RIVAL = 0.75  # share of the first hit's score from which an equally covering hit is a rival
_SURE = 0.9  # confidence above which a word or two found their task by themselves
_CLEAR_LEAD = 0.15  # share of the question's words by which a first hit must lead to be answered, not offered
CANDIDATES = 3  # choices offered when the question fits several tasks


@dataclass(frozen=True, slots=True)
class Found:
    """The task (or the rows of a parent or section) that was meant."""

    task_ids: tuple[str, ...]
    confidence: float | None = None
    section: str = ""  # set when a whole section was meant
    others: tuple[str, ...] = ()  # set when unsure: the next best, offered beside the answer


@dataclass(frozen=True, slots=True)
class Unsure:
    """Several tasks fit; ``task_ids`` best first. Empty when nothing was said to search for."""

    task_ids: tuple[str, ...]
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class NotFound:
    """The plan does not speak of it; ``nearest`` are the tasks that come closest, best first."""

    confidence: float
    nearest: tuple[str, ...] = ()


def resolve(about: About, conversation: Conversation, knowledge: Knowledge) -> Found | Unsure | NotFound:
    """Codes first, then the conversation, then the search."""
    if about.codes:
        ids = tuple(leaf for code in about.codes for leaf in knowledge.leaves(code))
        return Found(ids)
    if about.is_follow_up:
        return _spoken_of(conversation)
    if not about.words:
        section = knowledge.plan.section_by_roman.get(about.section)
        return Found(section.task_ids, section=section.roman) if section else Unsure(())
    found = _parent_or_section(about, knowledge) or _titled(about, knowledge) or _searched(about, knowledge)
    if about.may_follow_up and not (isinstance(found, Found) and (found.confidence or 1.0) > _SURE):
        return _spoken_of(conversation)
    return found


def _spoken_of(conversation: Conversation) -> Found | Unsure:
    topic = conversation.topic_tasks
    if len(topic) == 1 or (topic and len(topic) <= CANDIDATES and not conversation.section):
        return Found(topic)
    if conversation.section and topic:
        return Found(topic, section=conversation.section)
    return Unsure(topic[:CANDIDATES])


def _parent_or_section(about: About, knowledge: Knowledge) -> Found | None:
    """Words that name a parent row or a whole section rather than one task."""
    said = [word.folded for word in words_of(about.words)]
    different = set(said)
    for parent in knowledge.plan.parents:
        title = knowledge.lexicon.parent_titles[parent.id]
        if not title <= different:
            continue
        beside = [word for word in said if word not in title]
        if len(beside) > _PARENT_EXTRA:
            continue
        rows = {word for child in parent.children for word in fold(knowledge.task(child).text).split()}
        if not rows.intersection(beside):
            return Found(_with_targets(parent.children, about, knowledge))
    section = knowledge.lexicon.section_titled(tuple(said), at_least=0.99)
    if section and len(different & set(knowledge.lexicon.section_words[section.roman])) >= 3:
        return Found(section.task_ids, section=section.roman)
    return None


def _titled(about: About, knowledge: Knowledge) -> Found | None:
    """Words that are a task's whole title, whatever else holds them."""
    named = knowledge.lexicon.tasks_by_title.get(fold(about.words), ())
    return Found(named) if len(named) == 1 else None


def _with_targets(ids: tuple[str, ...], about: About, knowledge: Knowledge) -> tuple[str, ...]:
    """Asked for a target, a parent means the rows of it that carry one."""
    having = tuple(i for i in ids if knowledge.task(i).targets)
    return having if about.wants_target and having else ids


def _searched(about: About, knowledge: Knowledge) -> Found | Unsure | NotFound:
    result = _best_search(about, knowledge)
    inside = [hit for hit in result.hits if knowledge.task(hit.task_id).section == about.section]
    within = bool(about.section) and (bool(inside) or result.zone != "answer")
    hits = inside if within else list(result.hits)  # a section nobody meant gives way to a sure hit
    thin = not _is_firm(result) and (not within or not hits or hits[0].coverage < _HALF)
    if not hits or thin:
        return NotFound(result.confidence, tuple(hit.task_id for hit in result.hits[:CANDIDATES]))
    if about.near_agency:
        hits = _nearer(hits, about.near_agency, about, knowledge)
    hits.sort(key=lambda hit: -(hit.score / result.hits[0].score + _COVERAGE_WEIGHT * hit.coverage))
    if about.wants_target:
        hits = _carrying_target(hits, knowledge)
    close = _as_close(hits, about)
    if close:
        return Unsure(tuple(hit.task_id for hit in close), result.confidence)
    best = hits[0]
    rivals = tuple(hit.task_id for hit in hits[1:CANDIDATES])
    is_sure = result.zone == "answer" or within or _stands_out(hits)
    return Found((best.task_id,), result.confidence, others=() if is_sure else rivals)


def _is_firm(result: SearchResult) -> bool:
    """Whether to answer: an unlikely hit, or one found by everyday words alone, is only offered."""
    if result.zone == "offer":
        own = result.hits[0].own
        return own >= _ALL_OWN or (own >= _OWN_WORDS and result.confidence >= _LIKELY)
    return result.zone == "answer"


def _as_close(hits: list[Hit], about: About) -> list[Hit]:
    """The first hits, when a few words ("kiểm tra", "cổng thông tin điện tử") fit several tasks as well."""
    if len(about.words.split()) > _FEW_WORDS or about.section or about.near_agency:
        return []
    equal = [
        hit for hit in hits if hit.coverage >= 0.95 * hits[0].coverage and hit.score >= _RIVAL * hits[0].score
    ]
    if len(equal) < 2:
        return []
    return [
        hit for hit in hits if hit.coverage >= 0.95 * hits[0].coverage and hit.score >= 0.6 * hits[0].score
    ][:CANDIDATES]


def _best_search(about: About, knowledge: Knowledge) -> SearchResult:
    """The whole subject; where that is unsure, the clause of the message that is surest."""
    result = knowledge.search.search(about.words, limit=8)
    for part in about.parts:
        if result.zone == "answer":
            break
        other = knowledge.search.search(part, limit=8)
        if other.zone == "answer" or (_is_firm(other) and not _is_firm(result)):
            result = other
    return result


def _stands_out(hits: list[Hit]) -> bool:
    """Whether the first hit holds clearly more of the question than the second."""
    return len(hits) == 1 or hits[0].coverage >= hits[1].coverage + _CLEAR_LEAD


def _nearer(hits: list[Hit], agency: Agency, about: About, knowledge: Knowledge) -> list[Hit]:
    """Among hits that fit as well as the first, those with the agency in its role come first."""
    rows = knowledge.named_tasks(agency.name, about.near_role)
    floor = hits[0].coverage * 0.8
    return sorted(hits, key=lambda hit: not (hit.task_id in rows and hit.coverage >= floor))


def _carrying_target(hits: list[Hit], knowledge: Knowledge) -> list[Hit]:
    """A hit without any target gives way to one that fits as well and has one."""
    first = knowledge.task(hits[0].task_id)
    floor = hits[0].coverage * 0.9
    carrying = [hit for hit in hits if knowledge.task(hit.task_id).targets and hit.coverage >= floor]
    if first.targets:
        return carrying
    return hits if first.soft_targets or not carrying else carrying
