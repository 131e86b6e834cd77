"""Reported figures in words: numbers, measures, and how they compare with a target."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.texts.names import shortened
from corpus.model import Target
from progress import units
from progress.measures import Comparison
from progress.records import Measure

_TARGET_LENGTH = 110  # characters of a target quoted beside a figure
_LABEL_LENGTH = 64  # characters of a target on a button
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_WAYS = {"tang": "tăng", "giam": "giảm", "vuot": "vượt"}
_LACKS = {
    "last-year": "Chưa so được với năm trước: chưa có số liệu cùng kỳ.",
    "assigned": "Chưa so được: kế hoạch không ghi con số được giao.",
    "grade": "Chưa so được: chỉ tiêu tính theo mức đánh giá (ví dụ “tốt”).",
    "value": "",
    "": "",
}


def number(value: Decimal | int) -> str:
    """Decimal comma, no empty places, thousands parted: 81.2500 -> "81,25", 4812 -> "4.812"."""
    whole, _, rest = format(Decimal(value), "f").partition(".")
    rest = rest.rstrip("0")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}".replace(",", ".")
    return f"{sign}{grouped},{rest}" if rest else f"{sign}{grouped}"


def amount(value: Decimal | int, unit: str) -> str:
    """ "81,25 %", "vượt 6 %", "3 cuộc"."""
    way = _WAYS.get(units.way_of(unit), "")
    return " ".join(part for part in (way, number(value), units.base_of(unit)) if part)


def measure(told: Measure) -> str:
    """ "120/125 thủ tục (96 %)", "81,25 %", "mức tốt"."""
    if told.grade:
        return f"mức {told.grade}"
    if told.numerator is None:
        return amount(told.value or Decimal(0), told.unit)
    whole = "" if told.denominator is None else f"/{number(told.denominator)}"
    unit = "" if units.base_of(told.unit) == units.PERCENT else told.unit
    share = _share(told)
    return f"{number(told.numerator)}{whole} {unit}".rstrip() + (f" ({share})" if share else "")


def compared(comparison: Comparison) -> str:
    """ "Đạt: 81,25 % ≥ 80 % (hơn 1,25 điểm)"; "" where there is nothing to compare."""
    if comparison.reached is None or comparison.value is None or comparison.bound is None:
        said = _LACKS[comparison.lacks]
        return said if comparison.reached is None else _verdict(comparison)
    value = amount(comparison.value, comparison.unit)
    bound = amount(comparison.bound, comparison.unit)
    sign, gap = _sign(comparison), _gap(comparison)
    return f"{_verdict(comparison)}: {value} {sign} {bound}{gap}"


def target(told: Target) -> str:
    return shortened(told.text, _TARGET_LENGTH)


def target_labels(told: Sequence[Target]) -> tuple[str, ...]:
    """Targets as choices: short, and no two alike."""
    labels: list[str] = []
    for one in told:
        label = shortened(_BRACKETS.sub("", one.text), _LABEL_LENGTH)
        if label in labels:
            label = f"{label} ({labels.count(label) + 1})"
        labels.append(label)
    return tuple(labels)


def _verdict(comparison: Comparison) -> str:
    if comparison.reached:
        return "Đạt mức phấn đấu" if comparison.is_stretch else "Đạt"
    if comparison.comparator == "<=":
        return "Vượt mức cho phép"
    return "Chưa đạt mức phấn đấu" if comparison.is_stretch else "Chưa đạt"


def _sign(comparison: Comparison) -> str:
    value, bound = comparison.value or Decimal(0), comparison.bound or Decimal(0)
    if value == bound:
        return "="
    if comparison.reached and comparison.comparator not in ("=", "range"):
        return "≥" if value > bound else "≤"
    return ">" if value > bound else "<"


def _gap(comparison: Comparison) -> str:
    if not comparison.difference:
        return ""
    way = "hơn" if comparison.difference > 0 else "thiếu"
    if comparison.comparator in ("<=", "max-rank", "decrease-yoy"):
        way = "hơn" if comparison.difference > 0 else "thấp hơn"
    unit = "điểm" if comparison.is_in_points else comparison.unit
    return f" ({way} {number(abs(comparison.difference))} {unit})".replace(" )", ")")


def _share(told: Measure) -> str:
    if told.value is not None and units.base_of(told.unit) == units.PERCENT:
        return amount(told.value, told.unit)
    if not told.denominator or told.numerator is None:
        return ""
    share = (100 * Decimal(told.numerator) / told.denominator).quantize(Decimal("0.01"))
    return f"{number(share)} %"
