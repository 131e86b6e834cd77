"""What one message reports: of which task, how far it is, what was measured, what stands in the way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum, auto

from bot.dialogue.understanding.lexicon import Lexicon
from bot.dialogue.understanding.phrases import words_of
from bot.dialogue.understanding.report_cues import CueAt, ReportCue, cues_in
from bot.dialogue.understanding.report_figures import Figure, figures_in
from bot.dialogue.understanding.report_reasons import Reason, reasons_in, said_of, spans_of
from bot.dialogue.understanding.report_rows import Pointed, rows_in
from bot.dialogue.understanding.report_text import Line, bare_letters, lines_of
from corpus.dates import dates_in
from progress.period_names import SaidPeriod
from progress.periods import PlanPeriods
from progress.records import Content
from progress.states import TaskState


class Unclear(StrEnum):
    """Why a report cannot be stored as it was said."""

    NO_TASK = auto()  # no task was named, or none could be found
    SEVERAL_TASKS = auto()  # what was named may be several tasks
    NO_SUCH_TASK = auto()  # the plan has no such row
    NOTHING_SAID = auto()  # a task, and nothing of how it goes
    MEANING = auto()  # what a number measures was not said
    IMPOSSIBLE = auto()  # 130 of 125, 250 % of the work
    CONTRADICTION = auto()  # "120/125, đạt 90 %"


@dataclass(frozen=True, slots=True)
class NamedTask:
    """How a report names its task: by ``codes`` (several readings are unclear), else ``words`` to search for.

    ``parts`` are the words clause by clause, ``section`` the one within which to search. Nothing at all: the
    caller asks, or takes the task that is being spoken of.
    """

    codes: tuple[str, ...] = ()
    words: str = ""
    parts: tuple[str, ...] = ()
    section: str = ""
    row: str = ""

    @property
    def is_named(self) -> bool:
        return bool(self.codes or self.words)


@dataclass(frozen=True, slots=True)
class Said:
    """What is reported of one task. ``content`` has no figures yet: what they mean depends on the task."""

    task: NamedTask
    content: Content = field(default_factory=Content)
    figures: tuple[Figure, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    subjects: tuple[str, ...] = ()  # of its later parts with figures of their own: they may mean another task

    @property
    def is_empty(self) -> bool:
        return self.content.is_empty and not self.figures


@dataclass(frozen=True, slots=True)
class Reports:
    """A message that reports, task by task; ``period`` is None when none was said."""

    tasks: tuple[Said, ...]
    period: SaidPeriod | None = None


@dataclass(frozen=True, slots=True)
class Asks:
    """A message that asks something, whatever numbers it holds."""


@dataclass(frozen=True, slots=True)
class Neither:
    """A message that neither asks in so many words nor tells how a task goes."""


Reported = Reports | Asks | Neither

_STATES = (
    (ReportCue.PAUSED, TaskState.PAUSED),
    (ReportCue.NOT_STARTED, TaskState.NOT_STARTED),
    (ReportCue.DOING, TaskState.IN_PROGRESS),
    (ReportCue.DONE, TaskState.DONE),
)
_FACTS = frozenset(cue for cue, _ in _STATES)
_ASKED_LAST = re.compile(
    r"(?<![^\W_])(?<!: )(?<!:)(?:khong|chua|ko|hok|hong|kg)(?:\s+(?:a|em|anh|chi|sep|ta|vay|nhi|ha|za|z"
    r"|v|ad|bot|e|ban|day|the|zay|dzay))*[\s.!]*$"
)
_EITHER = re.compile(r"\d\s*%?\s+hay\s+(?:la\s+)?\d|\bhay chua\b|\bdung hay sai\b")
_FIRST_WORDS = 4
_A_SUBJECT = 3  # words from which a later part may name a task of its own
_OF_A_PART = re.compile(
    r"\s*(?:khau|buoc|phan|mot phan|1 phan|giai doan|du thao|mot nua|so bo|co ban|viec)(?![^\W_])"
)
_DENIED = re.compile(r"(?<![^\W_])(?:chua|khong) (?:co|phat sinh|xay ra|thay|gap|lam|nhan|bi)(?![^\W_])")
_ENDINGS = frozenset({ReportCue.FINISHED, ReportCue.REACHED})
_TELLING = _FACTS | {
    ReportCue.REACHED,
    ReportCue.REPORTING,
    ReportCue.RISE,
    ReportCue.FALL,
    ReportCue.EXCEEDED,
    ReportCue.WORK_VERB,
    ReportCue.FINISHED,
}
_COURTESIES = frozenset(
    [
        "roi",
        "nha",
        "nhe",
        "nghen",
        "nghe",
        "a",
        "ah",
        "em",
        "anh",
        "chi",
        "sep",
        "do",
        "day",
        "het",
        "luon",
        "r",
        "da",
        "thoi",
        "xong",
        "hen",
        "ha",
        "cho",
        "bac",
        "ban",
        "ne",
        "nhen",
        "o",
        "ca",
    ]
)
_NOT_PERIOD = re.compile(
    r"(?:so voi|so|cung ky|hon|truoc|sau|(?<!tinh )(?<!ke )(?:den het|den)|tu|ke hoach|giao|theo|hoc"
    r" ky)\s+(?:nam |ky |quy )?$"
)
_SHARED = re.compile(r"[\s,&+/;-]*(?:(?:va|voi|cung)\s*)?(?:(?:nhiem vu|viec|muc|ca)\s*)*")
_NUMBER_LIST = re.compile(r"(?<![\w.,/])\d{1,2}(?:(?:,\s+|;\s*|\s+va\s+)\d{1,2})+(?![\w%/]|[.,]\d)")
_SOFT = re.compile(r"\s*(?:con|rieng|ben canh do|ngoai ra)\s")


def reported(message: str, lexicon: Lexicon, periods: PlanPeriods) -> Reported:
    """What a message reports. Never raises; what is not understood is unclear, and is asked back."""
    lines = lines_of(message, lexicon)
    read = [_read(line, lexicon, periods) for line in lines]
    if any(one.asks for one in read):
        return Asks()
    tasks = [said for one in read for said in _tasks_of(one, lexicon)]
    tasks = _with_heading(tasks)
    if not any(one.tells for one in read) or not tasks:
        return Neither()
    said = [period for one in read for period in one.periods]
    sure = [period for period in said if period.is_sure]
    return Reports(tuple(tasks), next(iter(sure or said), None))


@dataclass(frozen=True)
class _Read:
    """A line with everything in it found."""

    line: Line
    cues: tuple[CueAt, ...]
    rows: tuple[Pointed, ...]
    reasons: tuple[Reason, ...]
    figures: tuple[Figure, ...]
    periods: tuple[SaidPeriod, ...]
    dates: tuple[tuple[int, int], ...]

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
        """ "chưa có sáng kiến nào" asks nothing."""
        before = self.line.bare[self.line.clause_at(cue.start).start : cue.start]
        return cue.phrase in ("nao", "gi") and bool(_DENIED.search(before))

    def _opens(self, cue: CueAt) -> bool:
        """Whether a cue is among the first words of its sentence."""
        clause = self.line.clause_at(cue.start)
        return clause.opens and len(words_of(self.line.text[clause.start : cue.start])) < _FIRST_WORDS

    def closes(self, cue: CueAt) -> bool:
        """Whether nothing but courtesies follow a cue in its clause."""
        rest = words_of(self.line.text[cue.end : self.line.clause_at(cue.start).end])
        return all(word.folded in _COURTESIES for word in rest)

    @property
    def tells(self) -> bool:
        stated = [cue for cue in self.outside if cue.labels & _FACTS]
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


def _read(line: Line, lexicon: Lexicon, periods: PlanPeriods) -> _Read:
    rows = rows_in(line, lexicon.plan)
    places = [(row.start, row.end) for row in rows]
    found = cues_in(line.text, is_marked=line.is_marked)
    cues = tuple(
        cue for cue in found if not any(cue.start < end and start < cue.end for start, end in places)
    )
    reasons = reasons_in(line, cues, places)
    held = [*spans_of(reasons)]
    dates = [(date.start, date.end) for date in dates_in(line.text)]
    mentions = [one for one in periods.mentions(line.text) if not _inside(one.start, held)]
    said = tuple(
        one
        for one in mentions
        if not _NOT_PERIOD.search(line.bare[: one.start]) and not _inside(one.start, places)
    )
    taken = [*places, *held, *dates, *((one.start, one.end) for one in mentions)]
    taken += [match.span() for match in _NUMBER_LIST.finditer(line.bare)]
    figures = figures_in(line, cues, places, taken)
    return _Read(line, cues, rows, reasons, figures, said, tuple(dates))


def _inside(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _tasks_of(read: _Read, lexicon: Lexicon) -> Iterator[Said]:
    """One entry for each task spoken of in a line."""
    coded = [row for row in read.rows if row.codes]
    if not coded:
        yield from _by_words(read)
        return
    groups = _groups(read, coded)
    starts = _starts(read, groups)
    for place, group in enumerate(groups):
        start = starts[place]
        end = starts[place + 1] if place + 1 < len(groups) else len(read.line.text)
        for row in group:
            said = _said(read, NamedTask(codes=row.codes), start, end)
            yield _checked(said, lexicon)


def _groups(read: _Read, coded: list[Pointed]) -> list[list[Pointed]]:
    """Rows named side by side share what is told: "V.1 và V.2 xong"."""
    groups: list[list[Pointed]] = []
    for row in coded:
        if groups and _SHARED.fullmatch(read.line.bare[groups[-1][-1].end : row.start]):
            groups[-1].append(row)
        elif groups and any(row.codes == one.codes for group in groups for one in group):
            continue  # the same task once more
        else:
            groups.append([row])
    return groups


def _starts(read: _Read, groups: list[list[Pointed]]) -> list[int]:
    """Where each task's part begins: with its number, or behind the one before where numbers come last."""
    if len(groups) == 1:
        return [0]
    facts = [figure.start for figure in read.figures]
    facts += [cue.start for cue in read.outside if cue.labels & _FACTS]
    first = groups[0][0].start
    last = groups[-1][-1].end
    if any(place < first for place in facts) and not any(place > last for place in facts):
        return [0, *(group[-1].end for group in groups[:-1])]
    return [0, *(_clause_start(read, group[0].start) for group in groups[1:])]


