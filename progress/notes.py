"""Notes of coordinating agencies, read and added in the caller's transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from progress.desk_records import Note
from progress.report_rows import Sent
from progress.tables.reports import NoteRow

_NOTES = select(NoteRow.__table__)
_ON_TASK = _NOTES.where(
    NoteRow.task_id == bindparam("task_id"), NoteRow.period == bindparam("period")
).order_by(NoteRow.id)
_BY_MESSAGE = _NOTES.where(
    NoteRow.author_id == bindparam("author_id"),
    NoteRow.channel == bindparam("channel"),
    NoteRow.message_id == bindparam("message_id"),
    NoteRow.task_id == bindparam("task_id"),
)


def notes_on(connection: Connection, task_id: str, period_key: str) -> tuple[Note, ...]:
    """The notes on a task in a period, the oldest first."""
    rows = connection.execute(_ON_TASK, {"task_id": task_id, "period": period_key})
    return tuple(map(_note, rows))


def note_made_by(connection: Connection, sent: Sent, task_id: str) -> Note | None:
    """The note that a message made when it was delivered before."""
    if sent.message_id is None:
        return None
    named = {"author_id": sent.person_id, "channel": sent.channel, "message_id": sent.message_id}
    row = connection.execute(_BY_MESSAGE, named | {"task_id": task_id}).first()
    return None if row is None else _note(row)


def add_note(
    connection: Connection, task_id: str, agency: str, period_key: str, text: str, sent: Sent
) -> Note:
    """Add one note."""
    adding = insert(NoteRow).values(
        task_id=task_id,
        agency=agency,
        period=period_key,
        text=text,
        author_id=sent.person_id,
        channel=sent.channel,
        message_id=sent.message_id,
        at=sent.at,
    )
    note_id = connection.execute(adding.returning(NoteRow.id)).scalar_one()
    return Note(note_id, task_id, agency, period_key, text, sent.person_id, sent.channel, sent.at)


def _note(row: Any) -> Note:
    return Note(row.id, row.task_id, row.agency, row.period, row.text, row.author_id, row.channel, row.at)
