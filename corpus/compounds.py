"""Two-syllable words of office Vietnamese, counted on public legal text."""

from __future__ import annotations

from functools import cache

from corpus.tables import DATA_FOLDER


@cache
def common_pairs() -> frozenset[tuple[str, str]]:
    """Folded syllable pairs that commonly form one word: ("can", "cuoc"), ("thong", "tin")."""
    lines = (DATA_FOLDER / "compounds.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (tuple(line.split("\t", 1)[0].split()) for line in lines if line and not line.startswith("#"))
    return frozenset((pair[0], pair[1]) for pair in pairs if len(pair) == 2)
