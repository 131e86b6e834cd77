"""The desk of reports leaves questions as they were, and takes each message once."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from app.settings import Settings
from app.wiring import Assistant, build_assistant
from bot.dialogue.messages import Incoming, Outgoing
from progress.database import Database
from progress.tables.reports import ReportRow
from tests.conftest import ENGINES, NOON
from tests.dialogues.desk import CHANNEL, DeskScene
from tests.dialogues.transcripts import Transcript

QUESTIONS = Path(__file__).parents[1] / "questions"
BANKS = ("development", "colloquial", "out_of_scope", "colloquial_out_of_scope")
STREAM = (
    "VI.1 35%", "đúng", "VI.2 xong rồi", "sửa 40%", "ok", "VI.3 20%", "hủy", "I.7 50% công việc",
    "Ai chủ trì III.4?", "đúng", "đúng", "/suabaocao VI.1 45%", "đúng", "/huybaocao VI.2 nhầm", "đúng",
)  # fmt: skip
REPORTERS = 45  # more than connections are held at a time on PostgreSQL


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return build_assistant(Settings(data_folder=tmp_path_factory.mktemp("data")), keeps=False)


@pytest.fixture(scope="module", params=ENGINES)
def scene(
    request: pytest.FixtureRequest, assistant: Assistant, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DeskScene]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('desk') / 'troly.db'}"
    else:
        url = request.getfixturevalue("new_postgresql")()
    database = Database.open(url)
    database.migrate()
    scene = DeskScene(assistant.knowledge, database, tmp_path_factory.mktemp("evidence"))
    yield scene
    scene.question_log.close()
    database.close()


@pytest.mark.parametrize("bank", BANKS)
def test_with_nobody_registered_questions_are_answered_as_without_a_desk(
    bank: str, scene: DeskScene, assistant: Assistant
) -> None:
    scene.begin(Transcript("", ()))
    with (QUESTIONS / f"{bank}.jsonl").open(encoding="utf-8") as lines:
        questions = [line["question"] for line in map(json.loads, lines) if "question" in line]
    assert questions
    for number, question in enumerate(questions):
        incoming = Incoming("test", f"{bank} {number}", "stranger", str(number), question, NOON)
        assert _plain(scene.dialogue.handle(incoming)) == _plain(assistant.dialogue.handle(incoming)), (
            question
        )


def test_a_question_looks_nobody_up(scene: DeskScene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.begin(Transcript("", ()))

    def nobody(*_: object) -> None:
        raise AssertionError("somebody was looked up for a question")

    monkeypatch.setattr(scene.people, "person_of", nobody)
    for number, question in enumerate(("Ai chủ trì III.4?", "Mục II có bao nhiêu nhiệm vụ", "xin chào")):
        assert scene.dialogue.handle(Incoming("test", "q", "stranger", str(number), question, NOON))


def test_who_lost_the_role_meanwhile_is_told_so(scene: DeskScene) -> None:
    scene.begin(Transcript("", (), people={"An": ("đầu mối Sở Tài chính",)}))
    [asked] = scene.dialogue.handle(Incoming(CHANNEL, "An", "An", "1", "làm được 35% công việc", NOON))
    assert asked.answer is not None
    assert asked.answer.kind == "clarify"
    person = scene.people.person_of(CHANNEL, "An")
    assert person is not None
    scene.people.leave(person.id, channel="cli")
    [told] = scene.dialogue.handle(Incoming(CHANNEL, "An", "An", "2", "VI.1", NOON))
    assert told.answer is not None
    assert told.answer.kind == "refused"
    assert "đầu mối" in told.text
    assert scene.stored() == 0


@pytest.mark.parametrize("seed", range(8))
def test_messages_delivered_again_later_store_what_they_stored_once(seed: int, scene: DeskScene) -> None:
    dice = random.Random(seed)
    once = _played(list(enumerate(STREAM)), scene)
    again: list[tuple[int, str]] = []
    for number, text in enumerate(STREAM):
        again.append((number, text))
        for _ in range(dice.randrange(4)):
            earlier = dice.randrange(number + 1)
            again.append((earlier, STREAM[earlier]))
    assert _played(again, scene) == once
    assert [line[0] for line in once] == ["I.7", "VI.1", "VI.1", "VI.2", "VI.2"]


def test_many_report_at_once(scene: DeskScene) -> None:
    agencies = scene.reporting.obligations.obliged_agencies("III.5")[:REPORTERS]
    people = {f"Người {number}": (f"đầu mối {agency}",) for number, agency in enumerate(agencies)}
    scene.begin(Transcript("", (), people=people))

    def report(name: str) -> None:
        for number, text in enumerate(("III.5 làm được 40% công việc", "đúng")):
            scene.dialogue.handle(Incoming(CHANNEL, name, name, f"{name} {number}", text, NOON))

    with ThreadPoolExecutor(REPORTERS) as pool:
        list(pool.map(report, people))
    assert scene.stored() == REPORTERS


def _played(stream: list[tuple[int, str]], scene: DeskScene) -> list[tuple[str, int, str, str]]:
    """What is stored once a stream of (message, text) was said by one person."""
    scene.begin(Transcript("", (), people={"An": ("đầu mối Sở Tài chính",)}))
    for number, text in stream:
        scene.dialogue.handle(Incoming(CHANNEL, "An", "An", str(number), text, scene.clock()))
    with scene.database.reading() as connection:
        rows = connection.execute(select(ReportRow.__table__)).all()
    return sorted((row.task_id, row.version, row.standing, json.dumps(row.content)) for row in rows)


def _plain(replies: list[Outgoing]) -> list[Outgoing]:
    """What a person sees: without references, and without the last digits of a confidence."""
    return [
        replace(one, feedback="", answer=one.answer and replace(one.answer, confidence=None))
        for one in replies
    ]
