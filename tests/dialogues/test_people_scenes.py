"""People come, invite, link, leave and are erased in conversations a client can read, on both engines."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.invitations import Cards
from app.settings import Settings
from app.wiring import build_assistant
from bot.dialogue.core import Dialogue
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.messages import ACTION_LIMIT_BYTES, Incoming, Outgoing
from bot.dialogue.reception import Reception
from bot.journal import SqlQuestionLog
from bot.memory import SqlConversations
from bot.texts import people as texts
from progress.audit import AuditLog, Deed
from progress.database import Database
from progress.people import People
from progress.persons import OPERATOR
from progress.roles import Role
from progress.tables.asking import ConversationRow
from tests.conftest import NOON, Clock
from tests.dialogues.people_scenes import Said, Scene, read_scenes

FILES = sorted((Path(__file__).parent / "people").glob("*.yaml"))
SCENES = [scene for file in FILES for scene in read_scenes(file)]
PROVEN = frozenset({"telegram", "console"})
CODE = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b")
CHOICES_AT_MOST = 4


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return build_assistant(Settings(data_folder=tmp_path_factory.mktemp("data")), keeps=False).knowledge


class Stage:
    """Plays one scene to a real dialogue over a real database."""

    def __init__(self, scene: Scene, dialogue: Dialogue, people: People, clock: Clock) -> None:
        self._dialogue = dialogue
        self._people = people
        self._clock = clock
        self._codes = {name: self._invited(told) for name, told in scene.invitations.items()}
        self._shown: dict[tuple[str, str], Outgoing] = {}
        self._count = 0
        for name, roles in scene.people.items():
            for told in roles:
                people.register("telegram", name, self._invited(told), name)

    def play(self, said: Said, where: str) -> None:
        reply = self._reply(said)
        where = f"{where}, {said.who}: {said.words}\n{reply.full_text}"
        for word in said.contains:
            assert word in reply.text, f"lacks {word!r}: {where}"
        for word in said.lacks:
            assert word not in reply.text, f"has {word!r}: {where}"
        labels = tuple(choice.label for choice in reply.choices)
        assert said.choices in (None, labels), f"{labels}: {where}"
        assert tuple(file.name for file in reply.files) == said.files, where
        assert (reply.answer is not None) is said.is_from_plan, where
        assert reply.text.strip(), where
        assert len(reply.choices) <= CHOICES_AT_MOST, where
        assert all(len(choice.action.encode()) <= ACTION_LIMIT_BYTES for choice in reply.choices), where

    def _reply(self, said: Said) -> Outgoing:
        self._count += 1
        group = "nhóm:" if said.is_in_group else ""
        place = (said.channel, f"{group}{said.who}")
        action = None
        if said.is_tap:
            offered = {choice.label: choice.action for choice in self._shown[place].choices}
            action = offered[said.words]
        incoming = Incoming(
            channel=said.channel,
            conversation=place[1],
            sender=said.who if said.channel in PROVEN else "",
            message_id=str(self._count),
            text=said.words.format(**self._codes),
            received_at=self._clock(),
            action=action,
            sender_name=said.who,
            is_group=said.is_in_group,
        )
        (reply,) = self._dialogue.handle(incoming)
        self._shown[place] = reply
        if code := CODE.search(reply.text):
            self._codes["mã"] = code[0]
        return reply

    def _invited(self, told: str) -> str:
        role, _, agency = told.partition(" ")
        return self._people.invite(Role(role), agency, by=OPERATOR, channel="cli").code


@contextmanager
def dialogue_over(
    database: Database, knowledge: Knowledge, people: People, clock: Clock, *, is_asking_open: bool = True
) -> Iterator[Dialogue]:
    log = SqlQuestionLog(database)
    reception = Reception(people, Cards("troly_angiang_bot"), is_asking_open)
    yield Dialogue(knowledge, SqlConversations(database, clock), log, clock, None, reception)
    log.close()


@pytest.mark.parametrize("scene", [pytest.param(scene, id=scene.name) for scene in SCENES])
def test_a_scene_goes_as_written(
    scene: Scene, database: Database, knowledge: Knowledge, clock: Clock
) -> None:
    people, log = People(database, clock), AuditLog(database)
    with dialogue_over(database, knowledge, people, clock, is_asking_open=scene.is_asking_open) as dialogue:
        stage = Stage(scene, dialogue, people, clock)
        before = len(log.latest())
        for number, turn in enumerate(scene.turns, start=1):
            if isinstance(turn, dt.timedelta):
                clock.now += turn
            else:
                stage.play(turn, f"{scene.name}, lượt {number}")
    for name, roles in scene.roles.items():
        person = people.person_of("telegram", name)
        held = () if person is None else person.memberships
        assert tuple(f"{one.role.value} {one.agency}".strip() for one in held) == roles, name
    if scene.deeds is not None:
        added = [one.deed.value for one in reversed(log.latest())][before:]
        assert tuple(added) == scene.deeds


class Erasing:
    """One person, known on two channels, with conversations in three places."""

    def __init__(self, database: Database, dialogue: Dialogue, people: People) -> None:
        self.database, self.people, self._dialogue = database, people, dialogue
        self.person = people.register("telegram", "An", self._code(), "An").person
        people.register("console", "an", people.link_code(self.person.id, channel="telegram").code)
        for channel, conversation in (("telegram", "An"), ("telegram", "-100:An"), ("console", "x:an")):
            self.say("III.4 ai chủ trì?", channel, conversation)

    def say(self, text: str, channel: str = "telegram", conversation: str = "An") -> Outgoing:
        sender = conversation.rpartition(":")[2]
        incoming = Incoming(channel, conversation, sender, "1", text, NOON)
        return self._dialogue.handle(incoming)[-1]

    def ask_twice(self, channel: str = "telegram", conversation: str = "An") -> None:
        for text in ("/xoadulieu", "1"):
            self.say(text, channel, conversation)

    def conversations(self) -> int:
        with self.database.reading() as connection:
            return connection.execute(select(func.count()).select_from(ConversationRow)).scalar_one()

    def come(self, sender: str) -> None:
        self.people.register("telegram", sender, self._code())

    def _code(self) -> str:
        return self.people.invite(Role.REPORTER, "Sở Tài chính", by=OPERATOR, channel="cli").code


@pytest.fixture
def erasing(database: Database, knowledge: Knowledge, clock: Clock) -> Iterator[Erasing]:
    people = People(database, clock)
    with dialogue_over(database, knowledge, people, clock) as dialogue:
        yield Erasing(database, dialogue, people)


def test_who_is_erased_in_the_middle_of_a_conversation_leaves_none(erasing: Erasing) -> None:
    erasing.ask_twice()
    assert erasing.conversations() == 3
    assert erasing.say("1").text == texts.erased()
    assert erasing.conversations() == 0
    assert erasing.people.person(erasing.person.id) is None


def test_an_answer_given_meanwhile_holds_up_nobody_and_writes_nothing_back(
    erasing: Erasing, clock: Clock
) -> None:
    erasing.ask_twice()
    is_held, may_go = threading.Event(), threading.Event()

    def answer_slowly() -> None:
        with SqlConversations(erasing.database, clock).hold("telegram", "-100:An") as held:
            is_held.set()
            assert may_go.wait(30)
            held.conversation = replace(held.conversation, asked="lead")

    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(answer_slowly)
        assert is_held.wait(30)
        erased = pool.submit(erasing.say, "1")
        wait_until(lambda: erasing.people.person(erasing.person.id) is None)
        erasing.come("Bình")  # while the one erases and the other answers
        may_go.set()
        slow.result(30)
        assert erased.result(30).text == texts.erased()
    assert erasing.conversations() == 0


def test_who_erases_himself_on_two_channels_at_once_is_erased_once(erasing: Erasing) -> None:
    places = (("telegram", "An"), ("console", "x:an"))
    for place in places:
        erasing.ask_twice(*place)
    start = threading.Barrier(2)

    def erase(place: tuple[str, str]) -> str:
        start.wait(30)
        return erasing.say("1", *place).text

    with ThreadPoolExecutor(2) as pool:
        said = [done.result(60) for done in [pool.submit(erase, place) for place in places]]
    assert said.count(texts.erased()) == 1
    log = AuditLog(erasing.database).latest(person_id=erasing.person.id)
    assert [one.deed for one in log].count(Deed.ERASE_DATA) == 1


def wait_until(holds: Callable[[], bool]) -> None:
    for _ in range(3000):
        if holds():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it never came to be")


def test_there_are_scenes_enough() -> None:
    assert len({scene.name for scene in SCENES}) == len(SCENES) >= 40


def test_a_scene_with_an_unknown_key_is_no_scene(tmp_path: Path) -> None:
    path = tmp_path / "sai.yaml"
    path.write_text("- tên: sai\n  lượt: [{nói: a, đáp: {chứa: b}}]", encoding="utf-8")
    with pytest.raises(ValueError, match="chứa"):
        read_scenes(path)
