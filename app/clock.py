"""The clock of a running troly; tests hand in their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

Clock = Callable[[], dt.datetime]
"""Gives the present as an aware instant in UTC."""


def utc_now() -> dt.datetime:
    """The present; the only place where troly asks the machine for it."""
    return dt.datetime.now(dt.UTC)
