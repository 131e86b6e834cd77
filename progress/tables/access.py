"""What lets a program or a browser in: tokens, sessions, keys of requests, upload links."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from progress.keys import KEY_LENGTH
from progress.tables.base import (
    AGENCY_LENGTH,
    CHANNEL_LENGTH,
    HASH_LENGTH,
    PERIOD_LENGTH,
    TASK_LENGTH,
    Base,
    BigId,
)


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
