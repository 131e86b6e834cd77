"""Trains a static encoder: one vector per word piece, a text is their mean, pairs pull together."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.losses import MatryoshkaLoss, MultipleNegativesRankingLoss
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer
from torch.utils.data import DataLoader, Dataset
from tqdm import tqdm

from retrieval.training.checkpoint import Figures, Progress, restore, save, score
from retrieval.training.course import Course
from retrieval.training.neighbours import neighbours_of, read_of
from retrieval.training.pairs import Neighbours, PairMaker
from retrieval.training.texts import TrainingText
from retrieval.training.tokenizer import UNKNOWN

LEARNING_RATE = 0.02
WARMUP_SHARE = 0.05
INITIAL_SPREAD = 0.1
LOSS_WINDOW = 50  # steps the shown loss is averaged over
GRADIENT_LIMIT = 1.0
MEASURE_EVERY = 250  # steps; a checkpoint is written then too
NEIGHBOURS_FROM = (0.15, 0.5)  # of the steps, where hard negatives are looked up (again)
NEIGHBOUR_WORDS = 60

Features = list[dict[str, torch.Tensor]]


@dataclass(frozen=True, slots=True)
class Trained:
    """The model at its best measurement, with the mean loss of its first and last steps."""

    model: SentenceTransformer
    first_loss: float
    last_loss: float
    best_at: int
    figures: Figures


def train(
    tokenizer: Tokenizer,
    texts: Sequence[TrainingText],
    make_pairs: Callable[[Neighbours | None], PairMaker],
    measure: Callable[[SentenceTransformer], dict[str, float]],
    course: Course,
    *,
    checkpoint: Path,
    workers: int = 1,
) -> Trained:
    """Train with a symmetric in-batch contrastive loss at nested dimensions; go on from ``checkpoint``.

    The unknown piece keeps a zero vector, so it never moves a text's direction. ``workers`` processes make
    batches; 0 makes them here.
    """
    torch.manual_seed(course.seed)
    torch.set_num_threads(max(1, torch.get_num_threads() - workers))
    embedding = StaticEmbedding(tokenizer, embedding_dim=course.dimension)
    torch.nn.init.normal_(embedding.embedding.weight, std=INITIAL_SPREAD)
    model = SentenceTransformer(modules=[embedding], device="cpu")
    optimiser = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    pace = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _pace(step, course.steps))
    progress = restore(checkpoint, course, model, optimiser, pace) or Progress()
    step_of = _stepper(model, embedding, optimiser, course.dimension)
    lookups = [max(1, int(course.steps * share)) for share in NEIGHBOURS_FROM]
    stops = sorted({*lookups, *range(MEASURE_EVERY, course.steps, MEASURE_EVERY), course.steps})
    with tqdm(total=course.steps, initial=progress.step, desc="Training", unit="step") as bar:
        while progress.step < course.steps and not progress.is_spent:
            if progress.step in lookups:
                progress.neighbours = _look_up(model, texts)
            until = next(stop for stop in stops if stop > progress.step)
            batches = _Batches(make_pairs(progress.neighbours), tokenizer)
            for features in _loaded(batches, range(progress.step, until), workers):
                progress.losses.append(step_of(features))
                pace.step()
                progress.step += 1
                bar.set_postfix(loss=f"{_mean(progress.losses[-LOSS_WINDOW:]):.3f}", best=_told(progress))
                bar.update()
            if progress.step not in lookups or progress.step == course.steps:
                _note(progress, model, measure(model))
                save(checkpoint, course, progress, model, optimiser, pace)
                model.train()
    if progress.best is not None:
        model.load_state_dict(progress.best)
    figures = dict(progress.measured)[progress.best_at] if progress.measured else {}
    return Trained(
        model,
        _mean(progress.losses[:LOSS_WINDOW]),
        _mean(progress.losses[-LOSS_WINDOW:]),
        progress.best_at,
        figures,
    )


class _Batches(Dataset[Features]):
    """Tokenised batches by number."""

    def __init__(self, pairs: PairMaker, tokenizer: Tokenizer) -> None:
        self._pairs = pairs
        self._tokenizer = tokenizer

    def __getitem__(self, number: int) -> Features:
        pairs = self._pairs.batch(number)
        return [
            self._features([pair.question for pair in pairs]),
            self._features([pair.passage for pair in pairs]),
        ]

    def _features(self, texts: list[str]) -> dict[str, torch.Tensor]:
        encodings = self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)
        ids = np.concatenate([np.asarray(encoding.ids, dtype=np.int64) for encoding in encodings])
        lengths = [len(encoding.ids) for encoding in encodings]
        offsets = np.cumsum([0, *lengths[:-1]])
        return {"input_ids": torch.from_numpy(ids), "offsets": torch.from_numpy(offsets)}


def _loaded(batches: _Batches, numbers: range, workers: int) -> Iterator[Features]:
    loader: DataLoader[Features] = DataLoader(
        batches, batch_size=None, sampler=numbers, num_workers=workers, prefetch_factor=8 if workers else None
    )
    return iter(loader)


def _stepper(
    model: SentenceTransformer,
    embedding: StaticEmbedding,
    optimiser: torch.optim.Optimizer,
    dimension: int,
) -> Callable[[Features], float]:
    loss_of: torch.nn.Module = MatryoshkaLoss(
        model,
        MultipleNegativesRankingLoss(
            model, directions=("query_to_doc", "doc_to_query"), partition_mode="per_direction"
        ),
        matryoshka_dims=[dimension, dimension // 2, dimension // 4],
    )
    unknown = embedding.tokenizer.token_to_id(UNKNOWN)
    weight = embedding.embedding.weight
    model.train()

    def step(features: Features) -> float:
        loss = loss_of(features, torch.empty(0))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), GRADIENT_LIMIT)
        optimiser.step()
        with torch.no_grad():
            weight[unknown] = 0.0
        return float(loss.detach())

    return step


def _look_up(model: SentenceTransformer, texts: Sequence[TrainingText]) -> Neighbours:
    read = read_of(texts, NEIGHBOUR_WORDS)
    vectors = model.encode(read, batch_size=512, normalize_embeddings=True, show_progress_bar=False)
    model.train()
    return neighbours_of(np.asarray(vectors, dtype=np.float32))


def _note(progress: Progress, model: SentenceTransformer, figures: dict[str, float]) -> None:
    before = max((score(found) for _, found in progress.measured), default=-1.0)
    progress.measured.append((progress.step, figures))
    if score(figures) > before:
        progress.best = copy.deepcopy(model.state_dict())


def _told(progress: Progress) -> str:
    if not progress.measured:
        return "-"
    return " ".join(f"{value:.3f}" for value in dict(progress.measured)[progress.best_at].values())


def _pace(step: int, steps: int) -> float:
    warmup = max(1, int(steps * WARMUP_SHARE))
    if step < warmup:
        return (step + 1) / warmup
    return max(0.0, (steps - step) / max(1, steps - warmup))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(1, len(values))
