"""The words by which people say how a task goes, and where a text says them."""

from __future__ import annotations

import tomllib
from enum import StrEnum, auto
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bot.dialogue.understanding.phrases import PhraseBook, words_of


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
    REPORTING = auto()
    QUESTION = auto()
    NO_QUESTION = auto()
    ASK = auto()
    NAMING = auto()  # the number behind it is part of a name: "Chỉ thị 26"
    HALF = auto()
    FULL = auto()
    GRADE = auto()


_FORGIVING = frozenset(
    {ReportCue.DONE, ReportCue.FINISHED, ReportCue.DOING, ReportCue.NOT_STARTED, ReportCue.PAUSED, ReportCue.WORK}
)


class CueAt(NamedTuple):
    """A phrase at [start, end) of a text."""

    labels: frozenset[ReportCue]
    start: int
    end: int
    phrase: str  # folded


@cache
def report_cues() -> PhraseBook[ReportCue]:
    """The phrases of every cue, from ``report_cues.toml``."""
    lists = _lists()
    return PhraseBook({cue: lists[cue.value] for cue in ReportCue}, forgiving=_FORGIVING)


@cache
def counted() -> PhraseBook[str]:
    """What figures count, each labelled by its name."""
    return PhraseBook({unit: [unit] for unit in _lists()["units"]})


@cache
def _lists() -> dict[str, list[str]]:
    return tomllib.loads((Path(__file__).parent / "report_cues.toml").read_text(encoding="utf-8"))


def cues_in(text: str) -> tuple[CueAt, ...]:
    """The cues of a text, left to right, none over another."""
    words = words_of(text)
    return tuple(
        CueAt(span.labels, words[span.first].start, words[span.last - 1].end, span.phrase)
        for span in report_cues().find(words)
    )
