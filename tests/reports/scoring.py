"""Reads banks of report sentences and scores what the reader makes of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from bot.dialogue.knowledge import Knowledge
from bot.dialogue.report_subjects import told_apart
from bot.dialogue.reporting import Settled, settled
from bot.dialogue.understanding.report_cues import counted_in
from bot.dialogue.understanding.reported import Reports, reported
from corpus.keystrokes import decode_typing
from corpus.vietnamese import fold
from progress.period_names import SaidPeriod
from progress.periods import PlanPeriods
from progress.records import Measure
from progress.states import TaskState

HERE = Path(__file__).parent
_RANKS = frozenset({"hang", "thu", "bac", "thu hang", "vi tri"})
Mark = Literal["exact", "asked back", "wrong"]
_STATES = {
    "done": TaskState.DONE,
    "doing": TaskState.IN_PROGRESS,
    "not_started": TaskState.NOT_STARTED,
    "paused": TaskState.PAUSED,
} | {state.value: state for state in TaskState}


@dataclass(frozen=True, slots=True)
class Scored:
    """One sentence: how it was read, and why not exactly."""

    id: str
    form: str
    expect: str
    mark: Mark
    why: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """How a bank came out."""

    exact: int
    asked_back: int
    wrong: int

    @classmethod
    def of(cls, lines: Iterable[Scored]) -> Score:
        marks = [line.mark for line in lines]
        return cls(marks.count("exact"), marks.count("asked back"), marks.count("wrong"))

    @property
    def all(self) -> int:
        return self.exact + self.asked_back + self.wrong

    @property
    def percent(self) -> float:
        return 100 * self.exact / self.all

    def __str__(self) -> str:
        rest = f"{self.asked_back} asked back, {self.wrong} wrong"
        return f"{self.exact}/{self.all} = {self.percent:.1f}% exact, {rest}"


def score_bank(bank: str, knowledge: Knowledge, periods: PlanPeriods) -> tuple[Scored, ...]:
    """Read every sentence of ``bank`` by itself."""
    with (HERE / f"{bank}.jsonl").open(encoding="utf-8") as file:
        return tuple(score(json.loads(line), knowledge, periods) for line in file if line.strip())


def score(line: dict[str, Any], knowledge: Knowledge, periods: PlanPeriods) -> Scored:
    """An expected question must be no report, an expected "ask back" must be unclear, a report is
    compared."""
    read = reported(line["text"], knowledge.lexicon, periods)

    def marked(mark: Mark, why: str = "") -> Scored:
        return Scored(line["id"], line["form"], line["expect"], mark, why)

    if line["expect"] in ("question", "not_report"):
        return (
            marked("wrong", f"taken for a report: {line['text']}")
            if isinstance(read, Reports)
            else marked("exact")
        )
    if not isinstance(read, Reports):
        return marked("asked back", f"no report: {type(read).__name__}: {line['text']}")
    entries = [settled(one, knowledge) for one in told_apart(read, knowledge).tasks]
    unclear = [
        f"{one.task_id or one.candidates}: {', '.join(one.unclear)}" for one in entries if not one.is_clear
    ]
    if line["expect"] == "ask_back":
        return marked("exact") if unclear else marked("wrong", f"not asked back: {line['text']} {entries}")
    if unclear:
        return marked("asked back", f"{unclear}: {line['text']}")
    is_plain = line["id"].startswith("RD")  # this round leaves out the way of a change
    why = differences(line["reports"], entries, read.period, knowledge, periods, is_plain=is_plain)
    return marked("wrong", f"{'; '.join(why)}: {line['text']}") if why else marked("exact")


def differences(
    wanted: Sequence[dict[str, Any]],
    entries: Sequence[Settled],
    period: SaidPeriod | None,
    knowledge: Knowledge,
    periods: PlanPeriods,
    *,
    is_plain: bool = False,
) -> list[str]:
    """What was read otherwise than annotated."""
    spelled = lambda text: fold(knowledge.lexicon.shorthand.expand(decode_typing(text)).text)  # noqa: E731
    found = {entry.task_id: entry.content for entry in entries}
    if set(found) != {one["task"] for one in wanted} or len(found) != len(entries):
        return [f"tasks {[entry.task_id for entry in entries]}, not {[one['task'] for one in wanted]}"]
    why = []
    for one in wanted:
        content = found[one["task"]]
        percent = None if one["percent"] is None else Decimal(str(one["percent"]))
        if content.percent != percent:
            why.append(f"percent {content.percent}, not {percent}")
        if not _same_measures(content.measures, one["measures"], spelled, is_plain=is_plain):
            told = [(str(m.value), m.unit, m.numerator, m.denominator) for m in content.measures]
            why.append(f"measures {told}, not {[tuple(m.values()) for m in one['measures']]}")
        if content.state != _STATES.get(one["state"] or ""):
            why.append(f"state {content.state}, not {one['state']}")
        why += [
            f"{name} “{getattr(content, name)}”, not “{one[name]}”"
            for name in ("difficulty", "proposal")
            if not _overlaps(getattr(content, name), one[name], spelled)
        ]
        if (period.form if period else "") != _form(one["period"], periods):
            why.append(f"period {period.form if period else ''!r}, not {one['period']!r}")
    return why


def _form(wanted: str, periods: PlanPeriods) -> str:
    """The key of a period: "Q3" and "Quý III", "N" and "Năm" are the same."""
    found = periods.mentions(wanted) or periods.mentions(f"cả {wanted}")
    return found[0].form if found else wanted


def _same_measures(
    read: Sequence[Measure],
    wanted: Sequence[dict[str, Any]],
    spelled: Callable[[str], str],
    *,
    is_plain: bool = False,
) -> bool:
    is_graded = any(isinstance(one["value"], str) for one in wanted)
    rest = [
        one for one in read if is_graded or not one.grade
    ]  # a grade beside a figure was mostly not annotated
    for one in wanted:
        same = next((measure for measure in rest if _is_same(measure, one, spelled, is_plain=is_plain)), None)
        if same is None:
            return False
        rest.remove(same)
    return not rest


def _counted(unit: str) -> str:
    """A unit as typed in full: "CC" is "công chức"."""
    found = counted_in(f"{unit}", is_marked=False)
    return found[0][2] if len(unit.split()) == 1 and found else unit


def _is_same(
    measure: Measure, wanted: dict[str, Any], spelled: Callable[[str], str], *, is_plain: bool = False
) -> bool:
    if isinstance(wanted["value"], str) or measure.grade:
        return fold(measure.grade) == fold(str(wanted["value"]))
    value = _number(wanted["value"])
    if [measure.numerator, measure.denominator] != [
        _number(wanted["numerator"]),
        _number(wanted["denominator"]),
    ]:
        return False
    if measure.value != value and not (value is None and measure.denominator):
        return False
    said, meant = spelled(measure.unit), spelled(_counted(wanted["unit"]))
    if (is_plain and meant == "%") or meant in _RANKS:  # "giảm 3,2 %" is annotated "%", "xếp thứ 9" as typed
        return said.startswith(meant) or said in _RANKS
    if meant == "cai":
        return True
    if "%" in said + meant or not said or not meant:
        return said == meant
    return said in meant or meant in said


def _number(told: float | None) -> Decimal | None:
    return None if told is None else Decimal(str(told))


def _overlaps(read: str, wanted: str, spelled: Callable[[str], str]) -> bool:
    if not read or not wanted:
        return read == wanted
    said, meant = spelled(read), spelled(wanted)
    return said in meant or meant in said


def failures(lines: Iterable[Scored]) -> str:
    """The sentences that were not read exactly, one a line."""
    return "\n".join(f"{line.id} {line.mark}: {line.why}" for line in lines if line.mark != "exact")
