"""Cuts a question into words: which carry a subject, how rare they are, which syllables belong together."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from corpus.vietnamese import fold, place_tones, tidy

DATA = Path(__file__).parent / "data"
STRONG_BOND = 0.45  # from which two syllables are a word although each alone would be a stopword
UNHEARD_SHARE = 5e-6  # of passages, for a word that ordinary official text never uses
_SYLLABLE = re.compile(r"[^\W_]+%?")


@dataclass(frozen=True, slots=True)
class Syllable:
    """One written syllable: lower case with its marks, and folded."""

    text: str
    folded: str

    @property
    def is_marked(self) -> bool:
        return self.text != self.folded


@dataclass(frozen=True, slots=True)
class Word:
    """One or two syllables that mean one thing; ``weight`` (0-1) says how much of a subject they carry."""

    syllables: tuple[Syllable, ...]
    weight: float

    @property
    def text(self) -> str:
        return " ".join(syllable.text for syllable in self.syllables)

    @property
    def folded(self) -> str:
        return " ".join(syllable.folded for syllable in self.syllables)


@lru_cache(maxsize=50_000)
def _syllable(text: str) -> Syllable:
    return Syllable(text, fold(text))


def syllables_of(text: str, limit: int = 2_000) -> tuple[Syllable, ...]:
    """The syllables of a text in order, at most ``limit`` characters read; punctuation is dropped."""
    clean = place_tones(tidy(text, limit)).lower()
    return tuple(_syllable(match) for match in _SYLLABLE.findall(clean))


class Lexicon:
    """What ordinary official text is made of, independent of any plan."""

    def __init__(
        self,
        shares: Mapping[str, float],
        bonds: Mapping[str, float],
        stopwords: Sequence[Sequence[Syllable]],
        grammar: Collection[str] = (),
    ) -> None:
        """``shares`` and ``bonds`` are keyed by the folded word; ``grammar`` are never half of a word."""
        self._grammar = frozenset(grammar)
        self._plan_pairs: frozenset[str] = frozenset()
        self._shares = shares
        self._bonds = bonds
        self._rarest = -math.log(UNHEARD_SHARE)
        self._stop_marked = {" ".join(syllable.text for syllable in word) for word in stopwords}
        self._stop_folded = {" ".join(syllable.folded for syllable in word) for word in stopwords}
        sizes: dict[str, set[int]] = {}
        for word in stopwords:
            sizes.setdefault(word[0].folded, set()).add(len(word))
        self._stop_sizes = {first: sorted(found, reverse=True) for first, found in sizes.items()}

    @classmethod
    def load(cls, folder: Path = DATA) -> Lexicon:
        """Read ``lexicon.tsv`` and ``stopwords.txt``."""
        shares: dict[str, float] = {}
        bonds: dict[str, float] = {}
        lines = (folder / "lexicon.tsv").read_text(encoding="utf-8").splitlines()
        for line in lines[1:]:
            word, share, bond = line.split("\t")
            shares[word] = float(share)
            if bond != "0.00":
                bonds[word] = float(bond)
        stopwords: list[tuple[Syllable, ...]] = []
        grammar: set[str] = set()
        for line in (folder / "stopwords.txt").read_text(encoding="utf-8").splitlines():
            if line.startswith("#"):
                continue
            words = [syllables_of(word) for word in line.split(",")]
            stopwords += words
            if line.startswith("!"):
                grammar.update(word[0].text for word in words if len(word) == 1 and word[0].is_marked)
        return cls(shares, bonds, stopwords, grammar)

    def in_words_of(self, texts: Iterable[str]) -> Lexicon:
        """This lexicon, knowing also which syllables stand together in ``texts`` and are no stopwords there.

        Without marks "số hóa" looks like "sở" and a word; a plan that speaks of it says what is meant.
        """
        pairs = set()
        for text in texts:
            for first, second in pairwise(syllables_of(text)):
                if first.text not in self._stop_marked and second.text not in self._stop_marked:
                    pairs.add(f"{first.folded} {second.folded}")
        knowing = copy(self)
        knowing._plan_pairs = frozenset(pairs)
        return knowing

    def rarity(self, folded: str) -> float:
        """How rare a folded word is in ordinary official text, 0 (in every passage) to 1 (never seen)."""
        return -math.log(max(self._shares.get(folded, 0.0), UNHEARD_SHARE)) / self._rarest

    def compounds(self, *, at_least: float = 0.0) -> tuple[str, ...]:
        """Folded words of two syllables that stand in ``at_least`` that share of passages, sorted."""
        return tuple(sorted(word for word in self._bonds if self._shares[word] >= at_least))

    def words(self, syllables: Sequence[Syllable]) -> tuple[Word, ...]:
        """Cut syllables into words, the strongest bonds first; a word without a subject weighs 0."""
        kept = [True] * len(syllables)
        for start, size in self._stop_spans(syllables):
            kept[start : start + size] = [False] * size
        words: list[Word] = []
        run: list[Syllable] = []
        for place, syllable in enumerate(syllables):
            if kept[place]:
                run.append(syllable)
                continue
            words += self._cut(run)
            run = []
            words.append(Word((syllable,), 0.0))
        return (*words, *self._cut(run))

    def is_certain(self, word: Word) -> bool:
        """Whether a word is a function word as it was typed, not only if its marks were left out."""
        return len(word.syllables) > 1 or word.syllables[0].text in self._stop_marked

    def content_words(self, syllables: Sequence[Syllable]) -> tuple[Word, ...]:
        """The words that carry a subject."""
        return tuple(word for word in self.words(syllables) if word.weight > 0)

    def _weight(self, part: tuple[Syllable, ...]) -> float:
        # A number alone names no subject: "90%" asks about something else.
        if len(part) == 1 and part[0].folded.rstrip("%").isdigit():
            return 0.0
        return self.rarity(" ".join(syllable.folded for syllable in part))

    def _stop_spans(self, syllables: Sequence[Syllable]) -> list[tuple[int, int]]:
        spans: list[tuple[int, int]] = []
        place = 0
        while place < len(syllables):
            for size in self._stop_sizes.get(syllables[place].folded, ()):
                if place + size <= len(syllables) and self._is_stopword(syllables[place : place + size]):
                    # One syllable stops only outside a word: "chính" of "hành chính" is no "chính".
                    if size == 1 and self._is_bound(syllables, place):
                        continue
                    spans.append((place, size))
                    place += size
                    break
            else:
                place += 1
        return spans

    def _is_stopword(self, syllables: Sequence[Syllable]) -> bool:
        # Several syllables are known by their letters alone, so that "phối họp" is still "phối hợp".
        if len(syllables) == 1 and syllables[0].is_marked:
            return syllables[0].text in self._stop_marked
        return " ".join(syllable.folded for syllable in syllables) in self._stop_folded

    def _is_bound(self, syllables: Sequence[Syllable], place: int) -> bool:
        """Whether a neighbour makes one word with this syllable."""
        if syllables[place].text in self._grammar:
            return False
        for first, second in ((place - 1, place), (place, place + 1)):
            if first < 0 or second >= len(syllables):
                continue
            pair = f"{syllables[first].folded} {syllables[second].folded}"
            if pair in self._plan_pairs:
                return True
            other = first if second == place else second
            needed = STRONG_BOND if self._is_stopword(syllables[other : other + 1]) else 0.0
            if self._bonds.get(pair, -1.0) >= needed:
                return True
        return False

    def _cut(self, run: Sequence[Syllable]) -> list[Word]:
        """The cut with the greatest sum of bonds."""
        best = [0.0] * (len(run) + 1)
        is_pair = [False] * (len(run) + 1)
        for end in range(1, len(run) + 1):
            best[end] = best[end - 1]
            bond = self._bonds.get(f"{run[end - 2].folded} {run[end - 1].folded}", 0.0) if end > 1 else 0.0
            if bond and best[end - 2] + bond > best[end]:
                best[end], is_pair[end] = best[end - 2] + bond, True
        words: list[Word] = []
        end = len(run)
        while end:
            size = 2 if is_pair[end] else 1
            part = tuple(run[end - size : end])
            words.append(Word(part, self._weight(part)))
            end -= size
        return words[::-1]
