"""From raw text to a saved encoder, in one call that anybody can repeat."""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from sentence_transformers import SentenceTransformer
from tqdm import tqdm

from retrieval.training.card import Card, write_card
from retrieval.training.measure import mrr_at_10
from retrieval.training.noise import Typist
from retrieval.training.pairs import PairMaker
from retrieval.training.texts import read_questions, read_texts
from retrieval.training.tokenizer import VOCABULARY_SIZE, train_tokenizer
from retrieval.training.trainer import train
from retrieval.words import Lexicon

STEPS = 1_200
BATCH = 1_024
DIMENSION = 256
COMPOUND_SHARE = 5e-4  # of passages that must hold two syllables for them to become one piece
SEED = 20_260_416


def train_encoder(
    data_dir: Path,
    out_dir: Path,
    *,
    steps: int = STEPS,
    seed: int = SEED,
    dimension: int = DIMENSION,
    batch: int = BATCH,
    vocabulary_size: int = VOCABULARY_SIZE,
    sayings: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, float]:
    """Train on ``passages*.jsonl[.gz]`` of ``data_dir``, save to ``out_dir``; return the figures of the card.

    The same seed gives the same figures within noise: word pieces of equal count may come in another order.
    ``out_dir`` is replaced only when everything went well. ``sayings`` are what people say instead of a term
    (see ``retrieval.synonyms``). Raises TrainingDataError when the folder holds no text.
    """
    texts = read_texts(data_dir)
    words = tqdm((f"{text.title}\n{text.text}" for text in texts), total=len(texts), desc="Reading words")
    compounds = Lexicon.load().compounds(at_least=COMPOUND_SHARE)
    tokenizer = train_tokenizer(words, compounds=compounds, vocabulary_size=vocabulary_size)
    rng = random.Random(seed)  # noqa: S311 - noise, no secret
    maker = PairMaker(texts, Typist(rng, sayings), rng, sayings)
    trained = train(tokenizer, maker.batches(batch), steps=steps, dimension=dimension, seed=seed)
    figures = {"first_loss": trained.first_loss, "last_loss": trained.last_loss}
    if questions := read_questions(data_dir):
        figures["mrr_at_10"] = mrr_at_10(trained.model, questions, texts)
    card = Card(
        dimension=dimension,
        vocabulary=tokenizer.get_vocab_size(),
        passages=len(texts),
        steps=steps,
        batch=batch,
        seed=seed,
        figures=figures,
        made_on=dt.datetime.now(dt.UTC).date(),
    )
    _save(trained.model.half(), out_dir, card)
    return figures


def _save(model: SentenceTransformer, out_dir: Path, card: Card) -> None:
    out_dir.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out_dir.parent) as scratch:
        made = Path(scratch) / "model"
        model.save_pretrained(str(made), create_model_card=False)
        for file in made.iterdir():
            file.chmod(0o644)
        write_card(made / "README.md", card)
        (made / "training.json").write_text(json.dumps(card.as_record(), indent=1) + "\n", encoding="utf-8")
        if out_dir.exists():
            shutil.rmtree(out_dir)
        made.replace(out_dir)
