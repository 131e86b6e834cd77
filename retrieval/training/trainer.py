"""Trains a static encoder: one vector per word piece, a text is their mean, pairs pull together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.losses import MatryoshkaLoss, MultipleNegativesRankingLoss
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer
from tqdm import tqdm

from retrieval.training.pairs import Pair
from retrieval.training.tokenizer import UNKNOWN

LEARNING_RATE = 0.02
WARMUP_SHARE = 0.05
INITIAL_SPREAD = 0.1
LOSS_WINDOW = 50  # steps the shown loss is averaged over
GRADIENT_LIMIT = 1.0


@dataclass(frozen=True, slots=True)
class Trained:
    """A trained model with the mean loss of its first and last steps."""

    model: SentenceTransformer
    first_loss: float
    last_loss: float


def train(
    tokenizer: Tokenizer, batches: Iterator[list[Pair]], *, steps: int, dimension: int, seed: int
) -> Trained:
    """Train ``steps`` batches with a symmetric in-batch contrastive loss at nested dimensions.

    The unknown piece keeps a zero vector, so it never moves a text's direction.
    """
    torch.manual_seed(seed)
    embedding = StaticEmbedding(tokenizer, embedding_dim=dimension)
    torch.nn.init.normal_(embedding.embedding.weight, std=INITIAL_SPREAD)
    model = SentenceTransformer(modules=[embedding], device="cpu")
    loss_of = MatryoshkaLoss(
        model,
        MultipleNegativesRankingLoss(
            model, directions=("query_to_doc", "doc_to_query"), partition_mode="per_direction"
        ),
        matryoshka_dims=[dimension, dimension // 2, dimension // 4],
    )
    optimiser = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    pace = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _pace(step, steps))
    unknown = tokenizer.token_to_id(UNKNOWN)
    losses: list[float] = []
    model.train()
    with tqdm(total=steps, desc="Training", unit="step") as bar:
        for batch in batches:
            features = [
                embedding.preprocess([pair.question for pair in batch]),
                embedding.preprocess([pair.passage for pair in batch]),
            ]
            loss = loss_of(features, torch.empty(0))
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), GRADIENT_LIMIT)
            optimiser.step()
            pace.step()
            with torch.no_grad():
                embedding.embedding.weight[unknown] = 0.0
            losses.append(float(loss.detach()))
            bar.set_postfix(loss=f"{_mean(losses[-LOSS_WINDOW:]):.3f}")
            bar.update()
            if len(losses) >= steps:
                break
    return Trained(model, _mean(losses[:LOSS_WINDOW]), _mean(losses[-LOSS_WINDOW:]))


def _pace(step: int, steps: int) -> float:
    warmup = max(1, int(steps * WARMUP_SHARE))
    if step < warmup:
        return (step + 1) / warmup
    return max(0.0, (steps - step) / max(1, steps - warmup))


def _mean(values: list[float]) -> float:
    return sum(values) / max(1, len(values))
