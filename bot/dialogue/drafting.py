"""From the words of a report to a draft that can be shown: what it lacks is asked, one question at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.dialogue.drafts import Asked, Draft
from bot.dialogue.reporting import content_for, settled
from bot.dialogue.understanding.report_values import Figure
from bot.dialogue.understanding.reported import Reports, Said, Unclear, reported
from bot.dialogue.visits import Visit
from bot.texts import figures, progress_refusals, refusals, report_questions, reports
from corpus.model import Task
from corpus.vietnamese import fold, tidy
from progress.fitting import fit
from progress.measures import check_content, targets_of
from progress.obligations import Obligation
from progress.periods import Period
from progress.records import Content, Measure, RecordError
from progress.refusals import NotLeading, PeriodLocked, PeriodNotOpen, PeriodUnknown
from progress.reporting_calendar import Level
from progress.scales import MeasureError, UnitMismatch

WORK, OTHER = "work", "other"  # beside the places of targets: what a figure may mean
CANDIDATES = 6  # tasks, agencies or targets offered at once
# A quarter in which nothing is reported would otherwise be passed over.
_NO_PERIOD = re.compile(r"\bqu[yi]\s*(?:ii|2|hai|iv|4|bon|tu)\b")
_POINTING = re.compile(
    r"(?:(?:nhiem vu|viec|cong viec|cai|muc|nv|chi tieu|noi dung)\s*)?"
    r"(?:nay|do|kia|tren|noi tren|vua roi|ay)?"
)
TEXT_LIMIT = 1_000  # characters of a note
_ASKED_FIRST = {Unclear.SEVERAL_PERIODS, Unclear.UNREAD}


@dataclass(frozen=True, slots=True)
class Question:
    """The one thing to ask before a draft goes on; ``options`` are (label, value) of what is offered."""

    draft: Draft
    asks: Asked
    text: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a draft cannot be taken; ``note_on`` is the task on which the agency may leave a note."""

    text: str
    note_on: str = ""


def drafts_of(
    text: str, read: Reports, visit: Visit, *, corrects: bool = False
) -> tuple[Draft, ...] | Refused:
    """A draft for each task of a message. Refused when the period it names is none of the plan's."""
    key = ""
    if read.period is not None:
        period = visit.periods.meant(read.period, visit.today)
        if period is None:
            return Refused(progress_refusals.no_period())
        # "2 cuộc năm nay" may be a mere stretch of time.
        if read.period.is_sure or period.has_opened(visit.today):
            key = period.key
    elif _NO_PERIOD.search(fold(text)):
        return Refused(progress_refusals.no_period())
    return tuple(Draft(text, place, period=key, corrects=corrects) for place in range(len(read.tasks)))


def completed(draft: Draft, visit: Visit, topic: Sequence[str] = ()) -> Draft | Question | Refused:
    """The draft with its task, agency, period and content, or the first thing that is missing.

    ``topic`` are the tasks spoken of last: a report that names none means them.
    """
    if not draft.task_id:
        found = _with_task(draft, visit, topic)
        if not isinstance(found, Draft):
            return found
        draft = found
    for step in (_with_agency, _with_period, _with_content, _with_targets):
        done = step(draft, visit)
        if not isinstance(done, Draft):
            return done
        draft = done
    return draft


def with_words(draft: Draft, text: str, visit: Visit) -> Draft | None:
    """The draft with what a further message says put over it; None when it says nothing of a report.

    Words that leave anything open are yet to be read, as those of a report are: ``completed`` asks.
    """
    task = visit.knowledge.task(draft.task_id)
    said = f"{task.id}: {text}"
    entry = entry_of(said, 0, visit)
    if entry is None or entry.is_empty:
        return None
    content, doubts = content_for(entry, task, _level(draft, visit))
    if doubts or _ASKED_FIRST & set(entry.unclear):
        return replace(draft, said=said, place=0, meanings=(), is_read=False)
    return replace(draft, content=_over(draft.content, content))


