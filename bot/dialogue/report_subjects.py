"""Which tasks the words of a report mean: found by subject, and told apart where several are spoken of."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.dialogue.conversation import Conversation
from bot.dialogue.intents import About
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.resolving import Found, NotFound, Unsure, resolve
from bot.dialogue.understanding.reading import read
from bot.dialogue.understanding.report_cues import listed
from bot.dialogue.understanding.reported import NamedTask, Reports, Said
from corpus.vietnamese import fold

Find = Callable[[NamedTask], str | tuple[str, ...]]
"""The task that words mean: its id when sure, else those it may be, best first; empty when none is near."""

_FEW_WORDS = 8
_A_PHRASE = 3
_PLACE = re.compile(
    r"^(?:cai|vu|viec|ve|phan|cong tac|noi dung|nhiem vu) |(?: cua)? (?:tinh|xa|phuong|so"
    r"|don vi|ben|em|minh)(?: em| minh)?$"
)


def told_apart(reports: Reports, knowledge: Knowledge, find: Find | None = None) -> Reports:
    """A message whose parts surely name several tasks by their words, as one entry for each."""
    if not any(one.pieces for one in reports.tasks):
        return reports
    find = find or finder(knowledge)
    tasks: list[Said] = []
    for said in reports.tasks:
        pieces = _gathered(said.pieces, knowledge, find)
        tasks += pieces if len(pieces) > 1 else (said,)
    return replace(reports, tasks=tuple(tasks))


def _gathered(pieces: Sequence[Said], knowledge: Knowledge, find: Find) -> list[Said]:
    """The pieces that speak of one task put together; one begins where another task is surely meant."""
    gathered: list[Said] = []
    meant = ""
    for piece in pieces:
        found = find(piece.task)
        is_sure = isinstance(found, str) and (
            piece.opens or not gathered or titled(piece.task.words, knowledge) == (found,)
        )
        if not gathered or (is_sure and meant and found != meant):
            gathered.append(piece)
            meant = found if isinstance(found, str) else ""
        else:
            gathered[-1] = _put_together(gathered[-1], piece)
    return gathered if meant else []


def _put_together(one: Said, other: Said) -> Said:
    return replace(
        one,
        content=one.content.updated(other.content),
        figures=(*one.figures, *other.figures),
        unclear=tuple(dict.fromkeys((*one.unclear, *other.unclear))),
        unread=(*one.unread, *other.unread),
        asides=(*one.asides, *other.asides),
    )


def finder(knowledge: Knowledge) -> Find:
    """Finds a task by its subject as questions find it: only a sure hit is the task."""

    def find(named: NamedTask) -> str | tuple[str, ...]:
        near: tuple[str, ...] = titled(named.words, knowledge)
        if len(near) > 1:
            return near
        for words, parts in _ways(named):
            reading = read(words, knowledge.lexicon)
            subject = reading.subject() or words
            about = About(words=subject, parts=parts, section=named.section)
            match resolve(about, Conversation(), knowledge):
                case Found(task_ids=(only,), others=()):
                    return only
                case Found(task_ids=ids, others=others):
                    near = near or (*ids, *others)
                case Unsure(task_ids=ids):
                    near = near or ids
                case NotFound(nearest=ids):
                    near = near or ids
        return phrased(named, near, knowledge) or near

    return find


def titled(words: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The tasks whose titles hold all the words, where the words are few."""
    said = set(telling_words(words))
    if not 1 < len(said) <= _FEW_WORDS:
        return ()
    return tuple(task.id for task in knowledge.plan.tasks if said <= set(fold(task.title).split()))


def in_title(words: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The tasks whose titles hold the words as they stand: "thanh toán trực tuyến"."""
    phrase = _PLACE.sub("", fold(words)).strip()
    if len(phrase.split()) < _A_PHRASE:
        return ()
    return tuple(task.id for task in knowledge.plan.tasks if f" {phrase} " in f" {fold(task.title)} ")


def phrased(named: NamedTask, near: Sequence[str], knowledge: Knowledge) -> str:
    """The only task that holds a part as it was said: "trung tâm dữ liệu"."""
    for part in named.parts or (named.words,):
        phrase = _PLACE.sub("", fold(part)).strip()
        if len(phrase.split()) < _A_PHRASE:
            continue
        pairs = {" ".join(pair) for pair in pairwise(phrase.split())}
        shared = [one for one in near if any(pair in fold(knowledge.task(one).title) for pair in pairs)]
        if len(shared) > 1:
            continue
        holding = [task.id for task in knowledge.plan.tasks if f" {phrase} " in f" {fold(task.text)} "]
        if len(holding) == 1:
            return holding[0]
    return ""


def _ways(named: NamedTask) -> list[tuple[str, tuple[str, ...]]]:
    """All the words with their clauses; then the first clauses, where people say of what they speak."""
    ways = [(named.words, named.parts if len(named.parts) > 1 else ())]
    if len(named.parts) > 1:
        ways += [(part, ()) for part in named.parts[:3] if len(part.split()) > 2]
    return ways


def telling_words(words: str) -> list[str]:
    """The words that say something, folded."""
    skipped = listed("stops") | listed("courtesies")
    return [word for word in fold(words).split() if word not in skipped and word.isalnum()]
