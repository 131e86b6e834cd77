"""Which part of a line speaks of which task, and by what words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.dialogue.understanding.phrases import words_of
from bot.dialogue.understanding.report_cues import ReportCue, listed
from bot.dialogue.understanding.report_line import STATED, ReadLine
from bot.dialogue.understanding.report_rows import Pointed
from bot.dialogue.understanding.report_text import Line, bare_letters
from bot.dialogue.understanding.report_values import Figure, Span, lies_in, spans_of

_PLAIN = STATED | {
    ReportCue.REACHED,
    ReportCue.REPORTING,
    ReportCue.HALF,
    ReportCue.EXCEEDED,
    ReportCue.BOUND,
    ReportCue.REMAINING,
    ReportCue.WORK_VERB,
    ReportCue.STALLED,
    ReportCue.FINISHED,
    ReportCue.FULL,
}
_A_SUBJECT = 3  # words from which a later part may name a task of its own
_SHARED = re.compile(r"[\s,&+/;-]*(?:(?:va|voi|cung)\s*)?(?:(?:nhiem vu|viec|muc|ca)\s*)*")
_RANGE = re.compile(r"\s*(?:den|toi|-|–|—|->)\s*(?:het\s+)?(?:nhiem vu\s+|muc\s+)?")
_FACTS = STATED | {ReportCue.FINISHED}
_AGENCY = re.compile(
    r"\s*(?:so|ubnd|uy ban|xa|phuong|ban|van phong|cong an|thue|dac khu|chi cuc|thanh tra)\s[^\d%]{2,40}$"
)
_BESIDE = re.compile(r"(?<![^\W_])(?:cung|thi)\s+(?:da |dang |chua |xong|moi |tam )")
_SOFT = re.compile(r"\s*(?:con|rieng|ben canh do|ngoai ra)\s")


@dataclass(frozen=True, slots=True)
class Part:
    """[start, end) of a line, which speaks of the tasks pointed at by ``rows``."""

    rows: tuple[Pointed, ...]
    start: int
    end: int
    is_range: bool = False  # "III.1 đến III.5": those between are meant as well


def parts_of(read: ReadLine) -> list[Part]:
    """The parts of a line in which tasks are pointed at by number, left to right."""
    groups = _groups([row for row in read.rows if row.codes], read.line)
    places = [*_starts(read, groups), len(read.line.text)]
    coded = [row for row in read.rows if row.codes]
    again = {row.codes for group in groups[:-1] for row in group} if len(groups) > 1 else set()
    is_range = any(row.codes in again and row.start > groups[-1][-1].end for row in coded) or any(
        _RANGE.fullmatch(read.line.bare[one.end : other.start]) for one, other in pairwise(coded)
    )
    return [Part(tuple(rows), *span, is_range) for rows, span in zip(groups, pairwise(places), strict=True)]


def _groups(coded: Sequence[Pointed], line: Line) -> list[list[Pointed]]:
    """Rows named side by side share what is told: "V.1 và V.2 xong"."""
    groups: list[list[Pointed]] = []
    coded = _without_heading(coded, line)
    for row in coded:
        if groups and _SHARED.fullmatch(line.bare[groups[-1][-1].end : row.start]):
            groups[-1].append(row)
        elif groups and any(row.codes == one.codes for group in groups for one in group):
            continue  # the same task once more
        else:
            groups.append([row])
    return groups


def _without_heading(coded: Sequence[Pointed], line: Line) -> Sequence[Pointed]:
    """Without the tasks that are first listed and then told of one by one: "I.1 và I.2: I.1 xong, ..."."""
    for place in range(1, len(coded)):
        is_heading = ":" in line.bare[coded[place - 1].end : coded[place].start]
        if is_heading and {one.codes for one in coded[:place]} <= {one.codes for one in coded[place:]}:
            return coded[place:]
    return coded


def _starts(read: ReadLine, groups: list[list[Pointed]]) -> list[int]:
    """Where each task's part begins: with its number, or behind the one before where numbers come last."""
    if len(groups) < 2:
        return [0] * len(groups)
    facts = [figure.start for figure in read.figures]
    facts += [cue.start for cue in read.outside if cue.labels & STATED]
    first = groups[0][0].start
    last = groups[-1][-1].end
    if any(place < first for place in facts) and not any(place > last for place in facts):
        return [0, *(group[-1].end for group in groups[:-1])]
    return [0, *(_clause_start(read, group[0].start) for group in groups[1:])]


