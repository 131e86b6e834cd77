"""Data that has served its time is erased, once a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import structlog

from app.settings import Settings
from app.store import Store

UPDATE_RETENTION = dt.timedelta(days=7)  # no channel delivers a message again after so long
DELIVERY_RETENTION = dt.timedelta(
    days=7
)  # at least: what was told is remembered for as long as it is looked for

Sweep = Callable[[dt.datetime], int]

_log = structlog.get_logger(__name__)


def erase_old(store: Store, settings: Settings, now: dt.datetime, sweep: Sweep | None = None) -> None:
    """Erase words of old questions; forget old conversations, closed updates, sessions, lost files.

    ``sweep`` removes files that belong to no report, and says how many.
    """
    questions = store.question_log.erase_before(now - dt.timedelta(days=settings.question_retention_days))
    conversations = store.conversations.forget_before(
        now - dt.timedelta(days=settings.conversation_retention_days)
    )
    updates = store.inbox.forget_before(now - UPDATE_RETENTION)
    kept = max(dt.timedelta(days=settings.conversation_retention_days), DELIVERY_RETENTION)
    deliveries = store.outbox.forget_before(now - kept)
    files = sweep(now) if sweep else 0
    _log.info(
        "old_data_erased",
        questions=questions,
        conversations=conversations,
        updates=updates,
        deliveries=deliveries,
        sessions=store.sessions.forget_expired(),
        request_keys=store.request_keys.forget_expired(),
        files=files,
    )
