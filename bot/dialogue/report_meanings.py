"""What a figure of a report means for a task: a share of the work, a measure, or nothing that is clear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.understanding.report_cues import listed
from bot.dialogue.understanding.report_values import Figure
from corpus.model import Task
from corpus.vietnamese import fold
from progress import units
from progress.fitting import fit
from progress.measures import targets_of
from progress.records import Measure
from progress.reporting_calendar import Level
from progress.scales import scale_of

_RATES = "cac ty le"
_LEVEL = " cap "  # "CQCM cấp tỉnh", "UBND cấp xã": who reports decides
_OF_TASK = ("ty le", "muc do")
_INDEX = "nang cao chi so"


def meaning_of(figure: Figure, task: Task, others: Sequence[Figure]) -> str:
    """ "work" or "measure"; "" when the words leave it open."""
    if figure.is_open or (figure.kind == "percent" and not figure.is_named and _RATES in fold(task.title)):
        return ""
    if figure.grade:
        return "measure"
    shares = share_of_task(task)
    match figure.kind:
        case "work":
            return "work"
        case "rate" | "count":
            return "measure"
        case "percent" if _INDEX in fold(task.title):
            return "work" if figure.by_verb else "measure"
        case "percent":
            if not shares:
                return "work"
            if shares == "open":
                is_bare = not figure.is_named and not _counts_all(task)
                return "work" if figure.by_verb or is_bare else ""
            return "" if figure.by_verb and not figure.is_named else "measure"
        case "bare":
            return _meaning_of_bare(figure, shares, _beside_shares(others))


def _counts_all(task: Task) -> bool:
    """Whether a share of all may be meant: "xử lý tất cả phản ánh"."""
    return any(target.value == "tất cả" for target in targets_of(task))


def _meaning_of_bare(figure: Figure, shares: str, beside_shares: bool) -> str:
    if units.way_of(figure.unit) or figure.value is None:
        return ""
    if figure.unit and not shares:
        return "measure"
    if shares == "sure" and 0 <= figure.value <= 100 and not figure.by_verb:
        is_share = (figure.value > 1 and figure.value % 1) or (figure.is_named and beside_shares)
        return "measure" if is_share else ""
    return "measure" if figure.unit and figure.value > 100 else ""


def _beside_shares(others: Sequence[Figure]) -> bool:
    """Whether a number stands alone or beside percents ("số hóa 91,2 %, khai thác 52"), not beside a
    count ("nhận 45 kiến nghị, giải quyết 43")."""
    if any(one.unit == "%" or (one.kind == "bare" and (one.value or 0) % 1) for one in others):
        return True
    return all(one.kind == "bare" and not one.unit for one in others)


def share_of_task(task: Task) -> str:
    """Whether a percent measures the task: "sure" for one with a share as its target or its subject."""
    scales = [(target, scale_of(target)) for target in targets_of(task)]
    if any(
        scale in ("percent", "change") and target.value not in (None, "tất cả")
        for target, scale in scales
        if target.comparator != "range"
    ):
        return "sure"
    if any(word in fold(task.title) for word in _OF_TASK) or any(
        target.value is None and fold(target.unit).startswith("ty le") for target, _ in scales
    ):
        return "sure"
    return "open" if any(scale in ("percent", "change", "assigned") for _, scale in scales) else ""


def is_of_name(figure: Figure, task: Task) -> bool:
    """Whether a count is also the number of a document in the task's name: "Bộ chỉ số 843"."""
    return figure.denominator is None and figure.unit != units.PERCENT and f" {figure.value}/" in task.text


def is_of_several(figure: Figure, task: Task, level: Level | None) -> bool:
    """Whether a percent beside which nothing is named could be of several targets: "VII.5: 98 %". It is asked
    which."""
    if figure.kind != "percent" or figure.is_named or figure.by_verb or (figure.value or 0) > 100:
        return False
    targets = targets_of(task)
    meant = fit(Measure(figure.value, units.PERCENT, text=figure.words), task, level=level).places
    return len(meant) > 1 and not all(_LEVEL in fold(targets[place].scope) for place in meant)


def are_of_same(measures: Sequence[Measure], task: Task, level: Level | None) -> bool:
    """Whether two shares may speak of the same target, and no words tell them apart."""
    shares = [one for one in measures if one.unit == units.PERCENT]
    for place, one in enumerate(shares):
        for other in shares[:place]:
            meant = [fit(replace(each, target=None), task, level=level).places for each in (one, other)]
            names = {_name_of(one), _name_of(other)}
            if not meant[0] or meant[0] != meant[1]:
                continue
            targets = [targets_of(task)[place] for place in meant[0]]
            is_one = (len(targets) == 1 and targets[0].has_number) or all(
                _LEVEL in fold(target.scope) for target in targets
            )
            if is_one or len(names) == 1 or "" in names:
                return True
    return False


def _name_of(measure: Measure) -> str:
    return " ".join(
        word
        for word in fold(measure.text).split()
        if word.isalpha() and word not in listed("stops") | listed("courtesies")
    )
