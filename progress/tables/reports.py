"""Reports and what is said of them: versions, verdicts, notes, locks, pauses, evidence."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from progress.keys import KEY_LENGTH
from progress.tables.base import (
    AGENCY_LENGTH,
    CHANNEL_LENGTH,
    DECISION_LENGTH,
    FILE_NAME_LENGTH,
    HASH_LENGTH,
    MEDIA_TYPE_LENGTH,
    PERIOD_LENGTH,
    TASK_LENGTH,
    Base,
    BigId,
)


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
