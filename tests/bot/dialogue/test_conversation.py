"""What is remembered comes back from JSON as it was, also when a newer process wrote it."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.conversation import EARLIER_LIMIT, Conversation, spoken_of

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


def test_single_tasks_are_kept_in_the_order_they_were_spoken_of() -> None:
    conversation = Conversation()
    for number in range(1, EARLIER_LIMIT + 3):
        conversation = spoken_of(Conversation((f"I.{number}",), earlier=conversation.earlier))
    assert conversation.earlier == tuple(f"I.{number}" for number in range(3, EARLIER_LIMIT + 3))
    assert spoken_of(conversation) == conversation
    assert spoken_of(Conversation(("I.1", "I.2"))).earlier == ()
