"""Reports in versions, reviews, notes, locks of periods and pauses of duties; rows are only added."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
BIG_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "reports",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("task_id", sa.String(40), nullable=False),
        sa.Column("agency", sa.String(200), nullable=False),
        sa.Column("period", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("replaces", BIG_ID, sa.ForeignKey("reports.id"), nullable=True),
        sa.Column("standing", sa.String(12), nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("reporter_id", BIG_ID, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("message_id", sa.String(200), nullable=True),
        sa.Column("submitted_at", INSTANT, nullable=False),
        sa.Column("first_sent_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.UniqueConstraint(
            "agency", "period", "task_id", "version", name="uq_reports_agency_period_task_id_version"
        ),
        sa.UniqueConstraint("replaces", name="uq_reports_replaces"),
        sa.UniqueConstraint(
            "reporter_id",
            "channel",
            "message_id",
            "task_id",
            name="uq_reports_reporter_id_channel_message_id_task_id",
        ),
        sa.CheckConstraint("standing IN ('pending', 'withdrawn')", name="ck_reports_standing"),
        sa.CheckConstraint("(version = 1) = (replaces IS NULL)", name="ck_reports_version"),
    )
    op.create_index("ix_reports_period_task_id", "reports", ["period", "task_id"])

    op.create_table(
        "reviews",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("report_id", BIG_ID, sa.ForeignKey("reports.id"), nullable=False),
        sa.Column("reviewer_id", BIG_ID, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("verdict", sa.String(12), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sa.CheckConstraint("verdict IN ('confirmed', 'returned')", name="ck_reviews_verdict"),
    )
    op.create_index("ix_reviews_report_id_id", "reviews", ["report_id", "id"])
    op.create_index("ix_reviews_reviewer_id", "reviews", ["reviewer_id"])

    op.create_table(
        "notes",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("task_id", sa.String(40), nullable=False),
        sa.Column("agency", sa.String(200), nullable=False),
        sa.Column("period", sa.String(20), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("author_id", BIG_ID, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("message_id", sa.String(200), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
        sa.UniqueConstraint(
            "author_id",
            "channel",
            "message_id",
            "task_id",
            name="uq_notes_author_id_channel_message_id_task_id",
        ),
    )
    op.create_index("ix_notes_task_id_period", "notes", ["task_id", "period"])

    op.create_table(
        "period_locks",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("period", sa.String(20), nullable=False),
        sa.Column("decision", sa.String(12), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("person_id", BIG_ID, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_period_locks"),
        sa.CheckConstraint("decision IN ('locked', 'reopened')", name="ck_period_locks_decision"),
    )
    op.create_index("ix_period_locks_period_id", "period_locks", ["period", "id"])
    op.create_index("ix_period_locks_person_id", "period_locks", ["person_id"])

    op.create_table(
        "pauses",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("task_id", sa.String(40), nullable=False),
        sa.Column("agency", sa.String(200), nullable=False),
        sa.Column("decision", sa.String(12), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("until", sa.Date, nullable=True),
        sa.Column("person_id", BIG_ID, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pauses"),
        sa.CheckConstraint("decision IN ('paused', 'no-due-day', 'lifted')", name="ck_pauses_decision"),
    )
    op.create_index("ix_pauses_agency_task_id_id", "pauses", ["agency", "task_id", "id"])
    op.create_index("ix_pauses_task_id", "pauses", ["task_id"])
    op.create_index("ix_pauses_person_id", "pauses", ["person_id"])


def downgrade() -> None:
    for table in ("pauses", "period_locks", "notes", "reviews", "reports"):
        op.drop_table(table)
