"""Whole conversations as a client can read them, played to the real dialogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.settings import Settings
from app.wiring import Assistant, build_assistant
from bot.dialogue.messages import ACTION_LIMIT_BYTES, Answer, Incoming, Outgoing
from tests.conftest import NOON
from tests.dialogues.transcripts import Exchange, Transcript, read_transcripts

FILES = sorted(Path(__file__).parent.glob("*.yaml"))
TRANSCRIPTS = [transcript for file in FILES for transcript in read_transcripts(file)]
CHOICES_AT_MOST = 4


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return build_assistant(Settings(data_folder=tmp_path_factory.mktemp("data")), keeps=False)


def _case(transcript: Transcript) -> object:
    owed = [pytest.mark.xfail(reason=transcript.owed, strict=True)] if transcript.owed else []
    return pytest.param(transcript, marks=owed, id=transcript.name)


@pytest.mark.parametrize("transcript", [_case(transcript) for transcript in TRANSCRIPTS])
def test_a_conversation_goes_as_written(transcript: Transcript, assistant: Assistant) -> None:
    last: Outgoing | None = None
    for number, exchange in enumerate(transcript.exchanges, start=1):
        (reply,) = assistant.dialogue.handle(_incoming(transcript.name, number, exchange, last))
        where = f"{transcript.name}, lượt {number}: {exchange.said}\n{reply.full_text}"
        _keeps_its_promises(reply, assistant, where)
        _is_as_expected(reply, exchange, where)
        last = reply


def test_every_kind_of_answer_is_told_in_some_transcript() -> None:
    kinds = {exchange.expected.kind for transcript in TRANSCRIPTS for exchange in transcript.exchanges}
    assert kinds == {"answered", "refused", "clarify"}


def test_a_transcript_with_an_unknown_key_is_no_transcript(tmp_path: Path) -> None:
    path = tmp_path / "sai.yaml"
    path.write_text("- tên: sai\n  lượt: [{nói: a, đáp: {chứa: b}}]", encoding="utf-8")
    with pytest.raises(ValueError, match="chứa"):
        read_transcripts(path)


def _incoming(conversation: str, number: int, exchange: Exchange, last: Outgoing | None) -> Incoming:
    action = None
    if exchange.is_tap:
        assert last is not None
        offered = {choice.label: choice.action for choice in last.choices}
        assert exchange.said in offered, f"{conversation}: {exchange.said} is not among {list(offered)}"
        action = offered[exchange.said]
    return Incoming("test", conversation, "person", str(number), exchange.said, NOON, action)


def _is_as_expected(reply: Outgoing, exchange: Exchange, where: str) -> None:
    expected, answer = exchange.expected, _answer(reply)
    assert answer.kind == expected.kind, where
    if expected.task_ids is not None:
        assert set(answer.task_ids) == set(expected.task_ids), where
    match expected.group_task_ids:
        case None:
            pass
        case int() as count:
            assert len(answer.group_task_ids) == count, where
        case ids:
            assert set(answer.group_task_ids) == set(ids), where
    for word in expected.contains:
        assert word in reply.text, f"lacks {word!r}: {where}"
    for word in expected.lacks:
        assert word not in reply.text, f"has {word!r}: {where}"
    for word in expected.quote:
        assert word in reply.quote, f"quote lacks {word!r}: {where}"
    for word in expected.source:
        assert word in reply.source, f"source lacks {word!r}: {where}"
    labels = [choice.label for choice in reply.choices]
    for label in expected.choices:
        assert label in labels, f"{label!r} is not among {labels}: {where}"


def _keeps_its_promises(reply: Outgoing, assistant: Assistant, where: str) -> None:
    """What holds of every reply, whatever was asked."""
    answer = _answer(reply)
    assert reply.text.strip(), where
    assert not {"<", ">"} & set(reply.text), where
    assert len(reply.choices) <= CHOICES_AT_MOST, where
    assert all(len(choice.action.encode()) <= ACTION_LIMIT_BYTES for choice in reply.choices), where
    if answer.kind != "answered":
        assert (reply.quote, reply.source, answer.citations) == ("", "", ()), where
    if answer.kind == "answered" and answer.task_ids:
        assert reply.source.startswith("Nguồn: "), where
    for cited in answer.citations:
        assert cited.quote in assistant.plan.task_by_id[cited.task_id].text, where
    if len(answer.task_ids) == 1 and reply.quote:
        quoted = reply.quote.removesuffix("…")
        assert quoted in assistant.plan.task_by_id[answer.task_ids[0]].text, where


def _answer(reply: Outgoing) -> Answer:
    assert reply.answer is not None
    return reply.answer
