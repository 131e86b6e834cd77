"""A reported figure against a target: reached or not, and by how much. Decimals throughout."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from corpus.model import Comparator, Target, Task
from corpus.vietnamese import fold
from progress import units
from progress.records import Content, Measure
from progress.scales import (
    FULL,
    GRADE_PLACES,
    OutOfRange,
    Scale,
    UnitMismatch,
    UnknownTarget,
    check_part,
    check_sign,
    exact,
    fulfilled,
    level,
    scale_of,
    share_of,
    shown_unit,
)

_OPEN_END = re.compile(r"(?:đến|tới|-|–)\s*dưới\s*\d", re.IGNORECASE)

Lack = Literal["", "value", "grade", "last-year", "assigned"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure beside its bound, both in ``unit``. ``difference`` is value - bound, above is positive.

    ``reached`` is None when something lacks: the figure itself, a grade instead of points, last year's
    figure, or the one assigned from outside the plan. A yearly target may still be reached later in the year.
    """

    comparator: Comparator
    reached: bool | None
    value: Decimal | None = None
    bound: Decimal | None = None
    difference: Decimal | None = None
    unit: str = ""
    lacks: Lack = ""
    is_stretch: bool = False
    is_yearly: bool = False

    @property
    def is_in_points(self) -> bool:
        """Whether the difference is one of percentage points."""
        return self.unit == units.PERCENT


def targets_of(task: Task) -> tuple[Target, ...]:
    """What a task must reach, in the order that ``Measure.target`` counts: explicit, then soft targets."""
    return (*task.targets, *task.soft_targets)


def compare(
    measure: Measure,
    target: Target,
    last_year: Measure | Decimal | None = None,
    assigned: Decimal | None = None,
) -> Comparison:
    """Hold a figure against a target.

    ``last_year``: the figure of the year before, for targets that must rise or fall; a plain number counts
    in the measure's unit. ``assigned``: the figure given from outside ("theo quy định hàng năm", "số được
    giao"). "Đạt 90 %" is reached by more than 90, "=" 0 only by 0. Raises OutOfRange, PartExceedsWhole,
    Contradiction, UnitMismatch.
    """
    scale = scale_of(target)
    if scale == "grade":
        return _against_grade(measure, target)
    if target.comparator in ("increase", "increase-yoy", "decrease-yoy"):
        return _over_the_years(measure, target, last_year, assigned)
    if scale == "assigned":
        return _against_assigned(measure, target, assigned)
    value = level(measure, target, scale)
    unit = shown_unit(target, scale)
    if value is None:
        return _told(target, None, unit=unit, lacks="value")
    if isinstance(target.value, tuple):
        low, high = map(exact, target.value)
        is_below_end = value < high if _OPEN_END.search(target.text) else value <= high
        bound = low if value < high else high
        return _told(target, low <= value and is_below_end, value, bound, unit)
    bound = FULL if isinstance(target.value, str) else exact(target.value or 0)
    return _told(target, _holds(value, target.comparator, bound), value, bound, unit)


def check_percent(percent: Decimal) -> None:
    """Raises OutOfRange when the share of the work done is not from 0 to 100."""
    if not 0 <= percent <= FULL:
        raise OutOfRange(Measure(percent, units.PERCENT))


def check_content(content: Content, task: Task) -> None:
    """Raises the first refusal of a content: its percent, then each measure against its own target."""
    if content.percent is not None:
        check_percent(content.percent)
    targets = targets_of(task)
    for measure in content.measures:
        if measure.target is None:
            check_part(measure, None)
            if measure.value is not None and measure.value < 0 and not units.way_of(measure.unit):
                raise OutOfRange(measure)
        elif 0 <= measure.target < len(targets):
            compare(measure, targets[measure.target])
        else:
            raise UnknownTarget(measure)


def _told(
    target: Target,
    reached: bool | None,
    value: Decimal | None = None,
    bound: Decimal | None = None,
    unit: str = "",
    lacks: Lack = "",
) -> Comparison:
    difference = value - bound if value is not None and bound is not None else None
    return Comparison(
        target.comparator,
        reached,
        value,
        bound,
        difference,
        unit,
        lacks,
        is_stretch=target.is_stretch,
        is_yearly=target.is_yearly,
    )


