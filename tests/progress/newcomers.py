"""Short ways for tests to invite people and to let them come, one by one or all at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import func, select, text

from progress.database import Database
from progress.people import People
from progress.persons import OPERATOR, Actor, Person
from progress.refusals import (
    ProgressError,
)
from progress.roles import Role
from progress.tables.base import Base

FINANCE, HEALTH = "Sở Tài chính", "Sở Y tế"
WRONG_CODE = "CFHJ-2345"
T = TypeVar("T")


def invited(people: People, role: Role = Role.REPORTER, agency: str = FINANCE, by: Actor = OPERATOR) -> str:
    return people.invite(role, agency, by=by, channel="cli").code


def joined(people: People, sender: str, role: Role = Role.REPORTER, agency: str = FINANCE) -> Person:
    return people.register("telegram", sender, invited(people, role, agency), f"Người {sender}").person


def roles(person: Person | None) -> list[tuple[str, str]]:
    assert person is not None
    return [(one.role.value, one.agency) for one in person.memberships]


def at_once(work: Callable[[int], T], times: int = 20) -> list[T | ProgressError]:
    start = threading.Barrier(times)

    def one(number: int) -> T | ProgressError:
        start.wait()
        try:
            return work(number)
        except ProgressError as refusal:
            return refusal

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def let_audit_be_emptied(database: Database) -> None:
    """Take the guard off the audit log, for a test that empties its tables between one scene and the next."""
    off = (
        "DROP TRIGGER IF EXISTS audit_not_deleted"
        if database.is_sqlite
        else "ALTER TABLE audit DISABLE TRIGGER USER"
    )
    with database.writing() as connection:
        connection.execute(text(off))


def count(database: Database, table: type[Base]) -> int:
    with database.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()
