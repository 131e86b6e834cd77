"""The morning digest: what people chose, what they put off, what they were told."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from progress.tables.base import DECISION_LENGTH, PERIOD_LENGTH, TASK_LENGTH, Base, BigId


class DigestSettingsRow(Base):
    """What one person chose; ``minute`` of the day in Vietnam, None for the usual time."""

    __tablename__ = "digest_settings"
    __table_args__ = (
        CheckConstraint("rhythm IN ('daily', 'weekly', 'off')", name="rhythm"),
        CheckConstraint("minute >= 360 AND minute < 1260", name="minute"),  # nothing goes out at night
    )

    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), primary_key=True)
    minute: Mapped[int | None]
    rhythm: Mapped[str] = mapped_column(String(DECISION_LENGTH))
    quiet_until: Mapped[dt.date | None] = mapped_column(Date)  # the first day with digests
    changed_at: Mapped[dt.datetime]


class DigestSnoozeRow(Base):
    """One person is not reminded of one task before a day."""

    __tablename__ = "digest_snoozes"

    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), primary_key=True)
    task_id: Mapped[str] = mapped_column(String(TASK_LENGTH), primary_key=True)
    until: Mapped[dt.date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime]


class DigestToldRow(Base):
    """The last digest of one person: its day, the day of the one before, and what its numbers stand for."""

    __tablename__ = "digest_told"

    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), primary_key=True)
    day: Mapped[dt.date] = mapped_column(Date)
    day_before: Mapped[dt.date | None] = mapped_column(Date)
    actions: Mapped[str] = mapped_column(Text)  # one a line


class DigestThanksRow(Base):
    """One person was thanked for one period, on a day."""

    __tablename__ = "digest_thanks"

    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), primary_key=True)
    period: Mapped[str] = mapped_column(String(PERIOD_LENGTH), primary_key=True)
    day: Mapped[dt.date] = mapped_column(Date)


class DigestRoundRow(Base):
    """The digests of a day for all who want them at one minute were composed and queued."""

    __tablename__ = "digest_rounds"

    day: Mapped[dt.date] = mapped_column(Date, primary_key=True)
    minute: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[dt.datetime]