def entry_of(text: str, place: int, visit: Visit) -> Said | None:
    """The entry of a message at a place, read anew."""
    read = reported(text, visit.knowledge.lexicon, visit.periods)
    return read.tasks[place] if isinstance(read, Reports) and place < len(read.tasks) else None


def obligation_of(draft: Draft, visit: Visit) -> Obligation | None:
    return visit.reporting.obligations.obligation(draft.task_id, draft.agency, draft.period)


# --- which task ---


def _with_task(draft: Draft, visit: Visit, topic: Sequence[str]) -> Draft | Question | Refused:
    knowledge = visit.knowledge
    entry = entry_of(draft.said, draft.place, visit)
    if entry is None:
        return Question(draft, "task", report_questions.which_task_first())
    points = not entry.task.codes and _POINTING.fullmatch(fold(entry.task.words))
    if points and len(topic) == 1:
        return replace(draft, task_id=topic[0])
    settling = settled(entry, knowledge, _own_level(visit))
    if Unclear.NO_SUCH_TASK in settling.unclear:
        code = entry.task.codes[0]
        text = refusals.missing_task(knowledge.plan, code, code.split(".", 1)[0])
        return Question(draft, "task", f"{text}\n{report_questions.which_task_first()}")
    if settling.task_id is not None:
        if Unclear.SEVERAL_TASKS in settling.unclear:
            return Refused(
                report_questions.one_at_a_time([knowledge.task(one) for one in settling.candidates])
            )
        return replace(draft, task_id=settling.task_id)
    own = [one for one in settling.candidates if _leads(one, visit)]
    if len(own) == 1:
        return replace(draft, task_id=own[0])
    offered = (own or list(settling.candidates))[:CANDIDATES]
    if not offered:
        return Question(draft, "task", report_questions.which_task_first())
    tasks = [knowledge.task(one) for one in offered]
    options = tuple((reports.task_label(task), task.id) for task in tasks)
    return Question(draft, "task", report_questions.which_task(tasks), options)


def _leads(task_id: str, visit: Visit) -> bool:
    return any(visit.reporting.obligations.role(task_id, one) == "lead" for one in visit.reports_for)


# --- for which agency, in which period ---


def _with_agency(draft: Draft, visit: Visit) -> Draft | Question | Refused:
    obligations = visit.reporting.obligations
    if draft.agency:
        return draft
    if not visit.reports_for:  # any more: the report was begun by somebody who could
        return Refused(reports.may_not_report() if visit.person else reports.needs_role())
    leading = [one for one in visit.reports_for if obligations.role(draft.task_id, one) == "lead"]
    if len(leading) == 1:
        return replace(draft, agency=leading[0])
    if leading:
        text = report_questions.which_agency(visit.knowledge.task(draft.task_id))
        return Question(draft, "agency", text, tuple((one, one) for one in leading))
    own = sorted(visit.reports_for, key=lambda one: obligations.role(draft.task_id, one) != "coordinate")
    role = obligations.role(draft.task_id, own[0])
    refused = NotLeading(draft.task_id, own[0], role, _leaders(draft.task_id, visit))
    text = visit.refusal(refused)
    if role == "coordinate":
        return Refused(text, note_on=draft.task_id)
    return Refused(text)


def _leaders(task_id: str, visit: Visit) -> tuple[str, ...]:
    """Those who lead, as the plan names them: a group whole."""
    return visit.knowledge.task(task_id).lead_agencies


def _with_period(draft: Draft, visit: Visit) -> Draft | Refused:
    period: Period | None
    if not draft.period:
        period = visit.current(draft.task_id)
        if period is None:
            return Refused(_nothing_open(draft.task_id, visit))
    else:
        period = visit.periods.task_period(draft.task_id, draft.period)
        if period is None:
            return Refused(visit.refusal(PeriodUnknown(draft.period, draft.task_id)))
    if not period.has_opened(visit.today):
        return Refused(visit.refusal(PeriodNotOpen(period)))
    if period.key in visit.locked and (lock := visit.reporting.desk.lock_of(period.key)):
        return Refused(visit.refusal(PeriodLocked(lock)))
    return replace(draft, period=period.key)


