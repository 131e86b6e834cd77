"""Mends words that are no Vietnamese syllable: slips of the finger and words written together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from corpus.tables import ordinary_words
from corpus.vietnamese import fold, is_syllable

SHORTEST = 3  # letters of a word that may be mended
LONG_WORD = 7  # letters from which two slips are forgiven
_LONGEST_JOINED = 24  # letters of words written together


class Speller:
    """Knows the words of a vocabulary, folded, and how often each was given."""

    def __init__(self, vocabulary: Iterable[str], known: Collection[str] = ()) -> None:
        """``vocabulary``: words and terms, once for each time they occur; ``known``: more folded forms never
        mended, besides the ordinary words of chats."""
        counts: Counter[str] = Counter()
        pairs: set[tuple[str, str]] = set()
        for term in vocabulary:
            words = tuple(word for word in fold(term).split() if word.isalpha())
            counts.update(words)
            pairs.update(pairwise(words))
        self._counts = counts
        self._longest = max(map(len, counts), default=0)
        self._pairs = pairs
        self._known = ordinary_words() | frozenset(known)
        self._by_deletion: dict[str, set[str]] = {}
        for word in counts:
            if len(word) >= SHORTEST - 1:
                for form in _deletions(word, 2 if len(word) >= LONG_WORD - 2 else 1):
                    self._by_deletion.setdefault(form, set()).add(word)
        self._mended = lru_cache(maxsize=4096)(self._mend)

    def correct(self, folded_token: str) -> str | None:
        """The word or words meant by ``folded_token``; None when it is well or nothing is near enough.

        Numbers, codes, short forms, known words and every well-formed syllable stay. One slip is forgiven,
        two from LONG_WORD letters on; a swap of neighbours is one slip. Of equally near words the clearly
        more frequent one is taken.
        """
        token = folded_token
        if len(token) < SHORTEST or not token.isalpha() or token in self._counts or token in self._known:
            return None
        if is_syllable(token):
            return None
        return self._mended(token)

    def _mend(self, token: str) -> str | None:
        return self._parted(token) or self._nearest(token)

    def _parted(self, token: str) -> str | None:
        """ "nhiemvu" -> "nhiem vu": two or more known words, neighbours in the vocabulary, without rest."""
        if len(token) > _LONGEST_JOINED:
            return None
        ways: dict[int, list[list[str]]] = {0: [[]]}
        for end in range(2, len(token) + 1):
            found: list[list[str]] = []
            for start in range(max(0, end - 7), end - 1):
                word = token[start:end]
                if word not in self._counts or not is_syllable(word):
                    continue
                found += [
                    [*way, word] for way in ways.get(start, ()) if not way or (way[-1], word) in self._pairs
                ]
            ways[end] = found[:8]
        whole = [way for way in ways[len(token)] if len(way) > 1]
        if not whole:
            return None
        return " ".join(sorted(whole, key=self._strangeness)[0])

    def _strangeness(self, way: list[str]) -> tuple[int, int, list[str]]:
        return len(way), -min(self._counts[word] for word in way), way

    def _nearest(self, token: str) -> str | None:
        slips = 2 if len(token) >= LONG_WORD else 1
        if len(token) > self._longest + slips:
            return None  # also because its deletions grow with the square of its length
        near: set[str] = set()
        for form in _deletions(token, slips):
            near |= self._by_deletion.get(form, set())
        ranked: list[tuple[int, int, str]] = []
        for word in near:
            distance = OSA.distance(token, word, score_cutoff=slips)
            if distance <= slips and (is_syllable(word) or len(word) >= LONG_WORD):
                ranked.append((distance, -self._counts[word], word))
        if not ranked:
            return None
        ranked.sort()
        best = ranked[0]
        rivals = [one for one in ranked[1:] if one[0] == best[0]]
        # Two words equally near and about equally common: nobody can tell which was meant.
        if rivals and -best[1] < 2 * -rivals[0][1]:
            return None
        return best[2]


def _deletions(word: str, depth: int) -> set[str]:
    forms = {word}
    layer = {word}
    for _ in range(depth):
        layer = {form[:place] + form[place + 1 :] for form in layer for place in range(len(form))}
        forms |= layer
    return forms
