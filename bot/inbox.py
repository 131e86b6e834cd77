"""Messages from the channels: claimed in SQL before they are acknowledged, found again after a crash."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from progress.database import Database
from progress.tables.asking import UpdateRow

LEASE = dt.timedelta(seconds=60)  # a process that took an update and is silent for so long has died
ATTEMPTS_LIMIT = 5  # an update that ends its process each time must not do so for ever
TOO_MANY_ATTEMPTS = "too-many-attempts"


@dataclass(frozen=True, slots=True)
class Pending:
    """One update to be worked now; ``attempts`` is 1 the first time."""

    id: int
    message_id: str
    payload: dict[str, Any]
    attempts: int


class Inbox:
    """The updates of all channels. Any number of processes may share it.

    A process keeps what it took by asking for more at least once within LEASE. What a dead process took
    goes to the first one that asks after that; on a machine with a single process, ``release`` gives it
    back at once.
    """

    def __init__(self, database: Database, clock: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._clock = clock
        self._taken: set[int] = set()
        self._taken_lock = threading.Lock()

    def claim(self, channel: str, message_id: str, payload: dict[str, Any]) -> bool:
        """Keep one update, committed on return. False when it was kept before, by any process."""
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        statement = (
            insert(UpdateRow)
            .values(
                channel=channel,
                message_id=message_id,
                payload=payload,
                state="received",
                attempts=0,
                received_at=self._clock(),
            )
            .on_conflict_do_nothing(index_elements=["channel", "message_id"])
            .returning(UpdateRow.id)
        )
        with self._database.writing() as connection:
            return connection.execute(statement).scalar() is not None

    def take_pending(self, channel: str, limit: int) -> tuple[Pending, ...]:
        """Up to ``limit`` updates of a channel nobody works on, oldest first; now they are the caller's."""
        now = self._clock()
        with self._database.writing() as connection:
            self._renew_lease(connection, now)
            connection.execute(
                update(UpdateRow)
                .where(UpdateRow.channel == channel, _abandoned(now), UpdateRow.attempts >= ATTEMPTS_LIMIT)
                .values(state="failed", error=TOO_MANY_ATTEMPTS, finished_at=now)
            )
            free = (
                select(UpdateRow.id)
                .where(UpdateRow.channel == channel, or_(UpdateRow.state == "received", _abandoned(now)))
                .order_by(UpdateRow.id)
                .limit(limit)
                .with_for_update(skip_locked=True)
            )
            rows = connection.execute(
                update(UpdateRow)
                .where(UpdateRow.id.in_(free.scalar_subquery()))
                .values(state="working", claimed_at=now, attempts=UpdateRow.attempts + 1)
                .returning(UpdateRow.id, UpdateRow.message_id, UpdateRow.payload, UpdateRow.attempts)
            ).all()
        pending = tuple(
            Pending(row.id, row.message_id, row.payload or {}, row.attempts)
            for row in sorted(rows, key=lambda row: row.id)
        )
        with self._taken_lock:
            self._taken.update(one.id for one in pending)
        return pending

    def finish(self, id: int) -> None:  # noqa: A002 - the channels call it by this name
        """The update is answered; its payload is erased, its id stays so that it is not answered again."""
        self._close(id, state="done", error=None)

    def fail(self, id: int, reference: str) -> None:  # noqa: A002 - as in `finish`
        """The update cannot be answered; ``reference`` is what the log and the person were told."""
        self._close(id, state="failed", error=reference)

    def release(self) -> int:
        """Give back all updates being worked on. Only where no other process works. How many there were."""
        with self._taken_lock:
            self._taken.clear()
        with self._database.writing() as connection:
            return connection.execute(
                update(UpdateRow).where(UpdateRow.state == "working").values(state="received")
            ).rowcount

    def waiting(self) -> dict[str, int]:
        """How many updates of each channel are kept and not answered yet; channels with none are left out."""
        open_ones = (
            select(UpdateRow.channel, func.count().label("many"))
            .where(UpdateRow.state.in_(("received", "working")))
            .group_by(UpdateRow.channel)
        )
        with self._database.reading() as connection:
            return {row.channel: row.many for row in connection.execute(open_ones)}

    def forget_before(self, moment: dt.datetime) -> int:
        """Forget updates closed before ``moment``; no channel delivers again after a day. How many."""
        with self._database.writing() as connection:
            return connection.execute(
                delete(UpdateRow).where(
                    UpdateRow.state.in_(("done", "failed")), UpdateRow.finished_at < moment
                )
            ).rowcount

    def _renew_lease(self, connection: Connection, now: dt.datetime) -> None:
        with self._taken_lock:
            taken = tuple(self._taken)
        if taken:
            connection.execute(
                update(UpdateRow)
                .where(UpdateRow.id.in_(taken), UpdateRow.state == "working")
                .values(claimed_at=now)
            )

    def _close(self, update_id: int, *, state: str, error: str | None) -> None:
        with self._database.writing() as connection:
            connection.execute(
                update(UpdateRow)
                .where(UpdateRow.id == update_id)
                .values(state=state, error=error, finished_at=self._clock(), payload=None)
            )
        with self._taken_lock:
            self._taken.discard(update_id)


def _abandoned(now: dt.datetime) -> ColumnElement[bool]:
    return and_(UpdateRow.state == "working", UpdateRow.claimed_at < now - LEASE)
