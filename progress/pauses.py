"""Which duties are paused or freed of their due day: the latest decision on each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, exists, insert, select
from sqlalchemy.orm import aliased

from progress.states import Pause
from progress.tables.reports import PauseRow

_later = aliased(PauseRow)
_IN_EFFECT = select(PauseRow.__table__).where(
    PauseRow.decision != "lifted",
    ~exists().where(
        _later.agency == PauseRow.agency, _later.task_id == PauseRow.task_id, _later.id > PauseRow.id
    ),
)
_OF_AGENCY = _IN_EFFECT.where(PauseRow.agency == bindparam("agency"))
_ON_TASK = _IN_EFFECT.where(PauseRow.task_id == bindparam("task_id"))
_ON_DUTY = _OF_AGENCY.where(PauseRow.task_id == bindparam("task_id"))


def pause_on(connection: Connection, task_id: str, agency: str) -> Pause | None:
    """The pause set on a duty and not lifted; its last day may be over."""
    found = _read(connection.execute(_ON_DUTY, {"agency": agency, "task_id": task_id}))
    return found.get((task_id, agency))


def pauses_of(connection: Connection, agency: str) -> Mapping[tuple[str, str], Pause]:
    """The pauses set on the duties of an agency, by task and agency."""
    return _read(connection.execute(_OF_AGENCY, {"agency": agency}))


def pauses_on(connection: Connection, task_id: str) -> Mapping[tuple[str, str], Pause]:
    """The pauses set on a task, by task and agency."""
    return _read(connection.execute(_ON_TASK, {"task_id": task_id}))


def all_pauses(connection: Connection) -> Mapping[tuple[str, str], Pause]:
    """The pauses set on all duties, by task and agency."""
    return _read(connection.execute(_IN_EFFECT))


def decide(
    connection: Connection,
    task_id: str,
    agency: str,
    pause: Pause | None,
    *,
    reason: str,
    person_id: int,
    at: dt.datetime,
) -> None:
    """Add a decision, which counts from now on; None lifts."""
    connection.execute(
        insert(PauseRow).values(
            task_id=task_id,
            agency=agency,
            decision=pause.kind if pause else "lifted",
            reason=reason,
            until=pause.until if pause else None,
            person_id=person_id,
            at=at,
        )
    )


def _read(rows: Iterable[Any]) -> Mapping[tuple[str, str], Pause]:
    return {(row.task_id, row.agency): Pause(row.decision, row.reason, row.until) for row in rows}
