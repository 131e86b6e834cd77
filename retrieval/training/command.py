"""From raw text to a saved encoder, in one call that anybody can repeat."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer
from tqdm import tqdm

from retrieval.notions import Notion
from retrieval.training.card import Card, write_card
from retrieval.training.course import BATCH, DIMENSION, SEED, STEPS, Course
from retrieval.training.measure import Development, hold_back
from retrieval.training.noise import Typist
from retrieval.training.pairs import Neighbours, PairMaker
from retrieval.training.texts import TrainingText, read_questions, read_texts
from retrieval.training.tokenizer import VOCABULARY_SIZE, train_tokenizer
from retrieval.training.trainer import train
from retrieval.words import Lexicon

COMPOUND_SHARE = 5e-4  # of passages that must hold two syllables for them to become one piece
BANK_REPEATS = 20  # times the bank is read when words are counted, beside tens of thousands of passages
CHECKPOINT = "checkpoint.pt"


def train_encoder(
    data_dir: Path,
    out_dir: Path,
    *,
    notions: Sequence[Notion] = (),
    sayings: Mapping[str, Sequence[str]] | None = None,
    short_forms: Mapping[str, Sequence[str]] | None = None,
    steps: int = STEPS,
    seed: int = SEED,
    dimension: int = DIMENSION,
    batch: int = BATCH,
    vocabulary_size: int = VOCABULARY_SIZE,
    workers: int | None = None,
) -> dict[str, float]:
    """Train on ``passages*.jsonl[.gz]`` of ``data_dir`` and the bank; return the figures of the saved model.

    ``sayings`` are what people say instead of a term (see ``retrieval.synonyms``), ``short_forms`` its
    abbreviations. An interrupted training goes on from its last measurement, kept beside ``out_dir`` until it
    is done; ``out_dir`` is replaced only then. The same seed gives the same figures within noise.
    ``questions_dev.jsonl`` of ``data_dir`` and some sayings of each notion measure and choose; they are not
    trained on. Raises TrainingDataError when the folder holds no text.
    """
    texts = read_texts(data_dir)
    questions = read_questions(data_dir)
    kept, held = hold_back(notions)
    course = Course(
        steps,
        dimension,
        batch,
        seed,
        _fingerprint(texts, kept, sayings or {}, short_forms or {}, vocabulary_size),
    )
    scratch = out_dir.parent / f".{out_dir.name}.training"
    words = _read_aloud(texts, kept)
    tokenizer = _kept_tokenizer(scratch / f"tokenizer-{course.data}.json", words, vocabulary_size)
    typist = Typist(sayings, short_forms)

    def pairs(neighbours: Neighbours | None) -> PairMaker:
        return PairMaker(texts, kept, typist, size=batch, seed=seed, neighbours=neighbours)

    trained = train(
        tokenizer,
        texts,
        pairs,
        Development(questions, texts, notions, held).figures,
        course,
        checkpoint=scratch / CHECKPOINT,
        workers=min(1, (os.cpu_count() or 1) - 1) if workers is None else workers,
    )
    figures = {
        "first_loss": trained.first_loss,
        "last_loss": trained.last_loss,
        "best_at_step": float(trained.best_at),
        **trained.figures,
    }
    card = Card(
        dimension=dimension,
        vocabulary=tokenizer.get_vocab_size(),
        passages=len(texts),
        notions=len(notions),
        sayings=sum(len(notion.said) for notion in kept),
        steps=steps,
        batch=batch,
        seed=seed,
        figures=figures,
        made_on=dt.datetime.now(dt.UTC).date(),
    )
    _save(trained.model.half(), out_dir, card)
    shutil.rmtree(scratch, ignore_errors=True)
    return figures


def _kept_tokenizer(file: Path, texts: Sequence[str], vocabulary_size: int) -> Tokenizer:
    """That of an interrupted training: learned anew, pieces of equal count may change their places."""
    if file.is_file():
        return Tokenizer.from_file(str(file))
    tokenizer = train_tokenizer(
        tqdm(texts, desc="Reading words"),
        compounds=Lexicon.load().compounds(at_least=COMPOUND_SHARE),
        vocabulary_size=vocabulary_size,
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(file))
    return tokenizer


def _read_aloud(texts: Sequence[TrainingText], notions: Sequence[Notion]) -> list[str]:
    """Everything words are learned from."""
    said = [" ".join([*notion.written, *(saying.text for saying in notion.said)]) for notion in notions]
    return [*(f"{text.title}\n{text.text}" for text in texts), *(said * BANK_REPEATS)]


def _fingerprint(
    texts: Sequence[TrainingText],
    notions: Sequence[Notion],
    sayings: Mapping[str, Sequence[str]],
    short_forms: Mapping[str, Sequence[str]],
    vocabulary_size: int,
) -> str:
    digest = hashlib.blake2b(f"{vocabulary_size}".encode(), digest_size=16)
    for text in texts:
        digest.update(f"{text.title}\x1f{text.text}\x1e".encode())
    digest.update(repr((list(notions), sorted(sayings.items()), sorted(short_forms.items()))).encode())
    return digest.hexdigest()


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
