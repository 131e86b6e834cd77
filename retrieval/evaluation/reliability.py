"""Whether the confidence keeps its word, and what is answered, offered or refused by it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.model import Plan
from corpus.shorthand import Shorthand
from retrieval.evaluation.questions import Asked
from retrieval.results import SearchResult
from retrieval.search import Search

BINS = 10
OFFERED = 3  # choices shown when the search is unsure


@dataclass(frozen=True, slots=True)
class Judged:
    """What a search did with a question. ``place`` is the right task's rank (from 1), None without one."""

    confidence: float
    zone: str
    place: int | None
    has_answer: bool

    @property
    def is_right(self) -> bool:
        return self.place == 1


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of about the same confidence: how many, what was promised and what came (0-1)."""

    count: int
    promised: float
    came: float


@dataclass(frozen=True, slots=True)
class Zones:
    """Shares (0-1) of questions: answered (and of these right), offered the right task, refused."""

    asked: int
    answered: float
    answered_right: float
    unsure: float
    offered_right: float  # of those not answered, the right task among the OFFERED first
    refused: float


def judge(questions: Iterable[Asked], plan: Plan, search: Search, shorthand: Shorthand) -> list[Judged]:
    """Search every question as the dialogue would."""
    judged: list[Judged] = []
    for question in questions:
        wanted = question.leaves(plan)
        result = search.search(shorthand.expand(question.text).text, limit=10)
        judged.append(Judged(result.confidence, result.zone, _place(result, wanted), bool(wanted)))
    return judged


def bins(judged: Sequence[Judged]) -> list[Bin]:
    """Equal ranges of confidence from 0 to 1; empty ones are left out."""
    held: list[list[Judged]] = [[] for _ in range(BINS)]
    for one in judged:
        held[min(int(one.confidence * BINS), BINS - 1)].append(one)
    return [
        Bin(len(of), sum(one.confidence for one in of) / len(of), sum(one.is_right for one in of) / len(of))
        for of in held
        if of
    ]


def calibration_error(found: Sequence[Bin]) -> float:
    """Mean distance between what was promised and what came (0-1)."""
    total = sum(one.count for one in found)
    return sum(one.count * abs(one.promised - one.came) for one in found) / total if total else 0.0


def zones(judged: Sequence[Judged]) -> Zones:
    """What became of at least one question."""
    answered = [one for one in judged if one.zone == "answer"]
    unsure = [one for one in judged if one.zone == "offer"]
    rest = [one for one in judged if one.zone != "answer"]
    offered = [one for one in unsure if one.place is not None and one.place <= OFFERED]
    return Zones(
        asked=len(judged),
        answered=len(answered) / len(judged),
        answered_right=sum(one.is_right for one in answered) / max(1, len(answered)),
        unsure=len(unsure) / len(judged),
        offered_right=len(offered) / max(1, len(rest)),
        refused=sum(one.zone == "refuse" for one in judged) / len(judged),
    )


def answered_at(judged: Sequence[Judged], share: float) -> float:
    """The share of questions without an answer that are answered where ``share`` of the others are.

    The threshold is the one at which that share of the questions that have an answer is answered.
    """
    having = sorted((one.confidence for one in judged if one.has_answer), reverse=True)
    lacking = [one.confidence for one in judged if not one.has_answer]
    if not having or not lacking:
        return 0.0
    threshold = having[min(len(having) - 1, max(0, int(share * len(having)) - 1))]
    return sum(confidence >= threshold for confidence in lacking) / len(lacking)


def _place(result: SearchResult, wanted: frozenset[str]) -> int | None:
    return next((place for place, hit in enumerate(result.hits, start=1) if hit.task_id in wanted), None)
