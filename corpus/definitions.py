"""The short forms a plan explains itself: "thủ tục hành chính (TTHC)"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpus.model import PlanAbbreviation
from corpus.vietnamese import fold

_BRACKET = re.compile(
    r"\s*\(\s*(?:(?:sau đây )?(?:viết tắt|gọi tắt|gọi chung)(?: là)?\s*:?\s*)?"
    r"(?P<short>[^\W\d_][\w&-]{1,11}(?:\s[A-Z]{2,8})?)\s*\)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_CLAUSE_START = re.compile(r"[;:.()]\s*|\s-\s")
_FULL_FORM_WORDS = 25


def read_abbreviations(texts: Iterable[tuple[str, str]]) -> tuple[PlanAbbreviation, ...]:
    """Short forms explained in the texts, each (where, text); the first explanation holds."""
    found: dict[str, tuple[str, list[str]]] = {}
    for where, text in texts:
        for short, full in _explained(text):
            places = found.setdefault(short, (full, []))[1]
            if where not in places:
                places.append(where)
    return tuple(PlanAbbreviation(short, full, tuple(where)) for short, (full, where) in found.items())


def _explained(text: str) -> Iterator[tuple[str, str]]:
    for bracket in _BRACKET.finditer(text):
        short = bracket["short"]
        if short != short.upper() or not any(c.isalpha() for c in short):
            continue
        before = text[: bracket.start()]
        full = _by_initials(before, short) or _by_name(before)
        if full:
            yield short, full


def _by_initials(before: str, short: str) -> str:
    """The last words whose initials are the short form: "phản ánh, kiến nghị" for PAKN."""
    letters = [c for c in short if c.isalpha()]
    words = list(_WORD.finditer(before))[-len(letters) :]
    if len(words) < len(letters) or any(
        not _opens_with(w.group(), c) for w, c in zip(words, letters, strict=True)
    ):
        return ""
    return before[words[0].start() :].strip()


def _opens_with(word: str, letter: str) -> bool:
    """ "ánh" opens with A, "đơn" with Đ (or D, as it is often typed)."""
    return word[0].upper() == letter or fold(word[0]) == letter.lower()


def _by_name(before: str) -> str:
    """For a foreign short form (SIPAS, AI): the name before it, from the last capital of a common word."""
    cuts = list(_CLAUSE_START.finditer(before))
    clause = before[cuts[-1].end() if cuts else 0 :]
    names = [w for w in _WORD.finditer(clause) if w.group()[0].isupper() and not w.group().isupper()]
    full = clause[names[-1].start() :].strip() if names else ""
    return full if 2 <= len(full.split()) <= _FULL_FORM_WORDS else ""
