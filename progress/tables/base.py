"""What all tables share: how instants, ids and names are kept; every instant is UTC."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

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
KIND_LENGTH = 20
STATE_LENGTH = 12


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
