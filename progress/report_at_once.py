"""One report to PostgreSQL in one round trip: its turn, what must hold, its row and its line in the log."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from progress.audit import Deed
from progress.records import Content
from progress.report_rows import Sent
from progress.roles import Act, roles_for
from progress.tables.base import ABOUT_LENGTH

if TYPE_CHECKING:
    import psycopg

# A statement of its own, so that the next one sees what those who had their turn before have committed.
_TURN = """
SELECT pg_advisory_xact_lock(%(person_turn)s::bigint),
       pg_advisory_xact_lock_shared(%(period_turn)s::bigint),
       pg_advisory_xact_lock(%(duty_turn)s::bigint)
"""
_ADD = """
WITH newest AS (
    SELECT id, version, standing <> 'withdrawn' AS stands, first_sent_at FROM reports
    WHERE agency = %(agency)s AND period = %(period)s AND task_id = %(task_id)s
    ORDER BY version DESC LIMIT 1
), added AS (
    INSERT INTO reports (
        task_id, agency, period, version, replaces, standing, content, reason, reporter_id, channel,
        message_id, submitted_at, first_sent_at
    )
    SELECT %(task_id)s, %(agency)s, %(period)s, coalesce(newest.version, 0) + 1, newest.id, 'pending',
           %(content)s::json, '', %(person_id)s::bigint, %(channel)s, %(message_id)s, %(at)s::timestamptz,
           CASE WHEN newest.stands THEN newest.first_sent_at ELSE %(at)s::timestamptz END
    FROM (SELECT) AS one LEFT JOIN newest ON true
    WHERE CASE WHEN newest.stands THEN newest.version ELSE 0 END = %(expects_version)s::integer
      AND EXISTS (
          SELECT FROM memberships JOIN persons ON persons.id = memberships.person_id
          WHERE memberships.person_id = %(person_id)s::bigint AND memberships.agency = %(agency)s
            AND memberships.role = ANY(%(roles)s::varchar[]) AND memberships.ended_at IS NULL
            AND persons.erased_at IS NULL
      )
      AND (
          SELECT decision FROM period_locks WHERE period = %(period)s ORDER BY id DESC LIMIT 1
      ) IS DISTINCT FROM 'locked'
    RETURNING id, version, replaces, first_sent_at
), logged AS (
    INSERT INTO audit (at, person_id, act, about, channel)
    SELECT %(at)s::timestamptz, %(person_id)s::bigint,
           CASE WHEN %(expects_version)s::integer > 0 THEN %(corrected)s ELSE %(reported)s END,
           left('report ' || id || ': ' || %(about)s, %(about_length)s::integer), %(channel)s
    FROM added
)
SELECT id, version, replaces, first_sent_at FROM added
"""


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
    content: Content,
    sent: Sent,
    expects_version: int,
    turns: Mapping[str, int],
) -> Added | None:
    """Add the version after the one expected to stand; None when anything at all speaks against it.

    ``duty`` is task, agency and period. Why it was not added is told by the acts one by one: this happens
    rarely, and then there is time. The statements of a pipeline are one transaction.
    """
    task_id, agency, period = duty
    given: dict[str, object] = {
        "task_id": task_id,
        "agency": agency,
        "period": period,
        "content": json.dumps(content.to_json()),
        "person_id": sent.person_id,
        "channel": sent.channel,
        "message_id": sent.message_id,
        "at": sent.at,
        "expects_version": expects_version,
        "roles": [role.value for role in roles_for(Act.REPORT)],
        "reported": Deed.REPORT.value,
        "corrected": Deed.CORRECT_REPORT.value,
        "about": ", ".join(duty),
        "about_length": ABOUT_LENGTH,
    }
    with connection.pipeline():
        connection.execute(_TURN, turns, prepare=True)
        adding = connection.execute(_ADD, given, prepare=True)
    row = adding.fetchone()  # after the pipeline: within, it would wait a second time
    return None if row is None else Added(*row)