def _nothing_open(task_id: str, visit: Visit) -> str:
    """No period takes reports: the last one begun is locked, or none has begun."""
    begun = visit.periods.current(visit.today, task_id=task_id)
    lock = visit.reporting.desk.lock_of(begun.key) if begun else None
    if lock is not None:
        return visit.refusal(PeriodLocked(lock))
    return progress_refusals.none_open(visit.periods.upcoming(visit.today, task_id=task_id))


# --- what is said ---


def _with_content(draft: Draft, visit: Visit) -> Draft | Question:
    task = visit.knowledge.task(draft.task_id)
    if draft.is_read:
        return draft if not draft.content.is_empty else _ask_content(draft, task, visit)
    entry = entry_of(draft.said, draft.place, visit)
    if entry is None or entry.is_empty:
        return _ask_content(draft, task, visit)
    if Unclear.SEVERAL_PERIODS in entry.unclear:
        return Question(_unsaid(draft), "content", report_questions.several_periods(task))
    if Unclear.UNREAD in entry.unclear:
        return Question(_unsaid(draft), "content", report_questions.unread(task, entry.unread))
    level = _level(draft, visit)
    content, doubts = content_for(entry, task, level)
    if Unclear.MEANING in doubts:
        content, doubts = _as_meant(entry, draft.meanings, task, level)
        if Unclear.MEANING in doubts:
            return _ask_meaning(draft, entry, task, level)
    if Unclear.CONTRADICTION in doubts:
        return Question(_unsaid(draft), "content", report_questions.contradiction(task))
    if Unclear.IMPOSSIBLE in doubts:
        return Question(_unsaid(draft), "content", report_questions.impossible(task))
    try:
        check_content(content, task)
    except UnitMismatch:
        return Question(_unsaid(draft), "content", report_questions.unfit(task))
    except (MeasureError, RecordError):
        return Question(_unsaid(draft), "content", report_questions.impossible(task))
    content = _over(draft.content, content)
    if content.is_empty:
        return _ask_content(draft, task, visit)
    return replace(draft, content=content, is_read=True)


def _ask_content(draft: Draft, task: Task, visit: Visit) -> Question:
    owed = obligation_of(draft, visit)
    text = report_questions.what_content(task, owed) if owed else report_questions.which_task_first()
    return Question(_unsaid(draft), "content", text)


def _unsaid(draft: Draft) -> Draft:
    return replace(draft, said="", place=0, meanings=(), is_read=False)


def _over(before: Content, said: Content) -> Content:
    """What is said anew put over what was; a state that a new percent belies is not kept."""
    content = before.updated(said)
    if said.percent is not None and said.state is None and said.percent < 100:
        return replace(content, state=None)
    return content


def _ask_meaning(draft: Draft, entry: Said, task: Task, level: Level | None) -> Question:
    unclear = [one for one in entry.figures if _is_open(one, entry, task, level)]
    if not unclear:
        return Question(_unsaid(draft), "content", report_questions.contradiction(task))
    said = _spoken(unclear[0])
    return Question(
        draft,
        "meaning",
        report_questions.what_figure_means(said, task),
        (
            *_of_work(unclear[0], said),
            *_targets_offered(unclear[0], task),
            (report_questions.not_of_a_target(), OTHER),
        ),
    )


def _of_work(figure: Figure, said: str) -> tuple[tuple[str, str], ...]:
    if figure.value is None or not 0 <= figure.value <= 100 or figure.denominator is not None:
        return ()
    shown = said if "%" in said else f"{said} %"
    return ((report_questions.of_work(shown), WORK),)