def _clause_start(read: ReadLine, place: int) -> int:
    """The number itself, with the few words of its clause that announce it."""
    clause = read.line.clause_at(place)
    return clause.start if place - clause.start <= 20 and clause.start else place


def subject(read: ReadLine, start: int, end: int) -> tuple[str, tuple[str, ...]]:
    """The words of a part that may name its task, all, and clause by clause: without figures, cues of
    telling and what stands in the way. First what is said before the first figure, where that is less."""
    gone = [*_of_no_subject(read), *_reporter(read)]
    clauses = [clause for clause in read.line.clauses if start <= clause.start < end]
    parts = [_spoken(read.line, gone, clause.start, clause.end) for clause in clauses]
    parts = [part for part in parts if part]
    heads = []
    for clause in clauses[:2]:
        first = min((one.start for one in read.figures if one.start >= clause.start), default=clause.end)
        head = _spoken(read.line, gone, clause.start, min(first, clause.end))
        heads += [head] if len(head.split()) >= _A_SUBJECT and head not in parts else []
    return " ".join(parts), (*heads, *parts)


def _reporter(read: ReadLine) -> list[Span]:
    """The agency that opens a message before ":", and says nothing of the task: "Sở Tài chính: ..." """
    first = read.line.clauses[0] if read.line.clauses else None
    if first is None or read.line.bare[first.end : first.end + 1] != ":":
        return []
    is_agency = _AGENCY.match(read.line.bare, first.start, first.end)
    return [(first.start, first.end)] if is_agency else []


def _of_no_subject(read: ReadLine) -> list[Span]:
    gone = [*spans_of(read.reasons), *read.places, *read.dates]
    gone += [*spans_of(read.figures), *spans_of(read.periods)]
    return gone + [(cue.start, cue.end) for cue in read.cues if cue.labels <= _PLAIN]


def _spoken(line: Line, gone: Sequence[Span], start: int, end: int) -> str:
    """The words within [start, end) of a line, unless all are courtesies; without marks where few are set."""
    words = [
        line.text[start + word.start : start + word.end]
        for word in words_of(line.text[start:end])
        if not lies_in(start + word.start, start + word.end, gone)
        and not word.folded[0].isdigit()
        and word.folded != "%"
    ]
    if all(bare_letters(word) in listed("courtesies") for word in words):
        return ""
    while len(words) > 1 and bare_letters(words[-1]) in listed("tails"):
        words.pop()
    while len(words) > 1 and bare_letters(words[0]) in listed("heads"):
        words.pop(0)
    said = " ".join(words)
    # Short forms were written out with marks: one way of writing for all.
    return said if line.is_marked else bare_letters(said)


def piece_starts(read: ReadLine) -> list[int]:
    """Where the parts of a line begin that may each speak of a task of their own: "A xong, còn B thì chưa".

    Empty when there is but one.
    """
    line = read.line
    facts = [*spans_of(read.figures), *((cue.start, cue.end) for cue in read.outside if cue.labels & _FACTS)]
    starts: list[int] = []
    for place, clause in enumerate(line.clauses):
        own = [start for start, _ in facts if clause.start <= start < clause.end]
        ahead = line.clauses[place + 1] if place + 1 < len(line.clauses) else None
        if ahead and not own and not ahead.opens:
            own = [start for start, _ in facts if ahead.start <= start < ahead.end]
        words, _ = subject(read, clause.start, clause.end)
        if own and (len(words.split()) > 1 or re.search(r"\d", words)):
            starts.append(clause.start if starts else 0)
    return starts if len(starts) > 1 else []


def opens_anew(read: ReadLine, start: int) -> bool:
    """Whether a sign or a word says that something else is spoken of from here: ";", "còn ... thì"."""
    clause = read.line.clause_at(start)
    text = read.line.bare[clause.start : clause.end]
    return clause.opens or bool(_SOFT.match(f" {text.lstrip()}") or _BESIDE.search(text))


def later_subjects(read: ReadLine, figures: Sequence[Figure], start: int, end: int) -> Iterator[str]:
    """What the parts behind ";", a full stop or "còn" speak of, where they hold figures."""
    clauses = [clause for clause in read.line.clauses if start <= clause.start < end]
    for place, clause in enumerate(clauses):
        if not place or not (clause.opens or _SOFT.match(read.line.bare, clause.start)):
            continue
        last = next((one.start for one in clauses[place + 1 :] if one.opens), end)
        if any(clause.start <= one.start < last for one in figures):
            words, _ = subject(read, clause.start, last)
            if len(words.split()) >= _A_SUBJECT:
                yield words
