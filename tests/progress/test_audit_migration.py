"""The database refuses to change the audit log, before and after a way down and up with data."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from progress.audit import AuditLog, Deed
from progress.database import Database
from progress.people import People
from tests.progress.newcomers import invited, joined
from tests.progress.test_people_migration import move

CHANGES = {
    "sqlite": (
        "UPDATE audit SET about = ''",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE id = 1",
        "REPLACE INTO audit (id, at, act, about, channel) VALUES (1, '2026-01-01', 'invite', '', 'x')",
    ),
    "postgresql": ("UPDATE audit SET about = ''", "DELETE FROM audit WHERE id = 1", "TRUNCATE audit"),
}


def refuse_all(database: Database) -> None:
    for change in CHANGES["sqlite" if database.is_sqlite else "postgresql"]:
        with pytest.raises(SQLAlchemyError, match="only added to"), database.writing() as connection:
            connection.execute(text(change))


def test_a_line_of_the_audit_log_is_neither_changed_nor_deleted(people: People, database: Database) -> None:
    person = joined(people, "1")
    people.erase_personal_data(person.id, channel="telegram", held=None)
    log = AuditLog(database)
    before = log.latest()
    refuse_all(database)
    assert log.latest() == before
    assert [one.deed for one in before] == [Deed.ERASE_DATA, Deed.REGISTER, Deed.INVITE]


def test_the_guard_goes_and_comes_around_lines_that_stay(people: People, database: Database) -> None:
    joined(people, "1")
    move(database, "0003")
    with database.writing() as connection:
        connection.execute(text("UPDATE audit SET about = 'changed' WHERE id = 1"))
    lines = AuditLog(database).latest()
    assert lines[-1].about == "changed"
    move(database, "0004")
    assert AuditLog(database).latest() == lines
    refuse_all(database)
    assert invited(people)
    assert len(AuditLog(database).latest()) == len(lines) + 1
