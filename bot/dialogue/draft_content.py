"""What a draft says: read from its words once task and agency are known; what these leave open is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot.dialogue.drafts import Draft, Question
from bot.dialogue.report_subjects import told_apart
from bot.dialogue.reporting import content_for, unread_of
from bot.dialogue.understanding.report_values import Figure
from bot.dialogue.understanding.reported import Reports, Said, Unclear, reported
from bot.dialogue.visits import Visit
from bot.texts import figures, report_questions
from corpus.model import Task
from corpus.vietnamese import tidy
from progress.fitting import fit
from progress.measures import check_content, targets_of
from progress.obligations import Obligation
from progress.records import Content, Measure, RecordError
from progress.reporting_calendar import Level
from progress.scales import MeasureError, UnitMismatch

WORK, OTHER = "work", "other"  # beside the places of targets: what a figure may mean
CANDIDATES = 6  # tasks, agencies or targets offered at once
_ASKED_FIRST = {Unclear.SEVERAL_PERIODS, Unclear.UNREAD}


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
    is_unclear = _ASKED_FIRST & set(entry.unclear) or unread_of(entry, task, visit.knowledge)
    if doubts or is_unclear:
        return replace(draft, said=said, place=0, meanings=(), is_read=False)
    return replace(draft, content=_over(draft.content, content))


def entry_of(text: str, place: int, visit: Visit) -> Said | None:
    """The entry of a message at a place, read anew."""
    read = reported(text, visit.knowledge.lexicon, visit.periods)
    entries = told_apart(read, visit.knowledge).tasks if isinstance(read, Reports) else ()
    return entries[place] if place < len(entries) else None


def obligation_of(draft: Draft, visit: Visit) -> Obligation | None:
    return visit.reporting.obligations.obligation(draft.task_id, draft.agency, draft.period)


def with_content(draft: Draft, visit: Visit) -> Draft | Question:
    task = visit.knowledge.task(draft.task_id)
    if draft.is_read:
        return draft if not draft.content.is_empty else _ask_content(draft, task, visit)
    entry = entry_of(draft.said, draft.place, visit)
    if entry is None or entry.is_empty:
        return _ask_content(draft, task, visit)
    if Unclear.SEVERAL_PERIODS in entry.unclear:
        return Question(_unsaid(draft), "content", report_questions.several_periods(task))
    unread = unread_of(entry, task, visit.knowledge)
    if unread or Unclear.UNREAD in entry.unclear:
        return Question(_unsaid(draft), "content", report_questions.unread(task, unread))
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


def with_targets(draft: Draft, visit: Visit) -> Draft | Question:
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
    return visit.reporting.obligations.level_of(draft.agency) if draft.agency else own_level(visit)


def own_level(visit: Visit) -> Level | None:
    levels = {visit.reporting.obligations.level_of(one) for one in visit.reports_for}
    return levels.pop() if len(levels) == 1 else None