def _clause_start(read: _Read, place: int) -> int:
    """The number itself, with the few words of its clause that announce it."""
    clause = read.line.clause_at(place)
    return clause.start if place - clause.start <= 20 and clause.start else place


def _by_words(read: _Read) -> Iterator[Said]:
    section = next((row.section for row in read.rows if row.section), "")
    number = next((row.row for row in read.rows if row.row), "")
    words, parts = _subject(read, 0, len(read.line.text))
    if number and (not section or not words):
        words, parts = "", ()
    said = _said(
        read, NamedTask(words=words, parts=parts, section=section, row=number), 0, len(read.line.text)
    )
    unclear = (
        said.unclear
        if words
        else (*said.unclear, Unclear.SEVERAL_TASKS if section or number else Unclear.NO_TASK)
    )
    yield replace(said, unclear=unclear)


def _said(read: _Read, task: NamedTask, start: int, end: int) -> Said:
    figures = tuple(one for one in read.figures if start <= one.start < end)
    content = Content(
        state=_state(read, figures, start, end),
        difficulty=said_of(read.line, read.reasons, "difficulty", start, end),
        proposal=said_of(read.line, read.reasons, "proposal", start, end),
    )
    said = Said(task, content, figures, subjects=tuple(_later_subjects(read, figures, start, end)))
    return replace(said, unclear=(Unclear.NOTHING_SAID,)) if said.is_empty else said


