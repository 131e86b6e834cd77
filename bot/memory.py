"""Conversations remembered in SQL, one message at a time."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Connection, bindparam, delete, update
from sqlalchemy.dialects import postgresql

from bot.dialogue.conversation import FRESH, Conversation
from bot.holding import Held, Locks
from progress.database import POOL_LIMIT, Database
from progress.keys import storable_key
from progress.tables.asking import ConversationRow
from progress.tables.base import sqlite_instant

# A conversation held on PostgreSQL keeps a connection while its answer may need another, from the same pool:
# were all of them held, nobody would ever get a second one.
HELD_AT_MOST = POOL_LIMIT // 2

_SQLITE_READ = "SELECT state FROM conversations WHERE channel = ? AND key = ?"
_SQLITE_ADD = """
INSERT INTO conversations (state, updated_at, channel, key, version) VALUES (?, ?, ?, ?, 1)
ON CONFLICT (channel, key)
DO UPDATE SET state = excluded.state, version = version + 1, updated_at = excluded.updated_at
"""
_SQLITE_SAVE = """
UPDATE conversations SET state = ?, updated_at = ?, version = version + 1 WHERE channel = ? AND key = ?
"""
_SQLITE_FORGET = "DELETE FROM conversations WHERE channel = ? AND key = ?"
# One statement that makes the row where there is none, locks it and reads it.
_POSTGRESQL_LOCK = (
    postgresql.insert(ConversationRow)
    .values(state="", version=0)
    .on_conflict_do_update(index_elements=["channel", "key"], set_={"version": ConversationRow.version + 1})
    .returning(ConversationRow.state)
)
_POSTGRESQL_FORGET = delete(ConversationRow).where(
    ConversationRow.channel == bindparam("in_channel"), ConversationRow.key == bindparam("in_key")
)
_POSTGRESQL_SAVE = (
    update(ConversationRow)
    .where(ConversationRow.channel == bindparam("in_channel"), ConversationRow.key == bindparam("in_key"))
    .values(state=bindparam("new_state"), updated_at=bindparam("now"))
)


class SqlConversations:
    """Conversations in SQL; one that is fresh again has no row.

    Two messages of one conversation wait for each other: within the process on a lock, and between processes
    on the row where the engine is PostgreSQL, HELD_AT_MOST of them at a time. SQLite serves one process, and
    while the answer is being made its single write lock stays free for others.
    """

    def __init__(self, database: Database, clock: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._clock = clock
        self._locks = Locks()
        self._places = threading.BoundedSemaphore(HELD_AT_MOST)

    def hold(self, channel: str, conversation: str) -> AbstractContextManager[Held]:
        """Lock one conversation, give its state (fresh when unknown), save it on leaving without error."""
        key = storable_key(conversation)
        return self._hold_briefly(channel, key) if self._database.is_sqlite else self._hold_row(channel, key)

    def forget_before(self, moment: dt.datetime) -> int:
        """Forget conversations that last changed before ``moment``; how many were forgotten."""
        with self._database.writing() as connection:
            return connection.execute(
                delete(ConversationRow).where(ConversationRow.updated_at < moment)
            ).rowcount

    @contextmanager
    def _hold_briefly(self, channel: str, key: str) -> Iterator[Held]:
        with self._locks.of(channel, key):
            connection = self._database.sqlite()
            row = connection.execute(_SQLITE_READ, (channel, key)).fetchone()
            before = _conversation(row[0] if row else None)
            held = Held(before)
            yield held
            if held.conversation == before:
                return
            with self._database.sqlite_turn:
                if held.conversation == FRESH:
                    connection.execute(_SQLITE_FORGET, (channel, key))
                    return
                # One that was forgotten while it was answered, since its person was erased, stays forgotten.
                statement = _SQLITE_SAVE if row else _SQLITE_ADD
                saved = (held.conversation.to_json(), sqlite_instant(self._clock()), channel, key)
                connection.execute(statement, saved)

    @contextmanager
    def _hold_row(self, channel: str, key: str) -> Iterator[Held]:
        with self._locks.of(channel, key), self._places, self._database.writing() as connection:
            now = self._clock()
            place = {"channel": channel, "key": key, "updated_at": now}
            before = _conversation(connection.execute(_POSTGRESQL_LOCK, place).scalar())
            held = Held(before)
            yield held
            if held.conversation == before:
                connection.rollback()
                return
            _save_row(connection, channel, key, held.conversation, now)


def _save_row(
    connection: Connection, channel: str, key: str, conversation: Conversation, now: dt.datetime
) -> None:
    place = {"in_channel": channel, "in_key": key}
    if conversation == FRESH:
        connection.execute(_POSTGRESQL_FORGET, place)
    else:
        connection.execute(_POSTGRESQL_SAVE, {**place, "new_state": conversation.to_json(), "now": now})


def _conversation(state: str | None) -> Conversation:
    return Conversation.from_json(state) if state else FRESH
