"""Letters are found as the initials of phrases, and never over the end of a text."""

from __future__ import annotations

import pytest

from bot.dialogue.understanding.initials import Initials

TEXTS = ("chi dao dieu hanh cua tinh", "cong tac 2026 chi dao dieu hanh", "dien hinh")


@pytest.mark.parametrize(
    ("letters", "phrases"),
    [
        ("cddh", {"chi dao dieu hanh": 2}),
        ("ct", {"cua tinh": 1, "cong tac": 1}),
        ("ctcd", {"cong tac chi dao": 1}),  # a number is no word
        ("dh", {"dieu hanh": 2, "dien hinh": 1}),
        ("hd", {}),  # the end of one text and the beginning of the next
        ("c", {}),
        ("cddhct", {}),  # longer than any phrase
        ("c\nd", {}),
    ],
)
def test_phrases_of_initials(letters: str, phrases: dict[str, int]) -> None:
    assert dict(Initials(TEXTS).phrases(letters)) == phrases
