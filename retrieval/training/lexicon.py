"""What words there are: syllables and pairs of them in ordinary official text, with how common they are."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from tqdm import tqdm

from corpus.vietnamese import fold, place_tones, tidy
from retrieval.training.texts import TrainingText

SHORTEST_LIFE = 8  # passages a syllable must stand in
PAIR_COUNT = 20  # times two syllables must stand together
PAIR_BOND = 0.2  # normalised pointwise mutual information from which two syllables are one word
_BREAK = re.compile(r"[^\w ]+|\d+|_+")
_TEXT_LIMIT = 200_000


def write_lexicon(texts: Iterable[TrainingText], file: Path) -> int:
    """Write ``word, passages, bond`` rows (tab separated, folded, by word); return how many.

    ``passages`` is the share of passages that hold the word (0-1); ``bond`` is 0 for single syllables.
    """
    syllables: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    lives: Counter[str] = Counter()
    count = 0
    for text in tqdm(texts, desc="Counting words"):
        count += 1
        seen: set[str] = set()
        for part in _BREAK.split(place_tones(tidy(f"{text.title}\n{text.text}", _TEXT_LIMIT)).lower()):
            words = part.split()
            syllables.update(words)
            pairs.update(pairwise(words))
            folded = [fold(word) for word in words]
            seen.update(folded)
            seen.update(f"{first} {second}" for first, second in pairwise(folded))
        lives.update(seen)
    bonds = _bonds(syllables, pairs)
    rows = [
        (word, lives[word] / count, bonds.get(word, 0.0))
        for word in sorted(lives)
        if (word in bonds) or (" " not in word and lives[word] >= SHORTEST_LIFE and word.isalpha())
    ]
    body = "".join(f"{word}\t{share:.6f}\t{bond:.2f}\n" for word, share, bond in rows)
    file.write_text("word\tpassages\tbond\n" + body, encoding="utf-8")
    return len(rows)


def _bonds(syllables: Counter[str], pairs: Counter[tuple[str, str]]) -> dict[str, float]:
    total = sum(syllables.values())
    bonds: dict[str, float] = {}
    for (first, second), count in pairs.items():
        if count < PAIR_COUNT or first == second:
            continue
        chance = count / total
        bond = math.log(chance * total * total / (syllables[first] * syllables[second])) / -math.log(chance)
        if bond >= PAIR_BOND:
            word = f"{fold(first)} {fold(second)}"
            bonds[word] = max(bond, bonds.get(word, 0.0))
    return bonds
