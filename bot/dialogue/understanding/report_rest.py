"""What of a line was not read and may mean something: a stray number, a denial, a word of correction."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.dialogue.understanding.phrases import words_of
from bot.dialogue.understanding.report_cues import ReportCue, listed
from bot.dialogue.understanding.report_line import STATED, ReadLine
from bot.dialogue.understanding.report_reasons import GOOD_NEWS
from bot.dialogue.understanding.report_states import is_denied
from bot.dialogue.understanding.report_text import Line
from bot.dialogue.understanding.report_units import unit_behind
from bot.dialogue.understanding.report_values import Span, lies_in, spans_of
from corpus.compounds import common_pairs
from corpus.dates import dates_in

_A_CLAUSE = 3  # words from which a clause tells something
_TELLING = STATED | {ReportCue.FINISHED, ReportCue.CONTENT, ReportCue.FORECAST, ReportCue.REPORTING}
_NUMBER = re.compile(r"(?<![^\W_])(?<![^\W_][./-])\d[\d.,]*(?:/\d[\d.,]*)*[^\W\d_]{0,4}")
_OF_NAME = re.compile(r"\d[\d.,]*(?:/\d{4})?[/-](?=[a-z])")  # 88/BC-UBND, 57-NQ/TW
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_DOCUMENT = re.compile(
    r"(?<![^\W_])(?:cv|qd|kh|nq|tb|ttr|ct|nd|vb|cong van|so)\s*(?:so\s*)?$"
)  # "CV 2043"
_CONSEQUENCE = re.compile(r"\s*(?:nen|cho nen|vi vay|vi the|do do|thanh ra)\s")
_NOT_ANY = re.compile(r"(?<![^\W_])(?:nao|ai|gi)(?![^\W_])")  # "chưa có hồ sơ nào"
_DENIALS = frozenset({"chưa", "không", "ko", "hông", "hổng", "hỏng", "hok", "chẳng", "chả", "đâu"})
_BARE_DENIALS = frozenset({"chua", "khong", "ko", "hok"})


def unread_in(read: ReadLine, start: int, end: int) -> tuple[str, ...]:
    """The words within [start, end), as typed, that may change what a report means and were not read."""
    line = read.line
    spans = [
        span
        for span in (*_numbers(read), *_quarters(read), *_denials(read), *_clauses(read), *_corrections(read))
        if start <= span[0] < end
    ]
    return tuple(dict.fromkeys(line.as_typed(first, last) for first, last in sorted(spans)))


def _numbers(read: ReadLine) -> Iterator[Span]:
    line = read.line
    seen = [*read.passed, *read.taken, *spans_of(read.reasons)]
    seen += [*spans_of(read.figures), *spans_of(read.periods)]
    for match in _NUMBER.finditer(line.bare):
        if _YEAR.fullmatch(match[0]):
            alone = not any(start <= match.start() and match.end() < end for start, end in seen)
            alone = alone and not any(start < match.start() and match.end() <= end for start, end in seen)
            if alone and unit_behind(line, match.end()):
                yield match.span()  # "2026 hồ sơ"
        elif not lies_in(*match.span(), seen) and not _is_of_document(line, *match.span()):
            yield match.span()


def _quarters(read: ReadLine) -> Iterator[Span]:
    """Quarters that are no reporting period: "quý II"."""
    mentioned = [*((one.start, one.end) for one in read.mentions), *spans_of(read.reasons)]
    for date in dates_in(read.line.text):
        clause = read.line.clause_at(date.start).start
        to_come = any(
            ReportCue.FORECAST in cue.labels and clause <= cue.start < date.start for cue in read.cues
        )
        if date.grain == "quarter" and not to_come and not lies_in(date.start, date.end, mentioned):
            yield date.start, date.end


def _is_of_document(line: Line, start: int, end: int) -> bool:
    """Whether a number names a document: "15/2026/QĐ-UBND", "CV 2043"."""
    return bool(_OF_NAME.match(line.bare, start, end + 2) or _OF_DOCUMENT.search(line.bare[:start]))


def _denials(read: ReadLine) -> Iterator[Span]:
    """ "chưa" and "không" that belong to nothing that was read."""
    line = read.line
    ended = [cue for cue in read.outside if cue.labels & {ReportCue.DONE, ReportCue.FINISHED}]
    held = [_with_consequence(read, one) for one in spans_of(read.reasons)]
    held += read.nothing
    held += [(cue.start, cue.end) for cue in read.cues if not _is_weak(cue.labels)]
    held += [(line.clause_at(cue.start).start, cue.start) for cue in ended if is_denied(line, cue)]
    words = words_of(line.text)
    denials = _DENIALS if line.is_marked else _DENIALS | _BARE_DENIALS
    for place, word in enumerate(words):
        if word.text not in denials:
            continue
        following = words[place + 1].folded if place + 1 < len(words) else ""
        if lies_in(word.start, word.end, held) or (word.folded, following) in common_pairs():
            continue
        if GOOD_NEWS.match(line.bare, word.end) or _NOT_ANY.search(
            line.bare, word.end, line.clause_at(word.start).end
        ):
            continue
        last = words[min(place + 3, len(words) - 1)].end
        yield word.start, min(last, line.clause_at(word.start).end)


def _clauses(read: ReadLine) -> Iterator[Span]:
    """What is told last, behind every fact, and is neither a trouble nor of no weight."""
    line = read.line
    told = [cue for cue in read.outside if cue.labels & _TELLING]
    facts = [start for start, _ in (*spans_of(read.figures), *read.places, *spans_of(told))]
    if not facts:
        return
    seen = [*read.passed, *read.taken, *read.nothing]
    seen += [*spans_of(read.figures), *spans_of(told)]
    for clause in line.clauses:
        if clause.start < max(facts) or lies_in(clause.start, clause.end, seen):
            continue
        words = [word.folded for word in words_of(line.text[clause.start : clause.end])]
        telling = [word for word in words if word not in listed("courtesies")]
        said = f" {' '.join(words)} "
        if len(telling) >= _A_CLAUSE and not any(f" {one} " in said for one in listed("of_no_weight")):
            yield clause.start, clause.end


def _with_consequence(read: ReadLine, reason: Span) -> Span:
    """A reason with what follows from it: "chưa có số liệu nên chưa tính được"."""
    start, end = reason
    follows = _CONSEQUENCE.match(read.line.bare, end)
    return (start, read.line.clause_at(end).end) if follows else reason


def _is_weak(labels: frozenset[ReportCue]) -> bool:
    return labels <= {ReportCue.STALLED, ReportCue.REACHED}


def _corrections(read: ReadLine) -> Iterator[Span]:
    for cue in read.outside:
        if ReportCue.CORRECTION in cue.labels and not lies_in(cue.start, cue.end, read.passed):
            yield cue.start, cue.end
        if ReportCue.SAME in cue.labels and not read.figures:
            yield cue.start, cue.end
