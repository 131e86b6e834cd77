"""Whole conversations at the desk of reports, played on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import Settings
from app.wiring import build_assistant
from bot.dialogue.digest_messages import CHOICES_AT_MOST as CHOICES_OF_A_DIGEST
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.messages import ACTION_LIMIT_BYTES, Outgoing
from bot.dialogue.skills.desk_replies import CHOICES_AT_DESK
from progress.database import Database
from tests.conftest import ENGINES
from tests.dialogues.desk import DeskScene, Shown
from tests.dialogues.transcripts import Exchange, Transcript, read_transcripts

CHOICES_AT_MOST = {"bao-cao": CHOICES_AT_DESK, "ban-tin": CHOICES_OF_A_DIGEST}
TRANSCRIPTS = [
    (transcript, most)
    for folder, most in CHOICES_AT_MOST.items()
    for file in sorted((Path(__file__).parent / folder).glob("*.yaml"))
    for transcript in read_transcripts(file)
]
TEXT_AT_MOST = 4096  # Telegram's message


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return build_assistant(Settings(data_folder=tmp_path_factory.mktemp("data")), keeps=False).knowledge


@pytest.fixture(scope="module", params=ENGINES)
def scene(
    request: pytest.FixtureRequest, knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DeskScene]:
    """One desk on each engine; every transcript begins with an empty database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('desk') / 'troly.db'}"
    else:
        url = request.getfixturevalue("new_postgresql")()
    database = Database.open(url)
    database.migrate()
    scene = DeskScene(knowledge, database, tmp_path_factory.mktemp("evidence"))
    yield scene
    scene.question_log.close()
    database.close()


def _case(transcript: Transcript, most: int) -> object:
    owed = [pytest.mark.xfail(reason=transcript.owed, strict=True)] if transcript.owed else []
    return pytest.param(transcript, most, marks=owed, id=transcript.name)


@pytest.mark.parametrize(("transcript", "most"), [_case(*one) for one in TRANSCRIPTS])
def test_a_conversation_at_the_desk_goes_as_written(
    transcript: Transcript, most: int, scene: DeskScene
) -> None:
    scene.begin(transcript)
    first = next(iter(transcript.people), "Người lạ")
    for number, exchange in enumerate(transcript.exchanges, start=1):
        shown = scene.play(exchange, first)
        told = "\n\n".join(f"{one.full_text}\n{[choice.label for choice in one.choices]}" for one in shown)
        where = f"{transcript.name}, lượt {number}: {exchange.said}\n{told}"
        for one in shown:
            _keeps_its_promises(one, where, most)
        _is_as_expected(shown, exchange, where)
        if exchange.expected.stored is not None:
            assert scene.stored() == exchange.expected.stored, where
        if exchange.expected.evidence is not None:
            assert scene.evidence() == exchange.expected.evidence, where
        names = [file.name for one in shown for file in one.files]
        assert set(exchange.expected.files) <= set(names), f"hands over {names}: {where}"


def _is_as_expected(shown: Shown, exchange: Exchange, where: str) -> None:
    expected = exchange.expected
    assert expected.is_nothing is not bool(shown), where
    text = "\n".join(one.text for one in shown)
    labels = [choice.label for one in shown for choice in one.choices]
    if shown and not exchange.is_morning:
        answer = shown[-1].answer
        assert answer is not None, where
        assert answer.kind == expected.kind, where
        assert expected.task_ids is None or set(answer.task_ids) == set(expected.task_ids), where
    for word in expected.contains:
        assert word in text, f"lacks {word!r}: {where}"
    for word in expected.lacks:
        assert word not in text, f"has {word!r}: {where}"
    for label in expected.choices:
        assert label in labels, f"{label!r} is not among {labels}: {where}"
    for label in expected.not_offered:
        assert label not in labels, f"{label!r} is offered: {where}"


def _keeps_its_promises(reply: Outgoing, where: str, most: int) -> None:
    """What holds of every reply of the desk."""
    assert reply.text.strip(), where
    assert len(reply.full_text) <= TEXT_AT_MOST, where
    assert len(reply.choices) <= most, where
    assert len({choice.label for choice in reply.choices}) == len(reply.choices), where
    assert all(len(choice.action.encode()) <= ACTION_LIMIT_BYTES for choice in reply.choices), where
