"""Mends mistyped words by the words around them, and parts words written together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from corpus.compounds import common_pairs
from corpus.vietnamese import is_syllable

_SHORTEST = 3  # letters; shorter words are too like each other
_LONG_WORD = 7  # letters from which two slips are forgiven
_LONGEST = 2 * _LONG_WORD  # letters of one word; its gaps grow with the square of its length
_LONGEST_JOINED = 24  # letters of words written together
_LONGEST_SYLLABLE = 7  # letters: "nghieng"
_WAYS = 8  # ways to part a word that are followed at once
_NEIGHBOUR = 3.0  # what standing beside the right word is worth
_CLEAR = 0.4  # by how much the best must lead
# How likely a slip is: two letters swapped or one doubled, one left out, one too many, one wrong.
_SWAPPED, _DOUBLED, _LEFT_OUT, _TOO_MANY, _WRONG = 2.0, 2.0, 1.2, 0.8, 0.4


class Speller:
    """Knows folded words, how often each is used, and which stand side by side."""

    def __init__(self, counts: Mapping[str, int], pairs: Iterable[tuple[str, str]]) -> None:
        """``counts``: folded words and how often each is used; ``pairs``: words that stand side by side,
        besides the common words of two syllables."""
        self._counts = {word: count for word, count in counts.items() if word.isalpha() and len(word) > 1}
        self._pairs = frozenset(pairs) | common_pairs()
        self._by_gap: dict[str, list[str]] = {}
        for word in self._counts:
            for gap in _gaps(word, _slips_in(word)):
                self._by_gap.setdefault(gap, []).append(word)
        self._remembered = lru_cache(maxsize=8192)(self._mend)

    def mend(self, word: str, before: str = "", after: str = "", *, is_word: bool = False) -> str | None:
        """The word or words meant by a folded ``word``; None when it is well or nobody can tell.

        One slip is forgiven, two from seven letters on; a swap of neighbours is one slip. ``is_word``: it is
        a possible syllable, so only the words beside it can tell that it is wrong.
        """
        if word in self._counts or len(word) < _SHORTEST or not word.isalpha():
            return None
        return self._remembered(word, before, after, is_word)

    def _mend(self, word: str, before: str, after: str, is_word: bool) -> str | None:
        if is_word and ((before, word) in self._pairs or (word, after) in self._pairs):
            return None
        parted = None if is_word else self._parted(word)
        return parted or self._nearest(word, before, after, is_word)

    def _parted(self, token: str) -> str | None:
        """ "nhiemvu" -> "nhiem vu": two or more known syllables that stand side by side, without rest."""
        if len(token) > _LONGEST_JOINED:
            return None
        ways: list[list[tuple[str, ...]]] = [[()], [], *([] for _ in token[1:])]
        for end in range(2, len(token) + 1):
            for start in range(max(0, end - _LONGEST_SYLLABLE), end - 1):
                word = token[start:end]
                if word in self._counts and is_syllable(word):
                    ways[end] += [
                        (*way, word) for way in ways[start] if not way or (way[-1], word) in self._pairs
                    ]
            del ways[end][_WAYS:]
        whole = [way for way in ways[len(token)] if len(way) > 1]
        return " ".join(sorted(whole, key=self._strangeness)[0]) if whole else None

    def _strangeness(self, way: tuple[str, ...]) -> tuple[int, int, tuple[str, ...]]:
        return len(way), -min(self._counts[word] for word in way), way

    def _nearest(self, word: str, before: str, after: str, is_word: bool) -> str | None:
        if len(word) > _LONGEST:
            return None
        slips = _slips_in(word)
        near = {other for gap in _gaps(word, slips) for other in self._by_gap.get(gap, ())}
        ranked = []
        for other in near:
            distance = OSA.distance(word, other, score_cutoff=slips)
            beside = ((before, other) in self._pairs) + ((other, after) in self._pairs)
            if distance <= slips and (beside or not is_word):
                usual = 0.1 * math.log(self._counts[other] + 1)
                ranked.append((_likelihood(word, other) + _NEIGHBOUR * beside + usual - distance, other))
        ranked.sort(reverse=True)
        if not ranked or (len(ranked) > 1 and ranked[0][0] < ranked[1][0] + _CLEAR):
            return None
        return ranked[0][1]


def _slips_in(word: str) -> int:
    """How many slips are forgiven in a word."""
    return 2 if len(word) >= _LONG_WORD else 1


def _likelihood(typed: str, meant: str) -> float:
    if len(typed) == len(meant):
        return _SWAPPED if Counter(typed) == Counter(meant) else _WRONG
    if len(typed) < len(meant):
        return _LEFT_OUT
    doubled = any(a == b and typed[:i] + typed[i + 1 :] == meant for i, (a, b) in enumerate(pairwise(typed)))
    return _DOUBLED if doubled else _TOO_MANY


def _gaps(word: str, depth: int) -> set[str]:
    """The word with up to ``depth`` letters left out."""
    forms = {word}
    for _ in range(depth):
        forms |= {form[:i] + form[i + 1 :] for form in forms for i in range(len(form))}
    return forms
