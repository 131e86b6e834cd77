"""The real dialogue over the bundled plan, built once; conversations that say and tap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from app.settings import Settings
from app.wiring import Assistant, build_assistant
from bot.dialogue.conversation import Conversation
from bot.dialogue.core import Dialogue
from bot.dialogue.intents import Intent
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.messages import Answer, Incoming, Outgoing
from bot.dialogue.understanding.lexicon import Lexicon
from bot.dialogue.understanding.reading import Reading, read
from bot.dialogue.understanding.understand import understand
from corpus.agencies import Agency, Directory
from corpus.model import Plan
from tests.conftest import NOON

Understood = Callable[..., Intent]


@dataclass
class Talk:
    """One conversation with the dialogue."""

    dialogue: Dialogue
    name: str
    replies: list[Outgoing] = field(default_factory=list)

    def say(self, text: str, action: str | None = None) -> Outgoing:
        """Type a message, or press a choice; the reply."""
        number = str(len(self.replies))
        (reply,) = self.dialogue.handle(Incoming("test", self.name, "person", number, text, NOON, action))
        self.replies.append(reply)
        return reply

    def tap(self, label: str) -> Outgoing:
        """Press the choice of the last reply that bears this label."""
        offered = {choice.label: choice.action for choice in self.replies[-1].choices}
        return self.say(label, offered[label])


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return build_assistant(Settings(data_folder=tmp_path_factory.mktemp("dialogue")), keeps=False)


@pytest.fixture(scope="session")
def knowledge(assistant: Assistant) -> Knowledge:
    return assistant.knowledge


@pytest.fixture(scope="session")
def plan(knowledge: Knowledge) -> Plan:
    return knowledge.plan


@pytest.fixture(scope="session")
def directory(knowledge: Knowledge) -> Directory:
    return knowledge.directory


@pytest.fixture(scope="session")
def lexicon(knowledge: Knowledge) -> Lexicon:
    return knowledge.lexicon


@pytest.fixture
def talk(assistant: Assistant, request: pytest.FixtureRequest) -> Talk:
    """A conversation that nobody had before."""
    return Talk(assistant.dialogue, request.node.nodeid)


@pytest.fixture(scope="session")
def reading(lexicon: Lexicon) -> Callable[[str], Reading]:
    return lambda message: read(message, lexicon)


@pytest.fixture(scope="session")
def understood(lexicon: Lexicon) -> Understood:
    """The intent of a message, in a fresh conversation unless one is given."""
    return lambda message, before=None: understand(message, before or Conversation(), lexicon)


@pytest.fixture(scope="session")
def agency(directory: Directory) -> Callable[[str], Agency]:
    def named(name: str) -> Agency:
        found = directory.by_name(name)
        assert found is not None, name
        return found

    return named


def answer_of(reply: Outgoing) -> Answer:
    """What was answered; every reply to a question has it."""
    assert reply.answer is not None
    return reply.answer
