"""Question and answer pairs from plain passages: a title with its text, a sentence with what surrounds it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from retrieval.training.noise import Typist
from retrieval.training.texts import TrainingText

PASSAGE_WORDS = 90
QUESTION_WORDS = 24
SHORTEST_SENTENCE = 5  # words
TITLE_SHARE = 0.5  # of the pairs, where a title is at hand
SAYING_SHARE = 0.06

_BREAK = re.compile(r"[.;:\n]\s+|\n")


@dataclass(frozen=True, slots=True)
class Pair:
    """What somebody types and the passage it should find."""

    question: str
    passage: str


class PairMaker:
    """Endless batches of pairs; no two in a batch share their question, nor a saying its term."""

    def __init__(
        self,
        texts: Sequence[TrainingText],
        typist: Typist,
        rng: random.Random,
        sayings: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """``sayings`` maps a written term to what people say for it; they make SAYING_SHARE of a batch."""
        self._sayings = list((sayings or {}).items())
        self._texts = texts
        self._typist = typist
        self._rng = rng

    def batches(self, size: int) -> Iterator[list[Pair]]:
        """Every text is visited once before any is visited again."""
        pairs = self._said(size)
        while True:
            order = list(range(len(self._texts)))
            self._rng.shuffle(order)
            for place in order:
                pair = self.pair(self._texts[place])
                if pair is None:
                    continue
                pairs.setdefault(pair.question, pair)
                if len(pairs) == size:
                    yield list(pairs.values())
                    pairs = self._said(size)

    def pair(self, text: TrainingText) -> Pair | None:
        """One pair, or None when the text is too short to be cut."""
        if text.title and self._rng.random() < TITLE_SHARE:
            return Pair(self._typist.type(text.title), self._window(text.text))
        return self._cloze(text)

    def _said(self, size: int) -> dict[str, Pair]:
        count = min(len(self._sayings), int(size * SAYING_SHARE))
        chosen = self._rng.sample(self._sayings, count)
        pairs = [Pair(self._typist.type(self._rng.choice(ways)), term) for term, ways in chosen]
        return {pair.question: pair for pair in pairs}

    def _cloze(self, text: TrainingText) -> Pair | None:
        parts = [part.strip() for part in _BREAK.split(text.text) if len(part.split()) >= SHORTEST_SENTENCE]
        if not parts:
            return Pair(self._typist.type(text.title), text.text) if text.title else None
        chosen = self._rng.randrange(len(parts))
        rest = parts if self._rng.random() < 0.4 else parts[:chosen] + parts[chosen + 1 :]
        start = max(0, min(chosen - self._rng.randrange(3), len(rest) - 1))
        passage = " ".join(rest[start:])
        if text.title and (not passage or self._rng.random() < 0.5):
            passage = f"{text.title}. {passage}"
        if not passage:
            return None
        return Pair(
            self._typist.type(self._excerpt(parts[chosen])), " ".join(passage.split()[:PASSAGE_WORDS])
        )

    def _excerpt(self, sentence: str) -> str:
        words = sentence.split()
        size = min(len(words), self._rng.randint(3, QUESTION_WORDS))
        start = self._rng.randrange(len(words) - size + 1)
        return " ".join(words[start : start + size])

    def _window(self, text: str) -> str:
        words = text.split()
        if len(words) <= PASSAGE_WORDS or self._rng.random() < 0.7:
            return " ".join(words[:PASSAGE_WORDS])
        start = self._rng.randrange(len(words) - PASSAGE_WORDS)
        return " ".join(words[start : start + PASSAGE_WORDS])
