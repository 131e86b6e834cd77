"""One line of a report with everything in it found, and whether it asks or tells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from bot.dialogue.understanding.lexicon import Lexicon
from bot.dialogue.understanding.phrases import Word, words_of
from bot.dialogue.understanding.report_asking import FIRST_WORDS, asks, opens
from bot.dialogue.understanding.report_cues import CueAt, ReportCue, cues_in, is_courtesy
from bot.dialogue.understanding.report_days import days_in
from bot.dialogue.understanding.report_figures import figures_in
from bot.dialogue.understanding.report_reasons import Reason, reasons_in
from bot.dialogue.understanding.report_rows import Pointed, rows_in
from bot.dialogue.understanding.report_text import Line
from bot.dialogue.understanding.report_troubles import nothing_in, with_troubles
from bot.dialogue.understanding.report_values import Figure, Span, lies_in, spans_of
from progress.period_names import SaidPeriod
from progress.periods import PlanPeriods

STATED = frozenset({ReportCue.PAUSED, ReportCue.NOT_STARTED, ReportCue.DOING, ReportCue.DONE})
"""The cues that tell a state of the task."""
_ENDINGS = frozenset({ReportCue.FINISHED, ReportCue.REACHED})
_TELLING = STATED | {
    ReportCue.SAME,
    ReportCue.REACHED,
    ReportCue.REPORTING,
    ReportCue.RISE,
    ReportCue.FALL,
    ReportCue.EXCEEDED,
    ReportCue.WORK_VERB,
    ReportCue.FINISHED,
}
_OF_PERIODS = frozenset({ReportCue.COMPARED, ReportCue.NAMING, ReportCue.BOUND, ReportCue.REMAINING})
_NOT_PERIOD = re.compile(
    r"(?:so voi|so|cung ky|hon|truoc|sau|(?<!tinh )(?<!ke )den|tu|vao|ke hoach|giao|theo|hoc"
    r" ky)\s+(?:nam |ky |quy )?$"
)
_REPORTED = re.compile(r"(?:bao cao|ky|so lieu)\s+(?:ky |cua )?$")
_DIGIT = re.compile(r"\d|phan tram")
_ALREADY = re.compile(r"(?<![^\W_])da\s")  # "đã tổ chức 5 lớp"
_SOME = re.compile(
    r"may(?! anh| chi| em| ban| sep| bac| co | chu )(?![^\W_])"
)  # "mấy trung tâm", of all and none
_ANNOUNCING = re.compile(r"(?:nhiem vu|dau viec|cong viec|viec|muc|so thu tu|stt)\s+(?:so\s+)?$")
_NUMBER_LIST = re.compile(r"(?<![\w.,/])\d{1,2}(?:(?:,\s+|;\s*|\s+va\s+)\d{1,2})+(?![\w%/]|[.,]\d)")


@dataclass(frozen=True)
class ReadLine:
    """A line, and what is found in it, when it is asked for."""

    line: Line
    lexicon: Lexicon
    calendar: PlanPeriods

    @cached_property
    def _pointed(self) -> tuple[Pointed, ...]:
        return rows_in(self.line, self.lexicon.plan)

    @cached_property
    def rows(self) -> tuple[Pointed, ...]:
        return tuple(row for row in self._pointed if not row.is_slip)

    @cached_property
    def places(self) -> tuple[Span, ...]:
        """Where tasks are pointed at, also those taken back."""
        return tuple((row.start, row.end) for row in self._pointed)

    @cached_property
    def cues(self) -> tuple[CueAt, ...]:
        gone = [*self.places, *self.nothing]
        found = [cue for cue in cues_in(self.line) if not lies_in(cue.start, cue.end, gone)]
        if any(cue.labels & _OF_PERIODS for cue in found):  # "6 tháng đầu năm" compares nothing
            said = [(one.start, one.end) for one in self._told_periods if one.form and one.year_step != -1]
            found = [cue for cue in found if not lies_in(cue.start, cue.end, said)]
        return tuple(self._alone(cue) for cue in found)

    def _alone(self, cue: CueAt) -> CueAt:
        """ "II.5: chưa" says that nothing was done."""
        clause = self.line.clause_at(cue.start)
        is_alone = cue.phrase == "chua" and not self.line.bare[clause.start : cue.start].strip()
        if is_alone and any(end <= clause.start for _, end in self.places) and not self._rest_of(cue):
            return cue._replace(labels=cue.labels | {ReportCue.NOT_STARTED})
        return cue

    def _rest_of(self, cue: CueAt) -> list[Word]:
        rest = words_of(self.line.text[cue.end : self.line.clause_at(cue.start).end])
        return [word for word in rest if not is_courtesy(word)]

    @cached_property
    def nothing(self) -> tuple[Span, ...]:
        """Where it is said that nothing stands in the way and nothing is asked for."""
        return nothing_in(self.line)

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """What stands in the way, and what is asked for."""
        said = reasons_in(self.line, self.cues, self.places)
        return with_troubles(self.line, self.cues, [*self.places, *self.nothing], said)

    @cached_property
    def dates(self) -> tuple[Span, ...]:
        return days_in(self.line.text, self.line.bare)

    @cached_property
    def mentions(self) -> tuple[SaidPeriod, ...]:
        """The periods told of outside of reasons, reported or not."""
        held = spans_of(self.reasons)
        return tuple(one for one in self._told_periods if not lies_in(one.start, one.start + 1, held))

    @cached_property
    def _told_periods(self) -> tuple[SaidPeriod, ...]:
        return self.calendar.mentions(self.line.text)

    @cached_property
    def periods(self) -> tuple[SaidPeriod, ...]:
        """The periods that are reported."""
        return tuple(
            one
            for one in self.mentions
            if not _NOT_PERIOD.search(self.line.bare[: one.start])
            and not lies_in(one.start, one.start + 1, self.places)
            and not self._is_another_time(one)
        )

    @cached_property
    def taken(self) -> tuple[Span, ...]:
        """Rows, reasons, dates, and periods: no figures are looked for there."""
        mentions = ((one.start, one.end) for one in self.mentions)
        return (*self.places, *spans_of(self.reasons), *self.dates, *mentions)

    @cached_property
    def _numbers(self) -> tuple[tuple[Figure, ...], tuple[Span, ...]]:
        lists = [match.span() for match in _NUMBER_LIST.finditer(self.line.bare)]
        announced = [(_announced(self.line, start), end) for start, end in self.places]
        return figures_in(self.line, self.cues, self.places, [*announced, *self.taken, *lists])

    @property
    def figures(self) -> tuple[Figure, ...]:
        return self._numbers[0]

    @property
    def passed(self) -> tuple[Span, ...]:
        """The numbers that were read, results or not."""
        return self._numbers[1]

    @cached_property
    def outside(self) -> tuple[CueAt, ...]:
        """The cues outside of what stands in the way."""
        held = spans_of(self.reasons)
        return tuple(cue for cue in self.cues if not any(start <= cue.start < end for start, end in held))

    def _is_another_time(self, period: SaidPeriod) -> bool:
        """Whether a period is told of beside the one reported: "năm ngoái 37,1", "dự kiến trong quý IV"."""
        start = self.line.clause_at(period.start).start
        said = self.line.bare[period.start : period.end]
        if said == "nam nay" and not _REPORTED.search(self.line.bare[: period.start]):
            return True  # beside last year, or only "now"
        if any(ReportCue.FORECAST in cue.labels and start <= cue.start <= period.start for cue in self.cues):
            return True
        return period.year_step == -1 and not _REPORTED.search(self.line.bare[: period.start])

    @property
    def asks(self) -> bool:
        return asks(self.line, self.cues, lambda: self.reasons)

    def _opens(self, cue: CueAt) -> bool:
        return opens(self.line, cue)

    def closes(self, cue: CueAt) -> bool:
        """Whether nothing but courtesies, days and reasons follow a cue in its clause."""
        gone = [*self.dates, *spans_of(self.reasons)]
        rest = words_of(self.line.text[cue.end : self.line.clause_at(cue.start).end])
        return all(
            is_courtesy(word)
            or word.text.isdecimal()
            or lies_in(cue.end + word.start, cue.end + word.end, gone)
            for word in rest
        )

    @property
    def may_tell(self) -> bool:
        """A quick look: whether anything could be a figure or tells how something goes."""
        if any(row.codes for row in self.rows) or _DIGIT.search(self.line.bare):
            return True
        labels = frozenset[ReportCue]().union(*(cue.labels for cue in self.cues))
        return bool(labels & _TELLING) or {ReportCue.PROPOSAL, ReportCue.DIFFICULTY} <= labels

    @property
    def tells(self) -> bool:
        if not self.may_tell:
            return False
        opens = any(ReportCue.REPORTING in cue.labels and self._opens(cue) for cue in self.cues)
        if any(row.codes for row in self.rows):
            closed = any(cue.labels & _ENDINGS and self.closes(cue) for cue in self.outside)
            stated = any(cue.labels & (STATED | {ReportCue.FINISHED}) for cue in self.outside)
            return bool(self.figures or stated or self.reasons or opens or closed)
        same = any(ReportCue.SAME in cue.labels for cue in self.cues)
        kinds = {one.kind for one in self.reasons}
        told = bool(self.reasons and opens) or len(kinds) > 1
        return same or told or self._tells_a_figure(opens) or self._tells_a_state()

    def _tells_a_figure(self, opens: bool) -> bool:
        if not self.figures:
            return False
        if any(row.row or row.section for row in self.rows):
            return True
        if any(one.kind in ("work", "rate", "percent") or one.denominator for one in self.figures):
            return True
        if self.reasons and any(one.is_open for one in self.figures):
            return True
        if any(one.unit == "hạng" or (one.kind == "count" and one.unit) for one in self.figures):
            return True
        telling = any(cue.labels & _TELLING for cue in self.outside) or bool(_ALREADY.search(self.line.bare))
        is_short = opens or len(words_of(self.line.text)) <= FIRST_WORDS
        return telling and (is_short or any(one.unit or one.is_named for one in self.figures))

    def _tells_a_state(self) -> bool:
        """Whether a state ends a clause: within one it may belong to anything."""
        if _SOME.match(self.line.bare):
            return False
        endings = STATED | {ReportCue.FINISHED}
        return any(cue.labels & endings and self._is_final(cue) for cue in self.outside)

    def _is_final(self, cue: CueAt) -> bool:
        """ "đã hoàn thành ...", "xong ... rồi", "... chưa làm"."""
        if ReportCue.DONE in cue.labels:
            rest = words_of(self.line.text[cue.end : self.line.clause_at(cue.start).end])
            said = [word for word in rest if word.folded in ("roi", "r") or not is_courtesy(word)]
            if cue.phrase.startswith("da ") or (said and said[-1].folded in ("roi", "r")):
                return True
        return self.closes(cue)


def _announced(line: Line, start: int) -> int:
    """Where the words before a task's number begin that say that it is one: "nv 7.10.3"."""
    announcing = _ANNOUNCING.search(line.bare[:start])
    return announcing.start() if announcing else start
