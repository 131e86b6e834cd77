"""A report of one message joined with the plan: which task is meant, and what its figures mean for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.dialogue.knowledge import Knowledge
from bot.dialogue.report_meanings import are_of_same, is_of_name, is_of_several, meaning_of, share_of_task
from bot.dialogue.report_subjects import Find, finder, in_title, telling_words
from bot.dialogue.understanding.report_values import Figure
from bot.dialogue.understanding.reported import NamedTask, Said, Unclear
from corpus.model import Task
from corpus.vietnamese import fold, is_syllable
from progress import units
from progress.fitting import fitted
from progress.measures import check_content, check_percent
from progress.records import Content, Measure
from progress.reporting_calendar import Level
from progress.scales import Contradiction, MeasureError, OutOfRange

_OWN_SHARE = 0.6
_MAY_EXCEED = ("du toan", "ke hoach", "chi tieu", "giao", "so voi", "cung ky", "vuot")
_SAME_SHORT = {"báo cáo": "biên chế"}  # both are written "bc"


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
    task = knowledge.task(task_id)
    content, doubts = content_for(said, task, level)
    if unread_of(said, task, knowledge):
        doubts = (*doubts, Unclear.UNREAD)
    if any(is_of_several(figure, task, level) for figure in said.figures):
        doubts = (*doubts, Unclear.TARGET)
    others = _others(said, task_id, knowledge, find)
    if others:  # figures of another task are never stored under this one
        doubts, candidates = (*doubts, Unclear.SEVERAL_TASKS), (task_id, *others)
    return Settled(task_id, content, tuple(dict.fromkeys((*unclear, *doubts))), candidates)


def unread_of(said: Said, task: Task, knowledge: Knowledge) -> tuple[str, ...]:
    """What of a report was not understood, as typed."""
    asides = (aside for aside in said.asides if not explained(aside, task, knowledge))
    return tuple(dict.fromkeys((*said.unread, *asides)))


def explained(words: str, task: Task, knowledge: Knowledge) -> bool:
    """Whether most of the words are the task's own: "Cổng đã chuyển sang IPv6"."""
    said = telling_words(knowledge.lexicon.shorthand.expand(words).text)
    own = set(fold(task.text).split())
    return sum(word in own for word in said) >= _OWN_SHARE * len(said)


def _others(said: Said, task_id: str, knowledge: Knowledge, find: Find) -> tuple[str, ...]:
    """The other tasks that later parts of a report surely speak of."""
    first = said.task.parts[:1] if said.subjects and not said.task.codes else ()
    named = [NamedTask(words=words) for words in (*first, *said.subjects)]
    named += [piece.task for piece in said.pieces if piece.opens]
    found = [find(one) for one in named]
    task = knowledge.task(task_id)
    apart = [one.task.words for one in said.pieces[1:] if not explained(one.task.words, task, knowledge)]
    found += [only for words in apart if len(only := in_title(words, knowledge)) == 1]
    ids = (one if isinstance(one, str) else one[0] for one in found if isinstance(one, str) or len(one) == 1)
    return tuple(dict.fromkeys(one for one in ids if one != task_id))


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
        if is_of_name(figure, task):
            unclear.append(Unclear.MEANING)
            continue
        match meaning_of(figure, task, [one for one in said.figures if one is not figure]):
            case "work":
                percents.append(figure.value or Decimal(0))
            case "measure":
                measures.append(_measure(figure, task, level))
            case _:
                unclear.append(Unclear.MEANING)
    if len(set(percents)) > 1 or are_of_same(measures, task, level):
        unclear.append(Unclear.MEANING)
    if any(_denies_excess(one) for one in measures):
        unclear.append(Unclear.CONTRADICTION)
    content = replace(said.content, percent=percents[0] if percents else None, measures=tuple(measures))
    unclear += _refused(content, task)
    return content, tuple(dict.fromkeys(unclear))


def _measure(figure: Figure, task: Task, level: Level | None) -> Measure:
    unit = (
        "%"
        if figure.kind == "bare" and share_of_task(task) == "sure" and (figure.value or 0) <= 100
        else figure.unit
    )
    alternative = _SAME_SHORT.get(unit, "")
    if alternative and unit not in task.text.lower() and alternative in task.text.lower():
        unit = alternative
    measure = Measure(
        figure.value, unit, figure.numerator, figure.denominator, text=figure.words, grade=figure.grade
    )
    return fitted(measure, task, level=level)


def _denies_excess(measure: Measure) -> bool:
    """ "66/60 biên chế, không vượt" """
    part, whole = measure.numerator, measure.denominator
    return part is not None and whole is not None and part > whole and "khong vuot" in fold(measure.text)


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
