"""One message in, one answer out, whatever is said or pressed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.wiring import Assistant
from bot.dialogue.core import MESSAGE_LIMIT
from bot.dialogue.messages import Outgoing
from corpus.vietnamese import has_marks
from tests.bot.dialogue.conftest import Talk, answer_of

_MARKUP = re.compile(r"</?[a-z]+[^>]*>|\*\*|__|```|&[a-z]+;")
_NUMBERS = itertools.count()
WORDS = st.sampled_from(
    (
        "ai", "chủ trì", "phối hợp", "III.4", "mục", "II", "Sở Nội vụ", "nhiệm vụ", "2", "bao nhiêu", "%",
        "chỉ tiêu", "còn", "thì sao", "kế hoạch", "201/KH-UBND", "đúng không", "nhất", "các", "đó", "năm",
        "2035", "<b>", "²", "\u0661", "IX.1", ";", ".", ",", "?", "liệt kê", "hơn", "hay", "thường xuyên",
        "văn bản", "nghĩa là gì",
    )
)  # fmt: skip
MESSAGES = st.one_of(
    st.text(max_size=60),
    st.lists(WORDS, max_size=12).map(" ".join),
    st.text(alphabet="ivxIVX.0123456789-/ ", max_size=20),
)


@pytest.fixture(scope="module")
def new_talk(assistant: Assistant) -> Callable[[], Talk]:
    """Begins a conversation that nobody had before."""
    return lambda: Talk(assistant.dialogue, f"new {next(_NUMBERS)}")


@settings(max_examples=150, deadline=None)
@given(st.lists(MESSAGES, min_size=1, max_size=4))
@example(["mục ²"])
@example(["ai chủ trì", "I.0"])
@example(["có ² nhiệm vụ đúng không"])
@example(["\x00\u202e", "2", "còn sao"])
def test_any_conversation_is_answered_in_plain_vietnamese(
    new_talk: Callable[[], Talk], said: list[str]
) -> None:
    talk = new_talk()
    for text in said:
        _is_plain_vietnamese(talk.say(text))


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["lead", "target", "more", "ask", "rate", "detail", "?", ""]),
    st.text(max_size=30),
    MESSAGES,
)
def test_any_choice_is_answered_in_plain_vietnamese(
    new_talk: Callable[[], Talk], kind: str, value: str, before: str
) -> None:
    talk = new_talk()
    talk.say(before)
    _is_plain_vietnamese(talk.say("", f"{kind}:{value}"))
    _is_plain_vietnamese(talk.say("", f"{kind}:2"))


def _is_plain_vietnamese(reply: Outgoing) -> None:
    assert has_marks(reply.text), reply
    assert not _MARKUP.search(reply.text), reply
    if reply.answer and reply.answer.kind == "refused":
        assert (reply.answer.citations, reply.quote, reply.source) == ((), "", ""), reply


def test_a_message_beyond_the_limit_is_asked_for_shorter(talk: Talk) -> None:
    reply = talk.say("a" * (MESSAGE_LIMIT + 1))
    assert answer_of(reply).kind == "clarify"
    assert str(MESSAGE_LIMIT) in reply.text


@pytest.mark.parametrize(
    "message",
    [
        "kinh phí bao nhiêu",
        "ai là giám đốc Sở Nội vụ",
        "IX.1",
        "thời tiết Hà Nội",
        "bán nhà ở đâu",
        "xyzq là gì",
    ],
)
def test_a_refusal_names_no_source(message: str, talk: Talk) -> None:
    reply = talk.say(message)
    assert answer_of(reply).kind == "refused"
    assert (answer_of(reply).citations, reply.quote, reply.source) == ((), "", "")


def test_an_answer_may_be_rated_under_its_reference(talk: Talk) -> None:
    reference = talk.say("III.4 ai chủ trì").feedback
    assert reference
    thanks = talk.say("", f"rate:up:{reference}")
    assert "Cảm ơn" in thanks.text


def test_a_thumb_does_not_end_the_topic(talk: Talk) -> None:
    reference = talk.say("III.4 ai chủ trì").feedback
    talk.say("", f"rate:up:{reference}")
    assert answer_of(talk.say("còn thời gian?")).task_ids == ("III.4",)


def test_two_conversations_know_nothing_of_each_other(assistant: Assistant) -> None:
    one, other = Talk(assistant.dialogue, "one"), Talk(assistant.dialogue, "other")
    one.say("III.4 ai chủ trì")
    other.say("VI.2 ai chủ trì")
    assert answer_of(one.say("thời gian?")).task_ids == ("III.4",)
    assert answer_of(other.say("thời gian?")).task_ids == ("VI.2",)


def test_a_long_list_goes_on_page_by_page(talk: Talk) -> None:
    first = talk.say("liệt kê tất cả nhiệm vụ của kế hoạch")
    pages = [first.text]
    while any(choice.label == "Xem tiếp" for choice in talk.replies[-1].choices):
        pages.append(talk.tap("Xem tiếp").text)
    rows = [line for page in pages for line in page.splitlines() if line.startswith("• ")]
    assert [row.split(" ")[1] for row in rows] == list(answer_of(first).task_ids)
    assert sum(line.startswith("• ") for line in first.whole_text.splitlines()) == len(rows)
