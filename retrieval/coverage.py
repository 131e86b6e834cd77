"""How much of a question a task holds: word by word, weighted by how much of a subject each word carries."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from retrieval.lexical import MARKED, LexicalIndex, Span
from retrieval.query import Query
from retrieval.said import SaidIndex
from retrieval.synonyms import Expansion
from retrieval.words import Syllable, Word

APART = 0.4  # both syllables of a word stand in the task, but not together
HALF = 0.15  # one of two syllables
OTHER_MARKS = 0.2  # the syllable stands there with other marks than were typed
STRENGTH_LIMIT = 3.0
KNOWN_FROM = 0.5  # share from which the plan is said to use a word
LISTED_UP_TO = 20_000  # passages of an index whose terms keep a list of the tasks that hold them
PARTS_REMEMBERED = 2_048  # words and meanings looked up in one index
FEW_TASKS = 200  # up to which what each task holds of a word is worked out beforehand
ANYWHERE = -1  # stands for all tasks of a plan together
_NO_TASK = -2


@dataclass(frozen=True, slots=True)
class Coverage:
    """``share`` (0-1) of the question that is held, and how telling the words held are.

    ``own`` (0-1) is the part of it that stands in the task's own words.
    """

    share: float
    strength: float
    own: float


class _Postings:
    """The tasks that hold a term of a large index, found in its passages when asked."""

    def __init__(self, index: LexicalIndex, span: Span, tasks: Mapping[int, Span]) -> None:
        self._index = index
        self._span = span
        self._tasks = tasks

    def __contains__(self, task: int) -> bool:
        return task == ANYWHERE or self._index.meets(self._span, *self._tasks[task])


Holders = frozenset[int] | _Postings  # the tasks that hold a term, and ANYWHERE when there are any
NOBODY: Holders = frozenset()


@dataclass(frozen=True, slots=True)
class _Syllable:
    """Who holds a syllable; ``marked`` is None when no marks were typed."""

    folded: Holders
    marked: Holders | None

    def share(self, task: int) -> float:
        if task not in self.folded:
            return 0.0
        return 1.0 if self.marked is None or task in self.marked else OTHER_MARKS


@dataclass(frozen=True, slots=True)
class _Part:
    """One or two syllables and who holds them side by side.

    ``telling`` is 0 for a word in every passage, 1 for a word in one. ``shares`` are worked out beforehand
    where tasks are few; a task that is missing in them holds nothing.
    """

    first: _Syllable
    second: _Syllable | None
    together: Holders
    telling: float
    shares: Mapping[int, float] | None = None

    def share(self, task: int) -> float:
        """How much of the word (0-1) the task holds."""
        if self.shares is not None:
            return self.shares.get(task, 0.0)
        first = self.first.share(task)
        if self.second is None:
            return first
        second = self.second.share(task)
        least, most = (first, second) if first < second else (second, first)
        if not least:
            return HALF * most
        return least if task in self.together else least * APART


@dataclass(frozen=True, slots=True)
class _Need:
    """A content word of the question: as typed, or by one of its meanings (parts with their weight)."""

    text: str
    weight: float
    typed: _Part
    meanings: tuple[tuple[tuple[_Part, ...], float], ...]

    def share(self, task: int) -> float:
        """How much of the word (0-1) the task holds, as typed or by a meaning."""
        share = self.typed.share(task)
        for parts, weight in self.meanings:
            if share < weight:
                held = sum([part.share(task) for part in parts]) / len(parts)
                share = max(share, weight * held)
        return share


@dataclass(frozen=True, slots=True)
class Needs:
    """A question looked up in one plan, ready to be held against its tasks.

    ``unknown`` are its words that the plan never uses; ``unknown_share`` (0-1) is what neither the plan nor
    the sayings for its tasks use.
    """

    words: tuple[_Need, ...]
    said: tuple[_Need, ...]  # the same words looked up in the sayings; empty when there are none
    unknown: tuple[str, ...]
    unknown_share: float


class TaskTerms:
    """Which words stand in which task, or in what people say for it."""

    def __init__(self, index: LexicalIndex, spans: Sequence[Span], said: SaidIndex | None = None) -> None:
        """``spans`` are the first and past-last passage of each task."""
        self._plan = _Places(index, dict(enumerate(spans)))
        self._said = _Places(said.lexical, said.spans()) if said is not None else None
        self._told = frozenset(said.spans()) if said is not None else frozenset()

    def needs(self, query: Query) -> Needs:
        """Look the content words of a question up, once."""
        read = list(zip(query.words, query.meanings, strict=True))
        words = tuple([self._plan.need(word, meanings) for word, meanings in read])
        said = tuple([self._said.need(word, meanings) for word, meanings in read]) if self._said else ()
        unknown = [place for place, word in enumerate(words) if word.share(ANYWHERE) < KNOWN_FROM]
        total = sum([word.weight for word in words])
        lost = sum([words[at].weight for at in unknown if not said or said[at].share(ANYWHERE) < KNOWN_FROM])
        return Needs(words, said, tuple([words[at].text for at in unknown]), lost / total if total else 1.0)

    def coverage(self, needs: Needs, task: int) -> Coverage:
        """How much of a question the task holds, in its own words or in what people say for it."""
        is_told = task in self._told
        total = held = own = strength = 0.0
        for place, word in enumerate(needs.words):
            weight = word.weight
            share = word.share(task)
            strength += share * word.typed.telling
            own += weight * share
            if is_told and share < 1.0:
                share = max(share, needs.said[place].share(task))
            total += weight
            held += weight * share
        if not total:
            return Coverage(0.0, 0.0, 0.0)
        return Coverage(held / total, min(strength, STRENGTH_LIMIT), own / total)


class _Places:
    """Where the words of a question stand in one index."""

    def __init__(self, index: LexicalIndex, tasks: Mapping[int, Span]) -> None:
        """``tasks`` are the first and past-last row of each task; rows outside belong to none."""
        self._index = index
        self._tasks = tasks
        self._listed: dict[str, Holders] = {}
        self._task_of: NDArray[np.int64] | None = None
        if index.size <= LISTED_UP_TO:
            self._task_of = np.full(index.size, _NO_TASK, dtype=np.int64)
            for task, (first, last) in tasks.items():
                self._task_of[first:last] = task
        self._part = lru_cache(PARTS_REMEMBERED)(self._look_up)

    def need(self, word: Word, meanings: Sequence[Expansion]) -> _Need:
        """A content word looked up, once for all tasks."""
        spoken = tuple(
            [
                (
                    tuple([self._part(meaning.means[at : at + 2]) for at in range(0, len(meaning.means), 2)]),
                    meaning.weight,
                )
                for meaning in meanings
            ]
        )
        return _Need(word.text, word.weight, self._part(word.syllables), spoken)

    def _look_up(self, syllables: tuple[Syllable, ...]) -> _Part:
        read = [
            _Syllable(
                self._holders(syllable.folded),
                self._holders(MARKED + syllable.text) if syllable.is_marked else None,
            )
            for syllable in syllables
        ]
        whole = " ".join([syllable.folded for syllable in syllables])
        second = read[1] if len(read) > 1 else None
        together = self._holders(whole) if second else NOBODY
        part = _Part(read[0], second, together, self._telling(whole))
        if len(self._tasks) > FEW_TASKS:
            return part
        shares = {task: part.share(task) for task in self._holding(*[one.folded for one in read])}
        return _Part(part.first, second, part.together, part.telling, shares)

    def _holding(self, *holders: Holders) -> Iterable[int]:
        """The tasks in any of ``holders``, and ANYWHERE when there are any; of a large index all tasks."""
        listed = [one for one in holders if isinstance(one, frozenset)]
        return frozenset().union(*listed) if len(listed) == len(holders) else (ANYWHERE, *self._tasks)

    def _holders(self, term: str) -> Holders:
        span = self._index.span(term)
        if span[0] == span[1]:
            return NOBODY
        if self._task_of is None:
            return _Postings(self._index, span, self._tasks)
        if term not in self._listed:  # at most all terms of the index
            holders = set(self._task_of[self._index.rows_of(span)].tolist()) - {_NO_TASK}
            self._listed[term] = frozenset(holders | {ANYWHERE}) if holders else NOBODY
        return self._listed[term]

    def _telling(self, term: str) -> float:
        start, end = self._index.span(term)
        if start == end:
            return 0.0
        return 1.0 - math.log(end - start) / math.log(self._index.size + 1)
