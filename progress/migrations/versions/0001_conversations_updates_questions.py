"""Conversations, claimed updates, questions and feedback."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
BIG_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("channel", "key", name="pk_conversations"),
    )
    op.create_index("ix_conversations_updated_at", "conversations", ["updated_at"])

    op.create_table(
        "updates",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("message_id", sa.String(200), nullable=False),
        sa.Column("payload", sa.JSON, nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("claimed_at", INSTANT, nullable=True),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("error", sa.String(200), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_updates"),
        sa.UniqueConstraint("channel", "message_id", name="uq_updates_channel_message_id"),
        sa.CheckConstraint("state IN ('received', 'working', 'done', 'failed')", name="ck_updates_state"),
    )
    op.create_index("ix_updates_channel_state_id", "updates", ["channel", "state", "id"])

    op.create_table(
        "questions",
        sa.Column("reference", sa.String(16), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("text", sa.Text, nullable=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("confidence", sa.Double, nullable=True),
        sa.Column("task_ids", sa.JSON, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("reference", name="pk_questions"),
        sa.CheckConstraint("kind IN ('answered', 'refused', 'clarify')", name="ck_questions_kind"),
    )
    op.create_index("ix_questions_asked_at", "questions", ["asked_at"])
    op.create_index("ix_questions_kind_asked_at", "questions", ["kind", "asked_at"])

    op.create_table(
        "feedback",
        sa.Column("reference", sa.String(16), nullable=False),
        sa.Column("is_helpful", sa.Boolean, nullable=False),
        sa.Column("rated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("reference", name="pk_feedback"),
    )


def downgrade() -> None:
    for table in ("feedback", "questions", "updates", "conversations"):
        op.drop_table(table)
