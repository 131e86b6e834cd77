"""What of a line was not read and may mean something: a stray number, a denial, a word of correction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.dialogue.understanding.phrases import words_of
from bot.dialogue.understanding.report_cues import CueAt, ReportCue, is_courtesy, listed, troubles_at
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
_UNNAMED = re.compile(
    r"(?<![^\W_])(?:may |cac |nhung )?(?:cai|nhiem vu|dau viec|muc|nv) (?:kia|khac|hom truoc"
    r"|hom bua|hom qua|bua truoc)(?![^\W_])"
    r"|(?<![^\W_])(?:may |cac |nhung )(?:cai|nhiem vu|viec|dau viec|muc) con lai(?=\s+(?:cung"
    r"|deu|xong|thi|da))"
)
_CONDITION = re.compile(r"(?<![^\W_])neu\s(?:[^,.;]*?\s)?thi(?![^\W_])")
_SOME = re.compile(r"\s*(?:ton |lai |khoang )*[1-9]\d*(?!\s*%)")
_TO = re.compile(r"(?<![^\W_])(?:sang|qua|doi den|lui den|den)\s+$")  # "hoãn sang quý IV"
_NO_PERIOD = re.compile(
    r"(?<![^\W_])(?:ky|bao cao|bc|dot)\s+(?:bao cao\s+)?(?:(?:\d{1,2} thang"
    r"|thang \d{1,2})(?: (?:dau|cuoi) nam)?)(?![^\W_])"
)
_THEREFORE = re.compile(r"(?<![^\W_])nen(?![^\W_])(?! tang| mong| nep| kinh)")
_CONSEQUENCE = re.compile(r"\s*(?:nen|cho nen|vi vay|vi the|do do|thanh ra)\s")
_NOT_ANY = re.compile(r"(?<![^\W_])(?:nao|ai|gi)(?![^\W_])")  # "chưa có hồ sơ nào"
_NONE = re.compile(r"\s+(?:co|phat sinh|phat hien|ghi nhan|de|xay ra|nhan|thay)(?![^\W_])")
_DENIALS = frozenset({"chưa", "không", "ko", "hông", "hổng", "hỏng", "hok", "chẳng", "chả", "đâu"})
_BARE_DENIALS = frozenset({"chua", "khong", "ko", "hok"})


def unread_in(read: ReadLine, start: int, end: int) -> tuple[str, ...]:
    """The words within [start, end), as typed, that may change what a report means and were not read."""
    return _typed(
        read,
        start,
        end,
        (
            *_numbers(read),
            *_quarters(read),
            *_no_periods(read),
            *_denials(read),
            *_corrections(read),
            *_unnamed(read),
            *_conditions(read),
            *_left(read),
            *_troubles(read),
            *_causes(read),
        ),
    )


def asides_in(read: ReadLine, start: int, end: int) -> tuple[str, ...]:
    """The clauses within [start, end), as typed, that tell something else, of weight or not."""
    return _typed(read, start, end, _clauses(read))


def _typed(read: ReadLine, start: int, end: int, spans: Iterable[Span]) -> tuple[str, ...]:
    said = sorted(span for span in spans if start <= span[0] < end)
    return tuple(dict.fromkeys(read.line.as_typed(first, last) for first, last in said))


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
        to_come = to_come or bool(_TO.search(read.line.bare[: date.start]))
        if date.grain == "quarter" and not to_come and not lies_in(date.start, date.end, mentioned):
            yield date.start, date.end


def _no_periods(read: ReadLine) -> Iterator[Span]:
    """Periods in which nothing is reported: "kỳ 9 tháng"."""
    mentioned = [(one.start, one.end) for one in read.mentions]
    for match in _NO_PERIOD.finditer(read.line.bare):
        if not lies_in(*match.span(), mentioned):
            yield match.span()


def _is_of_document(line: Line, start: int, end: int) -> bool:
    """Whether a number names a document: "15/2026/QĐ-UBND", "CV 2043"."""
    return bool(_OF_NAME.match(line.bare, start, end + 2) or _OF_DOCUMENT.search(line.bare[:start]))


def _denials(read: ReadLine) -> Iterator[Span]:
    """ "chưa" and "không" that belong to nothing that was read."""
    line = read.line
    ended = [cue for cue in read.outside if cue.labels & {ReportCue.DONE, ReportCue.FINISHED}]
    held = [_with_consequence(read, one) for one in spans_of(read.reasons)]
    held += [*read.nothing, *read.places, *read.passed]
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
        is_any = _NOT_ANY.search(line.bare, word.end, line.clause_at(word.start).end)
        is_none = is_any and (word.folded != "chua" or _NONE.match(line.bare, word.end))
        if GOOD_NEWS.match(line.bare, word.end) or is_none:
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
        words = words_of(line.text[clause.start : clause.end])
        telling = [word for word in words if not is_courtesy(word)]
        said = f" {' '.join(word.folded for word in words)} "
        if len(telling) >= _A_CLAUSE and not any(f" {one} " in said for one in listed("of_no_weight")):
            yield clause.start, clause.end


def _unnamed(read: ReadLine) -> Iterator[Span]:
    """Tasks that are only pointed at: "I.2 với cái kia", "các việc còn lại cũng xong"."""
    for match in _UNNAMED.finditer(read.line.bare):
        if not lies_in(*match.span(), spans_of(read.reasons)):
            yield match.span()


def _conditions(read: ReadLine) -> Iterator[Span]:
    """ "neu mo them lop thi dat 100 %", written without marks."""
    if not read.line.is_marked:
        yield from (match.span() for match in _CONDITION.finditer(read.line.bare))


def _left(read: ReadLine) -> Iterator[Span]:
    """What is left where all was said to be done: "12/12, còn tồn 3"."""
    if not any(one.denominator and one.numerator == one.denominator for one in read.figures):
        return
    for cue in read.outside:
        if ReportCue.REMAINING in cue.labels and (some := _SOME.match(read.line.bare, cue.end)):
            yield cue.start, some.end()


def _causes(read: ReadLine) -> Iterator[Span]:
    """What stands before "nên" and was not read as what stands in the way."""
    held = spans_of(read.reasons)
    facts = [*spans_of(read.figures), *read.places]
    for match in _THEREFORE.finditer(read.line.bare):
        clause = read.line.clause_at(match.start())
        words = words_of(read.line.text[clause.start : match.start()])
        is_told = lies_in(clause.start, clause.end, facts)
        if is_told and len(words) >= _A_CLAUSE and not lies_in(clause.start, match.start(), held):
            yield clause.start, match.end()


def _troubles(read: ReadLine) -> Iterator[Span]:
    """Words of trouble that are no part of what was read: "mưa hoài I.3 đứng luôn"."""
    held = [*spans_of(read.reasons), *read.nothing, *spans_of(read.cues), *read.taken]
    for start, end in troubles_at(read.line.text, is_marked=read.line.is_marked):
        clause = read.line.clause_at(start)
        is_beside_row = lies_in(clause.start, clause.end, read.places)
        if is_beside_row and not lies_in(start, end, held):
            yield start, end


def _with_consequence(read: ReadLine, reason: Span) -> Span:
    """A reason with what follows from it: "chưa có số liệu nên chưa tính được"."""
    start, end = reason
    follows = _CONSEQUENCE.match(read.line.bare, end)
    return (start, read.line.clause_at(end).end) if follows else reason


def _is_weak(labels: frozenset[ReportCue]) -> bool:
    return labels <= {ReportCue.STALLED, ReportCue.REACHED}


def _announces(read: ReadLine, cue: CueAt) -> bool:
    """Whether a first clause only says that something was wrong, and the whole report follows."""
    end = read.line.clause_at(cue.start).end
    facts = [start for start, _ in (*spans_of(read.figures), *read.places)]
    return cue.phrase in listed("mended") and bool(facts) and end <= min(facts)


def _corrections(read: ReadLine) -> Iterator[Span]:
    for cue in read.outside:
        is_read = lies_in(cue.start, cue.end, read.passed) or _announces(read, cue)
        if ReportCue.CORRECTION in cue.labels and not is_read:
            yield cue.start, cue.end
        if ReportCue.SAME in cue.labels and not read.figures:
            yield cue.start, cue.end
