"""Which periods are locked: the latest decision on each, read and added in the caller's transaction."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, bindparam, func, insert, select

from progress.desk_records import PeriodLock
from progress.tables.reports import PeriodLockRow

_LATEST = (
    select(PeriodLockRow.__table__)
    .where(PeriodLockRow.period == bindparam("period"))
    .order_by(PeriodLockRow.id.desc())
    .limit(1)
)
_LATEST_IDS = select(func.max(PeriodLockRow.id)).group_by(PeriodLockRow.period).scalar_subquery()
_LOCKED = select(PeriodLockRow.period).where(
    PeriodLockRow.id.in_(_LATEST_IDS), PeriodLockRow.decision == "locked"
)


def lock_on(connection: Connection, period_key: str) -> PeriodLock | None:
    """The decision by which a period is locked; None when it is not."""
    row = connection.execute(_LATEST, {"period": period_key}).first()
    if row is None or row.decision != "locked":
        return None
    return PeriodLock(row.period, True, row.reason, row.person_id, row.at)


def locked_in(connection: Connection) -> frozenset[str]:
    """Keys of all locked periods."""
    return frozenset(connection.execute(_LOCKED).scalars())


def decide(
    connection: Connection, period_key: str, *, is_locked: bool, reason: str, person_id: int, at: dt.datetime
) -> PeriodLock:
    """Add a decision, which counts from now on."""
    connection.execute(
        insert(PeriodLockRow).values(
            period=period_key,
            decision="locked" if is_locked else "reopened",
            reason=reason,
            person_id=person_id,
            at=at,
        )
    )
    return PeriodLock(period_key, is_locked, reason, person_id, at)
