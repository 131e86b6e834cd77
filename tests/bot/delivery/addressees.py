"""People to whom tests send, known on the channels they need."""

from __future__ import annotations

from sqlalchemy import insert

from progress.database import Database
from progress.tables.people import IdentityRow, PersonRow
from tests.conftest import NOON


def persons(database: Database, count: int, *channels: str, first: int = 1) -> tuple[int, ...]:
    """Numbers of new people; on each channel the sender is ``first``, ``first + 1`` and so on."""
    with database.writing() as connection:
        who = insert(PersonRow).returning(PersonRow.id, sort_by_parameter_order=True)
        rows = [{"display_name": f"Người {number}", "joined_at": NOON} for number in range(count)]
        numbers = tuple(connection.execute(who, rows).scalars())
        if channels:
            connection.execute(
                insert(IdentityRow),
                [
                    {"channel": channel, "sender": str(place), "person_id": number, "linked_at": NOON}
                    for channel in channels
                    for place, number in enumerate(numbers, start=first)
                ],
            )
    return numbers
