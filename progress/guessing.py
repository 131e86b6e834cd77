"""How often wrong codes may be tried, counted in SQL so that all processes count together."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from progress.tables.people import FailedCodeRow

SENDER_LIMIT = 5
SENDER_WINDOW = dt.timedelta(minutes=15)
CHANNEL_LIMIT = 200
CHANNEL_WINDOW = dt.timedelta(hours=1)


def wait_until(connection: Connection, channel: str, sender: str, now: dt.datetime) -> dt.datetime | None:
    """When a sender may try a code again; None when now.

    Why these limits: there are 2^34.6 codes (``codes.new_code``). Whoever changes senders at will is held to
    200 wrong codes an hour on a channel, 33,600 in the seven days that a code lives. With 300 invitations
    open, one for each agency and more, that finds one of them with a probability of 0.04 %, on four channels
    together 0.16 %. One sender gets 20 an hour. A channel is counted by itself: where senders cost nothing,
    as on the web, guessing closes that channel and no other.
    """
    on_channel = FailedCodeRow.channel == channel
    waits = [
        _free_at(connection, now, SENDER_WINDOW, SENDER_LIMIT, on_channel, FailedCodeRow.sender == sender),
        _free_at(connection, now, CHANNEL_WINDOW, CHANNEL_LIMIT, on_channel),
    ]
    return max((wait for wait in waits if wait is not None), default=None)


def count_failure(connection: Connection, channel: str, sender: str, now: dt.datetime) -> None:
    """Count one wrong code, and forget those that no longer count."""
    connection.execute(delete(FailedCodeRow).where(FailedCodeRow.at <= now - CHANNEL_WINDOW))
    connection.execute(insert(FailedCodeRow).values(channel=channel, sender=sender, at=now))


def _free_at(
    connection: Connection, now: dt.datetime, window: dt.timedelta, limit: int, *which: ColumnElement[bool]
) -> dt.datetime | None:
    """When fewer than ``limit`` failures lie within the window; None when that is so now."""
    recent = (FailedCodeRow.at > now - window, *which)
    # Free as soon as the limit-th latest has left the window.
    in_the_way = (
        select(FailedCodeRow.at).where(*recent).order_by(FailedCodeRow.at.desc()).offset(limit - 1).limit(1)
    )
    latest = connection.execute(in_the_way).scalar()
    return None if latest is None else latest + window
