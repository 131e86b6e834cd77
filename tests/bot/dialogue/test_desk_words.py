"""Which messages may be for the desk, told before anybody is looked up."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.dialogue.conversation import Conversation
from bot.dialogue.desk_intents import (
    AskPeriod,
    AskStanding,
    Reply,
    SayReport,
    Settle,
    ShowReviews,
    StartReport,
)
from bot.dialogue.drafts import Draft, InHand
from bot.dialogue.understanding.desk_words import desk_intent, was_shown_last

FRESH = Conversation()
HAND = InHand("report", drafts=(Draft(task_id="III.4"),))
SHOWN = Conversation(in_hand=HAND, choices=(("Đúng", f"yes:{HAND.mark}"), ("Hủy", f"drop:{HAND.mark}")))
ASKING = replace(HAND, asks="content")
ASKED = Conversation(in_hand=ASKING, choices=(("Hủy", f"drop:{ASKING.mark}"),))
SENTENCES = Path(__file__).parents[2] / "reports"
QUESTIONS = Path(__file__).parents[2] / "questions"


@pytest.mark.parametrize(
    "text", ["đúng", "Đúng rồi", "dung roi a", "ok", "OK em", "oke nha", "chuẩn", "vâng", "dạ đúng", "ddungs"]
)
def test_yes_is_understood_under_what_was_shown(text: str) -> None:
    assert desk_intent(text, SHOWN) == Settle("yes")


@pytest.mark.parametrize("text", ["hủy", "huy bo", "thôi", "thôi khỏi", "không", "bỏ đi em"])
def test_no_is_understood_under_what_was_shown(text: str) -> None:
    assert desk_intent(text, SHOWN) == Settle("drop")
    assert desk_intent(text, ASKED) == Settle("drop")


@pytest.mark.parametrize(
    ("text", "rest"),
    [("sửa", ""), ("chưa đúng", ""), ("sai rồi", ""), ("sửa lại 40%", "40%"), ("à 40%", "40%")],
)
def test_a_change_is_understood_with_what_it_says(text: str, rest: str) -> None:
    assert desk_intent(text, SHOWN) == Settle("change", rest=rest)


def test_without_anything_in_hand_yes_and_no_are_everyday_words() -> None:
    assert desk_intent("đúng", FRESH) is None
    assert desk_intent("không", FRESH) is None


def test_no_and_change_speak_only_of_what_was_shown_last() -> None:
    elsewhere = replace(SHOWN, choices=(("Ai phối hợp?", "coordinate:III.4"),))
    assert was_shown_last(SHOWN)
    assert not was_shown_last(elsewhere)
    assert not isinstance(desk_intent("không", elsewhere), Settle)
    assert desk_intent("đúng", elsewhere) == Settle("yes")  # shown once more, not stored


def test_words_answer_the_question_in_hand() -> None:
    assert desk_intent("đã họp với các sở", ASKED) == Reply("đã họp với các sở")


@pytest.mark.parametrize(
    "text",
    [
        "tiến độ của đơn vị tôi",
        "tien do bao cao cua so minh",
        "bên em còn nợ báo cáo nào",
        "ai chưa báo cáo III.4",
        "don vi nao chua nop bao cao III.4",
        "bao nhiêu xã đã báo cáo III.4",
        "lịch sử báo cáo VI.1",
    ],
)
def test_questions_on_the_standing(text: str) -> None:
    assert desk_intent(text, FRESH) == AskStanding(text, is_command=False)


@pytest.mark.parametrize(
    "text",
    ["kỳ này hạn ngày nào", "khi nào hết hạn nộp báo cáo", "hạn báo cáo là ngày mấy", "dang la ky nao"],
)
def test_questions_on_the_period(text: str) -> None:
    assert desk_intent(text, FRESH) == AskPeriod(text, is_command=False)


@pytest.mark.parametrize(
    "text", ["báo cáo", "bc", "tôi muốn báo cáo", "cho em nộp báo cáo nhé", "cap nhat tien do"]
)
def test_wanting_to_report_begins_a_report(text: str) -> None:
    assert desk_intent(text, FRESH) == StartReport(is_command=False)


def test_questions_on_the_reviews() -> None:
    text = "báo cáo nào đang chờ duyệt"
    assert desk_intent(text, FRESH) == ShowReviews(text, is_command=False)


def test_sentences_of_reports_are_looked_at() -> None:
    """Those that are not are still looked at once their writer was seen at the desk."""
    lines = (SENTENCES / "sentences.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [one["text"] for one in map(json.loads, lines) if one["expect"] != "question"]
    passed = [text for text in texts if desk_intent(text, FRESH) == SayReport(text)]
    assert len(passed) / len(texts) >= 0.98
    known = Conversation(reports_for=("Sở Tài chính",))
    assert all(desk_intent(text, known) is not None for text in texts if "?" not in text)


def test_most_questions_are_passed_over() -> None:
    asked = [
        one["question"]
        for bank in ("development", "answerable", "colloquial", "out_of_scope", "varied")
        for one in map(json.loads, (QUESTIONS / f"{bank}.jsonl").read_text(encoding="utf-8").splitlines())
        if "question" in one
    ]
    looked_at = [text for text in asked if desk_intent(text, FRESH) is not None]
    assert len(looked_at) / len(asked) <= 0.1
