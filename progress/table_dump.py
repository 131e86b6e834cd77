"""All rows of the database as lines of JSON and back, the same for both engines."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import JSON, Column, Connection, Date, DateTime, MetaData, Table, func, insert, select

from progress.database import Database
from progress.tables.whole import METADATA

BATCH = 2_000


class DumpError(Exception):
    """Lines are not what the tables can hold."""


@contextmanager
def snapshot(database: Database) -> Iterator[Connection]:
    """A connection that sees one moment of the whole database, while others go on writing."""
    with database.engine.connect() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("BEGIN")
        else:
            connection = connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        try:
            yield connection
        finally:
            if database.is_sqlite:
                connection.exec_driver_sql("ROLLBACK")


def tables_in(connection: Connection) -> Sequence[Table]:
    """Our tables as they are at this migration, those that are pointed at before those that point."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: name in METADATA.tables)
    return found.sorted_tables


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """A table row by row, a line each, in the order of its key."""
    rows = connection.execution_options(yield_per=BATCH).execute(select(table).order_by(*table.primary_key))
    for row in rows.mappings():
        cells = {name: _plain(value) for name, value in row.items()}
        yield json.dumps(cells, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def load(connection: Connection, table: Table, lines: Iterable[bytes]) -> int:
    """Put the rows of lines into an empty table; how many. Raises DumpError."""
    for column in table.columns:
        if isinstance(column.type, JSON):
            column.type.none_as_null = True
    loaded = 0
    rest = iter(lines)
    while batch := list(islice(rest, BATCH)):
        connection.execute(insert(table), [_row(table, line) for line in batch])
        loaded += len(batch)
    if connection.dialect.name == "postgresql" and "id" in table.columns and loaded:
        _count_on(connection, table)
    return loaded


def _count_on(connection: Connection, table: Table) -> None:
    """New rows are numbered after the highest number."""
    highest = select(func.max(table.c.id)).scalar_subquery()
    sequence = func.pg_get_serial_sequence(table.name, "id")
    connection.execute(select(func.setval(sequence, highest)))


def _plain(value: object) -> object:
    match value:
        case dt.datetime():
            aware = value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)
            return aware.isoformat()
        case dt.date():
            return value.isoformat()
        case _:
            return value


def _row(table: Table, line: bytes) -> dict[str, Any]:
    try:
        cells = json.loads(line)
        if not isinstance(cells, dict) or set(cells) != set(table.columns.keys()):
            raise DumpError(f"{table.name}: other columns")
        return {name: _value(table.columns[name], cell) for name, cell in cells.items()}
    except (ValueError, TypeError) as error:
        raise DumpError(f"{table.name}: {error}") from error


def _value(column: Column[Any], cell: object) -> object:
    if cell is None:
        return None
    if isinstance(column.type, DateTime):
        moment = dt.datetime.fromisoformat(str(cell))
        return moment if column.type.timezone else moment.astimezone(dt.UTC).replace(tzinfo=None)
    return dt.date.fromisoformat(str(cell)) if isinstance(column.type, Date) else cell
