"""Delivery ports whose platform does as the test says, and people and couriers around them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

from bot.delivery.port import Outcome, Part, Sent
from bot.delivery.rows import Parcel


class SmallPort:
    """Sends each message as one part; ``answers`` are given first, then all is taken."""

    def __init__(self, channel: str, *answers: Outcome, rate: int | None = None) -> None:
        self.channel = channel
        self.rate = rate
        self.answers = list(answers)
        self.taken: list[tuple[str, str]] = []
        self.is_closed = False
        self.waits: asyncio.Event | None = None

    def parts(self, parcel: Parcel) -> Sequence[Part]:
        return [partial(self._send, message.text) for message in parcel.messages]

    async def aclose(self) -> None:
        self.is_closed = True

    async def _send(self, text: str, address: str) -> Outcome:
        if self.waits is not None:
            await self.waits.wait()
        if self.answers and not isinstance(answer := self.answers.pop(0), Sent):
            return answer
        self.taken.append((address, text))
        return Sent(str(len(self.taken)))
