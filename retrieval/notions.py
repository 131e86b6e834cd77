"""The bank of notions: pieces of office work, as documents write them and as people say them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeGuard, get_args

from corpus.tables import read_table
from retrieval.words import DATA

BANK = DATA / "notions"
WRITTEN = "written"
COLUMNS = ("notion", "who", "ways")

Speaker = Literal["official", "clerk", "citizen"]


@dataclass(frozen=True, slots=True)
class Saying:
    """What one kind of person says for a notion."""

    who: Speaker
    text: str


@dataclass(frozen=True, slots=True)
class Notion:
    """One piece of work that plans assign: ``written`` as documents put it, ``said`` as people do."""

    id: str
    written: tuple[str, ...]
    said: tuple[Saying, ...]


def read_notions(folder: Path = BANK) -> tuple[Notion, ...]:
    """Every notion of the ``*.csv`` files of a folder, in file order; see the README.md beside them.

    Raises TableError with file and line of the first mistake.
    """
    return tuple(notion for file in sorted(folder.glob("*.csv")) for notion in _read(file))


def bank_digest(folder: Path = BANK) -> str:
    """A fingerprint (hex) of the bank, much quicker than reading it."""
    digest = hashlib.blake2b(digest_size=16)
    for file in sorted(folder.glob("*.csv")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _read(file: Path) -> Iterator[Notion]:
    written: dict[str, list[str]] = {}
    said: dict[str, list[Saying]] = {}
    for row in read_table(file, COLUMNS):
        notion, who, ways = row["notion"], row["who"], row.parts("ways")
        if not ways:
            raise row.error("ô ways để trống")
        if who == WRITTEN:
            written.setdefault(notion, []).extend(ways)
        elif not _is_speaker(who):
            raise row.error(f"ô who phải là {', '.join((WRITTEN, *get_args(Speaker)))}")
        elif notion not in written:
            raise row.error(f"“{notion}” chưa có dòng {WRITTEN} ở phía trên")
        else:
            said.setdefault(notion, []).extend(Saying(who, way) for way in ways)
    for notion, lines in written.items():
        yield Notion(notion, tuple(lines), tuple(said.get(notion, ())))


def _is_speaker(who: str) -> TypeGuard[Speaker]:
    return who in get_args(Speaker)
