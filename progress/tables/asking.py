"""What is said and asked: conversations, messages of channels, questions and their ratings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Double, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from progress.keys import KEY_LENGTH
from progress.tables.base import CHANNEL_LENGTH, REFERENCE_LENGTH, Base, BigId


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
