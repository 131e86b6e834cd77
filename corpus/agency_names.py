"""The other ways an agency's name is said: type words dropped, initials, old district names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

# strong: always the agency. loose: taken without a cue, but said to be weak. cue: only beside a cue word.
# caps: only as capitals.
Use = Literal["strong", "loose", "cue", "caps"]

_COMMUNE_SHORTS = {"xã": ("x",), "phường": ("p", "ph"), "đặc khu": ("đk",)}
_COMMITTEE = ("UBND", "ủy ban nhân dân", "ủy ban", "UB")
_FORMER_SHORTS = {"thành phố": ("thành phố", "TP"), "thị xã": ("thị xã", "TX"), "huyện": ("huyện", "H")}
_WORD = re.compile(r"[^\W_]+")
_AND = re.compile(r"\s+và\s+", re.IGNORECASE)


def department_aliases(name: str) -> Iterator[tuple[str, Use]]:
    """Aliases of "Sở A B và C D": Sở A B, Sở A B C D, Sở ABCD, SABCD, Sở AB&CD, "A B và C D" beside a cue."""
    field = name.split(maxsplit=1)[1] if " " in name else ""
    if not field:
        return
    halves = _AND.split(field)
    initials = ["".join(word[0] for word in _WORD.findall(half)).upper() for half in halves]
    yield name, "strong"
    yield f"{name} tỉnh", "strong"
    short = "".join(initials)
    yield f"Sở {short}", "strong"
    yield f"S{short}", "strong" if len(short) > 1 else "caps"
    yield field, "cue"
    if len(halves) > 1:
        joined = " ".join(halves)
        yield f"Sở {joined}", "strong"
        yield f"Sở {halves[0]}", "strong"
        yield joined, "cue"
        yield halves[0], "cue"
        for sign in ("&", "-", " và ", " "):
            yield f"Sở {sign.join(initials)}", "strong"
            yield f"S{sign.join(initials)}", "strong"
        yield from ((f"Sở {half}", "strong") for half in initials[:1] if len(half) > 1)
        mixed = next(pairwise(halves))
        yield f"Sở {mixed[0]}, {mixed[1]}", "strong"


def commune_aliases(name: str, kind: str, former: str, bare_use: str) -> Iterator[tuple[str, Use]]:
    """Aliases of "Xã An Phú": An Phú, UBND xã An Phú, UBND An Phú, x. An Phú, and its old district's name."""
    bare = bare_name(name, kind)
    yield bare, "cue" if bare_use == "cue" else "loose"
    for kind_word in (kind, *_COMMUNE_SHORTS.get(kind, ())):
        yield f"{kind_word} {bare}", "strong"
        for committee in _COMMITTEE:
            yield f"{committee} {kind_word} {bare}", "strong"
    for committee in _COMMITTEE:
        yield f"{committee} {bare}", "strong"
    for other in (word for word in _COMMUNE_SHORTS if word != kind):
        yield f"{other} {bare}", "loose"  # "xã Long Xuyên": the name is right, the type word is not
    for word in _FORMER_SHORTS.get(former, ()):
        yield f"{word} {bare}", "loose"


def bare_name(name: str, kind: str) -> str:
    """ "Phường Long Xuyên" -> "Long Xuyên"."""
    return name[len(kind) :].strip() if name.lower().startswith(kind.lower()) else name