def _later_subjects(read: _Read, figures: Sequence[Figure], start: int, end: int) -> Iterator[str]:
    """What the parts behind ";", a full stop or "còn" speak of, where they hold figures."""
    clauses = [clause for clause in read.line.clauses if start <= clause.start < end]
    for place, clause in enumerate(clauses):
        if not place or not (clause.opens or _SOFT.match(read.line.bare, clause.start)):
            continue
        last = next((one.start for one in clauses[place + 1 :] if one.opens), end)
        if any(clause.start <= one.start < last for one in figures):
            words, _ = _subject(read, clause.start, last)
            if len(words.split()) >= _A_SUBJECT:
                yield words


def _state(read: _Read, figures: Sequence[Figure], start: int, end: int) -> TaskState | None:
    told = [cue for cue in read.outside if start <= cue.start < end and not _is_to_come(read, cue)]
    half_way = any(one.kind == "work" and one.value is not None and one.value < 100 for one in figures)
    for label, state in _STATES:
        for cue in told:
            if label not in cue.labels or (
                label is ReportCue.DONE and (half_way or _counts(read, figures, cue))
            ):
                continue
            return state
    if not half_way and any(_is_finished(read, figures, cue) for cue in told):
        return TaskState.DONE
    return None


def _is_to_come(read: _Read, cue: CueAt) -> bool:
    """Whether it is told of later, or of a part: "dự kiến tháng 11 xong", "xong khâu khảo sát"."""
    clause = read.line.clause_at(cue.start)
    if _OF_A_PART.match(read.line.bare, cue.end):
        return True
    return any(ReportCue.FORECAST in one.labels for one in read.cues if clause.start <= one.start < cue.start)


