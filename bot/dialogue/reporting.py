"""A report of one message joined with the plan: which task is meant, and what its figures mean for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.dialogue.conversation import Conversation
from bot.dialogue.intents import About
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.resolving import Found, NotFound, Unsure, resolve
from bot.dialogue.understanding.reading import read
from bot.dialogue.understanding.report_cues import listed
from bot.dialogue.understanding.report_values import Figure
from bot.dialogue.understanding.reported import NamedTask, Said, Unclear
from corpus.model import Task
from corpus.vietnamese import fold, is_syllable
from progress import units
from progress.fitting import fit, fitted
from progress.measures import check_content, check_percent, targets_of
from progress.records import Content, Measure
from progress.reporting_calendar import Level
from progress.scales import Contradiction, MeasureError, OutOfRange, scale_of

Find = Callable[[NamedTask], str | tuple[str, ...]]
"""The task that words mean: its id when sure, else those it may be, best first; empty when none is near."""

_MAY_EXCEED = ("du toan", "ke hoach", "chi tieu", "giao", "so voi", "cung ky", "vuot")
_SAME_SHORT = {"báo cáo": "biên chế"}  # both are written "bc"
_OF_TASK = ("ty le", "muc do")


@dataclass(frozen=True, slots=True)
class Settled:
    """What is to be stored of one task once ``unclear`` is empty; ``candidates`` are what it may mean
    else."""

    task_id: str | None
    content: Content
    unclear: tuple[Unclear, ...] = ()
    candidates: tuple[str, ...] = ()

    @property
    def is_clear(self) -> bool:
        return self.task_id is not None and not self.unclear


def settled(
    said: Said, knowledge: Knowledge, level: Level | None = None, find: Find | None = None
) -> Settled:
    """One entry of a report with its task found and its figures fitted to the task's targets."""
    find = find or finder(knowledge)
    task_id, candidates, unclear = _task_of(said, knowledge, find)
    if task_id is None:
        return Settled(None, said.content, unclear, candidates)
    content, doubts = content_for(said, knowledge.task(task_id), level)
    others = _others(said, task_id, find)
    if others:  # figures of another task are never stored under this one
        doubts, candidates = (*doubts, Unclear.SEVERAL_TASKS), (task_id, *others)
    return Settled(task_id, content, tuple(dict.fromkeys((*unclear, *doubts))), candidates)


def finder(knowledge: Knowledge) -> Find:
    """Finds a task by its subject as questions find it: only a sure hit is the task."""

    def find(named: NamedTask) -> str | tuple[str, ...]:
        near: tuple[str, ...] = ()
        for words, parts in _ways(named):
            reading = read(words, knowledge.lexicon)
            subject = reading.subject() or words
            about = About(words=subject, parts=parts, section=named.section)
            match resolve(about, Conversation(), knowledge):
                case Found(task_ids=(only,), others=()):
                    return only
                case Found(task_ids=ids, others=others):
                    near = near or (*ids, *others)
                case Unsure(task_ids=ids):
                    near = near or ids
                case NotFound(nearest=ids):
                    near = near or ids
        return near

    return find


def _others(said: Said, task_id: str, find: Find) -> tuple[str, ...]:
    """The other tasks that later parts of a report surely speak of."""
    first = said.task.parts[:1] if said.subjects and not said.task.codes else ()
    found = (find(NamedTask(words=words)) for words in (*first, *said.subjects))
    return tuple(one for one in found if isinstance(one, str) and one != task_id)


def _ways(named: NamedTask) -> list[tuple[str, tuple[str, ...]]]:
    """All the words with their clauses; then the first clauses, where people say of what they speak."""
    ways = [(named.words, named.parts if len(named.parts) > 1 else ())]
    if len(named.parts) > 1:
        ways += [(part, ()) for part in named.parts[:3] if len(part.split()) > 2]
    return ways


def _task_of(
    said: Said, knowledge: Knowledge, find: Find
) -> tuple[str | None, tuple[str, ...], tuple[Unclear, ...]]:
    named = said.task
    if named.codes:
        leaves = tuple(leaf for code in named.codes for leaf in knowledge.leaves(code))
        known = tuple(leaf for leaf in leaves if leaf in knowledge.plan.task_by_id)
        only = known[0] if len(known) == 1 and len(leaves) == 1 else None
        return only, () if only else known, said.unclear
    if not named.words:
        return None, (), said.unclear
    if is_syllable(named.words):  # one common word ("sai rồi", "giảm 5 %") names nothing
        return None, (), (*said.unclear, Unclear.NO_TASK)
    found = find(named)
    if isinstance(found, str):
        return found, (), said.unclear
    why = Unclear.SEVERAL_TASKS if found else Unclear.NO_TASK
    return None, found, (*said.unclear, why)


