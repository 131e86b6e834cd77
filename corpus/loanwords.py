"""English words that officials mix into their Vietnamese, and what they mean."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from corpus.tables import DATA_FOLDER, read_table


@cache
def loanwords(path: Path | None = None) -> dict[str, str]:
    """Lower-case English word -> Vietnamese, "" for one that adds nothing. Raises TableError."""
    rows = read_table(path or DATA_FOLDER / "loanwords.csv", ("said", "means"))
    return {row["said"]: row["means"] for row in rows}
