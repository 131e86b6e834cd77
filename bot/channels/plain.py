"""How a channel without buttons shows numbered choices and takes the number back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bot.dialogue.messages import Choice, Outgoing

CHOOSE = "Chọn bằng cách gõ số:"
# "1", "1.", "(2)", "số 1", "chọn 2", "tôi chọn số 3", "phương án 2" - and never "mục 1" or "nhiệm vụ 2",
# which name something in the plan.
_NUMBER = re.compile(
    r"(?:(?:tôi|toi|em|mình|minh)\s+)?(?:(?:lựa\s+)?chọn|(?:lua\s+)?chon)?\s*"
    r"(?:cái|cai|ý|y|câu|cau|phương\s+án|phuong\s+an)?\s*(?:thứ|thu|số|so)?\s*"
    r"[(\[]?(?P<number>[1-9][0-9]?)[)\].:]?"
)


def render(outgoing: Outgoing, first: int = 1) -> str:
    """The whole message as plain text; choices are numbered from ``first``."""
    if not outgoing.choices:
        return outgoing.full_text
    choices = "\n".join(
        f"{number}. {choice.label}" for number, choice in enumerate(outgoing.choices, start=first)
    )
    return f"{outgoing.full_text}\n\n{CHOOSE}\n{choices}".lstrip()


def pressed(text: str, choices: Sequence[Choice]) -> Choice | None:
    """The choice a person named by its number or by its whole label; None when the text is something else."""
    said = _plainly(text)
    if not said:
        return None
    named = _NUMBER.fullmatch(said)
    if named:
        number = int(named["number"])
        return choices[number - 1] if number <= len(choices) else None
    return next((choice for choice in choices if _plainly(choice.label) == said), None)


def _plainly(text: str) -> str:
    # A message longer than any label and any number cannot be a choice.
    return " ".join(unicodedata.normalize("NFC", text[:200]).casefold().split())
