"""The model card: what a model was made of, how, and what it can be trusted with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from retrieval.training.measure import DISTRACTORS, HELD_BACK

_TEXT = """---
language: vi
license: apache-2.0
library_name: sentence-transformers
pipeline_tag: sentence-similarity
tags: [sentence-transformers, static-embedding, vietnamese]
---
# Vietnamese office-language encoder (static)

One vector of {dimension} numbers for each of {vocabulary} word pieces; a text is the mean of its pieces.
Marks, case and đ are folded inside the tokenizer, so "đổi mới" and "doi moi" give the same vector.
The first {half} and {quarter} dimensions can be used alone (Matryoshka).

## Data
{passages} passages of Vietnamese law and official documents, which Article 15 of the Law on Intellectual
Property leaves free of copyright, and the project's own bank of notions (`retrieval/data/notions`): {notions}
pieces of office work as documents write them, with {sayings} ways in which people say them. No question set
was trained on; the public legal questions and one saying in {held_back} measured it and chose its best step.

## Training
{steps} steps at most of about {batch} pairs (title and passage, a sentence and what surrounds it, a saying
and its notion), noise on the question (everyday words, short forms, words left out, slipped letters, question
frames), symmetric in-batch contrastive loss; half of a batch are nearest neighbours of the other half.
Seed {seed}, made on {made_on}. Repeat with `troly train-encoder --data DIR --out DIR`.

## Figures
{figures}

## Limits
Knows words, not word order. Finds what is spoken of; does not understand what is said about it.
"""

_NAMES = {
    "first_loss": "loss, first steps",
    "last_loss": "loss, last steps",
    "best_at_step": "best at step",
    "legal_mrr_at_10": f"MRR@10 on public legal questions, against their passages and {DISTRACTORS:,} others",
    "spoken_mrr_at_10": "MRR@10 on sayings held back, against all notions",
}


@dataclass(frozen=True, slots=True)
class Card:
    """The facts of one training run."""

    dimension: int
    vocabulary: int
    passages: int
    notions: int
    sayings: int
    steps: int
    batch: int
    seed: int
    figures: Mapping[str, float]
    made_on: dt.date

    def as_record(self) -> dict[str, object]:
        return {
            "dimension": self.dimension,
            "vocabulary": self.vocabulary,
            "passages": self.passages,
            "notions": self.notions,
            "sayings": self.sayings,
            "steps": self.steps,
            "batch": self.batch,
            "seed": self.seed,
            "figures": {name: round(value, 4) for name, value in self.figures.items()},
            "made_on": self.made_on.isoformat(),
        }


def write_card(file: Path, card: Card) -> None:
    """Write the card as Markdown with the fields a model hub reads."""
    figures = "\n".join(f"- {_NAMES.get(name, name)}: {value:.4g}" for name, value in card.figures.items())
    text = _TEXT.format(
        dimension=card.dimension,
        half=card.dimension // 2,
        quarter=card.dimension // 4,
        vocabulary=card.vocabulary,
        passages=f"{card.passages:,}",
        notions=f"{card.notions:,}",
        sayings=f"{card.sayings:,}",
        held_back=HELD_BACK,
        steps=f"{card.steps:,}",
        batch=f"{card.batch:,}",
        seed=card.seed,
        made_on=card.made_on.isoformat(),
        figures=figures,
    )
    file.write_text(text, encoding="utf-8")
