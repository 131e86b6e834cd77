"""Which of the choices shown a person picks by typing its number or its whole label."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from corpus.vietnamese import fold

_LONGEST = 200  # characters; a longer message is longer than any label and any number
# "1", "1.", "(2)", "số 1", "chọn 2", "tôi chọn số 3", "phương án 2" - and never "mục 1" or "nhiệm vụ 2",
# which name something in the plan.
_NUMBER = re.compile(
    r"(?:(?:tôi|toi|em|mình|minh)\s+)?(?:(?:lựa\s+)?chọn|(?:lua\s+)?chon)?\s*"
    r"(?:cái|cai|ý|y|câu|cau|phương\s+án|phuong\s+an)?\s*(?:thứ|thu|số|so)?\s*"
    r"[(\[]?(?P<number>[1-9][0-9]?)[)\].:]?"
)


def place_chosen(text: str, labels: Sequence[str]) -> int | None:
    """The place (from 0) of the label that ``text`` picks; None when it says something else."""
    said = _plainly(text)
    if not said:
        return None
    named = _NUMBER.fullmatch(said)
    if named:
        number = int(named["number"])
        return number - 1 if number <= len(labels) else None
    return next((place for place, label in enumerate(labels) if fold(label) == fold(said)), None)


def _plainly(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text[:_LONGEST]).casefold().split())
