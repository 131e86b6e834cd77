"""What goes out by itself, queued in SQL: one of a kind for a person and a day, or for what it is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Executable, and_, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.delivery.stored_messages import from_json, to_json
from bot.dialogue.messages import Outgoing
from progress.database import Database
from progress.keys import storable_key
from progress.tables.deliveries import AddressRow, DeliveryRow
from progress.web_sessions import CHANNEL as WEB
from progress.working_days import VIETNAM_TIME, vietnamese_day

DIGEST = "digest"
BATCH = 500
NOON = dt.time(12)
SHOWN_FOR = dt.timedelta(days=7)
AFTERNOON_PATIENCE = dt.timedelta(hours=1)
CLOSED = ("sent", "uncertain", "unreachable", "expired", "failed")


@dataclass(frozen=True, slots=True)
class QueuedMessage:
    """Messages for one person, in order. ``reference`` is what a notice is about; a digest has only its day.

    After ``expires_at`` nothing of it is sent that was not begun. Where none is given, what belongs to a day
    expires at noon, or AFTERNOON_PATIENCE after it was queued where that is later; a notice never does.
    """

    person: int
    kind: str
    day: dt.date
    messages: tuple[Outgoing, ...]
    reference: str = ""
    expires_at: dt.datetime | None = None

    def good_until(self, now: dt.datetime) -> dt.datetime | None:
        """When it expires if queued at ``now``."""
        if self.expires_at is not None or self.reference:
            return self.expires_at
        return max(dt.datetime.combine(self.day, NOON, VIETNAM_TIME), now + AFTERNOON_PATIENCE)

    @property
    def key(self) -> str:
        """What there is one of, for this person and kind."""
        return storable_key(self.reference) if self.reference else self.day.isoformat()


class Outbox:
    """The messages of all processes: whoever queues, queues once; those who deliver are elsewhere."""

    def __init__(self, database: Database, clock: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._clock = clock

    def queue(self, messages: Iterable[QueuedMessage]) -> int:
        """Keep all in one transaction, and say how many were new; what was queued before stays as it was."""
        new_row = self._new_row()
        now = self._clock()
        # In one order everywhere: two processes that compose at once must not wait for each other in a ring.
        rows = [_row(one, now) for one in sorted(messages, key=lambda one: (one.person, one.kind, one.key))]
        made = 0
        with self._database.writing() as connection:
            for first in range(0, len(rows), BATCH):
                made += len(connection.execute(new_row, rows[first : first + BATCH]).all())
        return made

    def notify(self, person: int, kind: str, reference: str, messages: tuple[Outgoing, ...]) -> bool:
        """Queue a notice about something that happens once; False when it was queued before."""
        return self.queue([QueuedMessage(person, kind, self.today(), messages, reference)]) == 1

    def add_told(
        self, connection: Connection, person: int, kind: str, reference: str, now: dt.datetime
    ) -> bool:
        """In the caller's transaction, note that a notice was said already; False if queued before."""
        row = _row(QueuedMessage(person, kind, self.today(), (), reference), now)
        told = {"state": "sent", "opened_at": now, "finished_at": now}
        return bool(connection.execute(self._new_row(), [{**row, **told}]).all())

    def has(self, person: int, kind: str, day: dt.date) -> bool:
        """Whether a person's message of a day was queued, whatever became of it."""
        return person in self.queued_on(kind, day, person)

    def queued_on(self, kind: str, day: dt.date, person: int | None = None) -> frozenset[int]:
        """Who has a message of a kind and a day, whatever became of it."""
        query = select(DeliveryRow.person_id).where(DeliveryRow.kind == kind, DeliveryRow.day == day)
        if person is not None:
            query = query.where(DeliveryRow.person_id == person)
        with self._database.reading() as connection:
            return frozenset(connection.execute(query).scalars())

    def heard_from(self, channel: str, sender: str) -> None:
        """Somebody who could not be reached has written: he can be reached again."""
        sender = storable_key(sender)
        lost = (
            AddressRow.channel == channel,
            AddressRow.sender == sender,
            AddressRow.unreachable_since.is_not(None),
        )
        with self._database.reading() as connection:
            if connection.execute(select(AddressRow.sender).where(*lost)).first() is None:
                return
        with self._database.writing() as connection:
            connection.execute(update(AddressRow).where(*lost).values(unreachable_since=None, reason=None))

    def unread(self, person: int) -> int:
        """How many messages wait on the web page: those no other channel brought, and not opened yet."""
        query = select(func.count(DeliveryRow.id)).where(DeliveryRow.person_id == person, *self._waiting())
        with self._database.reading() as connection:
            return connection.execute(query).scalar_one()

    def open_unread(self, person: int) -> tuple[Outgoing, ...]:
        """The messages that wait, the oldest first; now they are opened."""
        with self._database.writing() as connection:
            rows = connection.execute(
                update(DeliveryRow)
                .where(DeliveryRow.person_id == person, *self._waiting())
                .values(opened_at=self._clock())
                .returning(DeliveryRow.id, DeliveryRow.messages)
            ).all()
        in_order = sorted(rows, key=lambda row: row.id)
        return tuple(message for row in in_order for message in from_json(row.messages))

    def _waiting(self) -> tuple[ColumnElement[bool], ...]:
        is_here = or_(
            and_(DeliveryRow.state == "sent", DeliveryRow.channel == WEB), DeliveryRow.state == "unreachable"
        )
        return (
            is_here,
            DeliveryRow.opened_at.is_(None),
            DeliveryRow.queued_at > self._clock() - SHOWN_FOR,
        )

    def counts(self) -> Mapping[str, int]:
        """How many deliveries are in each state."""
        query = select(DeliveryRow.state, func.count().label("many")).group_by(DeliveryRow.state)
        with self._database.reading() as connection:
            return {row.state: row.many for row in connection.execute(query)}

    def digest_lag(self) -> float:
        """Seconds since the oldest digest was queued that is not yet sent or given up; 0 where none is."""
        query = select(func.min(DeliveryRow.queued_at)).where(
            DeliveryRow.kind == DIGEST, DeliveryRow.state.not_in(CLOSED)
        )
        with self._database.reading() as connection:
            oldest = connection.execute(query).scalar()
        return max(0.0, (self._clock() - oldest).total_seconds()) if oldest else 0.0

    def forget_before(self, moment: dt.datetime) -> int:
        """Forget what was queued before ``moment`` and is closed. How many."""
        with self._database.writing() as connection:
            return connection.execute(
                delete(DeliveryRow).where(DeliveryRow.state.in_(CLOSED), DeliveryRow.queued_at < moment)
            ).rowcount

    def now(self) -> dt.datetime:
        return self._clock()

    def today(self) -> dt.date:
        return vietnamese_day(self._clock())

    def _new_row(self) -> Executable:
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        return (
            insert(DeliveryRow)
            .on_conflict_do_nothing(index_elements=["person_id", "kind", "key"])
            .returning(DeliveryRow.id)
        )


def _row(message: QueuedMessage, now: dt.datetime) -> dict[str, object]:
    return {
        "person_id": message.person,
        "kind": message.kind,
        "key": message.key,
        "day": message.day,
        "messages": to_json(message.messages),
        "state": "queued",
        "queued_at": now,
        "next_try_at": now,
        "expires_at": message.good_until(now),
        "channel": "",
        "sender": "",
        "tried": "",
        "attempts": 0,
        "repeats": 0,
        "message_ids": "[]",
    }
