"""What one message reports: of which task, how far it is, what was measured, what stands in the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum, auto

from bot.dialogue.understanding.lexicon import Lexicon
from bot.dialogue.understanding.report_line import ReadLine
from bot.dialogue.understanding.report_parts import (
    later_subjects,
    opens_anew,
    parts_of,
    piece_starts,
    subject,
)
from bot.dialogue.understanding.report_reasons import said_of
from bot.dialogue.understanding.report_rest import asides_in, unread_in
from bot.dialogue.understanding.report_states import states_in
from bot.dialogue.understanding.report_text import lines_of
from bot.dialogue.understanding.report_values import Figure
from progress.period_names import SaidPeriod
from progress.periods import PlanPeriods
from progress.records import Content


class Unclear(StrEnum):
    """Why a report cannot be stored as it was said."""

    NO_TASK = auto()  # no task was named, or none could be found
    SEVERAL_TASKS = auto()  # what was named may be several tasks
    NO_SUCH_TASK = auto()  # the plan has no such row
    NOTHING_SAID = auto()  # a task, and nothing of how it goes
    MEANING = auto()  # what a number measures was not said
    TARGET = auto()  # which of the task's targets a percent measures was not said
    IMPOSSIBLE = auto()  # 130 of 125, 250 % of the work
    CONTRADICTION = auto()  # "120/125, đạt 90 %"
    SEVERAL_PERIODS = auto()  # "quý I và quý III"
    UNREAD = auto()  # something beside it was not understood, and may change what is meant


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
    unread: tuple[str, ...] = ()  # as typed, what was not understood
    subjects: tuple[str, ...] = ()  # of its later parts with figures of their own: they may mean another task
    asides: tuple[
        str, ...
    ] = ()  # as typed, clauses that were not understood; the task's own words explain them
    opens: bool = False  # of a piece: a sign or a word says that something else begins
    pieces: tuple[
        Said, ...
    ] = ()  # the same read part by part, where parts may mean several tasks by their words

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


_OF_ALL = re.compile(
    r"(?<![^\W_])(?:(?:kho khan|vuong mac|kien nghi|de xuat|de nghi) chung|ca (?:hai|ba|2|3"
    r"|bon|4)|tat ca)(?: (?:nhiem vu|viec|muc|cai))?(?: nay)?(?![^\W_])"
)
_QUESTION_MARK = re.compile(r"[?\uff1f](?![\w=&])")  # no part of an address


def reported(message: str, lexicon: Lexicon, periods: PlanPeriods) -> Reported:
    """What a message reports. Never raises; what is not understood is unclear, and is asked back."""
    if _QUESTION_MARK.search(message):
        return Asks()
    read = [ReadLine(line, lexicon, periods) for line in lines_of(message, lexicon)]
    if any(one.asks for one in read):
        return Asks()
    if not any(one.tells for one in read):
        return Neither()
    tasks = [said for one in read for said in _tasks_of(one, lexicon)]
    tasks = _with_heading(tasks)
    said = [period for one in read for period in one.periods]
    said = [period for period in said if period.is_sure] or said
    if len({(one.form, one.year, one.step) for one in said}) > 1:
        tasks = [replace(one, unclear=(*one.unclear, Unclear.SEVERAL_PERIODS)) for one in tasks]
    return Reports(tuple(tasks), next(iter(said), None))


def _tasks_of(read: ReadLine, lexicon: Lexicon) -> Iterator[Said]:
    """One entry for each task spoken of in a line."""
    parts = parts_of(read)
    if not parts:
        yield from _by_words(read)
    for part in parts:
        for row in part.rows:
            said = _checked(_said(read, NamedTask(codes=row.codes), part.start, part.end), lexicon)
            if part is not parts[-1]:
                said = _with_shared(said, read)
            clause = read.line.clause_at(part.rows[0].start)
            apart = [one for one in said.figures if one.start >= clause.end]
            if len(part.rows) > 1 and (len(said.figures) > 1 or apart):  # which figure is whose?
                said = replace(said, unclear=(*said.unclear, Unclear.MEANING))
            yield replace(said, unclear=(*said.unclear, Unclear.SEVERAL_TASKS)) if part.is_range else said


def _with_shared(said: Said, read: ReadLine) -> Said:
    """With what stands in the way of all tasks: "cả hai đều kẹt vốn"."""
    shared = _OF_ALL.search(read.line.bare)
    reasons = [one for one in read.reasons if shared and one.start >= shared.start()]
    if not reasons:
        return said
    end = len(read.line.text)
    first = reasons[0].start
    return replace(
        said,
        content=replace(
            said.content,
            difficulty=said.content.difficulty or said_of(read.line, reasons, "difficulty", first, end),
            proposal=said.content.proposal or said_of(read.line, reasons, "proposal", first, end),
        ),
    )


def _by_words(read: ReadLine) -> Iterator[Said]:
    section = next((row.section for row in read.rows if row.section), "")
    number = next((row.row for row in read.rows if row.row), "")
    words, parts = subject(read, 0, len(read.line.text))
    if number and (not section or not words):
        words, parts = "", ()
    said = _said(
        read, NamedTask(words=words, parts=parts, section=section, row=number), 0, len(read.line.text)
    )
    starts = piece_starts(read) if words and not number and not section else []
    if starts:
        ends = [*starts[1:], len(read.line.text)]
        said = replace(
            said, pieces=tuple(_piece(read, start, end) for start, end in zip(starts, ends, strict=True))
        )
    unclear = (
        said.unclear
        if words
        else (*said.unclear, Unclear.SEVERAL_TASKS if section or number else Unclear.NO_TASK)
    )
    yield replace(said, unclear=unclear)


def _piece(read: ReadLine, start: int, end: int) -> Said:
    words, parts = subject(read, start, end)
    said = _said(read, NamedTask(words=words, parts=parts), start, end)
    return replace(said, opens=opens_anew(read, start))


def _said(read: ReadLine, task: NamedTask, start: int, end: int) -> Said:
    figures = tuple(one for one in read.figures if start <= one.start < end)
    states = states_in(read, figures, start, end)
    content = Content(
        state=states[0] if states else None,
        difficulty=said_of(read.line, read.reasons, "difficulty", start, end),
        proposal=said_of(read.line, read.reasons, "proposal", start, end),
    )
    subjects = tuple(later_subjects(read, figures, start, end))
    said = Said(
        task,
        content,
        figures,
        unread=unread_in(read, start, end),
        subjects=subjects,
        asides=asides_in(read, start, end),
    )
    if said.is_empty:
        return replace(said, unclear=(Unclear.NOTHING_SAID,))
    return replace(said, unclear=(Unclear.UNREAD,)) if said.unread or len(states) > 1 else said


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