def _holds(value: Decimal, comparator: Comparator, bound: Decimal) -> bool:
    if comparator in ("<=", "max-rank") or (comparator == "=" and bound == 0):
        return value <= bound
    return value >= bound


def _over_the_years(
    measure: Measure,
    target: Target,
    last_year: Measure | Decimal | None,
    assigned: Decimal | None,
) -> Comparison:
    """Against last year's figure, or by a change that was said itself ("tăng 5 %")."""
    sign = -1 if target.comparator == "decrease-yoy" else 1
    least = Decimal(0) if target.value is None else exact(target.value)
    way = units.way_of(measure.unit)
    if way and measure.value is not None:
        grown = measure.value * (-1 if way == "giam" else 1)
        bound = sign * least
        return _told(target, _has_grown(sign * grown, least), grown, bound, units.base_of(measure.unit))
    plain: Scale = "percent" if "ty le" in fold(f"{target.unit} {target.text}") else "amount"
    value = level(measure, target, plain)
    unit = units.PERCENT if plain == "percent" else measure.unit
    if value is None:
        return _told(target, None, unit=unit, lacks="value")
    if assigned is not None and not target.against_last_year:
        return _told(target, sign * value >= sign * assigned, value, assigned, unit)
    before = _before(measure, target, plain, last_year)
    if before is None:
        lacks: Lack = (
            "last-year" if target.against_last_year or target.comparator == "increase" else "assigned"
        )
        return _told(target, None, value, unit=unit, lacks=lacks)
    if target.value is None:
        return _told(target, _has_grown(sign * (value - before), least), value, before, unit)
    if plain == "amount" and target.unit.startswith(units.PERCENT):
        if before == 0:
            return _told(target, None, value, unit=unit, lacks="last-year")
        grown = 100 * (value - before) / before
        return _told(target, sign * grown >= least, grown, sign * least, units.PERCENT)
    return _told(target, sign * (value - before) >= least, value, before + sign * least, unit)


def _has_grown(grown: Decimal, least: Decimal) -> bool:
    return grown >= least if least else grown > 0


def _before(
    measure: Measure, target: Target, scale: Scale, last_year: Measure | Decimal | None
) -> Decimal | None:
    if last_year is None or isinstance(last_year, Decimal):
        return last_year
    before = level(last_year, target, scale)
    if before is None or scale == "percent":
        return before
    turned = units.turned(before, last_year.unit, measure.unit)
    if turned is None:
        raise UnitMismatch(last_year, target)
    return turned


def _against_assigned(measure: Measure, target: Target, assigned: Decimal | None) -> Comparison:
    """Against a figure from outside the plan: given, named by "120 of 125", or left out by "106 %" of it."""
    comparator: Comparator = "<=" if target.comparator == "<=" else ">="
    is_given = isinstance(target.value, str)  # what was assigned can be fulfilled in percent
    check_sign(measure, target)
    if measure.numerator is not None:
        value, bound = Decimal(measure.numerator), assigned
        if is_given and bound is None and measure.denominator is not None:
            bound = Decimal(measure.denominator)
        elif not is_given and measure.denominator:
            check_part(measure, target)
            value = share_of(measure)
        unit = units.PERCENT if not is_given and measure.denominator else measure.unit
    elif measure.value is None:
        return _told(target, None, lacks="value")
    elif is_given and units.base_of(measure.unit) == units.PERCENT:
        value, bound, unit = fulfilled(measure.value, measure.unit), FULL, units.PERCENT
    else:
        value, bound, unit = measure.value, assigned, measure.unit
    if bound is None:
        return _told(target, None, value, unit=unit, lacks="assigned")
    # A cap of nothing is a cap; a goal of nothing is reached by anything.
    reached = value <= bound if comparator == "<=" else value >= bound
    return _told(target, reached, value, bound, unit)


def _against_grade(measure: Measure, target: Target) -> Comparison:
    said = fold(measure.grade)
    if not said:
        return _told(target, None, measure.value, lacks="grade")
    if said not in GRADE_PLACES:
        raise UnitMismatch(measure, target)
    place, wanted = GRADE_PLACES[said], GRADE_PLACES[fold(str(target.value))]
    return _told(target, place <= wanted if target.comparator == "<=" else place >= wanted)
