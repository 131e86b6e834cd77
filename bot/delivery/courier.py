"""Deliveries carried out: each channel at its own pace, in a lane of its own, beside all answers."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace

import structlog

from bot.delivery.deliveries import UNSURE, Closed, Deliveries
from bot.delivery.pace import Pace, Turn, no_wait
from bot.delivery.port import Ambiguous, DeliveryPort, Later, Moved, Outcome, Part, Refused, Sent, Unreachable
from bot.delivery.rows import Parcel
from progress.working_days import VIETNAM_TIME

AT_ONCE = 4  # messages of a channel under way at the same time, where its line is slow
BATCH = 20  # deliveries taken at once: a second's work on the fastest lane
LONGEST_WAIT = dt.timedelta(seconds=30)  # a platform's pause that is waited for; well within a lease
QUIET_FROM, QUIET_UNTIL = dt.time(21), dt.time(6)
FIRST_PAUSE, LONGEST_PAUSE = dt.timedelta(seconds=15), dt.timedelta(minutes=15)
FAILURES_LIMIT = 8
TRIES = 3  # of one part: at a new address, after a pause

_log = structlog.get_logger(__name__)


class Courier:
    """Delivers what is due. ``ports`` are in the order in which a person's channels are preferred.

    ``at_once`` is how many messages of a channel may be under way at the same time: as many may come a second
    time when the process is killed. On a quick line the pace leaves one at a time.
    """

    def __init__(
        self,
        deliveries: Deliveries,
        ports: Sequence[DeliveryPort],
        clock: Callable[[], dt.datetime],
        *,
        on_unreachable: Callable[[Parcel], None] | None = None,
        at_once: int = AT_ONCE,
    ) -> None:
        self._deliveries = deliveries
        self._ports = tuple(ports)
        self._clock = clock
        self._on_unreachable = on_unreachable
        self._at_once = at_once
        self._doors = {port.channel: asyncio.Lock() for port in ports}
        self._paces: dict[str, Pace] = {}
        self._gates: dict[str, float] = {}  # until when, by the loop's time, a channel's short pause lasts
        self._pauses: dict[str, dt.datetime] = {}  # until when a long one lasts
        self._running = asyncio.Lock()
        self._is_stopping = False

    async def deliver_due(self, now: dt.datetime) -> int:
        """Send all that is due until nothing is left; how many were closed as sent.

        At night nothing is sent. A second call while one is at work does nothing.
        """
        if self._running.locked() or _is_night(now):
            return 0
        async with self._running:
            await asyncio.to_thread(self._deliveries.expire)
            channels = [port.channel for port in self._ports]
            sent = 0
            while not self._is_over():
                # Again, for what one channel could not deliver and another may.
                routed = await asyncio.to_thread(self._deliveries.route, channels)
                closed = await asyncio.gather(*(self._lane(port) for port in self._ports))
                sent += sum(closed)
                if not routed:
                    break
            return sent

    async def stop(self) -> None:
        """Let what is under way be finished, and give back the rest."""
        self._is_stopping = True
        async with self._running:
            await asyncio.to_thread(self._deliveries.let_go)
            for port in self._ports:
                await port.aclose()

    def _is_over(self) -> bool:
        return self._is_stopping or _is_night(self._clock())

    def _rests(self, channel: str) -> bool:
        """Whether the platform wants a pause that is too long to be waited for."""
        return self._pauses.get(channel, self._clock()) > self._clock()

    async def _lane(self, port: DeliveryPort) -> int:
        """All that is due on one channel. How many were sent."""
        sent = 0
        while not self._is_over() and not self._rests(port.channel):
            batch = deque(await asyncio.to_thread(self._deliveries.take, port.channel, BATCH))
            if not batch:
                break
            if port.rate is not None:
                self._share(
                    port.channel, port.rate, await asyncio.to_thread(self._deliveries.workers, port.channel)
                )
            hands = min(self._at_once, len(batch))
            sent += sum(await asyncio.gather(*(self._work(port, batch) for _ in range(hands))))
            if batch:
                await asyncio.to_thread(self._deliveries.let_go)
        return sent

    async def _work(self, port: DeliveryPort, batch: deque[Parcel]) -> int:
        sent = 0
        while batch and not self._is_over() and not self._rests(port.channel):
            parcel = batch.popleft()
            try:
                sent += await self._deliver(port, parcel)
            except Exception:  # noqa: BLE001 - one message must not hold up the others
                _log.exception("delivery_failed", channel=port.channel, delivery=parcel.id)
                await self._fail(parcel)
        return sent

    async def _deliver(self, port: DeliveryPort, parcel: Parcel) -> bool:
        """Whether the platform took all of it."""
        ids = list(parcel.message_ids)
        # One by one, so that a process that dies leaves no more than one that waited for its place.
        async with self._doors[port.channel]:
            await self._pause_over(port.channel)
            if not await asyncio.to_thread(self._deliveries.begin, parcel):
                return False  # another worker has it, or the person was erased
            await self._place(port.channel, parcel, ids)
        parts = port.parts(parcel)
        for part in parts[len(ids) :]:
            if len(ids) > len(parcel.message_ids):
                await asyncio.to_thread(self._deliveries.note, parcel, ids)
                await self._place(port.channel, parcel, ids)
            outcome, parcel = await self._sent(part, parcel, ids, port)
            match outcome:
                case Sent(message_id):
                    ids.append(message_id)
                case Ambiguous(reason):
                    _log.warning("delivery_uncertain", channel=port.channel, delivery=parcel.id, why=reason)
                    ids.append(UNSURE)
                case _:
                    await self._not_sent(parcel, outcome, ids)
                    return False
        state: Closed = "uncertain" if UNSURE in ids else "sent"
        await asyncio.to_thread(self._deliveries.close, parcel, state, ids)
        return state == "sent"

    async def _sent(
        self, part: Part, parcel: Parcel, ids: Sequence[str], port: DeliveryPort
    ) -> tuple[Outcome, Parcel]:
        """One part sent, to a new address where the platform says so, after a pause where it wants one."""
        for _ in range(TRIES):
            pace = self._paces.get(port.channel)
            with pace.sending() if pace else nullcontext():
                outcome = await part(parcel.address)
            match outcome:
                case Moved(address):
                    await asyncio.to_thread(self._deliveries.move, parcel, address)
                    parcel = replace(parcel, address=address)
                    await self._place(port.channel, parcel, ids)
                case Later(_, dt.timedelta() as after, True) if after <= LONGEST_WAIT:
                    seconds = after.total_seconds()
                    _log.warning("delivery_pause", channel=port.channel, seconds=seconds)
                    self._gates[port.channel] = asyncio.get_running_loop().time() + seconds
                    await self._place(port.channel, parcel, ids)
                case _:
                    break
        return outcome, parcel

    async def _not_sent(self, parcel: Parcel, outcome: Outcome, ids: Sequence[str]) -> None:
        match outcome:
            case Unreachable(reason, is_lasting):
                _log.info("delivery_unreachable", channel=parcel.channel, delivery=parcel.id, why=reason)
                await asyncio.to_thread(self._deliveries.pass_on, parcel, reason, is_lasting=is_lasting)
                if is_lasting and self._on_unreachable is not None:
                    await asyncio.to_thread(self._on_unreachable, parcel)
            case Later(reason, after, stops_all):
                after = after or _pause(parcel)
                if stops_all:
                    self._pauses[parcel.channel] = self._clock() + after
                await asyncio.to_thread(self._deliveries.put_off, parcel, after, reason)
            case Refused(reason):
                _log.error("delivery_refused", channel=parcel.channel, delivery=parcel.id, why=reason)
                await asyncio.to_thread(self._deliveries.close, parcel, "failed", ids, reason)
            case _:
                await asyncio.to_thread(self._deliveries.put_off, parcel, _pause(parcel), "address")

    async def _fail(self, parcel: Parcel) -> None:
        """Our own mistake: tried some times more, for it may be the database's."""
        if parcel.attempts + 1 >= FAILURES_LIMIT:
            await asyncio.to_thread(self._deliveries.close, parcel, "failed", parcel.message_ids, "error")
        else:
            await asyncio.to_thread(self._deliveries.put_off, parcel, _pause(parcel), "error")

    @contextmanager
    def answering(self, channel: str) -> Iterator[Turn]:
        """An answer is made and sent on a channel: it goes before all deliveries, at the turn given here."""
        pace = self._paces.get(channel)
        if pace is None:
            yield no_wait
            return
        with pace.answering() as turn:
            yield turn

    def _share(self, channel: str, rate: int, workers: int) -> None:
        """This worker's share of the channel's pace, while so many work."""
        if channel not in self._paces or self._paces[channel].workers != workers:
            self._paces[channel] = Pace(rate, workers)

    async def _place(self, channel: str, parcel: Parcel, ids: Sequence[str]) -> None:
        """Wait for a place in the channel's pace, beyond the platform's pause."""
        while True:
            if await self._pause_over(channel):
                await asyncio.to_thread(self._deliveries.note, parcel, ids)  # the lease goes on
            if channel in self._paces:
                await self._paces[channel].turn()
            if self._left(channel) <= 0:
                return

    async def _pause_over(self, channel: str) -> bool:
        """Whether there was a pause to wait for."""
        has_waited = False
        while (left := self._left(channel)) > 0:
            has_waited = True
            await asyncio.sleep(left)
        return has_waited

    def _left(self, channel: str) -> float:
        return self._gates.get(channel, 0.0) - asyncio.get_running_loop().time()


def _pause(parcel: Parcel) -> dt.timedelta:
    """Longer after each try."""
    doubled: int = 2 ** min(parcel.attempts, 10)
    return min(FIRST_PAUSE * doubled, LONGEST_PAUSE)


def _is_night(now: dt.datetime) -> bool:
    there = now.astimezone(VIETNAM_TIME).time()
    return there >= QUIET_FROM or there < QUIET_UNTIL
