"""What goes out by itself: messages queued for persons, where they are reached, browsers that take a push."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from progress.keys import KEY_LENGTH
from progress.tables.base import CHANNEL_LENGTH, HASH_LENGTH, KIND_LENGTH, STATE_LENGTH, Base, BigId

OPEN = "state IN ('queued', 'sending')"


class DeliveryRow(Base):
    """Messages for one person, queued once: ``key`` is the day of a digest, or what a notice is about.

    ``claimed_at`` and ``claimed_by`` say which worker holds it. ``message_ids`` are the platform's, one for
    each part that arrived. ``attempts`` counts every try, ``repeats`` those of which the part before may have
    arrived too, since its process died before it could write that down.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "key"),
        CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'uncertain', 'unreachable', 'expired', 'failed')",
            name="state",
        ),
        Index(
            "ix_deliveries_open",
            "channel",
            "next_try_at",
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        Index(None, "kind", "day"),
        Index(None, "queued_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    kind: Mapped[str] = mapped_column(String(KIND_LENGTH))
    key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    day: Mapped[dt.date] = mapped_column(Date)
    messages: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(STATE_LENGTH))
    queued_at: Mapped[dt.datetime]
    next_try_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime | None]
    channel: Mapped[str] = mapped_column(String(CHANNEL_LENGTH))  # "" until one is chosen
    sender: Mapped[str] = mapped_column(String(KEY_LENGTH))  # the person as that channel knows him
    tried: Mapped[str] = mapped_column(Text)  # channels that could not reach him this time, by commas
    claimed_at: Mapped[dt.datetime | None]
    claimed_by: Mapped[str | None] = mapped_column(String(HASH_LENGTH))
    attempts: Mapped[int]
    repeats: Mapped[int]
    message_ids: Mapped[str] = mapped_column(Text)  # a JSON list
    error: Mapped[str | None] = mapped_column(String(KEY_LENGTH))
    finished_at: Mapped[dt.datetime | None]
    opened_at: Mapped[dt.datetime | None]  # read on the web page


class AddressRow(Base):
    """Where a channel reaches somebody when not at his sender, and since when it does not."""

    __tablename__ = "delivery_addresses"
    __table_args__ = (
        ForeignKeyConstraint(
            ["channel", "sender"],
            ["identities.channel", "identities.sender"],
            name="fk_delivery_addresses_identity",
            ondelete="CASCADE",
        ),
    )

    channel: Mapped[str] = mapped_column(String(CHANNEL_LENGTH), primary_key=True)
    sender: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    address: Mapped[str] = mapped_column(String(KEY_LENGTH))
    unreachable_since: Mapped[dt.datetime | None]
    reason: Mapped[str | None] = mapped_column(String(KEY_LENGTH))


class PushSubscriptionRow(Base):
    """A browser of a signed-in person that takes Web Push; it goes with the identity."""

    __tablename__ = "push_subscriptions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["channel", "sender"],
            ["identities.channel", "identities.sender"],
            name="fk_push_subscriptions_identity",
            ondelete="CASCADE",
        ),
        Index(None, "channel", "sender"),
    )

    endpoint_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), primary_key=True)
    channel: Mapped[str] = mapped_column(String(CHANNEL_LENGTH))
    sender: Mapped[str] = mapped_column(String(KEY_LENGTH))
    endpoint: Mapped[str] = mapped_column(Text)
    p256dh: Mapped[str] = mapped_column(String(KEY_LENGTH))
    auth: Mapped[str] = mapped_column(String(KEY_LENGTH))
    subscribed_at: Mapped[dt.datetime]
