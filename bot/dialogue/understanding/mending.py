"""Mends mistyped words by the words around them: of all known words one slip away, the one that fits its neighbours."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA

from corpus.compounds import common_pairs

_SHORTEST = 3  # letters; shorter words are too like each other
_LONG_WORD = 7  # letters from which two slips are forgiven
_NEIGHBOUR = 3.0  # what standing beside the right word is worth
_CLEAR = 0.4  # by how much the best must lead
# How likely a slip is: two letters swapped or one doubled, one left out, one too many, one wrong.
_SWAPPED, _DOUBLED, _LEFT_OUT, _TOO_MANY, _WRONG = 2.0, 2.0, 1.2, 0.8, 0.4


class Mender:
    """Knows folded words, how often each is used, and which stand side by side."""

    def __init__(self, counts: Mapping[str, int], pairs: Iterable[tuple[str, str]]) -> None:
        self._counts = {word: count for word, count in counts.items() if word.isalpha() and len(word) > 1}
        self._pairs = frozenset(pairs) | common_pairs()
        self._by_gap: dict[str, list[str]] = {}
        for word in self._counts:
            for gap in _gaps(word, 2 if len(word) >= _LONG_WORD else 1):
                self._by_gap.setdefault(gap, []).append(word)
        self.mend = lru_cache(maxsize=8192)(self._mend)

    def _mend(self, word: str, before: str, after: str, is_word: bool) -> str | None:
        """The word meant, None when it is well or nobody can tell. ``is_word``: it is a possible syllable, so
        only its neighbours can tell that it is wrong."""
        if word in self._counts or len(word) < _SHORTEST or not word.isalpha() or len(word) > 2 * _LONG_WORD:
            return None
        if is_word and ((before, word) in self._pairs or (word, after) in self._pairs):
            return None
        slips = 2 if len(word) >= _LONG_WORD else 1
        near = {other for gap in _gaps(word, slips) for other in self._by_gap.get(gap, ())}
        ranked = []
        for other in near:
            distance = OSA.distance(word, other, score_cutoff=slips)
            beside = ((before, other) in self._pairs) + ((other, after) in self._pairs)
            if distance <= slips and (beside or not is_word):
                score = (
                    _likelihood(word, other)
                    + _NEIGHBOUR * beside
                    + 0.1 * math.log(self._counts[other] + 1)
                    - distance
                )
                ranked.append((score, other))
        ranked.sort(reverse=True)
        if not ranked or (len(ranked) > 1 and ranked[0][0] < ranked[1][0] + _CLEAR):
            return None
        return ranked[0][1]


def _likelihood(typed: str, meant: str) -> float:
    if len(typed) == len(meant):
        return _SWAPPED if Counter(typed) == Counter(meant) else _WRONG
    if len(typed) < len(meant):
        return _LEFT_OUT
    doubled = any(
        a == b and typed[:i] + typed[i + 1 :] == meant
        for i, (a, b) in enumerate(zip(typed, typed[1:], strict=False))
    )
    return _DOUBLED if doubled else _TOO_MANY


def _gaps(word: str, depth: int) -> set[str]:
    """The word with up to ``depth`` letters left out."""
    forms = {word}
    for _ in range(depth):
        forms |= {form[:i] + form[i + 1 :] for form in forms for i in range(len(form))}
    return forms
