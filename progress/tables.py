"""The tables, typed; every instant in them is UTC."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from progress.keys import KEY_LENGTH

CHANNEL_LENGTH = 20
REFERENCE_LENGTH = 16
NAME_LENGTH = 100
AGENCY_LENGTH = 200
ROLE_LENGTH = 20
HASH_LENGTH = 64
ACT_LENGTH = 40
ABOUT_LENGTH = 300
TASK_LENGTH = 40
PERIOD_LENGTH = 20
DECISION_LENGTH = 12
FILE_NAME_LENGTH = 120
MEDIA_TYPE_LENGTH = 100


class Instant(TypeDecorator[dt.datetime]):
    """An aware datetime, stored in UTC; SQLite forgets the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        del dialect  # any engine may forget the zone
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


def sqlite_instant(moment: dt.datetime) -> str:
    """An aware instant as ``Instant`` keeps it in SQLite, for statements not made by SQLAlchemy."""
    return moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


BigId = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER counts up by itself in SQLite


class Base(DeclarativeBase):
    """Names every key and index, so that a migration can speak of it on any engine."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {dt.datetime: Instant}  # noqa: RUF012 - SQLAlchemy reads it as a plain class attribute


class ConversationRow(Base):
    """What one conversation remembers; ``version`` counts its changes."""

    __tablename__ = "conversations"
    __table_args__ = (Index(None, "updated_at"),)

    channel: Mapped[str] = mapped_column(String(CHANNEL_LENGTH), primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    state: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    updated_at: Mapped[dt.datetime]


class UpdateRow(Base):
    """One message of a channel: claimed once, worked once. The payload goes when the work is done."""

    __tablename__ = "updates"
    __table_args__ = (
        UniqueConstraint("channel", "message_id"),
        CheckConstraint("state IN ('received', 'working', 'done', 'failed')", name="state"),
        Index(None, "channel", "state", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    channel: Mapped[str] = mapped_column(String(CHANNEL_LENGTH))
    message_id: Mapped[str] = mapped_column(String(KEY_LENGTH))
    payload: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int]
    received_at: Mapped[dt.datetime]
    claimed_at: Mapped[dt.datetime | None]
    finished_at: Mapped[dt.datetime | None]
    error: Mapped[str | None] = mapped_column(String(KEY_LENGTH))


class QuestionRow(Base):
    """How one question went. ``text`` is kept where the answer left something to mend, for a while."""

    __tablename__ = "questions"
    __table_args__ = (
        CheckConstraint("kind IN ('answered', 'refused', 'clarify')", name="kind"),
        Index(None, "asked_at"),
        Index(None, "kind", "asked_at"),
    )

    reference: Mapped[str] = mapped_column(String(REFERENCE_LENGTH), primary_key=True)
    channel: Mapped[str] = mapped_column(String(CHANNEL_LENGTH))
    text: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(10))
    confidence: Mapped[float | None] = mapped_column(Double)
    task_ids: Mapped[list[str]] = mapped_column(JSON)
    asked_at: Mapped[dt.datetime]


class FeedbackRow(Base):
    """One thumb; pressing again changes it."""

    __tablename__ = "feedback"

    reference: Mapped[str] = mapped_column(String(REFERENCE_LENGTH), primary_key=True)
    is_helpful: Mapped[bool]
    rated_at: Mapped[dt.datetime]


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


class AccessTokenRow(Base):
    """A bearer token by its hash; the token itself is shown once and kept nowhere."""

    __tablename__ = "access_tokens"
    __table_args__ = (UniqueConstraint("token_hash"), Index(None, "person_id"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    issued_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    last_used_at: Mapped[dt.datetime | None]
    revoked_at: Mapped[dt.datetime | None]


class WebSessionRow(Base):
    """A browser signed in, by the hash of its cookie; it ends with the identity it speaks for."""

    __tablename__ = "web_sessions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["channel", "sender"],
            ["identities.channel", "identities.sender"],
            name="fk_web_sessions_identity",
            ondelete="CASCADE",
        ),
        Index(None, "channel", "sender"),
        Index(None, "expires_at"),
    )

    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), primary_key=True)
    channel: Mapped[str] = mapped_column(String(CHANNEL_LENGTH))
    sender: Mapped[str] = mapped_column(String(KEY_LENGTH))
    signed_in_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]


class RequestKeyRow(Base):
    """An Idempotency-Key of one person: ``status`` and ``answer`` are None while the request is worked on.

    ``message_id`` names the request to the desk, so that it is done once also when the process dies between.
    """

    __tablename__ = "request_keys"
    __table_args__ = (Index(None, "claimed_at"),)

    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    request_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    message_id: Mapped[str] = mapped_column(String(HASH_LENGTH))
    claimed_at: Mapped[dt.datetime]
    status: Mapped[int | None]
    answer: Mapped[str | None] = mapped_column(Text)


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


class ReportRow(Base):
    """One version of a report, never changed: what comes later is a new version or a review.

    ``first_sent_at`` is when the first version since the last withdrawal came: the newest row alone tells
    whether the agency was late.
    """

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("agency", "period", "task_id", "version"),
        UniqueConstraint("replaces"),  # versions are a line, not a tree
        # By person, so that nobody's message, or key of a request, can meet that of another.
        UniqueConstraint("reporter_id", "channel", "message_id", "task_id"),
        CheckConstraint("standing IN ('pending', 'withdrawn')", name="standing"),
        CheckConstraint("(version = 1) = (replaces IS NULL)", name="version"),
        Index(None, "period", "task_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    task_id: Mapped[str] = mapped_column(String(TASK_LENGTH))
    agency: Mapped[str] = mapped_column(String(AGENCY_LENGTH))
    period: Mapped[str] = mapped_column(String(PERIOD_LENGTH))
    version: Mapped[int]
    replaces: Mapped[int | None] = mapped_column(BigId, ForeignKey("reports.id"))
    standing: Mapped[str] = mapped_column(String(DECISION_LENGTH))  # when it came; reviews speak later
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)  # of a withdrawal
    reporter_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    channel: Mapped[str] = mapped_column(String(CHANNEL_LENGTH))
    message_id: Mapped[str | None] = mapped_column(String(KEY_LENGTH))
    submitted_at: Mapped[dt.datetime]
    first_sent_at: Mapped[dt.datetime]


class ReviewRow(Base):
    """A verdict on one version, never changed; the latest counts."""

    __tablename__ = "reviews"
    __table_args__ = (
        CheckConstraint("verdict IN ('confirmed', 'returned')", name="verdict"),
        Index(None, "report_id", "id"),
        Index(None, "reviewer_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    report_id: Mapped[int] = mapped_column(BigId, ForeignKey("reports.id"))
    reviewer_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    verdict: Mapped[str] = mapped_column(String(DECISION_LENGTH))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime]


class NoteRow(Base):
    """What a coordinating agency says of a task in a period, never changed."""

    __tablename__ = "notes"
    __table_args__ = (
        UniqueConstraint("author_id", "channel", "message_id", "task_id"),
        Index(None, "task_id", "period"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    task_id: Mapped[str] = mapped_column(String(TASK_LENGTH))
    agency: Mapped[str] = mapped_column(String(AGENCY_LENGTH))
    period: Mapped[str] = mapped_column(String(PERIOD_LENGTH))
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    channel: Mapped[str] = mapped_column(String(CHANNEL_LENGTH))
    message_id: Mapped[str | None] = mapped_column(String(KEY_LENGTH))
    at: Mapped[dt.datetime]


class PeriodLockRow(Base):
    """A period was locked or reopened, never changed; the latest counts."""

    __tablename__ = "period_locks"
    __table_args__ = (
        CheckConstraint("decision IN ('locked', 'reopened')", name="decision"),
        Index(None, "period", "id"),
        Index(None, "person_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    period: Mapped[str] = mapped_column(String(PERIOD_LENGTH))
    decision: Mapped[str] = mapped_column(String(DECISION_LENGTH))
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    at: Mapped[dt.datetime]


class PauseRow(Base):
    """A duty was paused, freed of its due day, or put in force again, never changed; the latest counts."""

    __tablename__ = "pauses"
    __table_args__ = (
        CheckConstraint("decision IN ('paused', 'no-due-day', 'lifted')", name="decision"),
        Index(None, "agency", "task_id", "id"),
        Index(None, "task_id"),
        Index(None, "person_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    task_id: Mapped[str] = mapped_column(String(TASK_LENGTH))
    agency: Mapped[str] = mapped_column(String(AGENCY_LENGTH))
    decision: Mapped[str] = mapped_column(String(DECISION_LENGTH))
    reason: Mapped[str] = mapped_column(Text)
    until: Mapped[dt.date | None] = mapped_column(Date)  # its last day
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    at: Mapped[dt.datetime]


class EvidenceRow(Base):
    """A file on one version of a report, never changed; the store has its bytes by their hash."""

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("report_id", "sha256"),
        Index(None, "sha256"),
        Index(None, "uploader_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    report_id: Mapped[int] = mapped_column(BigId, ForeignKey("reports.id"))
    name: Mapped[str] = mapped_column(String(FILE_NAME_LENGTH))
    media_type: Mapped[str] = mapped_column(String(MEDIA_TYPE_LENGTH))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(HASH_LENGTH))
    uploader_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    channel: Mapped[str] = mapped_column(String(CHANNEL_LENGTH))
    at: Mapped[dt.datetime]


class UploadLinkRow(Base):
    """A link by which one person may send files on one obligation for a while; kept by its hash."""

    __tablename__ = "upload_links"
    __table_args__ = (Index(None, "person_id"), Index(None, "expires_at"))

    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), primary_key=True)
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    task_id: Mapped[str] = mapped_column(String(TASK_LENGTH))
    agency: Mapped[str] = mapped_column(String(AGENCY_LENGTH))
    period: Mapped[str] = mapped_column(String(PERIOD_LENGTH))
    channel: Mapped[str] = mapped_column(String(CHANNEL_LENGTH))
    expires_at: Mapped[dt.datetime]
