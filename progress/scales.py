"""What scale a target measures on, and a reported figure brought to that scale. Decimals throughout."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from corpus.model import Target
from corpus.vietnamese import fold
from progress import units
from progress.records import Measure

# The lowest first.
GRADES = ("kém", "yếu", "trung bình", "trung bình khá", "khá", "tốt", "rất tốt", "xuất sắc")
GRADE_PLACES = {fold(name): place for place, name in enumerate(GRADES)}
FULL = Decimal(100)
_RANK_UNITS = frozenset({"", "hang", "bac", "thu", "thu hang", "vi tri"})
_MAY_EXCEED = re.compile(r"vượt|dự toán|kế hoạch vốn|chỉ tiêu[^,;.]*\bgiao\b", re.IGNORECASE)

Scale = Literal["percent", "change", "count", "amount", "rank", "grade", "assigned"]


class MeasureError(Exception):
    """A reported figure cannot be taken as it is."""

    def __init__(self, measure: Measure, target: Target | None = None) -> None:
        super().__init__(type(self).__doc__)
        self.measure = measure
        self.target = target


class OutOfRange(MeasureError):
    """A share lies below 0 or above 100 %, a count below 0, or a rank is no place in a ranking."""


class PartExceedsWhole(OutOfRange):
    """The part is more than the whole, or the whole is nothing."""


class Contradiction(MeasureError):
    """The share that was said is not the one that part and whole give."""


class UnitMismatch(MeasureError):
    """The figure counts something else than the target does."""


class UnknownTarget(MeasureError):
    """The task has no target at this place."""


def scale_of(target: Target) -> Scale:
    """How a target measures.

    "assigned" has its figure outside the plan; "change" counts a rise or a cut in percent; "amount" has no
    unit of its own, only last year's figure.
    """
    if target.comparator == "max-rank":
        return "rank"
    if isinstance(target.value, str):
        if target.unit == "implied-all":
            return "percent"
        return "grade" if fold(target.value) in GRADE_PLACES else "assigned"
    if target.comparator == "external":
        return "assigned"
    if target.value is None:
        return "percent" if "ty le" in fold(f"{target.unit} {target.text}") else "amount"
    if target.unit == units.PERCENT:
        return "percent"
    return "change" if target.unit.startswith(units.PERCENT) else "count"


def level(measure: Measure, target: Target, scale: Scale) -> Decimal | None:
    """The figure on the target's scale; None when none was reported."""
    if measure.value is None and measure.numerator is None:
        return None
    match scale:
        case "percent":
            return _percent(measure, target)
        case "change":
            return _change(measure, target)
        case "rank":
            return _rank(measure, target)
        case "count":
            return _count(measure, target)
        case _:
            check_sign(measure, target)
            if units.base_of(measure.unit) == units.PERCENT and measure.numerator is None:
                raise UnitMismatch(measure, target)
            return measure.value if measure.value is not None else Decimal(measure.numerator or 0)


def _percent(measure: Measure, target: Target) -> Decimal:
    may_exceed = bool(_MAY_EXCEED.search(target.text))
    if measure.numerator is not None and measure.denominator is not None:
        if not may_exceed:
            check_part(measure, target)
        return _consistent_share(measure, target)
    if units.base_of(measure.unit) not in ("", units.PERCENT) or measure.value is None:
        raise UnitMismatch(measure, target)
    value = fulfilled(measure.value, measure.unit)
    if value < 0 or (value > FULL and not may_exceed):
        raise OutOfRange(measure, target)
    return value


def _change(measure: Measure, target: Target) -> Decimal:
    """A rise, a cut or an excess in percent. 106 % of a plan exceed it by 6; a share of a cut is the cut."""
    wanted, said = units.way_of(target.unit), units.way_of(measure.unit)
    if measure.numerator is not None and measure.denominator is not None:
        share = _consistent_share(measure, target)
        return share - FULL if wanted == "vuot" else share
    if units.base_of(measure.unit) not in ("", units.PERCENT) or measure.value is None:
        raise UnitMismatch(measure, target)
    if not said and wanted == "vuot":
        if measure.value < 0:
            raise OutOfRange(measure, target)
        return measure.value - FULL
    way = -1 if said and "giam" in (said, wanted) and said != wanted else 1
    changed = way * measure.value
    if wanted == "giam" and changed > FULL:
        raise OutOfRange(measure, target)
    return changed


def _rank(measure: Measure, target: Target) -> Decimal:
    value = Decimal(measure.numerator) if measure.numerator is not None else measure.value or Decimal(0)
    if fold(measure.unit) not in _RANK_UNITS and not fold(measure.unit).startswith("thu hang"):
        raise UnitMismatch(measure, target)
    if value < 1 or value % 1 or (measure.denominator is not None and value > measure.denominator):
        raise OutOfRange(measure, target)
    return value


def _count(measure: Measure, target: Target) -> Decimal:
    check_sign(measure, target)
    if measure.numerator is not None:
        return Decimal(measure.numerator)
    value = measure.value or Decimal(0)
    if target.unit == "implied-zero":
        if value and (units.base_of(measure.unit) == units.PERCENT or units.is_money(measure.unit)):
            raise UnitMismatch(measure, target)
        return value  # "0 %" is none as well as "0 vụ"
    turned = units.turned(value, measure.unit, target.unit)
    if turned is None:
        raise UnitMismatch(measure, target)
    return turned


def shown_unit(target: Target, scale: Scale) -> str:
    match scale:
        case "percent" | "change":
            return units.PERCENT
        case "rank":
            return "hạng"
        case _:
            return "" if target.unit.startswith("implied") else target.unit


def fulfilled(value: Decimal, unit: str) -> Decimal:
    """ "Vượt 6 %" is 106 %."""
    return FULL + value if units.way_of(unit) == "vuot" else value


def share_of(measure: Measure) -> Decimal:
    return 100 * Decimal(measure.numerator or 0) / Decimal(measure.denominator or 1)


def _consistent_share(measure: Measure, target: Target) -> Decimal:
    """The share that part and whole give; what was said beside them may be rounded or cut, not another."""
    if not measure.denominator or (measure.numerator or 0) < 0:
        raise PartExceedsWhole(measure, target)
    share = share_of(measure)
    if measure.value is not None and units.base_of(measure.unit) == units.PERCENT:
        said = fulfilled(measure.value, measure.unit)
        places = min(0, int(said.as_tuple().exponent))
        if abs(share - said) >= Decimal(1).scaleb(places):
            raise Contradiction(measure, target)
    return share


def check_part(measure: Measure, target: Target | None) -> None:
    part, whole = measure.numerator, measure.denominator
    if part is not None and whole is not None and (part < 0 or whole <= 0 or part > whole):
        raise PartExceedsWhole(measure, target)


def check_sign(measure: Measure, target: Target) -> None:
    if min(measure.value or 0, measure.numerator or 0, measure.denominator or 0) < 0:
        raise OutOfRange(measure, target)


def exact(value: float | tuple[float, float] | str) -> Decimal:
    """The number as the plan writes it: 95 and 81.25, not 95.0."""
    return Decimal(str(value).removesuffix(".0"))
