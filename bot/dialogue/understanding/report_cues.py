"""The words by which people say how a task goes, and where a text says them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from enum import StrEnum, auto
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from bot.dialogue.understanding.phrases import PhraseBook, Word, words_of
from bot.dialogue.understanding.report_text import Line, bare_letters
from corpus.compounds import common_pairs
from corpus.vietnamese import fold


class ReportCue(StrEnum):
    """What a phrase tells of a report; the phrases are in ``report_cues.toml``."""

    DONE = auto()
    FINISHED = auto()  # "hoàn thành": also a word of the plan
    DOING = auto()
    NOT_STARTED = auto()
    PAUSED = auto()
    CONTENT = auto()  # holds a cue and says nothing: "tạm ngưng hiệu lực"
    WORK = auto()  # a percent beside it is one of the work
    WORK_VERB = auto()  # so is it, unless a rate is named: "làm được 60 %"
    RATE = auto()  # a percent beside it is a measure
    REACHED = auto()
    EXCEEDED = auto()
    RISE = auto()
    FALL = auto()
    RANK = auto()
    BOUND = auto()  # the number behind it is a target, no result
    FORECAST = auto()
    REMAINING = auto()
    COMPARED = auto()
    BECAUSE = auto()
    STALLED = auto()
    DIFFICULTY = auto()
    LACK = auto()  # a difficulty that is not called one
    PROPOSAL = auto()
    CORRECTION = auto()
    SAME = auto()  # as it was told before
    REPORTING = auto()
    QUESTION = auto()
    NO_QUESTION = auto()
    ASK = auto()
    NAMING = auto()  # the number behind it is part of a name: "Chỉ thị 26"
    HALF = auto()
    FULL = auto()
    GRADE = auto()


_FORGIVING = frozenset({ReportCue.DONE, ReportCue.FINISHED, ReportCue.WORK})
_STRICT = frozenset(
    {ReportCue.PAUSED, ReportCue.DIFFICULTY, ReportCue.LACK, ReportCue.BECAUSE, ReportCue.PROPOSAL}
)
"""Found only with the right tones: "trả kết quả tại" is no "quá tải"."""


class CueAt(NamedTuple):
    """A phrase at [start, end) of a text."""

    labels: frozenset[ReportCue]
    start: int
    end: int
    phrase: str  # folded


_CANNOT = re.compile(
    r"(?<![^\W_])(?:chua|khong|ko|hong|hok)(?:\s+[^\W\d_]+){1,4}?\s+(?:duoc|noi|kip|dc)(?![^\W_])"
)


@cache
def report_cues() -> PhraseBook[ReportCue]:
    """The phrases of every cue, from ``report_cues.toml``."""
    lists = _lists()
    return PhraseBook({cue: lists[cue.value] for cue in ReportCue}, forgiving=_FORGIVING)


@cache
def counted() -> PhraseBook[str]:
    """What figures count, each labelled by its name."""
    units: dict[str, list[str]] = {unit: [unit] for unit in _lists()["units"]}
    for short, full in _lists()["short_units"].items():
        units.setdefault(full, []).append(short)
    return PhraseBook(units)


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "report_cues.toml").read_text(encoding="utf-8"))


@cache
def listed(name: str) -> frozenset[str]:
    """A list of ``report_cues.toml``, folded. Raises KeyError when it has none of this name."""
    return frozenset(fold(phrase) for phrase in _lists()[name])


def is_courtesy(word: Word) -> bool:
    """Whether a word says nothing at the end of a message: "nha", "ạ"; "nhà" is another word."""
    return word.text in _courtesies() if word.is_marked else word.folded in listed("courtesies")


@cache
def _courtesies() -> frozenset[str]:
    return frozenset(_lists()["courtesies"])


def cues_in(line: Line) -> tuple[CueAt, ...]:
    """The cues of a line, left to right, none over another nor over a sign between clauses."""
    return tuple(cue for clause in line.clauses for cue in _cues_of(line, clause.start, clause.end))


def _cues_of(line: Line, start: int, end: int) -> Iterator[CueAt]:
    words = words_of(line.text[start:end])
    for span in report_cues().find(words, as_typed=_bare(words) if line.is_marked else frozenset()):
        if span.phrase in listed("marked_only") and not _has_marks(words, span.first, span.last):
            continue
        if span.last - span.first == 1 and _is_half(words, span.first):
            continue
        if ReportCue.CORRECTION in span.labels and _is_half(words, span.first):
            continue  # "ho so cu"
        labels = span.labels if span.is_exact else span.labels - _STRICT
        first, last = words[span.first].start, words[span.last - 1].end
        yield CueAt(labels, start + first, start + last, span.phrase)


def counted_in(text: str, *, is_marked: bool, is_behind: bool = False) -> tuple[tuple[int, int, str], ...]:
    """What could be counted: start, end and name of each, left to right.

    ``is_behind``: right behind a number, where "phong" is hardly another word than "phòng".
    """
    common = listed("never_units") if is_behind else listed("marked_only_units")
    words = words_of(text)
    spans = counted().find(words, as_typed=_bare(words) if is_marked else frozenset())
    return tuple(
        (words[span.first].start, words[span.last - 1].end, min(span.labels))
        for span in spans
        if not _clings(words, span.first, span.last)
        and (span.phrase not in common or _has_marks(words, span.first, span.last))
    )


@cache
def _troubles() -> PhraseBook[str]:
    return PhraseBook({"trouble": _lists()["trouble"]})


def troubles_at(text: str, *, is_marked: bool) -> tuple[tuple[int, int], ...]:
    """Where a text says what is bad: start and end of each word or phrase, left to right."""
    words = words_of(text)
    spans = _troubles().find(words, as_typed=_bare(words) if is_marked else frozenset())
    found = [match.span() for match in _CANNOT.finditer(bare_letters(text))]
    found += [
        (words[span.first].start, words[span.last - 1].end)
        for span in spans
        if span.is_exact
        and not _clings(words, span.first, span.last)
        and (span.last - span.first > 1 or _has_marks(words, span.first, span.last))
    ]
    return tuple(sorted(found))


def _bare(words: tuple[Word, ...]) -> frozenset[int]:
    return frozenset(place for place, word in enumerate(words) if not word.is_marked)


def _has_marks(words: tuple[Word, ...], first: int, last: int) -> bool:
    return any(word.is_marked for word in words[first:last])


def _is_half(words: tuple[Word, ...], place: int) -> bool:
    """Whether a word without marks is half of another: "ket qua", "don vi", "dien tu"."""
    word = words[place].folded
    if word not in listed("halves") or (words[place].is_marked and word not in ("chi", "lam")):
        return False
    before = (words[place - 1].folded, word) if place else None
    after = (word, words[place + 1].folded) if place + 1 < len(words) else None
    return before in common_pairs() or after in common_pairs()


def _clings(words: tuple[Word, ...], first: int, last: int) -> bool:
    """Whether one word belongs to the one before it: "thị trường"."""
    return (
        last - first == 1 and first > 0 and (words[first - 1].folded, words[first].folded) in common_pairs()
    )
