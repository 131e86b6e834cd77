"""Finds the tasks a few words speak of: keywords, meaning and sayings together, with how sure it is."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from corpus.model import Plan, Task
from retrieval.aliases import Alias
from retrieval.confidence import Calibration, Evidence, no_evidence
from retrieval.coverage import Coverage, Needs, TaskTerms
from retrieval.encoder import BUNDLED, Encoder, load_encoder
from retrieval.fusion import Scores, Weights, best_of_groups, mean_and_deviation, standardise
from retrieval.linking import linked_aliases
from retrieval.notions import BANK, bank_digest, read_notions
from retrieval.passages import Passage, passages_hash, passages_of
from retrieval.query import Query, QueryReader
from retrieval.reranker import RERANKED, Reranker
from retrieval.results import Hit, SearchResult
from retrieval.said import SaidIndex
from retrieval.scoring import Scored, Scorer, Sides
from retrieval.store import FORMAT, Indexes, Manifest, build_indexes, load_or_build
from retrieval.synonyms import Synonyms
from retrieval.words import Lexicon

MARGIN_LIMIT = 3.0
WORDING_LIMIT = 10_000  # passages read for which syllables the plan uses together


@dataclass(frozen=True, slots=True)
class _Ranking:
    """Tasks best first (numbers in plan order) with blended score, best passage and best cosines of each."""

    tasks: list[int]
    scores: list[float]
    passages: list[int]
    similarities: list[float]
    said: list[float]
    agreement: float  # share of keyword and meaning search whose own first task is the blended first


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
        reranker: Reranker | None = None,
    ) -> None:
        """``passages`` stand task by task in plan order, as ``passages_of`` gives them."""
        self._plan = plan
        self._passages = passages
        self._reader = reader
        self._calibration = calibration
        self._weights = weights or Weights()
        self._reranker = reranker
        self._scorer = Scorer(plan, passages, indexes, encoder, self._weights)
        starts = self._scorer.starts.tolist()
        ends = [*starts[1:], len(passages)]
        self._terms = TaskTerms(indexes.lexical, list(zip(starts, ends, strict=True)), indexes.said)

    @classmethod
    def open(
        cls,
        plan: Plan,
        *,
        folder: Path | None = None,
        encoder: Encoder | str | Path = BUNDLED,
        aliases: Sequence[Alias] = (),
        bank: Path | None = BANK,
        lexicon: Lexicon | None = None,
        synonyms: Synonyms | None = None,
        calibration: Calibration | None = None,
        weights: Weights | None = None,
        reranker: Reranker | None = None,
    ) -> Search:
        """Open the search over a plan; ``folder`` keeps the index between starts, None keeps it in memory.

        ``aliases`` are the office's own names for tasks; tasks without any get sayings from ``bank`` (a
        folder of notions, None for none). ``reranker`` reads the best tasks again. Raises EncoderError when
        the model cannot be loaded, TableError when the bank cannot be read.
        """
        model = load_encoder(encoder) if isinstance(encoder, str | Path) else encoder
        passages = passages_of(plan)
        words = (lexicon or Lexicon.load()).in_words_of(
            passage.text for passage in passages[:WORDING_LIMIT] if passage.kind != "whole"
        )
        reader = QueryReader(plan.abbreviations, words, synonyms or Synonyms.load())
        calibrated = calibration or Calibration.load()

        def over(indexes: Indexes) -> Search:
            return cls(plan, passages, indexes, model, reader, calibrated, weights, reranker)

        def build() -> Indexes:
            indexes = build_indexes(passages, model)
            said = over(indexes).with_sayings(aliases, bank)
            return replace(indexes, said=SaidIndex.build(said, plan, model) if said else None)

        if folder is None:
            return over(build())
        made_of = Manifest(
            format=FORMAT,
            model=model.identity,
            plan=passages_hash(passages),
            sayings=_sayings_hash(aliases, bank),
            passages=len(passages),
            dimension=model.dimension,
        )
        return over(load_or_build(folder, made_of, build))

    def search(self, question: str, limit: int = 5) -> SearchResult:
        """The tasks that ``question`` speaks of, best first, at most ``limit``."""
        query = self._reader.read(question)
        if query.is_empty or not self._passages:
            return SearchResult((), 0.0, "refuse")
        ranking = self._rank(query, max(limit, 2))
        needs = self._terms.needs(query)
        coverages = [self._terms.coverage(needs, task) for task in ranking.tasks[:limit]]
        hits = tuple(
            Hit(
                self._plan.tasks[task].id,
                score,
                coverage.share,
                coverage.own,
                self._passages[passage].bullet,
            )
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

    def sides(self, text: str) -> Sides:
        """How every task (in a large plan: every task worth it) scores on each side; for measuring."""
        return self._scorer.scored(self._reader.read(text)).sides

    def with_sayings(self, aliases: Sequence[Alias], bank: Path | None) -> tuple[Alias, ...]:
        """The office's ``aliases``, and the bank's sayings for the tasks that have none of them."""
        if bank is None or not self._plan.tasks:
            return tuple(aliases)
        told = {alias.task_id for alias in aliases}
        ids = [task.id for task in self._plan.tasks]
        if told.issuperset(ids):
            return tuple(aliases)
        return (*aliases, *linked_aliases(self.sides, ids, read_notions(bank), told))

    def _rank(self, query: Query, limit: int) -> _Ranking:
        scored = self._scorer.scored(query)
        sides = scored.sides
        blended = sides.blend if self._reranker is None else self._reread(query, scored, self._reranker)
        order: list[int] = np.argsort(-blended, kind="stable")[:limit].tolist()
        bounds: list[int] = [*scored.starts.tolist(), len(scored.rows)]
        best_rows = [bounds[at] + int(scored.passages[bounds[at] : bounds[at + 1]].argmax()) for at in order]
        best_cosines = best_of_groups(scored.cosines, scored.starts)
        own = (sides.lexical, sides.dense)
        return _Ranking(
            tasks=[int(sides.tasks[at]) for at in order],
            scores=[float(blended[at]) for at in order],
            passages=[int(scored.rows[row]) for row in best_rows],
            similarities=[float(best_cosines[at]) for at in order],
            said=[float(sides.similarity[at]) for at in order],
            agreement=sum(int(side.argmax()) == order[0] for side in own) / len(own),
        )

    def _reread(self, query: Query, scored: Scored, reranker: Reranker) -> Scores:
        """The blend, with the reranker's word on the first RERANKED tasks, who stay before all others."""
        blended = scored.sides.blend.copy()
        first = np.argsort(-blended, kind="stable")[:RERANKED]
        texts = ["\n".join(_lines(self._plan.tasks[task])) for task in scored.sides.tasks[first].tolist()]
        read = reranker.scores(query.text, texts)
        read = standardise(read, *mean_and_deviation(read))
        blended[first] += np.float32(self._weights.reread) * (read - read.min())
        return blended


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
        said=ranking.said[0],
        margin=min(margin, MARGIN_LIMIT),
        agreement=ranking.agreement,
    )


def _lines(task: Task) -> list[str]:
    return [task.title, *(bullet.text for bullet in task.bullets)]


def _sayings_hash(aliases: Collection[Alias], bank: Path | None) -> str:
    digest = hashlib.blake2b(bank_digest(bank).encode() if bank else b"", digest_size=16)
    for alias in aliases:
        digest.update(f"{alias.task_id}\x1f{alias.text}\x1f{alias.strength}\x1e".encode())
    return digest.hexdigest()
