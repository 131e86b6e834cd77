"""Pairs to train on: a title with its text, a sentence with what surrounds it, a saying with its notion."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from retrieval.notions import Notion
from retrieval.training.noise import Typist
from retrieval.training.texts import TrainingText

PASSAGE_WORDS = 90
QUESTION_WORDS = 24
SHORTEST_SENTENCE = 5  # words
TITLE_SHARE = 0.5  # of the pairs, where a title is at hand
NOTION_SHARE = 0.3  # of a batch: what people say for a notion and how documents write it
SAID_SHARE = 0.85  # of those: a saying is asked; else another written form
JOINED_SHARE = 0.3  # of those: two written forms are the passage, as a row of a plan has several lines

_BREAK = re.compile(r"[.;:\n]\s+|\n")

Neighbours = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Pair:
    """What somebody types and the passage it should find."""

    question: str
    passage: str


class PairMaker:
    """Batches of pairs by number, each the same whenever it is made; none asks the same question twice.

    Every text is visited once before any is visited again. With ``neighbours`` (the numbers of texts close to
    each text, shape (texts, any)) half of a batch are neighbours of the other half: hard negatives.
    """

    def __init__(
        self,
        texts: Sequence[TrainingText],
        notions: Sequence[Notion],
        typist: Typist,
        *,
        size: int,
        seed: int,
        neighbours: Neighbours | None = None,
    ) -> None:
        self._texts = texts
        self._notions = notions
        self._typist = typist
        self._seed = seed
        self._neighbours = neighbours
        self._said = min(len(notions), int(size * NOTION_SHARE))
        self._fresh = max(1, (size - self._said) // (1 if neighbours is None else 2))
        self._order = lru_cache(maxsize=2)(self._shuffled)

    def batch(self, number: int) -> list[Pair]:
        """Batch ``number`` (from 0), of about ``size`` pairs."""
        rng = random.Random(f"{self._seed}-{number}")  # noqa: S311 - noise, no secret
        pairs: dict[str, Pair] = {}
        for text in self._chosen(number, rng):
            if (pair := self.pair(text, rng)) is not None:
                pairs.setdefault(pair.question, pair)
        for notion in rng.sample(self._notions, self._said):
            pair = self.said(notion, rng)
            pairs.setdefault(pair.question, pair)
        return list(pairs.values())

    def pair(self, text: TrainingText, rng: random.Random) -> Pair | None:
        """One pair, or None when the text is too short to be cut."""
        if text.title and rng.random() < TITLE_SHARE:
            return Pair(self._typist.type(text.title, rng), _window(text.text, rng))
        return self._cloze(text, rng)

    def said(self, notion: Notion, rng: random.Random) -> Pair:
        """Something people say for a notion, and a form in which documents write it."""
        written = list(notion.written)
        rng.shuffle(written)
        if notion.said and (rng.random() < SAID_SHARE or len(written) < 2):
            asked = rng.choice(notion.said).text
        else:
            asked = written.pop()
        passage = ". ".join(written[: 2 if rng.random() < JOINED_SHARE else 1])
        return Pair(self._typist.type(asked, rng), passage or asked)

    def _chosen(self, number: int, rng: random.Random) -> list[TrainingText]:
        first = number * self._fresh
        places = [
            self._order(place // len(self._texts))[place % len(self._texts)]
            for place in range(first, first + self._fresh)
        ]
        if self._neighbours is not None:
            places += [int(rng.choice(self._neighbours[place])) for place in places]
        return [self._texts[place] for place in dict.fromkeys(places)]

    def _shuffled(self, epoch: int) -> list[int]:
        order = list(range(len(self._texts)))
        random.Random(f"{self._seed}-epoch-{epoch}").shuffle(order)  # noqa: S311
        return order

    def _cloze(self, text: TrainingText, rng: random.Random) -> Pair | None:
        parts = [part.strip() for part in _BREAK.split(text.text) if len(part.split()) >= SHORTEST_SENTENCE]
        if not parts:
            return Pair(self._typist.type(text.title, rng), text.text) if text.title else None
        chosen = rng.randrange(len(parts))
        rest = parts if rng.random() < 0.4 else parts[:chosen] + parts[chosen + 1 :]
        start = max(0, min(chosen - rng.randrange(3), len(rest) - 1))
        passage = " ".join(rest[start:])
        if text.title and (not passage or rng.random() < 0.5):
            passage = f"{text.title}. {passage}"
        if not passage:
            return None
        question = self._typist.type(_excerpt(parts[chosen], rng), rng)
        return Pair(question, " ".join(passage.split()[:PASSAGE_WORDS]))


def _excerpt(sentence: str, rng: random.Random) -> str:
    words = sentence.split()
    size = min(len(words), rng.randint(3, QUESTION_WORDS))
    start = rng.randrange(len(words) - size + 1)
    return " ".join(words[start : start + size])


def _window(text: str, rng: random.Random) -> str:
    words = text.split()
    if len(words) <= PASSAGE_WORDS or rng.random() < 0.7:
        return " ".join(words[:PASSAGE_WORDS])
    start = rng.randrange(len(words) - PASSAGE_WORDS)
    return " ".join(words[start : start + PASSAGE_WORDS])
