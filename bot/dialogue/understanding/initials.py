"""Which phrases of a plan a few letters stand for: "cddh" for "chi dao dieu hanh"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

_SHORTEST, _LONGEST = 2, 5  # words of a phrase
_BREAK = "\n"  # between texts: no phrase runs over it


class Initials:
    """The first letters of all words of some texts in one string, where letters are then found."""

    def __init__(self, texts: Iterable[str]) -> None:
        """``texts`` are folded; what is no word is left out of them."""
        same: dict[str, str] = {}
        self._words = [
            same.setdefault(word, word)
            for text in texts
            for word in (*(word for word in text.split() if word.isalpha()), _BREAK)
        ]
        self._letters = "".join([word[0] for word in self._words])

    def phrases(self, letters: str) -> Counter[str]:
        """The phrases with these initials, and how often each stands in the texts."""
        found: Counter[str] = Counter()
        length = len(letters)
        if not _SHORTEST <= length <= _LONGEST or not letters.isalpha():
            return found
        start = self._letters.find(letters)
        while start >= 0:
            found[" ".join(self._words[start : start + length])] += 1
            start = self._letters.find(letters, start + 1)
        return found
