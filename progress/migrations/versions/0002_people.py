"""People: identities, roles, invitations, failed codes, tokens and the audit log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
BIG_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "persons",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("display_name", sa.String(100), nullable=True),
        sa.Column("joined_at", INSTANT, nullable=False),
        sa.Column("erased_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_persons"),
    )

    op.create_table(
        "identities",
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("sender", sa.String(200), nullable=False),
        sa.Column("person_id", BIG_ID, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("linked_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("channel", "sender", name="pk_identities"),
    )
    op.create_index("ix_identities_person_id", "identities", ["person_id"])

    op.create_table(
        "memberships",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("person_id", BIG_ID, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("agency", sa.String(200), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("ended_by", BIG_ID, sa.ForeignKey("persons.id"), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_memberships"),
        sa.CheckConstraint(
            "role IN ('can-bo', 'dau-moi', 'lanh-dao', 'dieu-phoi', 'quan-tri')", name="ck_memberships_role"
        ),
    )
    op.create_index(
        "uq_memberships_held",
        "memberships",
        ["person_id", "agency", "role"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_memberships_agency_role", "memberships", ["agency", "role"])

    op.create_table(
        "invitations",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("agency", sa.String(200), nullable=False),
        sa.Column("role", sa.String(20), nullable=True),
        sa.Column("person_id", BIG_ID, sa.ForeignKey("persons.id"), nullable=True),
        sa.Column("invited_by", BIG_ID, sa.ForeignKey("persons.id"), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.Column("used_by", BIG_ID, sa.ForeignKey("persons.id"), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("code_hash", name="uq_invitations_code_hash"),
        sa.CheckConstraint("kind IN ('invite', 'link')", name="ck_invitations_kind"),
        sa.CheckConstraint("(kind = 'invite') = (role IS NOT NULL)", name="ck_invitations_role"),
        sa.CheckConstraint("(kind = 'link') = (person_id IS NOT NULL)", name="ck_invitations_person"),
    )
    op.create_index("ix_invitations_invited_by", "invitations", ["invited_by"])
    op.create_index("ix_invitations_person_id", "invitations", ["person_id"])

    op.create_table(
        "failed_codes",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("sender", sa.String(200), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_failed_codes"),
    )
    op.create_index("ix_failed_codes_channel_sender_at", "failed_codes", ["channel", "sender", "at"])
    op.create_index("ix_failed_codes_at", "failed_codes", ["at"])

    op.create_table(
        "access_tokens",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("person_id", BIG_ID, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("last_used_at", INSTANT, nullable=True),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_access_tokens"),
        sa.UniqueConstraint("token_hash", name="uq_access_tokens_token_hash"),
    )
    op.create_index("ix_access_tokens_person_id", "access_tokens", ["person_id"])

    op.create_table(
        "audit",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("person_id", BIG_ID, sa.ForeignKey("persons.id"), nullable=True),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("about", sa.String(300), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_person_id_at", "audit", ["person_id", "at"])


def downgrade() -> None:
    for table in (
        "audit",
        "access_tokens",
        "failed_codes",
        "invitations",
        "memberships",
        "identities",
        "persons",
    ):
        op.drop_table(table)
