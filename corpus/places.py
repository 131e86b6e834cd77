"""Provinces and central bodies named in a question, to tell when it asks about somewhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.phrases import Found, PhraseIndex, Token, composed, tokens_of
from corpus.tables import DATA_FOLDER, read_table
from corpus.vietnamese import fold

HOME = "An Giang"
_BEFORE_NAME = frozenset({"tinh", "tp", "pho", "o", "tai", "ve", "voi", "cua", "ubnd", "ben"})
_NOT_A_PLACE = frozenset({"phuong", "xa", "khu", "duong", "huyen"})  # "phường Hòa Bình" is no province
_BEFORE_BO = frozenset({"can", "toan", "noi", "dong", "tien", "cuc"})  # "cán bộ nội vụ" is no ministry


@dataclass(frozen=True, slots=True)
class Province:
    """A province by its name; ``now`` is the one it belongs to since 1/7/2025."""

    name: str
    now: str
    needs_cue: bool  # its name is an ordinary word too: "hòa bình"

    @property
    def is_former(self) -> bool:
        return self.name != self.now


class Places:
    """Provinces and ministries by name. Build it with ``Places.load``."""

    def __init__(
        self, provinces: Sequence[tuple[Province, Sequence[str]]], bodies: Sequence[tuple[str, Sequence[str]]]
    ) -> None:
        self._provinces: PhraseIndex[Province] = PhraseIndex()
        for province, aliases in provinces:
            for name in (province.name, *aliases):
                self._provinces.add(name, province)
        self._bodies: PhraseIndex[str] = PhraseIndex()
        for body, aliases in bodies:
            for name in (body, *aliases):
                self._bodies.add(name, body)
        self.provinces = tuple(province for province, _ in provinces)

    @classmethod
    def load(cls, folder: Path | None = None) -> Places:
        """Read provinces.csv and ministries.csv of ``folder`` (default: the bundled). Raises TableError."""
        folder = folder or DATA_FOLDER
        provinces: list[tuple[Province, Sequence[str]]] = []
        for row in read_table(folder / "provinces.csv", ("name", "now", "use", "aliases")):
            use = row["use"]
            if use not in ("", "type"):
                raise row.error(f"use “{use}” phải để trống hoặc type")
            provinces.append((Province(row["name"], row["now"], use == "type"), row.parts("aliases")))
        rows = read_table(folder / "ministries.csv", ("name", "aliases"))
        return cls(provinces, [(row["name"], row.parts("aliases")) for row in rows])

    def provinces_in(self, text: str) -> tuple[Province, ...]:
        """Provinces named in ``text``, in order, each once."""
        text = composed(text)
        tokens = tokens_of(text)
        found: list[Province] = []
        for one in self._provinces.find(tokens):
            if _is_meant(tokens, one, text.isupper()) and one.value not in found:
                found.append(one.value)
        return tuple(found)

    def bodies_in(self, text: str) -> tuple[str, ...]:
        """Ministries and other central bodies named in ``text``, in order, each once."""
        tokens = tokens_of(composed(text))
        found = (
            one.value
            for one in self._bodies.find(tokens)
            if not (
                tokens[one.first].folded == "bo" and one.first and tokens[one.first - 1].folded in _BEFORE_BO
            )
        )
        return tuple(dict.fromkeys(found))


@cache
def bundled_places() -> Places:
    """The bundled provinces and ministries, read once."""
    return Places.load()


def foreign_places(text: str, home: str = HOME) -> tuple[str, ...]:
    """Names of provinces in ``text`` other than ``home`` and those merged into it, in order."""
    return tuple(one.name for one in bundled_places().provinces_in(text) if fold(one.now) != fold(home))


def former_places(text: str, home: str = HOME) -> tuple[str, ...]:
    """Names of former provinces in ``text`` that are part of ``home`` today: Kiên Giang in An Giang."""
    return tuple(
        one.name
        for one in bundled_places().provinces_in(text)
        if one.is_former and fold(one.now) == fold(home)
    )


def ministries_in(text: str) -> tuple[str, ...]:
    """Ministries and other central bodies named in ``text``, in order."""
    return bundled_places().bodies_in(text)


def _is_meant(tokens: Sequence[Token], found: Found[Province], is_shouting: bool) -> bool:
    before = tokens[found.first - 1].folded if found.first else ""
    if before in _NOT_A_PLACE:
        return False
    if not found.value.needs_cue:
        return True
    named = tokens[found.first : found.last]
    is_capital = not is_shouting and all(token.text[0].isupper() for token in named)
    is_capital = is_capital and (len(named) > 1 or found.first > 0)
    return is_capital or before in _BEFORE_NAME
