"""Rows of deliveries as a worker reads them: what is free, who is known where, at which address."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from bot.delivery.stored_messages import from_json
from bot.dialogue.messages import Outgoing
from progress.tables.deliveries import AddressRow, DeliveryRow
from progress.tables.people import IdentityRow

LEASE = dt.timedelta(seconds=60)  # a worker that took a delivery and is silent for so long has died


@dataclass(frozen=True, slots=True)
class Parcel:
    """One delivery in the hands of a worker. ``message_ids`` are of the parts that were sent before."""

    id: int
    person: int
    kind: str
    day: dt.date
    channel: str
    sender: str
    address: str
    messages: tuple[Outgoing, ...]
    message_ids: tuple[str, ...]
    attempts: int


PARCEL = (
    DeliveryRow.id,
    DeliveryRow.person_id,
    DeliveryRow.kind,
    DeliveryRow.day,
    DeliveryRow.channel,
    DeliveryRow.sender,
    DeliveryRow.messages,
    DeliveryRow.message_ids,
    DeliveryRow.attempts,
)


def parcel_of(row: Any, addresses: dict[str, str]) -> Parcel:
    return Parcel(
        id=row.id,
        person=row.person_id,
        kind=row.kind,
        day=row.day,
        channel=row.channel,
        sender=row.sender,
        address=addresses.get(row.sender, row.sender),
        messages=from_json(row.messages),
        message_ids=tuple(json.loads(row.message_ids)),
        attempts=row.attempts,
    )


def is_free(now: dt.datetime) -> ColumnElement[bool]:
    """Whether nobody works on it: a worker's word counts for as long as its lease."""
    return or_(
        and_(DeliveryRow.state == "queued", DeliveryRow.claimed_at.is_(None)),
        DeliveryRow.claimed_at < now - LEASE,
    )


def known_on(
    connection: Connection, people: set[int], channels: Sequence[str]
) -> dict[int, list[tuple[str, str]]]:
    """By person, the channels and senders that reach him, the preferred channel first."""
    if not people:
        return {}
    reached = and_(AddressRow.channel == IdentityRow.channel, AddressRow.sender == IdentityRow.sender)
    rows = connection.execute(
        select(IdentityRow.person_id, IdentityRow.channel, IdentityRow.sender)
        .outerjoin(AddressRow, reached)
        .where(
            IdentityRow.person_id.in_(people),
            IdentityRow.channel.in_(channels),
            AddressRow.unreachable_since.is_(None),
        )
        .order_by(IdentityRow.linked_at, IdentityRow.sender)
    ).all()
    known: dict[int, list[tuple[str, str]]] = {}
    for row in sorted(rows, key=lambda row: channels.index(row.channel)):
        known.setdefault(row.person_id, []).append((row.channel, row.sender))
    return known


def addresses_on(connection: Connection, channel: str, senders: Sequence[str]) -> dict[str, str]:
    """Where those are reached who are not at their sender."""
    rows = connection.execute(
        select(AddressRow.sender, AddressRow.address).where(
            AddressRow.channel == channel, AddressRow.sender.in_(senders)
        )
    )
    return {row.sender: row.address for row in rows}
