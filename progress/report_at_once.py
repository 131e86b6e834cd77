"""One report to PostgreSQL in one round trip: its turn, what must hold, its row and its line in the log."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from progress.audit import Deed
from progress.report_rows import Sent
from progress.roles import Act, roles_for
from progress.tables.base import ABOUT_LENGTH

if TYPE_CHECKING:
    import psycopg

_ROLES = ", ".join(f"'{role.value}'" for role in roles_for(Act.REPORT))
# Of one connection alone, so that no two releases share it. Each statement of it sees what those who had
# their turn before have committed. It returns at the first thing that speaks against the report.
_SEND = f"""
CREATE FUNCTION pg_temp.send_report(
    person_turn bigint, period_turn bigint, duty_turn bigint, of_task text, of_agency text, of_period text,
    said json, by_person bigint, over_channel text, of_message text, sent_at timestamptz, expected integer,
    OUT id bigint, OUT version integer, OUT replaces bigint, OUT first_sent_at timestamptz
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    newest record;
BEGIN
    PERFORM pg_advisory_xact_lock(person_turn), pg_advisory_xact_lock_shared(period_turn),
            pg_advisory_xact_lock(duty_turn);
    SELECT reports.id, reports.version, standing <> 'withdrawn' AS stands, reports.first_sent_at
        INTO newest FROM reports
        WHERE agency = of_agency AND period = of_period AND task_id = of_task
        ORDER BY reports.version DESC LIMIT 1;
    IF (CASE WHEN newest.stands THEN newest.version ELSE 0 END) <> expected THEN
        RETURN;
    END IF;
    IF NOT EXISTS (
        SELECT FROM memberships JOIN persons ON persons.id = memberships.person_id
        WHERE memberships.person_id = by_person AND memberships.agency = of_agency
          AND memberships.role IN ({_ROLES}) AND memberships.ended_at IS NULL AND persons.erased_at IS NULL
    ) OR (
        SELECT decision FROM period_locks WHERE period = of_period ORDER BY period_locks.id DESC LIMIT 1
    ) = 'locked' THEN
        RETURN;
    END IF;
    INSERT INTO reports (
        task_id, agency, period, version, replaces, standing, content, reason, reporter_id, channel,
        message_id, submitted_at, first_sent_at
    ) VALUES (
        of_task, of_agency, of_period, coalesce(newest.version, 0) + 1, newest.id, 'pending', said, '',
        by_person, over_channel, of_message, sent_at,
        CASE WHEN newest.stands THEN newest.first_sent_at ELSE sent_at END
    )
    RETURNING reports.id, reports.version, reports.replaces, reports.first_sent_at
        INTO id, version, replaces, first_sent_at;
    INSERT INTO audit (at, person_id, act, about, channel) VALUES (
        sent_at, by_person,
        CASE WHEN expected > 0 THEN '{Deed.CORRECT_REPORT.value}' ELSE '{Deed.REPORT.value}' END,
        left(format('report %s: %s, %s, %s', id, of_task, of_agency, of_period), {ABOUT_LENGTH}), over_channel
    );
END
$$
"""  # noqa: S608 - names of our own
_CALL = b"SELECT id, version, replaces, first_sent_at FROM pg_temp.send_report(" + b"%s, " * 11 + b"%s)"


@dataclass(frozen=True, slots=True)
class Added:
    """The row that was added."""

    id: int
    version: int
    replaces: int | None
    first_sent_at: dt.datetime


def add_at_once(
    connection: psycopg.Connection[Any],
    duty: Sequence[str],
    content: Mapping[str, Any],
    sent: Sent,
    expects_version: int,
    turns: Mapping[str, int],
) -> Added | None:
    """Add the version after the one expected to stand; None when anything at all speaks against it.

    ``duty`` is task, agency and period, ``content`` what is stored. Why it was not added is told by the acts
    one by one: this happens rarely, and then there is time.
    """
    from psycopg.errors import InvalidSchemaName, UndefinedFunction

    given = (
        turns["person_turn"],
        turns["period_turn"],
        turns["duty_turn"],
        *duty,
        json.dumps(content),
        sent.person_id,
        sent.channel,
        sent.message_id,
        sent.at,
        expects_version,
    )
    try:
        row = connection.execute(_CALL, given, prepare=True).fetchone()
    except (UndefinedFunction, InvalidSchemaName):  # the first report over this connection
        connection.execute(_SEND.encode())
        row = connection.execute(_CALL, given, prepare=True).fetchone()
    return None if row is None or row[0] is None else Added(*row)
