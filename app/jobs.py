"""The work that comes by itself: plain functions of the present, whoever calls them and however often."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from app.delivery import open_courier
from app.digests import DigestRounds
from app.settings import Settings
from app.store import Store
from app.upkeep import erase_old
from app.wiring import Assistant
from bot.delivery.courier import Courier

Compose = Callable[[dt.datetime], int]

TICK_SECONDS = 20  # how long what is due may wait


@dataclass(frozen=True, slots=True)
class Jobs:
    """Each asks the clock what is due: one that comes late, twice or after a sleep does the same."""

    composers: tuple[Compose, ...]
    courier: Courier
    erase: Callable[[dt.datetime], None]

    async def compose(self, now: dt.datetime) -> int:
        """Queue all that is due. How many messages were new."""
        made = 0
        for composer in self.composers:
            made += await asyncio.to_thread(composer, now)
        return made

    async def deliver(self, now: dt.datetime) -> int:
        """Send all that is queued and due. How many were sent."""
        return await self.courier.deliver_due(now)

    async def upkeep(self, now: dt.datetime) -> None:
        """Erase what has served its time."""
        await asyncio.to_thread(self.erase, now)


def open_jobs(assistant: Assistant, store: Store, settings: Settings) -> Jobs:
    """The jobs of one running assistant. Raises OperatorMistake."""
    reporting = assistant.reporting
    if reporting is None:
        raise RuntimeError("jobs tell of what was reported")
    rounds = DigestRounds(reporting.digests, reporting.obligations, reporting.paint, store.outbox)
    return Jobs(
        composers=(reporting.notices.compose_returned, rounds.compose_due_digests),
        courier=open_courier(settings, store, reporting.notices, assistant.clock),
        erase=lambda now: erase_old(store, settings, now, reporting.evidence.sweep),
    )
