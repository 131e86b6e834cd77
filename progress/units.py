"""Units of reported figures: which are the same, which can be turned into another, which count a change."""

from __future__ import annotations

import re
from decimal import Decimal

from corpus.vietnamese import fold

PERCENT = "%"
_WAY = re.compile(r"(?:^|\s)(tang|giam|vuot)(?:\s|$)")
_MONEY = {
    "dong": 1,
    "nghin dong": 10**3,
    "trieu": 10**6,
    "trieu dong": 10**6,
    "ty": 10**9,
    "ty dong": 10**9,
    "nghin ty": 10**12,
    "nghin ty dong": 10**12,
}
_PER_TIME = re.compile(r"\s*/\s*(?:năm|quý|tháng|kỳ)$", re.IGNORECASE)
_FOR_ANYTHING = frozenset({"", "cai", "viec", "don vi", "lan"})


def base_of(unit: str) -> str:
    """The unit without the way of a change: "% vượt" -> "%", "cuộc tăng" -> "cuộc"."""
    if unit.strip().startswith(PERCENT):
        return PERCENT
    return re.sub(r"\s*(?:tăng|giảm|vượt)$", "", unit.strip(), flags=re.IGNORECASE)


def way_of(unit: str) -> str:
    """ "tang", "giam" or "vuot" when the unit counts a change, else ""."""
    found = _WAY.search(fold(unit))
    return found[1] if found else ""


def is_money(unit: str) -> bool:
    return fold(unit) in _MONEY


def turned(value: Decimal, unit: str, wanted: str) -> Decimal | None:
    """The value in the wanted unit ("1,2 tỷ đồng" -> 1200 "triệu đồng"); None when it counts something else.

    A unit that was not said, or one for anything ("việc", "đơn vị"), is taken for the wanted one.
    """
    said, aim = fold(_PER_TIME.sub("", unit)), fold(_PER_TIME.sub("", wanted))
    if said in _MONEY and aim in _MONEY:
        return value * _MONEY[said] / _MONEY[aim]
    if aim in _MONEY:
        return None if said else value
    return value if not aim or said == aim or said in _FOR_ANYTHING else None
