"""The audit log: who did what and when, through which channel; appended to, never changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, insert, select

from progress.database import Database
from progress.roles import Role
from progress.tables import ABOUT_LENGTH, AuditRow

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
    """One line of the log. ``person_id`` is None where an operator acted at the command line."""

    at: dt.datetime
    person_id: int | None
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
            return tuple(
                Entry(row.at, row.person_id, Deed(row.act), row.about, row.channel)
                for row in connection.execute(newest_first)
            )


def write_down(connection: Connection, entry: Entry) -> None:
    """Append one entry in the caller's transaction: the act and its trace stand or fall together."""
    connection.execute(
        _ADD,
        {
            "at": entry.at,
            "person_id": entry.person_id,
            "act": entry.deed.value,
            "about": entry.about[:ABOUT_LENGTH],
            "channel": entry.channel,
        },
    )


def described(role: Role, agency: str) -> str:
    """A role as the log writes it."""
    return f"{role.value}, {agency}" if agency else role.value
