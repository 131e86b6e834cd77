"""The states of what goes out: who takes a delivery, that it is being sent, what became of it, all in SQL."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from typing import Any, Literal

from sqlalchemy import Connection, and_, bindparam, case, func, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.delivery.rows import LEASE, PARCEL, Parcel, addresses_on, is_free, known_on, parcel_of
from progress.database import Database
from progress.keys import KEY_LENGTH
from progress.tables.deliveries import OPEN, AddressRow, DeliveryRow
from progress.tables.people import IdentityRow

AT_WORK = dt.timedelta(seconds=10)  # one that sends takes or begins something at least so often
REPEATS_LIMIT = 5  # a delivery that ends its process each time must not do so for ever
ROUTED_AT_ONCE = 500
UNSURE = "?"  # in the place of the id of a part that may have arrived
NO_CHANNEL = "no-channel"
TOO_MANY_REPEATS = "too-many-repeats"

Closed = Literal["sent", "uncertain", "failed"]


class Deliveries:
    """The deliveries of one worker, which has a name of its own. Any number of workers may share the table.

    queued -> sending, committed before the platform hears of it -> sent, uncertain or failed. A worker that
    dies leaves at most what it was sending to be sent again, which is counted.
    """

    def __init__(self, database: Database, clock: Callable[[], dt.datetime], worker: str) -> None:
        self._database = database
        self._clock = clock
        self.worker = worker

    def expire(self) -> int:
        """Close what nobody began in time. How many."""
        now = self._clock()
        with self._database.writing() as connection:
            return connection.execute(
                update(DeliveryRow)
                .where(
                    text(OPEN),
                    DeliveryRow.state == "queued",
                    DeliveryRow.expires_at <= now,
                    DeliveryRow.message_ids == "[]",
                    is_free(now),
                )
                .values(state="expired", finished_at=now)
            ).rowcount

    def route(self, channels: Sequence[str]) -> int:
        """Choose for each delivery the first of ``channels`` that reaches its person. How many were chosen.

        Who can be reached by none is closed as unreachable.
        """
        now = self._clock()
        with self._database.writing() as connection:
            waiting = connection.execute(
                select(DeliveryRow.id, DeliveryRow.person_id, DeliveryRow.tried)
                .where(
                    text(OPEN),
                    DeliveryRow.state == "queued",
                    DeliveryRow.channel.not_in(channels),
                    DeliveryRow.next_try_at <= now,
                    is_free(now),
                )
                .order_by(DeliveryRow.id)
                .limit(ROUTED_AT_ONCE)
                .with_for_update(skip_locked=True)
            ).all()
            known = known_on(connection, {row.person_id for row in waiting}, channels)
            chosen: list[dict[str, Any]] = []
            lost: list[dict[str, Any]] = []
            for row in waiting:
                tried = row.tried.split(",")
                way = next((one for one in known.get(row.person_id, ()) if one[0] not in tried), None)
                if way is None:
                    lost.append({"which": row.id})
                else:
                    chosen.append({"which": row.id, "to_channel": way[0], "to_sender": way[1]})
            which = DeliveryRow.id == bindparam("which")
            if chosen:
                statement = update(DeliveryRow.__table__).where(which)  # type: ignore[arg-type]
                connection.execute(
                    statement.values(channel=bindparam("to_channel"), sender=bindparam("to_sender")), chosen
                )
            if lost:
                statement = update(DeliveryRow.__table__).where(which)  # type: ignore[arg-type]
                connection.execute(
                    statement.values(state="unreachable", error=NO_CHANNEL, finished_at=now), lost
                )
        return len(waiting)

    def take(self, channel: str, limit: int) -> tuple[Parcel, ...]:
        """Up to ``limit`` deliveries that are due on a channel; now they are this worker's, for LEASE."""
        now = self._clock()
        due = and_(text(OPEN), DeliveryRow.channel == channel, DeliveryRow.next_try_at <= now, is_free(now))
        abandoned = DeliveryRow.state == "sending"
        with self._database.writing() as connection:
            connection.execute(
                update(DeliveryRow)
                .where(due, abandoned, DeliveryRow.repeats >= REPEATS_LIMIT)
                .values(state="failed", error=TOO_MANY_REPEATS, finished_at=now, claimed_by=None)
            )
            free = (
                select(DeliveryRow.id)
                .where(due)
                .order_by(DeliveryRow.next_try_at, DeliveryRow.id)
                .limit(limit)
                .with_for_update(skip_locked=True)
            )
            taken = connection.execute(
                update(DeliveryRow)
                .where(DeliveryRow.id.in_(free.scalar_subquery()))
                .values(
                    state="queued",
                    repeats=DeliveryRow.repeats + case((abandoned, 1), else_=0),
                    claimed_at=now,
                    claimed_by=self.worker,
                )
                .returning(*PARCEL)
            ).all()
            addresses = addresses_on(connection, channel, [row.sender for row in taken])
        return tuple(parcel_of(row, addresses) for row in sorted(taken, key=lambda row: row.id))

    def workers(self, channel: str) -> int:
        """How many workers send on a channel now; this one is one of them in any case."""
        query = select(func.count(DeliveryRow.claimed_by.distinct())).where(
            text(OPEN),
            DeliveryRow.channel == channel,
            DeliveryRow.claimed_at >= self._clock() - AT_WORK,
            DeliveryRow.claimed_by != self.worker,
        )
        with self._database.reading() as connection:
            return 1 + connection.execute(query).scalar_one()

    def begin(self, parcel: Parcel) -> bool:
        """Say, committed, that it is being sent now. False when it is no longer this worker's."""
        return self._change(
            parcel, "queued", state="sending", attempts=DeliveryRow.attempts + 1, claimed_at=self._clock()
        )

    def note(self, parcel: Parcel, message_ids: Sequence[str]) -> bool:
        """Keep the ids of the parts that went out; more are to follow."""
        return self._change(
            parcel, "sending", message_ids=json.dumps(list(message_ids)), claimed_at=self._clock()
        )

    def close(self, parcel: Parcel, state: Closed, message_ids: Sequence[str], error: str = "") -> bool:
        """Nothing more is to be done."""
        return self._change(
            parcel,
            "sending",
            state=state,
            message_ids=json.dumps(list(message_ids)),
            error=error[:KEY_LENGTH] or None,
            finished_at=self._clock(),
            claimed_by=None,
        )

    def put_off(self, parcel: Parcel, after: dt.timedelta, error: str) -> bool:
        """It did not go out, surely; try again later."""
        return self._change(
            parcel,
            "sending",
            state="queued",
            next_try_at=self._clock() + after,
            error=error[:KEY_LENGTH],
            claimed_at=None,
            claimed_by=None,
        )

    def pass_on(self, parcel: Parcel, reason: str, *, is_lasting: bool) -> bool:
        """This channel does not reach the person: another is to be chosen. What lasts is kept for all."""
        with self._database.writing() as connection:
            if is_lasting:
                self._keep_address(
                    connection, parcel, unreachable_since=self._clock(), reason=reason[:KEY_LENGTH]
                )
            return self._changed(
                connection,
                parcel,
                "sending",
                state="queued",
                channel="",
                sender="",
                tried=func.trim(DeliveryRow.tried + "," + parcel.channel, ","),
                message_ids="[]",
                error=reason[:KEY_LENGTH],
                claimed_at=None,
                claimed_by=None,
            )

    def move(self, parcel: Parcel, address: str) -> None:
        """From now on the person is reached there."""
        with self._database.writing() as connection:
            self._keep_address(connection, parcel, address=address)

    def let_go(self) -> int:
        """Give back what this worker took and did not begin. How many."""
        with self._database.writing() as connection:
            return connection.execute(
                update(DeliveryRow)
                .where(text(OPEN), DeliveryRow.state == "queued", DeliveryRow.claimed_by == self.worker)
                .values(claimed_at=None, claimed_by=None)
            ).rowcount

    def release(self) -> int:
        """Give back at once all that any worker took. Only where no other works. How many there were."""
        long_ago = self._clock() - 2 * LEASE
        with self._database.writing() as connection:
            return connection.execute(
                update(DeliveryRow)
                .where(text(OPEN), DeliveryRow.claimed_by.is_not(None))
                .values(claimed_at=long_ago, claimed_by=None)
            ).rowcount

    def _change(self, parcel: Parcel, expected: str, **values: Any) -> bool:
        with self._database.writing() as connection:
            return self._changed(connection, parcel, expected, **values)

    def _changed(self, connection: Connection, parcel: Parcel, expected: str, **values: Any) -> bool:
        mine = (
            DeliveryRow.id == parcel.id,
            DeliveryRow.state == expected,
            DeliveryRow.claimed_by == self.worker,
        )
        return connection.execute(update(DeliveryRow).where(*mine).values(**values)).rowcount == 1

    def _keep_address(self, connection: Connection, parcel: Parcel, **values: Any) -> None:
        known = connection.execute(
            select(IdentityRow.person_id).where(
                IdentityRow.channel == parcel.channel, IdentityRow.sender == parcel.sender
            )
        ).first()
        if known is None:
            return  # erased meanwhile
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        row = {"channel": parcel.channel, "sender": parcel.sender, "address": parcel.address, **values}
        connection.execute(
            insert(AddressRow)
            .values(**row)
            .on_conflict_do_update(index_elements=["channel", "sender"], set_=values)
        )
