"""What goes out by itself: queued messages, addresses, browsers that take a push."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
BIG_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
OPEN = sa.text("state IN ('queued', 'sending')")


def upgrade() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("person_id", BIG_ID, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("messages", sa.Text, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("queued_at", INSTANT, nullable=False),
        sa.Column("next_try_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("sender", sa.String(200), nullable=False),
        sa.Column("tried", sa.Text, nullable=False),
        sa.Column("claimed_at", INSTANT, nullable=True),
        sa.Column("claimed_by", sa.String(64), nullable=True),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("repeats", sa.Integer, nullable=False),
        sa.Column("message_ids", sa.Text, nullable=False),
        sa.Column("error", sa.String(200), nullable=True),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("opened_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("person_id", "kind", "key", name="uq_deliveries_person_id_kind_key"),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'uncertain', 'unreachable', 'expired', 'failed')",
            name="ck_deliveries_state",
        ),
    )
    op.create_index(
        "ix_deliveries_open",
        "deliveries",
        ["channel", "next_try_at"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_deliveries_kind_day", "deliveries", ["kind", "day"])
    op.create_index("ix_deliveries_queued_at", "deliveries", ["queued_at"])

    op.create_table(
        "delivery_addresses",
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("sender", sa.String(200), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("unreachable_since", INSTANT, nullable=True),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.PrimaryKeyConstraint("channel", "sender", name="pk_delivery_addresses"),
        sa.ForeignKeyConstraint(
            ["channel", "sender"],
            ["identities.channel", "identities.sender"],
            name="fk_delivery_addresses_identity",
            ondelete="CASCADE",
        ),
    )

    op.create_table(
        "push_subscriptions",
        sa.Column("endpoint_hash", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("sender", sa.String(200), nullable=False),
        sa.Column("endpoint", sa.Text, nullable=False),
        sa.Column("p256dh", sa.String(200), nullable=False),
        sa.Column("auth", sa.String(200), nullable=False),
        sa.Column("subscribed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("endpoint_hash", name="pk_push_subscriptions"),
        sa.ForeignKeyConstraint(
            ["channel", "sender"],
            ["identities.channel", "identities.sender"],
            name="fk_push_subscriptions_identity",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_push_subscriptions_channel_sender", "push_subscriptions", ["channel", "sender"])


def downgrade() -> None:
    for table in ("push_subscriptions", "delivery_addresses", "deliveries"):
        op.drop_table(table)
