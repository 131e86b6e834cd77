"""What people say and what offices write for it: a table that widens a question, matched without marks."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.words import DATA, Syllable, syllables_of


class SynonymError(Exception):
    """The table cannot be read; the message names the line."""


@dataclass(frozen=True, slots=True)
class Synonym:
    """``said`` in a question widens it by ``means``, counted ``weight`` (0-1) as much as the words typed."""

    said: tuple[Syllable, ...]
    means: tuple[Syllable, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Expansion:
    """A synonym found in a question: the syllables from ``start`` to before ``end`` mean ``means``."""

    start: int
    end: int
    means: tuple[Syllable, ...]
    weight: float


class Synonyms:
    """Longest entry first; an entry inside a longer one that matched is left alone."""

    def __init__(self, entries: Iterable[Synonym]) -> None:
        self._entries: dict[str, list[Synonym]] = {}  # by all that is said, folded
        sizes: dict[str, set[int]] = {}
        for entry in entries:
            self._entries.setdefault(_folded(entry.said), []).append(entry)
            sizes.setdefault(entry.said[0].folded, set()).add(len(entry.said))
        self._sizes = {first: sorted(found, reverse=True) for first, found in sizes.items()}

    @classmethod
    def load(cls, file: Path = DATA / "synonyms.csv") -> Synonyms:
        """Read ``said,means,weight,note``; ``said`` holds several ways apart by "|"."""
        return cls(read_synonyms(file))

    def expand(self, syllables: Sequence[Syllable]) -> tuple[Expansion, ...]:
        """Every entry that the question holds, from left to right."""
        found: list[Expansion] = []
        place = 0
        while place < len(syllables):
            entry = self._entry_at(syllables, place)
            if entry is None:
                place += 1
                continue
            end = place + len(entry.said)
            found.append(Expansion(place, end, entry.means, entry.weight))
            place = end
        return tuple(found)

    def _entry_at(self, syllables: Sequence[Syllable], place: int) -> Synonym | None:
        for size in self._sizes.get(syllables[place].folded, ()):
            typed = syllables[place : place + size]
            for entry in self._entries.get(_folded(typed), ()):
                if _agrees(typed, entry.said):
                    return entry
        return None


def read_synonyms(file: Path) -> list[Synonym]:
    """Read the table. Raises SynonymError with the line of the first mistake."""
    entries: list[Synonym] = []
    with file.open(encoding="utf-8", newline="") as rows:
        reader = csv.DictReader(rows)
        for row in reader:
            means = syllables_of(row.get("means") or "")
            said = [syllables_of(way) for way in (row.get("said") or "").split("|")]
            try:
                weight = float(row.get("weight") or "")
            except ValueError:
                raise SynonymError(f"{file.name}, line {reader.line_num}: weight is no number") from None
            if not means or not all(said) or not 0 < weight <= 1:
                raise SynonymError(f"{file.name}, line {reader.line_num}: said, means or weight is missing")
            entries += [Synonym(way, means, weight) for way in said]
    return entries


def sayings(entries: Iterable[Synonym]) -> Mapping[str, tuple[str, ...]]:
    """Written term -> what people say instead, for making training questions."""
    ways: dict[str, list[str]] = {}
    for entry in entries:
        term = " ".join(syllable.text for syllable in entry.means)
        ways.setdefault(term, []).append(" ".join(syllable.text for syllable in entry.said))
    return {term: tuple(said) for term, said in ways.items()}


def _folded(syllables: Sequence[Syllable]) -> str:
    return " ".join([syllable.folded for syllable in syllables])


def _agrees(typed: Sequence[Syllable], said: Sequence[Syllable]) -> bool:
    """Whether the marks that were typed are those of the entry."""
    return all(
        not theirs.is_marked or ours.text == theirs.text for ours, theirs in zip(said, typed, strict=True)
    )
