"""The morning digest: what people chose, what they put off, what they were told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
BIG_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "digest_settings",
        sa.Column("person_id", BIG_ID, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("minute", sa.Integer, nullable=True),
        sa.Column("rhythm", sa.String(12), nullable=False),
        sa.Column("quiet_until", sa.Date, nullable=True),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_digest_settings"),
        sa.CheckConstraint("rhythm IN ('daily', 'weekly', 'off')", name="ck_digest_settings_rhythm"),
        sa.CheckConstraint("minute >= 360 AND minute < 1260", name="ck_digest_settings_minute"),
    )
    op.create_table(
        "digest_snoozes",
        sa.Column("person_id", BIG_ID, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("task_id", sa.String(40), nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "task_id", name="pk_digest_snoozes"),
    )
    op.create_table(
        "digest_told",
        sa.Column("person_id", BIG_ID, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("day_before", sa.Date, nullable=True),
        sa.Column("actions", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_digest_told"),
    )
    op.create_table(
        "digest_thanks",
        sa.Column("person_id", BIG_ID, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("period", sa.String(20), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "period", name="pk_digest_thanks"),
    )
    op.create_table(
        "digest_rounds",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("minute", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("day", "minute", name="pk_digest_rounds"),
    )


def downgrade() -> None:
    for table in ("digest_rounds", "digest_thanks", "digest_told", "digest_snoozes", "digest_settings"):
        op.drop_table(table)
