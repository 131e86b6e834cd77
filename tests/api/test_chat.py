"""POST /api/v1/chat: what a program sends and gets."""

from __future__ import annotations

import asyncio
import datetime as dt
import time

import httpx
import pytest

from api.answering import Answering
from api.chat import chat_body
from api.errors import Busy
from api.options import HttpOptions
from bot.dialogue.messages import Answer, Citation, Incoming, Outgoing
from corpus.model import Plan
from tests.api.small_assistant import SmallDialogue
from tests.conftest import Clock


async def test_an_answer_comes_with_its_tasks_and_citation(client: httpx.AsyncClient, plan: Plan) -> None:
    response = await client.post("/api/v1/chat", json={"conversation": "abc", "text": "III.4 ai chủ trì?"})

    body = response.json()
    task = plan.task_by_id["III.4"]
    assert response.status_code == 200
    assert body["answer"] == {
        "kind": "answered",
        "task_ids": ["III.4"],
        "group_task_ids": [],
        "citations": [
            {
                "task_id": "III.4",
                "label": "Mục III, STT 4, Phụ lục II, KH 201/KH-UBND ngày 16/4/2026",
                "quote": task.text,
            }
        ],
    }
    assert body["messages"][0]["choices"][0] == {"label": "Ai phối hợp?", "action": "coordinate:III.4"}
    assert body["messages"][0]["text"] == "\n\n".join(
        [body["messages"][0]["body"], f"“{task.text}”", body["messages"][0]["source"]]
    )


async def test_a_taken_choice_reaches_the_dialogue_as_an_action(
    client: httpx.AsyncClient, dialogue: SmallDialogue, clock: Clock
) -> None:
    await client.post(
        "/api/v1/chat", json={"conversation": "abc", "text": "Chỉ tiêu?", "action": "target:III.4"}
    )

    heard = dialogue.heard[0]
    assert (heard.channel, heard.conversation, heard.text, heard.action, heard.received_at) == (
        "http",
        "abc",
        "Chỉ tiêu?",
        "target:III.4",
        clock.now,
    )


async def test_every_message_has_an_id_of_its_own(client: httpx.AsyncClient, dialogue: SmallDialogue) -> None:
    for _ in range(2):
        await client.post("/api/v1/chat", json={"conversation": "abc", "text": "III.4"})

    assert len({heard.message_id for heard in dialogue.heard}) == 2


def test_several_messages_are_merged_into_one_answer() -> None:
    one = Answer("refused", ("I.1", "I.2"), ("I.3",), (Citation("I.1", "Mục I, STT 1", "nguyên văn"),))
    two = Answer("answered", ("I.2", "II.1"))

    body = chat_body([Outgoing("a", answer=one), Outgoing("b", answer=two), Outgoing("c")])

    assert body["answer"]["kind"] == "answered"
    assert body["answer"]["task_ids"] == ["I.1", "I.2", "II.1"]
    assert body["answer"]["group_task_ids"] == ["I.3"]


@pytest.mark.parametrize(
    ("kinds", "told"), [((), "answered"), (("refused",), "refused"), (("refused", "clarify"), "clarify")]
)
def test_the_kind_is_the_most_helpful_of_all_messages(kinds: tuple[str, ...], told: str) -> None:
    outgoing = [Outgoing("", answer=Answer(kind)) for kind in kinds]  # type: ignore[arg-type]

    assert chat_body(outgoing)["answer"]["kind"] == told


async def test_slow_answers_do_not_hold_up_each_other(client: httpx.AsyncClient) -> None:
    begun = time.monotonic()

    answers = await asyncio.gather(
        *(client.post("/api/v1/chat", json={"conversation": f"c{i}", "text": "chậm"}) for i in range(6))
    )

    assert {answer.status_code for answer in answers} == {200}
    assert time.monotonic() - begun < 6 * 0.4


class Sleeper:
    """Takes its time."""

    def handle(self, incoming: Incoming) -> list[Outgoing]:
        time.sleep(0.3)
        return [Outgoing(incoming.text)]


async def test_more_questions_than_can_wait_are_told_to_come_back(clock: Clock) -> None:
    answering = Answering(Sleeper(), None, HttpOptions(answer_threads=1, answer_queue_limit=1), clock)

    answers = await asyncio.gather(
        *(answering.ask("http", "c", str(i), None) for i in range(3)), return_exceptions=True
    )

    assert [type(answer) for answer in answers] == [tuple, tuple, Busy]
    answering.close()


async def test_an_answer_that_takes_too_long_is_given_up(clock: Clock) -> None:
    answering = Answering(Sleeper(), None, HttpOptions(answer_timeout=0.05), clock)

    with pytest.raises(Busy):
        await answering.ask("http", "c", "chậm", None)
    answering.close()


async def test_the_clock_is_asked_once_a_message(dialogue: SmallDialogue) -> None:
    moments = iter([dt.datetime(2026, 5, 4, tzinfo=dt.UTC)])
    answering = Answering(dialogue, None, HttpOptions(), lambda: next(moments))

    await answering.ask("http", "c", "III.4", None)

    assert dialogue.heard[0].received_at == dt.datetime(2026, 5, 4, tzinfo=dt.UTC)
    answering.close()
