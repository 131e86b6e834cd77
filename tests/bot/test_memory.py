"""Conversations are remembered, one message at a time; SQL and memory promise the same."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from bot.dialogue.conversation import Conversation
from bot.dialogue.ports import Conversations
from bot.memory import HELD_AT_MOST, SqlConversations
from bot.twins import MemoryConversations
from progress.database import POOL_LIMIT, Database
from progress.tables.asking import ConversationRow
from tests.conftest import ENGINES_AND_MEMORY, Clock

SPOKEN = Conversation(topic_tasks=("III.4",), agency="Sở Nội vụ", choices=(("Chỉ tiêu", "target:III.4"),))


@pytest.fixture(params=ENGINES_AND_MEMORY)
def conversations(
    request: pytest.FixtureRequest, new_database: Callable[[str], Database], clock: Clock
) -> Conversations:
    return (
        MemoryConversations()
        if request.param == "memory"
        else SqlConversations(new_database(request.param), clock)
    )


def test_an_unknown_conversation_starts_fresh(conversations: Conversations) -> None:
    with conversations.hold("web", "a") as held:
        assert held.conversation == Conversation()


def test_what_is_left_in_a_conversation_is_there_the_next_time(conversations: Conversations) -> None:
    with conversations.hold("web", "a") as held:
        held.conversation = SPOKEN
    with conversations.hold("web", "a") as held:
        assert held.conversation == SPOKEN


def test_the_same_key_on_another_channel_is_another_conversation(conversations: Conversations) -> None:
    with conversations.hold("web", "1") as held:
        held.conversation = SPOKEN
    with conversations.hold("telegram", "1") as held:
        assert held.conversation == Conversation()


def test_an_error_leaves_the_conversation_as_it_was(conversations: Conversations) -> None:
    with conversations.hold("web", "a") as held:
        held.conversation = SPOKEN

    def fail() -> None:
        with conversations.hold("web", "a") as held:
            held.conversation = Conversation()
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with conversations.hold("web", "a") as held:
        assert held.conversation == SPOKEN


@pytest.mark.parametrize("key", ["", "x" * 5000, "a\x00b", "\ud800", "Hội thoại số 1 🙂"])
def test_any_key_can_name_a_conversation(conversations: Conversations, key: str) -> None:
    with conversations.hold("api", key) as held:
        held.conversation = SPOKEN
    with conversations.hold("api", key) as held:
        assert held.conversation == SPOKEN


def count_up(conversations: Conversations) -> None:
    with conversations.hold("web", "a") as held:
        asked = int(held.conversation.asked or "0")
        held.conversation = replace(held.conversation, asked=str(asked + 1))


def test_messages_of_one_conversation_wait_for_each_other(conversations: Conversations) -> None:
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(count_up, conversations) for _ in range(80)]:
            done.result()
    with conversations.hold("web", "a") as held:
        assert held.conversation.asked == "80"


def test_two_conversations_do_not_wait_for_each_other(conversations: Conversations) -> None:
    entered = threading.Event()
    with conversations.hold("web", "first"):

        def speak_beside() -> None:
            with conversations.hold("web", "second"):
                entered.set()

        beside = threading.Thread(target=speak_beside)
        beside.start()
        assert entered.wait(5)
    beside.join()


@pytest.mark.postgresql
def test_on_postgresql_processes_wait_for_each_other(new_postgresql: Callable[[], str], clock: Clock) -> None:
    url = new_postgresql()
    processes = [Database.open(url) for _ in range(3)]  # nothing is shared between them but the server
    processes[0].migrate()
    with ThreadPoolExecutor(6) as pool:
        for done in [
            pool.submit(count_up, SqlConversations(processes[turn % 3], clock)) for turn in range(60)
        ]:
            done.result()
    with SqlConversations(processes[0], clock).hold("web", "a") as held:
        assert held.conversation.asked == "60"
    for process in processes:
        process.close()


@pytest.mark.postgresql
def test_conversations_held_at_once_leave_connections_for_their_answers(
    new_database: Callable[[str], Database], clock: Clock
) -> None:
    database = new_database("postgresql")
    conversations = SqlConversations(database, clock)
    everybody = POOL_LIMIT + 10
    gate = threading.Event()

    def answered(number: int) -> bool:
        with conversations.hold("web", str(number)):
            gate.wait(10)  # until as many are held as ever will be
            with database.reading() as connection:
                return (
                    connection.execute(select(func.count()).select_from(ConversationRow)).scalar() is not None
                )

    with ThreadPoolExecutor(everybody) as pool:
        waiting = [pool.submit(answered, number) for number in range(everybody)]
        while database.engine.pool.checkedout() < HELD_AT_MOST:  # type: ignore[attr-defined]
            time.sleep(0.01)
        gate.set()
        assert all(one.result(20) for one in waiting)


def test_an_unchanged_conversation_is_not_written(database: Database, clock: Clock) -> None:
    with SqlConversations(database, clock).hold("web", "a"):
        pass
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(ConversationRow)).scalar() == 0


def test_old_conversations_are_forgotten(database: Database, clock: Clock) -> None:
    conversations = SqlConversations(database, clock)
    with conversations.hold("web", "old") as held:
        held.conversation = SPOKEN
    clock.pass_by(days=31)
    with conversations.hold("web", "new") as held:
        held.conversation = SPOKEN
    clock.pass_by(days=1)
    assert conversations.forget_before(clock() - dt.timedelta(days=30)) == 1
    with conversations.hold("web", "new") as held:
        assert held.conversation == SPOKEN


def test_a_conversation_that_is_fresh_again_has_no_row(database: Database, clock: Clock) -> None:
    conversations = SqlConversations(database, clock)
    for state in (SPOKEN, Conversation()):
        with conversations.hold("web", "a") as held:
            held.conversation = state
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(ConversationRow)).scalar() == 0
