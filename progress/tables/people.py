"""Persons, as which channel knows them, their roles, invitations, and what they did."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from progress.keys import KEY_LENGTH
from progress.tables.base import (
    ABOUT_LENGTH,
    ACT_LENGTH,
    AGENCY_LENGTH,
    CHANNEL_LENGTH,
    HASH_LENGTH,
    NAME_LENGTH,
    ROLE_LENGTH,
    Base,
    BigId,
)


class PersonRow(Base):
    """One person. Erased, the row stays without a name: what the agency reported keeps its author."""

    __tablename__ = "persons"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    display_name: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    joined_at: Mapped[dt.datetime]
    erased_at: Mapped[dt.datetime | None]


class IdentityRow(Base):
    """A person as one channel knows him."""

    __tablename__ = "identities"
    __table_args__ = (Index(None, "person_id"),)

    channel: Mapped[str] = mapped_column(String(CHANNEL_LENGTH), primary_key=True)
    sender: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    linked_at: Mapped[dt.datetime]


class MembershipRow(Base):
    """A role held in an agency, "" for the whole province; ``ended_by`` is None for an operator."""

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint("role IN ('can-bo', 'dau-moi', 'lanh-dao', 'dieu-phoi', 'quan-tri')", name="role"),
        Index(
            "uq_memberships_held",
            "person_id",
            "agency",
            "role",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(None, "agency", "role"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    agency: Mapped[str] = mapped_column(String(AGENCY_LENGTH))
    role: Mapped[str] = mapped_column(String(ROLE_LENGTH))
    since: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
    ended_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))


class InvitationRow(Base):
    """A code that works once: to a role, or for ``person_id`` to be known on a second channel."""

    __tablename__ = "invitations"
    __table_args__ = (
        UniqueConstraint("code_hash"),
        CheckConstraint("kind IN ('invite', 'link')", name="kind"),
        CheckConstraint("(kind = 'invite') = (role IS NOT NULL)", name="role"),
        CheckConstraint("(kind = 'link') = (person_id IS NOT NULL)", name="person"),
        Index(None, "invited_by"),
        Index(None, "person_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    code_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    kind: Mapped[str] = mapped_column(String(10))
    agency: Mapped[str] = mapped_column(String(AGENCY_LENGTH))
    role: Mapped[str | None] = mapped_column(String(ROLE_LENGTH))
    person_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    invited_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))  # None: an operator
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]
    used_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))


class FailedCodeRow(Base):
    """A wrong code that somebody tried; what was typed is not kept."""

    __tablename__ = "failed_codes"
    __table_args__ = (Index(None, "channel", "sender", "at"), Index(None, "at"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    channel: Mapped[str] = mapped_column(String(CHANNEL_LENGTH))
    sender: Mapped[str] = mapped_column(String(KEY_LENGTH))
    at: Mapped[dt.datetime]


class AuditRow(Base):
    """One act of one person, never changed afterwards; ``about`` names things and holds nobody's words."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "at"), Index(None, "person_id", "at"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    at: Mapped[dt.datetime]
    person_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))  # None: an operator
    act: Mapped[str] = mapped_column(String(ACT_LENGTH))
    about: Mapped[str] = mapped_column(String(ABOUT_LENGTH))
    channel: Mapped[str] = mapped_column(String(CHANNEL_LENGTH))