def _targets_offered(figure: Figure, task: Task) -> tuple[tuple[str, str], ...]:
    """The targets that the figure could be of; a bare number could have any unit."""
    unit = "" if figure.kind == "bare" else figure.unit
    measure = Measure(figure.value, unit, figure.numerator, figure.denominator)
    targets = targets_of(task)
    fitting = [place for place in range(len(targets)) if _takes(replace(measure, target=place), task)]
    return _labelled(fitting[: CANDIDATES - 2], task)


def _labelled(places: Sequence[int], task: Task) -> tuple[tuple[str, str], ...]:
    targets = targets_of(task)
    labels = figures.target_labels([targets[place] for place in places])
    return tuple((label, str(place)) for label, place in zip(labels, places, strict=True))


def _takes(measure: Measure, task: Task) -> bool:
    try:
        check_content(Content(measures=(measure,)), task)
    except MeasureError:
        return False
    return True


def _is_open(figure: Figure, entry: Said, task: Task, level: Level | None) -> bool:
    _, doubts = content_for(replace(entry, figures=(figure,)), task, level)
    return Unclear.MEANING in doubts


def _as_meant(
    entry: Said, meanings: Sequence[str], task: Task, level: Level | None
) -> tuple[Content, tuple[Unclear, ...]]:
    """The content with the figures that were open taken as the person answered, one after another."""
    answers = iter(meanings)
    content: Content | None = None
    doubts: list[Unclear] = []
    clear = []
    measures: list[Measure] = []
    percent: Decimal | None = None
    for figure in entry.figures:
        if not _is_open(figure, entry, task, level):
            clear.append(figure)
            continue
        match next(answers, ""):
            case "":
                doubts.append(Unclear.MEANING)
            case "work":
                percent = figure.value
            case "other":
                measures.append(_measure_of(figure, None))
            case place:
                measures.append(_measure_of(figure, int(place)))
    content, more = content_for(replace(entry, figures=tuple(clear)), task, level)
    content = replace(content, measures=(*content.measures, *measures))
    if percent is not None:
        content = replace(content, percent=percent)
    return content, (*doubts, *more)


def _measure_of(figure: Figure, target: int | None) -> Measure:
    bare = figure.kind == "bare" and target is not None
    return Measure(
        figure.value,
        "" if bare else figure.unit,
        figure.numerator,
        figure.denominator,
        target=target,
        text=figure.words,
    )


def _spoken(figure: Figure) -> str:
    measure = Measure(
        figure.value, figure.unit if figure.kind != "bare" else "", figure.numerator, figure.denominator
    )
    return figures.measure(measure)


# --- of which target ---


def _with_targets(draft: Draft, visit: Visit) -> Draft | Question:
    """Asks for the target of a figure that may speak of several."""
    task = visit.knowledge.task(draft.task_id)
    level = _level(draft, visit)
    for measure in draft.content.measures:
        if measure.target is not None or OTHER in draft.meanings:
            continue
        places = fit(measure, task, level=level).places
        if len(places) > 1:
            options = (*_labelled(places[:CANDIDATES], task), (report_questions.not_of_a_target(), OTHER))
            text = report_questions.which_target(tidy(figures.measure(measure)), task)
            return Question(draft, "target", text, options)
    return draft


def with_target(draft: Draft, answer: str, visit: Visit) -> Draft:
    """The first figure without a clear target given the one that was answered."""
    if answer == OTHER:
        return replace(draft, meanings=(*draft.meanings, OTHER))
    task, level = visit.knowledge.task(draft.task_id), _level(draft, visit)
    measures = list(draft.content.measures)
    for place, measure in enumerate(measures):
        if measure.target is None and len(fit(measure, task, level=level).places) > 1:
            measures[place] = replace(measure, target=int(answer))
            break
    return replace(draft, content=replace(draft.content, measures=tuple(measures)))


def _level(draft: Draft, visit: Visit) -> Level | None:
    return visit.reporting.obligations.level_of(draft.agency) if draft.agency else _own_level(visit)


def _own_level(visit: Visit) -> Level | None:
    levels = {visit.reporting.obligations.level_of(one) for one in visit.reports_for}
    return levels.pop() if len(levels) == 1 else None
