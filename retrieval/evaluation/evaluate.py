"""Measures the search on question banks over a plan, and on public questions over a folder of texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from corpus.model import Plan
from corpus.shorthand import Shorthand
from retrieval.encoder import Encoder
from retrieval.evaluation.figures import figures, gain
from retrieval.evaluation.questions import Asked, in_forms
from retrieval.evaluation.ranking import PassageRanking, PlanRanking
from retrieval.evaluation.reliability import answered_at, bins, judge, zones
from retrieval.evaluation.report import Measured, Report
from retrieval.search import Search
from retrieval.training.texts import read_questions, read_texts

LEGAL = "questions_dev"  # the source's name in the table
PLAIN_SHARE = 0.95


def evaluate_plan(questions: Sequence[Asked], plan: Plan, search: Search) -> Report:
    """Ranks by source and form of typing, and what the confidence is worth."""
    shorthand = Shorthand.load()
    ranking = PlanRanking(plan, search, shorthand)
    sources = [(source, list(of)) for source, of in groupby(questions, key=lambda one: one.source)]
    measured = [
        one
        for source, of in sources
        for one in _measured(source, [asked for asked in of if asked.wanted], ranking, as_typed=True)
    ]
    judged = {source: judge(of, plan, search, shorthand) for source, of in sources}
    together = [one for of in judged.values() for one in of]
    has_both = {one.has_answer for one in together} == {True, False}
    return Report(
        measured,
        {source: zones(of) for source, of in judged.items() if of},
        bins(together),
        answered_at(together, PLAIN_SHARE) if has_both else None,
    )


def evaluate_texts(folder: Path, encoder: Encoder) -> Report:
    """``questions_dev.jsonl`` of a folder against all its passages. Raises TrainingDataError."""
    texts = read_texts(folder)
    passages = [f"{text.title}. {text.text}" if text.title else text.text for text in texts]
    ranking = PassageRanking(passages, encoder)
    asked = [Asked(one.question, frozenset({one.passage}), LEGAL) for one in read_questions(folder)]
    found = [one for one in asked if ranking.knows(one)]
    return Report(list(_measured(LEGAL, found, ranking, as_typed=False)), {}, [], None)


def joined(reports: Iterable[Report]) -> Report:
    """Several reports as one; only one of them may speak of confidence."""
    parts = list(reports)
    return Report(
        [one for part in parts for one in part.measured],
        {source: found for part in parts for source, found in part.zones.items()},
        [one for part in parts for one in part.bins],
        next((part.out_of_scope_at_95 for part in parts if part.out_of_scope_at_95 is not None), None),
    )


def _measured(
    source: str, questions: Sequence[Asked], ranking: PlanRanking | PassageRanking, *, as_typed: bool
) -> Iterator[Measured]:
    forms = [("như đã gõ", list(questions))] if as_typed else []
    for form, of in [*forms, *in_forms(questions)]:
        if of:
            ranks = ranking.ranks(of)
            sides = {side: figures(found) for side, found in ranks.items()}
            yield Measured(source, form, sides, gain(ranks["blend"], ranks["lexical"]))
