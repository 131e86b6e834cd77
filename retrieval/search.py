"""Finds the tasks a few words speak of: keywords and meaning together, with how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.model import Plan
from retrieval.confidence import Calibration, Evidence, no_evidence
from retrieval.coverage import Coverage, Needs, TaskTerms
from retrieval.dense import DenseIndex
from retrieval.encoder import BUNDLED, Encoder, Vectors, load_encoder
from retrieval.fusion import Weights, best_of_groups, blend, mean_and_deviation, standardise
from retrieval.lexical import LexicalIndex
from retrieval.passages import Passage, passages_hash, passages_of
from retrieval.query import Query, QueryReader
from retrieval.results import Hit, SearchResult
from retrieval.store import FORMAT, Indexes, Manifest, load_or_build
from retrieval.synonyms import Synonyms
from retrieval.words import Lexicon

EXACT_LIMIT = 2_000  # passages up to which every one is scored on both sides
CANDIDATES = 200  # passages taken from each side beyond that
MARGIN_LIMIT = 3.0
WORDING_LIMIT = 10_000  # passages read for which syllables the plan uses together

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Ranking:
    """Tasks best first (numbers in plan order) with blended score, best passage and best cosine of each."""

    tasks: list[int]
    scores: list[float]
    passages: list[int]
    similarities: list[float]
    agreement: float  # share of the two sides whose own first task is the blended first


class Search:
    """Implements ``PlanSearch``. Reading only after it is opened, so threads may share it."""

    def __init__(
        self,
        plan: Plan,
        passages: Sequence[Passage],
        indexes: Indexes,
        encoder: Encoder,
        reader: QueryReader,
        calibration: Calibration,
        weights: Weights | None = None,
    ) -> None:
        """``passages`` stand task by task in plan order, as ``passages_of`` gives them."""
        self._plan = plan
        self._passages = passages
        self._dense: DenseIndex = indexes.dense
        self._lexical: LexicalIndex = indexes.lexical
        self._encoder = encoder
        self._reader = reader
        self._calibration = calibration
        self._weights = weights or Weights()
        self._starts, self._task_of = _group(plan, passages)
        ends = [*self._starts[1:].tolist(), len(passages)]
        self._terms = TaskTerms(self._lexical, list(zip(self._starts.tolist(), ends, strict=True)))

    @classmethod
    def open(
        cls,
        plan: Plan,
        *,
        folder: Path | None = None,
        encoder: Encoder | str | Path = BUNDLED,
        lexicon: Lexicon | None = None,
        synonyms: Synonyms | None = None,
        calibration: Calibration | None = None,
        weights: Weights | None = None,
    ) -> Search:
        """Open the search over a plan; ``folder`` keeps the index between starts, None keeps it in memory.

        Raises EncoderError when the model cannot be loaded.
        """
        model = load_encoder(encoder) if isinstance(encoder, str | Path) else encoder
        passages = passages_of(plan)

        def build() -> Indexes:
            vectors = model.encode_passages([passage.spoken for passage in passages])
            lexical = LexicalIndex.build(passage.lexical for passage in passages)
            return Indexes(DenseIndex.build(vectors), lexical)

        if folder is None:
            indexes = build()
        else:
            made_of = Manifest(
                FORMAT, model.identity, passages_hash(passages), len(passages), model.dimension
            )
            indexes = load_or_build(folder, made_of, build)
        words = (lexicon or Lexicon.load()).in_words_of(
            passage.text for passage in passages[:WORDING_LIMIT] if passage.kind != "whole"
        )
        reader = QueryReader(plan.abbreviations, words, synonyms or Synonyms.load())
        return cls(plan, passages, indexes, model, reader, calibration or Calibration.load(), weights)

    def search(self, question: str, limit: int = 5) -> SearchResult:
        """The tasks that ``question`` speaks of, best first, at most ``limit``."""
        query = self._reader.read(question)
        if query.is_empty or not self._passages:
            return SearchResult((), 0.0, "refuse")
        ranking = self._rank(query, max(limit, 2))
        needs = self._terms.needs(query)
        coverages = [self._terms.coverage(needs, task) for task in ranking.tasks[:limit]]
        hits = tuple(
            Hit(self._plan.tasks[task].id, score, coverage.share, self._passages[passage].bullet)
            for task, score, passage, coverage in zip(
                ranking.tasks, ranking.scores, ranking.passages, coverages, strict=False
            )
        )
        confidence = self._calibration.probability(_evidence(query, needs, ranking, coverages[0]))
        return SearchResult(hits, confidence, self._calibration.zone(confidence), needs.unknown)

    def evidence(self, question: str) -> tuple[str | None, Evidence]:
        """The first task found and what speaks for it; for calibration."""
        query = self._reader.read(question)
        if query.is_empty or not self._passages:
            return None, no_evidence()
        ranking = self._rank(query, 2)
        best = ranking.tasks[0]
        needs = self._terms.needs(query)
        coverage = self._terms.coverage(needs, best)
        return self._plan.tasks[best].id, _evidence(query, needs, ranking, coverage)

    def _rank(self, query: Query, limit: int) -> _Ranking:
        vector = self._encoder.encode_query(query.text)
        if len(self._passages) <= EXACT_LIMIT:
            rows: Rows = np.arange(len(self._passages))
            worded, cosines = self._lexical.scores(query.terms), self._dense.all_scores(vector)
            starts, tasks = self._starts, np.arange(len(self._starts))
            wording = mean_and_deviation(worded)
        else:
            rows, worded, cosines = self._candidates(query.terms, vector)
            tasks, starts = np.unique(self._task_of[rows], return_index=True)
            wording = self._lexical.spread(query.terms)
        spread = self._dense.spread(vector)
        keyword = standardise(worded, *wording)
        meaning = standardise(cosines, spread.mean, spread.deviation)
        sides = best_of_groups(keyword, starts), best_of_groups(meaning, starts)
        score = blend(*sides, self._weights)
        order: list[int] = np.argsort(-score, kind="stable")[:limit].tolist()
        both = blend(keyword, meaning, self._weights)
        bounds: list[int] = [*starts.tolist(), len(rows)]
        best_rows = [bounds[at] + int(both[bounds[at] : bounds[at + 1]].argmax()) for at in order]
        best_cosines = best_of_groups(cosines, starts)
        return _Ranking(
            tasks=[int(tasks[at]) for at in order],
            scores=[float(score[at]) for at in order],
            passages=[int(rows[row]) for row in best_rows],
            similarities=[float(best_cosines[at]) for at in order],
            agreement=sum(int(side.argmax()) == order[0] for side in sides) / len(sides),
        )

    def _candidates(
        self, terms: Mapping[str, float], vector: Vectors
    ) -> tuple[Rows, NDArray[np.float32], NDArray[np.float32]]:
        """Passages worth scoring on both sides, rising, with their keyword scores and cosines."""
        near, _ = self._dense.nearest(vector, CANDIDATES)
        beside = near if len(near) else np.zeros(1, dtype=np.int64)
        rows, worded = self._lexical.best(terms, CANDIDATES, beside)
        return rows, worded, self._dense.scores_of(vector, rows)


def _evidence(query: Query, needs: Needs, ranking: _Ranking, coverage: Coverage) -> Evidence:
    if not query.words:
        return no_evidence()
    scores = ranking.scores
    margin = scores[0] - scores[1] if len(scores) > 1 else MARGIN_LIMIT
    return Evidence(
        coverage=coverage.share,
        unknown=needs.unknown_share,
        strength=coverage.strength,
        similarity=ranking.similarities[0],
        margin=min(margin, MARGIN_LIMIT),
        agreement=ranking.agreement,
    )


def _group(plan: Plan, passages: Sequence[Passage]) -> tuple[Rows, Rows]:
    """Where each task's passages begin, and each passage's task number."""
    number = {task.id: place for place, task in enumerate(plan.tasks)}
    task_of = np.asarray([number[passage.task_id] for passage in passages], dtype=np.int64)
    starts = np.searchsorted(task_of, np.arange(len(plan.tasks)))
    return starts.astype(np.int64), task_of
