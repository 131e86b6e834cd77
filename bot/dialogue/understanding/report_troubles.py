"""Clauses that tell of a trouble in plain words, without calling it one: "máy quét hư cả tuần nay"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from bot.dialogue.understanding.phrases import words_of
from bot.dialogue.understanding.report_cues import CueAt, ReportCue, troubles_at
from bot.dialogue.understanding.report_reasons import Reason
from bot.dialogue.understanding.report_text import Line
from bot.dialogue.understanding.report_values import Span, lies_in, spans_of

_OPENERS = frozenset({"dạ", "ạ", "à", "a", "ơi", "nha", "nhé", "thì", "mà", "với", "và", "nhưng"})
_CONSEQUENCE = re.compile(r"\s(?:nen|cho nen|vi vay|vi the|do do|thanh ra)\s")
_DENIED = re.compile(r"(?<![^\W_])(?:khong|chua|ko|thieu)(?![^\W_])")
_TELLS = re.compile(r"\d|(?<![^\W_])(?:chua|dang|moi|xong|tam)(?![^\W_])")
_REASON_WORD = (
    r"(?:nhung )?(?:kho khan|vuong mac|vuong|kien nghi|de xuat|ton tai|han che|bat cap|y kien gi|y kien|gi)"
)
_REASON_WORDS = rf"{_REASON_WORD}(?:(?:\s*[,/]\s*|\s+va\s+|\s+)(?:khong co )?{_REASON_WORD})*"
_NOTHING = re.compile(
    rf"(?<![^\W_])(?:(?:khong|chua|ko|hong)(?: he)?(?: co| gap| phat sinh"
    rf"| bi)?(?: gi)? {_REASON_WORDS}(?: gi| nao)?(?: het| ca)?"
    rf"|{_REASON_WORDS}\s*[:-]?\s*(?:la )?(?:khong co gi|khong phat sinh|khong co|chua co|khong|ko co"
    rf"|ko)(?=\s*(?:[.;,!)]|$)))(?![^\W_])"
)
_TOLD = frozenset(
    {ReportCue.DONE, ReportCue.FINISHED, ReportCue.DOING, ReportCue.NOT_STARTED, ReportCue.PAUSED}
    | {ReportCue.REPORTING, ReportCue.CONTENT, ReportCue.NO_QUESTION, ReportCue.FORECAST}
)


def nothing_in(line: Line) -> tuple[Span, ...]:
    """Where it is said that nothing stands in the way and nothing is asked for."""
    return tuple(match.span() for match in _NOTHING.finditer(line.bare))


def with_troubles(
    line: Line, cues: Sequence[CueAt], rows: Sequence[Span], reasons: Sequence[Reason]
) -> tuple[Reason, ...]:
    """The reasons of a line and the troubles beside them, left to right; neighbours are one.

    A trouble told behind a wish ends it: "xin lùi sang quý sau, đoàn bị trùng lịch".
    """
    troubles = list(_troubles(line, cues, rows, reasons))
    starts = [one.start for one in troubles]
    cut = [
        replace(one, end=min([place for place in starts if one.start < place < one.end], default=one.end))
        for one in reasons
    ]
    joined: list[Reason] = []
    for one in sorted((*cut, *troubles), key=lambda one: one.start):
        before = joined[-1] if joined else None
        if before and before.kind == one.kind and not line.bare[before.end : one.start].strip(" ,"):
            joined[-1] = replace(before, end=one.end)
        else:
            joined.append(one)
    return tuple(joined)


def _troubles(
    line: Line, cues: Sequence[CueAt], rows: Sequence[Span], reasons: Sequence[Reason]
) -> Iterator[Reason]:
    taken = [*rows, *((cue.start, cue.end) for cue in cues if cue.labels & _TOLD)]
    taken += [(one.start, one.end) for one in reasons if one.kind == "difficulty"]
    taken += [(one.start, line.clause_at(one.start).end) for one in reasons if one.kind == "proposal"]
    words = troubles_at(line.text, is_marked=line.is_marked)
    for place in _causes(line):
        start, end = _stretch(line, place)
        if not lies_in(start, end, [*rows, *spans_of(reasons)]):
            yield Reason("difficulty", _opening(line, start, end), end)
            taken.append((start, end))
    for (start, end), _ in groupby(_stretch(line, place) for place, _ in words):
        if lies_in(start, end, taken) or re.search(r"\d", line.bare[start:end]):
            continue
        yield Reason("difficulty", _opening(line, start, end), end)


def _causes(line: Line) -> Iterator[int]:
    """What was denied before a consequence: "không có ai làm nên VII.3 chưa làm"."""
    for cut in _CONSEQUENCE.finditer(line.bare):
        clause = line.clause_at(cut.start())
        denied = _DENIED.search(line.bare, clause.start, cut.start())
        if denied:
            yield denied.start()


def _stretch(line: Line, place: int) -> Span:
    """The clause around a place, without a consequence that tells a figure: "mạng yếu nên mới được 30 %"."""
    clause = line.clause_at(place)
    cut = _CONSEQUENCE.search(line.bare, place, clause.end)
    is_told = cut and _TELLS.search(line.bare, cut.end(), clause.end)
    return (clause.start, cut.start()) if cut and is_told else (clause.start, clause.end)


def _opening(line: Line, start: int, end: int) -> int:
    """Where the clause begins behind words of courtesy."""
    words = words_of(line.text[start:end])
    first = next((word for word in words if word.text not in _OPENERS), None)
    return start + first.start if first else start