def _counts(read: _Read, figures: Sequence[Figure], cue: CueAt) -> bool:
    """Whether "xong" speaks of a number in its clause ("sửa xong 3/5 lỗi"), not of the task."""
    clause = read.line.clause_at(cue.start)
    return any(clause.start <= one.start < clause.end for one in figures)


def _is_finished(read: _Read, figures: Sequence[Figure], cue: CueAt) -> bool:
    if ReportCue.FINISHED not in cue.labels or _counts(read, figures, cue):
        return False
    return any(row.codes for row in read.rows) or read.closes(cue)


def _checked(said: Said, lexicon: Lexicon) -> Said:
    """What is unclear about the codes themselves."""
    codes = said.task.codes
    if len(codes) > 1 or any(code in lexicon.plan.parent_by_id for code in codes):
        return replace(said, unclear=(Unclear.SEVERAL_TASKS, *said.unclear))
    if codes[0] not in lexicon.plan.task_by_id:
        return replace(said, unclear=(Unclear.NO_SUCH_TASK, *said.unclear))
    return said


def _with_heading(tasks: list[Said]) -> list[Said]:
    """A line that only names or only greets gives way to the lines that tell."""
    if len(tasks) < 2:
        return tasks
    joined: list[Said] = []
    for said in tasks:
        before = joined[-1] if joined else None
        if before and before.is_empty and not said.task.codes and before.task.codes:
            joined[-1] = replace(
                said,
                task=before.task,
                unclear=tuple(one for one in before.unclear if one is not Unclear.NOTHING_SAID),
            )
        elif before and not said.task.codes and not said.figures and said.content.state is None:
            content = before.content.updated(said.content)
            joined[-1] = replace(before, content=content)
        else:
            joined.append(said)
    return [said for said in joined if said.task.codes or not said.is_empty] or joined


def _subject(read: _Read, start: int, end: int) -> tuple[str, tuple[str, ...]]:
    """The words of a part that may name its task: without figures, cues of telling and what stands in
    the way."""
    line = read.line
    gone = [*spans_of(read.reasons), *((row.start, row.end) for row in read.rows)]
    gone += [(one.start, one.end) for one in read.figures]
    gone += [(one.start, one.end) for one in read.periods]
    gone += read.dates
    plain = _FACTS | {
        ReportCue.REACHED,
        ReportCue.REPORTING,
        ReportCue.HALF,
        ReportCue.EXCEEDED,
        ReportCue.BOUND,
        ReportCue.REMAINING,
    }
    gone += [
        (cue.start, cue.end)
        for cue in read.cues
        if cue.labels <= plain | {ReportCue.WORK_VERB, ReportCue.STALLED, ReportCue.FINISHED, ReportCue.FULL}
    ]
    parts = []
    for clause in line.clauses:
        if clause.start < start or clause.start >= end:
            continue
        words = [
            line.text[clause.start + word.start : clause.start + word.end]
            for word in words_of(line.text[clause.start : clause.end])
            if not any(
                first < clause.start + word.end and clause.start + word.start < last for first, last in gone
            )
            and not word.folded[0].isdigit()
            and word.folded != "%"
        ]
        if any(bare_letters(word) not in _COURTESIES for word in words):
            parts.append(" ".join(words))
    if not line.is_marked:  # short forms were written out with marks: one way of writing for all
        parts = [bare_letters(part) for part in parts]
    return " ".join(parts), tuple(parts)