def content_for(said: Said, task: Task, level: Level | None = None) -> tuple[Content, tuple[Unclear, ...]]:
    """The content that a report means for a task, and what of its figures is unclear."""
    percents: list[Decimal] = []
    measures: list[Measure] = []
    unclear: list[Unclear] = []
    for figure in said.figures:
        if figure.is_contradicted:
            unclear.append(Unclear.CONTRADICTION)
        if _is_of_name(figure, task):
            unclear.append(Unclear.MEANING)
            continue
        match _meaning(figure, task, _beside_shares(said, figure)):
            case "work":
                percents.append(figure.value or Decimal(0))
            case "measure":
                measures.append(_measure(figure, task, level))
            case _:
                unclear.append(Unclear.MEANING)
    if len(set(percents)) > 1 or _are_of_same(measures, task, level):
        unclear.append(Unclear.MEANING)
    content = replace(said.content, percent=percents[0] if percents else None, measures=tuple(measures))
    unclear += _refused(content, task)
    return content, tuple(dict.fromkeys(unclear))


def _are_of_same(measures: Sequence[Measure], task: Task, level: Level | None) -> bool:
    """Whether two shares may speak of the same target, and no words tell them apart."""
    shares = [one for one in measures if one.unit == units.PERCENT]
    for place, one in enumerate(shares):
        for other in shares[:place]:
            meant = [fit(replace(each, target=None), task, level=level).places for each in (one, other)]
            names = {_name_of(one), _name_of(other)}
            if meant[0] and meant[0] == meant[1] and (len(meant[0]) == 1 or len(names) == 1 or "" in names):
                return True
    return False


def _name_of(measure: Measure) -> str:
    return " ".join(
        word
        for word in fold(measure.text).split()
        if word.isalpha() and word not in listed("stops") | listed("courtesies")
    )


def _is_of_name(figure: Figure, task: Task) -> bool:
    """Whether a count is also the number of a document in the task's name: "Bộ chỉ số 843"."""
    return figure.denominator is None and figure.unit != units.PERCENT and f" {figure.value}/" in task.text


def _beside_shares(said: Said, figure: Figure) -> bool:
    """Whether a number stands alone or beside percents ("số hóa 91,2 %, khai thác 52"), not beside a
    count ("nhận 45 kiến nghị, giải quyết 43")."""
    others = [one for one in said.figures if one is not figure]
    if any(one.unit == "%" or (one.kind == "bare" and (one.value or 0) % 1) for one in others):
        return True
    return all(one.kind == "bare" and not one.unit for one in others)


def _meaning(figure: Figure, task: Task, beside_shares: bool) -> str:
    """ "work" or "measure"; "" when the words leave it open."""
    if figure.is_open:
        return ""
    shares = _has_share(task)
    match figure.kind:
        case "work":
            return "work"
        case "rate" | "count":
            return "measure"
        case "percent":
            if not shares:
                return "work"
            if shares == "open":
                return "work" if figure.by_verb else ""
            return "" if figure.by_verb and not figure.is_named else "measure"
        case "bare":
            return _meaning_of_bare(figure, shares, beside_shares)


def _meaning_of_bare(figure: Figure, shares: str, beside_shares: bool) -> str:
    if units.way_of(figure.unit) or figure.value is None:
        return ""
    if figure.unit and not shares:
        return "measure"
    if shares == "sure" and 0 <= figure.value <= 100 and not figure.by_verb:
        is_share = (figure.value > 1 and figure.value % 1) or (figure.is_named and beside_shares)
        return "measure" if is_share else ""
    return "measure" if figure.unit and figure.value > 100 else ""


def _has_share(task: Task) -> str:
    """Whether a percent measures the task: "sure" for one with a share as its target or its subject."""
    scales = [(target, scale_of(target)) for target in targets_of(task)]
    if any(
        scale in ("percent", "change") and target.value not in (None, "tất cả")
        for target, scale in scales
        if target.comparator != "range"
    ):
        return "sure"
    if any(word in fold(task.title) for word in _OF_TASK):
        return "sure"
    return "open" if any(scale in ("percent", "change", "assigned") for _, scale in scales) else ""


def _measure(figure: Figure, task: Task, level: Level | None) -> Measure:
    unit = (
        "%"
        if figure.kind == "bare" and _has_share(task) == "sure" and (figure.value or 0) <= 100
        else figure.unit
    )
    alternative = _SAME_SHORT.get(unit, "")
    if alternative and unit not in task.text.lower() and alternative in task.text.lower():
        unit = alternative
    measure = Measure(figure.value, unit, figure.numerator, figure.denominator, text=figure.words)
    return fitted(measure, task, level=level)


def _refused(content: Content, task: Task) -> Sequence[Unclear]:
    try:
        if content.percent is not None:
            check_percent(content.percent)
        check_content(content, task)
    except Contradiction:
        return (Unclear.CONTRADICTION,)
    except OutOfRange:
        return (Unclear.IMPOSSIBLE,)
    except MeasureError:
        return (Unclear.MEANING,)
    if any(_is_beyond(measure) for measure in content.measures):
        return (Unclear.IMPOSSIBLE,)
    return ()


def _is_beyond(measure: Measure) -> bool:
    """A share above 100 % where nothing was planned or assigned that could be exceeded."""
    if measure.target is not None or measure.unit != units.PERCENT or (measure.value or 0) <= 100:
        return False
    return not any(word in fold(measure.text) for word in _MAY_EXCEED)
