"""Numbered choices for channels without buttons."""

from __future__ import annotations

import pytest

from bot.channels.plain import pressed, render
from bot.dialogue.messages import Choice, Outgoing

CHOICES = (Choice("Ai phối hợp?", "ask:coordinate"), Choice("Chỉ tiêu?", "ask:target"))


def test_choices_are_numbered_after_answer_quote_and_source() -> None:
    outgoing = Outgoing(
        "Sở Nội vụ chủ trì.", quote="Sở Nội vụ", source="Nguồn: Mục I, STT 1", choices=CHOICES
    )
    assert render(outgoing) == (
        "Sở Nội vụ chủ trì.\n\n“Sở Nội vụ”\n\nNguồn: Mục I, STT 1\n\n"
        "Chọn bằng cách gõ số:\n1. Ai phối hợp?\n2. Chỉ tiêu?"
    )


def test_a_message_without_choices_is_only_its_text() -> None:
    assert render(Outgoing("Chào anh/chị.")) == "Chào anh/chị."


@pytest.mark.parametrize(
    "text",
    ["2", "2.", " 2 ", "(2)", "2)", "số 2", "so 2", "chọn 2", "Chọn số 2", "CHON 2", "tôi chọn 2", "ý 2",
     "phương án 2", "lựa chọn số 2", "chỉ tiêu?", "Chỉ tiêu?"],
)  # fmt: skip
def test_a_choice_is_taken_by_number_or_by_its_label(text: str) -> None:
    assert pressed(text, CHOICES) == CHOICES[1]


@pytest.mark.parametrize(
    "text", ["", "0", "3", "99", "12 nhiệm vụ", "mục 1", "nhiệm vụ 2", "2 3", "1,5", "2%", "-1", "quý 2",
             "năm 2", "1" * 5000]
)  # fmt: skip
def test_other_texts_press_nothing(text: str) -> None:
    assert pressed(text, CHOICES) is None


def test_a_number_presses_nothing_when_nothing_was_offered() -> None:
    assert pressed("1", ()) is None
