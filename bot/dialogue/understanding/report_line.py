"""One line of a report with everything in it found, and whether it asks or tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.dialogue.understanding.lexicon import Lexicon
from bot.dialogue.understanding.phrases import words_of
from bot.dialogue.understanding.report_cues import CueAt, ReportCue, cues_in, listed
from bot.dialogue.understanding.report_figures import figures_in
from bot.dialogue.understanding.report_reasons import Reason, reasons_in, spans_of
from bot.dialogue.understanding.report_rows import Pointed, rows_in
from bot.dialogue.understanding.report_text import Line
from bot.dialogue.understanding.report_troubles import with_troubles
from bot.dialogue.understanding.report_values import Figure, Span
from corpus.dates import dates_in
from progress.period_names import SaidPeriod
from progress.periods import PlanPeriods

STATED = frozenset({ReportCue.PAUSED, ReportCue.NOT_STARTED, ReportCue.DOING, ReportCue.DONE})
"""The cues that tell a state of the task."""
_ASKED_LAST = re.compile(
    r"(?<![^\W_])(?<!: )(?<!:)(?:khong|chua|ko|hok|(?<!scan )(?<!may )(?<!bi )(?<!hu )hong|kg)(?:\s+(?:a|em|anh|chi|sep|ta|vay|nhi|ha|za|z"
    r"|v|ad|bot|e|ban|day|the|zay|dzay))*[\s.!]*$"
)
_EITHER = re.compile(r"\d\s*%?\s+hay\s+(?:la\s+)?\d|\bhay chua\b|\bdung hay sai\b")
_FIRST_WORDS = 4
_DENIED = re.compile(r"(?<![^\W_])(?:chua|khong|ko|hong|hok)(?![^\W_])")
_WITHOUT_EXCEPTION = re.compile(r"(?:\s+[^\W\d_]+){0,3}?\s+(?:deu|cung)(?![^\W_])")
_ENDINGS = frozenset({ReportCue.FINISHED, ReportCue.REACHED})
_TELLING = STATED | {
    ReportCue.REACHED,
    ReportCue.REPORTING,
    ReportCue.RISE,
    ReportCue.FALL,
    ReportCue.EXCEEDED,
    ReportCue.WORK_VERB,
    ReportCue.FINISHED,
}
_NOT_PERIOD = re.compile(
    r"(?:so voi|so|cung ky|hon|truoc|sau|(?<!tinh )(?<!ke )den|tu|ke hoach|giao|theo|hoc"
    r" ky)\s+(?:nam |ky |quy )?$"
)
_REPORTED = re.compile(r"(?:bao cao|ky|so lieu)\s+(?:ky |cua )?$")
_ANNOUNCING = re.compile(r"(?:nhiem vu|dau viec|cong viec|viec|muc|so thu tu|stt)\s+(?:so\s+)?$")
_NUMBER_LIST = re.compile(r"(?<![\w.,/])\d{1,2}(?:(?:,\s+|;\s*|\s+va\s+)\d{1,2})+(?![\w%/]|[.,]\d)")


@dataclass(frozen=True)
class ReadLine:
    """A line with everything in it found."""

    line: Line
    cues: tuple[CueAt, ...]
    rows: tuple[Pointed, ...]
    reasons: tuple[Reason, ...]
    figures: tuple[Figure, ...]
    periods: tuple[SaidPeriod, ...]
    dates: tuple[Span, ...]
    taken: tuple[Span, ...]  # rows, reasons, dates, and periods: no figures are looked for there
    passed: tuple[Span, ...]  # numbers that were read, results or not

    @property
    def outside(self) -> tuple[CueAt, ...]:
        """The cues outside of what stands in the way."""
        held = tuple(spans_of(self.reasons))
        return tuple(cue for cue in self.cues if not any(start <= cue.start < end for start, end in held))

    @property
    def asks(self) -> bool:
        if "?" in self.line.text:
            return True
        bare = self.line.bare
        if _ASKED_LAST.search(bare) or _EITHER.search(bare):
            return True
        proposals = [one for one in self.reasons if one.kind == "proposal"]
        told = [cue for cue in self.cues if not any(one.start <= cue.start < one.end for one in proposals)]
        if any(ReportCue.QUESTION in cue.labels and not self._denies(cue) for cue in told):
            return True
        asking = [cue for cue in self.cues if ReportCue.ASK in cue.labels]
        return any(self._opens(cue) for cue in asking)

    def _denies(self, cue: CueAt) -> bool:
        """ "chưa có sáng kiến nào", "hồ sơ nào cũng đúng hạn" ask nothing."""
        clause = self.line.clause_at(cue.start)
        before = self.line.bare[clause.start : cue.start]
        after = self.line.bare[cue.end : clause.end]
        return cue.phrase in ("nao", "gi", "ai") and bool(
            _DENIED.search(before) or _WITHOUT_EXCEPTION.match(after)
        )

    def _opens(self, cue: CueAt) -> bool:
        """Whether a cue is among the first words of its sentence."""
        clause = self.line.clause_at(cue.start)
        return clause.opens and len(words_of(self.line.text[clause.start : cue.start])) < _FIRST_WORDS

    def closes(self, cue: CueAt) -> bool:
        """Whether nothing but courtesies follow a cue in its clause."""
        rest = words_of(self.line.text[cue.end : self.line.clause_at(cue.start).end])
        return all(word.folded in listed("courtesies") for word in rest)

    @property
    def tells(self) -> bool:
        stated = [cue for cue in self.outside if cue.labels & STATED]
        opens = any(ReportCue.REPORTING in cue.labels and self._opens(cue) for cue in self.cues)
        closed = any(cue.labels & _ENDINGS and self.closes(cue) for cue in self.outside)
        if any(row.codes for row in self.rows):
            finished = any(ReportCue.FINISHED in cue.labels for cue in self.outside)
            return bool(self.figures or stated or self.reasons or opens or closed or finished)
        if any(row.row or row.section for row in self.rows) and self.figures:
            return True
        if any(one.kind in ("work", "rate", "percent") or one.denominator for one in self.figures):
            return True
        telling = any(cue.labels & _TELLING for cue in self.outside)
        if self.figures and telling and any(one.unit or one.is_named for one in self.figures):
            return True
        if any(ReportCue.DOING not in cue.labels or self.closes(cue) for cue in stated):
            return True
        return bool(self.reasons and opens) or any(
            ReportCue.FINISHED in cue.labels and self.closes(cue) for cue in self.outside
        )


def read_line(line: Line, lexicon: Lexicon, periods: PlanPeriods) -> ReadLine:
    rows = rows_in(line, lexicon.plan)
    places = [(row.start, row.end) for row in rows]
    found = cues_in(line.text, is_marked=line.is_marked)
    cues = tuple(
        cue for cue in found if not any(cue.start < end and start < cue.end for start, end in places)
    )
    reasons = with_troubles(line, cues, places, reasons_in(line, cues, places))
    held = [*spans_of(reasons)]
    dates = [(date.start, date.end) for date in dates_in(line.text)]
    mentions = [one for one in periods.mentions(line.text) if not _inside(one.start, held)]
    said = tuple(
        one
        for one in mentions
        if not _NOT_PERIOD.search(line.bare[: one.start]) and not _inside(one.start, places)
        if not _is_another_time(line, cues, one)
    )
    taken = [*places, *held, *dates, *((one.start, one.end) for one in mentions)]
    lists = [match.span() for match in _NUMBER_LIST.finditer(line.bare)]
    announced = [(_announced(line, start), end) for start, end in places]
    figures, passed = figures_in(line, cues, places, [*announced, *taken, *lists])
    return ReadLine(line, cues, rows, reasons, figures, said, tuple(dates), tuple(taken), passed)


def _is_another_time(line: Line, cues: Sequence[CueAt], period: SaidPeriod) -> bool:
    """Whether a period is told of beside the one reported: "năm ngoái 37,1", "dự kiến trong quý IV"."""
    start = line.clause_at(period.start).start
    if any(ReportCue.FORECAST in cue.labels for cue in cues if start <= cue.start <= period.start):
        return True
    return period.year_step == -1 and not _REPORTED.search(line.bare[: period.start])


def _announced(line: Line, start: int) -> int:
    """Where the words before a task's number begin that say that it is one: "nv 7.10.3"."""
    announcing = _ANNOUNCING.search(line.bare[:start])
    return announcing.start() if announcing else start


def _inside(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)
