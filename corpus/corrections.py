"""Wording errors of the source, found by common misspellings and by how words go together in office texts.

The quote keeps them; only the search reads the corrected words.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from corpus.model import Correction
from corpus.vietnamese import fold, is_syllable

_DATA = Path(__file__).parent / "data"
_WORD = re.compile(r"[^\W\d_]+")
_ORDINARY_GAP = re.compile(r"\s+")
_STRONGER = (
    3  # a correction must outweigh the pairs that its syllables form with their neighbours by this factor
)
_UNITS = frozenset(
    {
        "kg",
        "km",
        "cm",
        "mm",
        "ml",
        "kw",
        "kv",
        "gb",
        "mb",
        "tb",
        "tp",
        "tx",
        "tt",
        "ths",
        "ts",
        "st",
        "vs",
        "vv",
        "v",
    }
)


@dataclass(frozen=True, slots=True)
class _Compounds:
    """Pairs of syllables that go together in legal texts, each by its unmarked form, and all pairs seen."""

    counts: Mapping[str, int]
    by_fold: Mapping[str, str]  # the most common one
    seen: frozenset[str]


def find_corrections(text: str) -> tuple[Correction, ...]:
    """Wording errors of a text in order; ``text`` of each is a part of the text as it stands."""
    found: list[tuple[int, int, Correction]] = []
    for start, end, correction in (*_listed(text), *_stray(text), *_unusual(text)):
        if not any(start < e and s < end for s, e, _ in found):
            found.append((start, end, correction))
    return tuple(dict.fromkeys(correction for _, _, correction in sorted(found, key=lambda f: f[:2])))


def corrected(text: str, corrections: tuple[Correction, ...]) -> str:
    """The text with its wording errors put right."""
    for correction in corrections:
        text = text.replace(correction.text, correction.suggest)
    return text


def _listed(text: str) -> Iterator[tuple[int, int, Correction]]:
    pattern, right = _misspellings()
    for match in pattern.finditer(text):
        wrong = match.group()
        suggest = right.get(" ".join(wrong.split())) or right.get(" ".join(wrong.lower().split()))
        if suggest and suggest != wrong:
            if wrong[0].isupper() and suggest[0].islower():
                suggest = suggest[0].upper() + suggest[1:]
            yield match.start(), match.end(), Correction(wrong, suggest)


def _stray(text: str) -> Iterator[tuple[int, int, Correction]]:
    """Letters without a vowel between two words, left by a torn page: "chuyên môn ng nghiệp vụ"."""
    for match in re.finditer(
        r"(?P<left>[^\W\d_]+)\s+(?P<stray>[b-df-hj-np-tv-xzđ]{2,3})\s+(?P<right>[^\W\d_]+)", text
    ):
        if (
            match["stray"] not in _UNITS
            and is_syllable(match["left"].lower())
            and is_syllable(match["right"].lower())
        ):
            yield match.start(), match.end(), Correction(match.group(), f"{match['left']} {match['right']}")


def _unusual(text: str) -> Iterator[tuple[int, int, Correction]]:
    """A pair never seen whose unmarked form is a common one, where no neighbour explains its syllables."""
    compounds = _compounds()
    words = list(_WORD.finditer(text))
    for i, (first, second) in enumerate(pairwise(words)):
        if not _ORDINARY_GAP.fullmatch(text, first.end(), second.start()):
            continue
        pair = f"{first.group()} {second.group()}".lower()
        best = compounds.by_fold.get(f"{_fold(first.group())} {_fold(second.group())}", "")
        if not best or pair in compounds.seen or second.group()[0].isupper():
            continue
        around = (f"{words[i - 1].group()} {first.group()}" if i else "",
                  f"{second.group()} {words[i + 2].group()}" if i + 2 < len(words) else "")  # fmt: skip
        if any(compounds.counts.get(p.lower(), 0) * _STRONGER > compounds.counts[best] for p in around):
            continue
        suggest = best[0].upper() + best[1:] if first.group()[0].isupper() else best
        yield first.start(), second.end(), Correction(text[first.start() : second.end()], suggest)


@lru_cache(maxsize=8192)
def _fold(word: str) -> str:
    return fold(word)


@lru_cache(maxsize=1)
def _misspellings() -> tuple[re.Pattern[str], Mapping[str, str]]:
    with (_DATA / "misspellings.csv").open(encoding="utf-8", newline="") as source:
        right = {row["wrong"]: row["right"] for row in csv.DictReader(source)}
    # Names of systems are wrong only in their capitals: each entry is matched as written and capitalised.
    forms = sorted(
        {f for wrong in right for f in (wrong, wrong[0].upper() + wrong[1:])}, key=len, reverse=True
    )
    alternatives = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in forms)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)"), right


@lru_cache(maxsize=1)
def _compounds() -> _Compounds:
    counts: dict[str, int] = {}
    by_fold: dict[str, str] = {}
    seen: set[str] = set()
    table = (_DATA / "compounds.tsv").read_text(encoding="utf-8")
    for line in table.splitlines():  # most common first
        unmarked, pair, count, others = line.split("\t")
        counts[pair] = int(count)
        by_fold.setdefault(unmarked, pair)
        seen.update((pair, *others.split("|")))
    return _Compounds(counts, by_fold, frozenset(seen))
