"""What is remembered comes back from JSON as it was, also when a newer process wrote it."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.conversation import EARLIER_LIMIT, Conversation, after_turn
from bot.dialogue.drafts import Draft, InHand
from progress.records import Content, Measure
from progress.states import TaskState

DECIMALS = st.decimals(min_value=0, max_value=10_000, places=2)
DRAFTS = st.builds(
    Draft,
    said=st.text(max_size=20),
    place=st.integers(0, 9),
    task_id=st.text(max_size=8),
    candidates=st.lists(st.text(max_size=8), max_size=3).map(tuple),
    agency=st.text(max_size=20),
    period=st.text(max_size=8),
    content=st.builds(
        Content,
        percent=st.none() | DECIMALS,
        measures=st.lists(st.builds(Measure, value=DECIMALS, target=st.none() | st.integers(0, 9))).map(
            tuple
        ),
        state=st.none() | st.sampled_from(TaskState),
        note=st.text(max_size=9),
    ),
    is_read=st.booleans(),
    meanings=st.lists(st.text(max_size=6), max_size=2).map(tuple),
    expects=st.integers(0, 9),
    corrects=st.booleans(),
)
IN_HAND = st.builds(
    InHand,
    kind=st.sampled_from(["report", "note", "withdraw", "send back", "lock", "reopen"]),
    asks=st.sampled_from(["", "task", "reason"]),
    options=st.lists(st.text(max_size=8), max_size=3).map(tuple),
    drafts=st.lists(DRAFTS, max_size=3).map(tuple),
    report_id=st.integers(0, 99),
    text=st.text(max_size=9),
)
CONVERSATIONS = st.builds(
    Conversation,
    topic_tasks=st.lists(st.text(max_size=8)).map(tuple),
    section=st.text(max_size=5),
    agency=st.text(max_size=20),
    role=st.sampled_from(["", "lead", "coordinate", "either"]),
    earlier=st.lists(st.text(max_size=8), max_size=EARLIER_LIMIT).map(tuple),
    words=st.text(max_size=20),
    asked=st.text(max_size=9),
    pending=st.text(max_size=9),
    choices=st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9))).map(tuple),
    in_hand=st.none() | IN_HAND,
    reports_for=st.lists(st.text(max_size=9), max_size=2).map(tuple),
    sent=st.lists(st.integers(1, 99), max_size=3).map(tuple),
    heard=st.lists(st.text(max_size=5), max_size=3).map(tuple),
    done=st.lists(st.tuples(*[st.text(max_size=5)] * 3), max_size=2).map(tuple),
)


@given(CONVERSATIONS)
def test_a_conversation_comes_back_as_it_was(conversation: Conversation) -> None:
    assert Conversation.from_json(conversation.to_json()) == conversation


def test_keys_of_a_newer_process_are_left_out() -> None:
    stored = json.loads(Conversation(("III.4",), asked="lead").to_json())
    newer = json.dumps({**stored, "mood": "gay", "topic": 3})
    assert Conversation.from_json(newer) == Conversation(("III.4",), asked="lead")


def test_keys_of_an_older_process_may_be_missing() -> None:
    assert Conversation.from_json("{}") == Conversation()


def test_a_row_of_an_older_process_has_nothing_in_hand() -> None:
    old = (
        '{"topic_tasks":["III.4"],"section":"III","asked":"lead","pending":"","choices":[["A","lead:III.4"]]}'
    )
    read = Conversation.from_json(old)
    assert read == Conversation(("III.4",), "III", asked="lead", choices=(("A", "lead:III.4"),))
    assert "in_hand" not in read.to_json()


def test_a_mark_stands_for_one_draft() -> None:
    shown = InHand("report", drafts=(Draft(task_id="III.4", content=Content(note="a")),))
    other = InHand("report", drafts=(Draft(task_id="III.4", content=Content(note="b")),))
    assert shown.mark == InHand.from_json(shown.to_json()).mark
    assert shown.mark != other.mark


def test_single_tasks_are_kept_in_the_order_they_were_spoken_of() -> None:
    conversation = Conversation()
    for number in range(1, EARLIER_LIMIT + 3):
        conversation = after_turn(Conversation((f"I.{number}",), earlier=conversation.earlier), ())
    assert conversation.earlier == tuple(f"I.{number}" for number in range(3, EARLIER_LIMIT + 3))
    assert after_turn(conversation, ()) == conversation
    assert after_turn(Conversation(("I.1", "I.2")), ()).earlier == ()
