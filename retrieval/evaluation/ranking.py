"""Where the right answer stands on each side of the search: by keywords, by meaning, by both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import numpy as np
from tqdm import tqdm

from corpus.model import Plan
from corpus.shorthand import Shorthand
from retrieval.encoder import Encoder
from retrieval.evaluation.figures import Ranks
from retrieval.evaluation.questions import Asked
from retrieval.fusion import Scores, Weights, blend, mean_and_deviation, standardise
from retrieval.lexical import LexicalIndex, pair_terms
from retrieval.search import Search
from retrieval.words import syllables_of

Side = Literal["lexical", "dense", "blend"]
SIDES: tuple[Side, ...] = ("lexical", "dense", "blend")
ENCODED_AT_A_TIME = 10_000
KEY_LENGTH = 200  # last characters by which a passage is known


class PlanRanking:
    """Ranks the tasks of a plan, the question's short forms written out as the dialogue does."""

    def __init__(self, plan: Plan, search: Search, shorthand: Shorthand) -> None:
        self._plan = plan
        self._search = search
        self._shorthand = shorthand
        self._number = {task.id: number for number, task in enumerate(plan.tasks)}

    def ranks(self, questions: Sequence[Asked]) -> Mapping[Side, Ranks]:
        """The rank (from 1) of the best right task of each question; beyond the last task when not found."""
        found: dict[Side, list[int]] = {side: [] for side in SIDES}
        for question in questions:
            sides = self._search.sides(self._shorthand.expand(question.text).text)
            wanted = np.isin(sides.tasks, [self._number[leaf] for leaf in question.leaves(self._plan)])
            places = np.flatnonzero(wanted).tolist()
            for side in SIDES:
                found[side].append(_rank_of_any(getattr(sides, side), places))
        return {side: np.asarray(ranks, dtype=np.int64) for side, ranks in found.items()}


class PassageRanking:
    """Ranks plain passages by exact search, for questions about texts that are no plan."""

    def __init__(self, passages: Sequence[str], encoder: Encoder, weights: Weights | None = None) -> None:
        self._place: dict[str, list[int]] = {}
        for place, passage in enumerate(passages):
            self._place.setdefault(_key(passage), []).append(place)
        self._encoder = encoder
        self._weights = weights or Weights()
        pieces = range(0, len(passages), ENCODED_AT_A_TIME)
        self._vectors = np.concatenate(
            [
                encoder.encode_passages(passages[at : at + ENCODED_AT_A_TIME])
                for at in tqdm(pieces, "Encoding")
            ]
        )
        self._lexical = LexicalIndex.build(passages)

    def knows(self, question: Asked) -> bool:
        """Whether the passage that answers is among those ranked."""
        return any(_key(passage) in self._place for passage in question.wanted)

    def ranks(self, questions: Sequence[Asked]) -> Mapping[Side, Ranks]:
        """The rank (from 1) of the passage asked for among all."""
        found: dict[Side, list[int]] = {side: [] for side in SIDES}
        for question in tqdm(questions, desc="Ranking", leave=False):
            wanted = [place for passage in question.wanted for place in self._place.get(_key(passage), ())]
            lexical = self._lexical.scores(bare_terms(question.text))
            # As the search reads it: syllables, without signs.
            read = " ".join(syllable.text for syllable in syllables_of(question.text))
            dense = self._vectors @ self._encoder.encode_query(read)
            both = blend(_standard(lexical), _standard(dense), np.float32(0), self._weights)
            for side, scores in zip(SIDES, (lexical, dense, both), strict=True):
                found[side].append(_rank_of_any(scores, wanted))
        return {side: np.asarray(ranks, dtype=np.int64) for side, ranks in found.items()}


def bare_terms(text: str) -> dict[str, float]:
    """Folded syllables and neighbours, each counted once: plain keyword search to compare with."""
    syllables = syllables_of(text)
    return dict.fromkeys([*(syllable.folded for syllable in syllables), *pair_terms(syllables)], 1.0)


def _rank_of_any(scores: Scores, wanted: Iterable[int]) -> int:
    places = list(wanted)
    if not places:
        return len(scores) + 1
    return int((scores > scores[places].max()).sum()) + 1


def _standard(scores: Scores) -> Scores:
    return standardise(scores, *mean_and_deviation(scores))


def _key(passage: str) -> str:
    """What the same passage has in common however its title is written."""
    return " ".join(passage.split())[-KEY_LENGTH:]
