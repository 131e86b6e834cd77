"""The people's tables come and go around data of the first version, on both engines."""

from __future__ import annotations

import datetime as dt

from alembic import command
from alembic.config import Config
from sqlalchemy import insert, inspect, select

from progress.database import MIGRATIONS, Database
from progress.people import People
from progress.persons import OPERATOR
from progress.roles import Role
from progress.tables.asking import FeedbackRow
from progress.tables.people import PersonRow
from tests.conftest import NOON, Clock

PEOPLE_TABLES = {
    "persons",
    "identities",
    "memberships",
    "invitations",
    "failed_codes",
    "access_tokens",
    "audit",
}


def move(database: Database, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.writing() as connection:
        config.attributes["connection"] = connection
        if revision < (database.revision() or ""):
            command.downgrade(config, revision)
        else:
            command.upgrade(config, revision)


def tables(database: Database) -> set[str]:
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def rated(database: Database) -> list[tuple[str, dt.datetime]]:
    with database.reading() as connection:
        found = connection.execute(select(FeedbackRow.reference, FeedbackRow.rated_at))
        return [(row.reference, row.rated_at) for row in found]


def test_people_come_and_go_and_what_was_there_before_stays(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(insert(FeedbackRow).values(reference="a", is_helpful=True, rated_at=NOON))
    people = People(database, Clock())
    code = people.invite(Role.REPORTER, "Sở Y tế", by=OPERATOR, channel="cli").code
    person = people.register("telegram", "1", code, "An").person
    people.issue_token(person.id, channel="telegram")

    move(database, "0001")
    assert not tables(database) & PEOPLE_TABLES
    assert rated(database) == [("a", NOON)]

    move(database, "0002")
    assert tables(database) >= PEOPLE_TABLES
    assert rated(database) == [("a", NOON)]
    with database.reading() as connection:
        assert connection.execute(select(PersonRow.id)).all() == []
    assert people.invite(Role.REPORTER, "Sở Y tế", by=OPERATOR, channel="cli").code
