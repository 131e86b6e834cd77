"""The audit log: who did what and when, through which channel; appended to, never changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, insert, select

from progress.database import Database
from progress.listed import Listed
from progress.person_rows import living_person
from progress.persons import Actor, Person, actor_of, number_of
from progress.refusals import NotAllowed
from progress.roles import NO_AGENCY, Act, Role
from progress.tables.base import ABOUT_LENGTH
from progress.tables.people import AuditRow

READ_LIMIT = 200
_ADD = insert(AuditRow)  # built once: every act writes a line


class Deed(StrEnum):
    """What is written down; each is one call of one method."""

    INVITE = "invite"
    WITHDRAW = "withdraw"
    REGISTER = "register"
    LINK_CODE = "link-code"
    LINK = "link"
    LEAVE = "leave"
    REVOKE = "revoke"
    EXPORT_DATA = "export-data"
    ERASE_DATA = "erase-data"
    ISSUE_TOKEN = "issue-token"  # noqa: S105 - the name of an act
    REVOKE_TOKEN = "revoke-token"  # noqa: S105
    SET_MAIL = "set-mail"
    REMOVE_MAIL = "remove-mail"
    SIGN_IN = "sign-in"
    SIGN_OUT = "sign-out"
    REPORT = "report"
    CORRECT_REPORT = "correct-report"
    WITHDRAW_REPORT = "withdraw-report"
    CONFIRM_REPORT = "confirm-report"
    SEND_BACK_REPORT = "send-back-report"
    ADD_NOTE = "add-note"
    LOCK_PERIOD = "lock-period"
    REOPEN_PERIOD = "reopen-period"
    PAUSE = "pause"
    LIFT_PAUSE = "lift-pause"
    ATTACH_EVIDENCE = "attach-evidence"
    OPEN_EVIDENCE = "open-evidence"
    UPLOAD_LINK = "upload-link"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log."""

    at: dt.datetime
    actor: Actor
    deed: Deed
    about: str
    channel: str


class AuditLog:
    """Reads the log; writing happens inside the transaction of the act itself, by ``write_down``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def latest(self, *, person_id: int | None = None, limit: int = READ_LIMIT) -> tuple[Entry, ...]:
        """The latest entries, newest first; of one person where ``person_id`` is given."""
        newest_first = select(AuditRow.__table__).order_by(AuditRow.id.desc()).limit(limit)
        if person_id is not None:
            newest_first = newest_first.where(AuditRow.person_id == person_id)
        with self._database.reading() as connection:
            return tuple(map(_entry, connection.execute(newest_first)))

    def read(
        self, actor: Person, *, person_id: int | None = None, limit: int, offset: int = 0
    ) -> Listed[Entry]:
        """A page of entries, newest first, for who may read the log. Raises NotAllowed and PersonUnknown."""
        which = () if person_id is None else (AuditRow.person_id == person_id,)
        newest_first = select(AuditRow.__table__).where(*which).order_by(AuditRow.id.desc())
        with self._database.reading() as connection:
            if not living_person(connection, actor.id).may(Act.READ_AUDIT):
                raise NotAllowed(Act.READ_AUDIT, NO_AGENCY)
            count = connection.execute(select(func.count()).select_from(AuditRow).where(*which)).scalar_one()
            rows = connection.execute(newest_first.limit(limit).offset(offset)).all()
        return Listed(count, tuple(map(_entry, rows)))


def write_down(connection: Connection, entry: Entry) -> None:
    """Append one entry in the caller's transaction: the act and its trace stand or fall together."""
    connection.execute(
        _ADD,
        {
            "at": entry.at,
            "person_id": number_of(entry.actor),
            "act": entry.deed.value,
            "about": entry.about[:ABOUT_LENGTH],
            "channel": entry.channel,
        },
    )


def _entry(row: Any) -> Entry:
    return Entry(row.at, actor_of(row.person_id), Deed(row.act), row.about, row.channel)


def described(role: Role, agency: str) -> str:
    """A role as the log writes it."""
    return f"{role.value}, {agency}" if agency else role.value
