"""Finds known phrases in a text, typed with or without marks, longest first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from corpus.vietnamese import fold, has_marks, place_tones

Value = TypeVar("Value")

_TOKEN = re.compile(r"[^\W_]+")
_JOINING = frozenset({"", "-", "–"})


class Token(NamedTuple):
    """A run of letters or digits; ``plain``: lower case in one tone style, ``gap``: what stands before."""

    text: str
    start: int
    end: int
    plain: str
    folded: str
    is_marked: bool
    gap: str


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """A phrase in a text: tokens ``first`` to ``last`` (exclusive) and what the phrase stands for."""

    value: Value
    first: int
    last: int


TEXTS_REMEMBERED = 64  # a message is searched for agencies, provinces and ministries, one after another


@lru_cache(maxsize=16384)
def forms_of(word: str) -> tuple[str, str, bool]:
    """Lower case in one tone style, folded, and whether it bears marks."""
    plain = place_tones(word.lower())
    return plain, fold(plain), has_marks(plain)


@lru_cache(maxsize=TEXTS_REMEMBERED)
def tokens_of(text: str) -> tuple[Token, ...]:
    """Split ``text`` (NFC) into tokens with their places."""
    tokens: list[Token] = []
    last = 0
    for match in _TOKEN.finditer(text):
        plain, folded, is_marked = forms_of(match[0])
        start, end = match.span()
        tokens.append(Token(match[0], start, end, plain, folded, is_marked, text[last:start]))
        last = end
    return tuple(tokens)


def composed(text: str) -> str:
    """Return ``text`` in NFC, unchanged when it is so already."""
    return (
        text
        if text.isascii() or unicodedata.is_normalized("NFC", text)
        else unicodedata.normalize("NFC", text)
    )


@dataclass(frozen=True, slots=True)
class _Entry(Generic[Value]):
    value: Value
    tokens: tuple[Token, ...]
    may_slip: bool


class _Node(Generic[Value]):
    __slots__ = ("entries", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node[Value]] = {}
        self.entries: list[_Entry[Value]] = []


class PhraseIndex(Generic[Value]):
    """Names in a trie of folded tokens. Typed marks must agree; marks left out never count against.

    The phrases by which people ask, where slips are forgiven and one phrase says several things, are found by
    PhraseBook in the dialogue.
    """

    def __init__(self) -> None:
        self._root: _Node[Value] = _Node()

    def add(self, phrase: str, value: Value, *, may_slip: bool = False) -> None:
        """Let ``phrase`` stand for ``value``; a phrase without letters is ignored.

        With ``may_slip`` one wrong mark is forgiven in phrases of three tokens and more ("sở nội vũ").
        """
        tokens = tuple(tokens_of(composed(phrase)))
        if not tokens:
            return
        node = self._root
        for token in tokens:
            node = node.next.setdefault(token.folded, _Node())
        node.entries.append(_Entry(value, tokens, may_slip))

    def at(self, tokens: Sequence[Token], first: int) -> Iterator[Found[Value]]:
        """Every phrase that begins at token ``first``, the longest first."""
        path: list[tuple[int, _Node[Value]]] = []
        node = self._root
        place = first
        while place < len(tokens) and (following := node.next.get(tokens[place].folded)) is not None:
            node = following
            place += 1
            if node.entries:
                path.append((place, node))
        for last, end_node in reversed(path):
            typed = tokens[first:last]
            for entry in end_node.entries:
                if _agrees(typed, entry):
                    yield Found(entry.value, first, last)

    def begins(self, token: Token) -> bool:
        """Whether any phrase begins with this token."""
        return token.folded in self._root.next

    def find(self, tokens: Sequence[Token]) -> Iterator[Found[Value]]:
        """Phrases from left to right, the longest at each place, none overlapping another."""
        openings = self._root.next
        place = 0
        while place < len(tokens):
            found = next(self.at(tokens, place), None) if tokens[place].folded in openings else None
            if found is None:
                place += 1
            else:
                yield found
                place = found.last


def _agrees(typed: Sequence[Token], entry: _Entry[Value]) -> bool:
    differing = 0
    before = ""
    for place, (seen, wanted) in enumerate(zip(typed, entry.tokens, strict=True)):
        if seen.is_marked and seen.plain != wanted.plain:
            differing += 1
        if place and not _same_gap(seen.gap, wanted.gap, before):
            return False
        before = seen.text
    if entry.may_slip:
        return differing == 0 or (differing == 1 and len(typed) >= 3)
    # "Phú Hoa" is not "phú hòa" half typed: in a name of places, marks are typed on all of it or on none.
    name = [(seen, wanted) for seen, wanted in zip(typed, entry.tokens, strict=True)][-2:]
    return differing == 0 and not (
        any(seen.is_marked for seen, _ in name) and any(seen.plain != wanted.plain for seen, wanted in name)
    )


def _same_gap(seen: str, wanted: str, before: str) -> bool:
    """Blanks and tight hyphens join, a point after "TP" too; other signs only where the phrase has them."""
    if seen.isspace() or seen in _JOINING:
        return True
    signs = {sign for sign in seen if not sign.isspace()}
    if signs == {"."} and len(before) <= 2:
        return True
    return signs <= {sign for sign in wanted if not sign.isspace()}
