"""What a channel must be able to do to deliver, and what may become of a message."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.delivery.rows import Parcel


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform took it, under this id of its own."""

    message_id: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """This channel does not reach the person, for good or only now (a closed window, a spent quota)."""

    reason: str
    is_lasting: bool = True


@dataclass(frozen=True, slots=True)
class Moved:
    """The person is reached at another address; nothing was sent."""

    address: str


@dataclass(frozen=True, slots=True)
class Later:
    """Nothing was sent. ``stops_all`` when the platform wants a pause from everything we send."""

    reason: str
    after: dt.timedelta | None = None  # None: as the sender thinks fit
    stops_all: bool = False


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """It may have arrived or not; it is not sent again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The platform will never take this message."""

    reason: str


Outcome = Sent | Unreachable | Moved | Later | Ambiguous | Refused
Part = Callable[[str], Awaitable[Outcome]]  # sends one message of the platform to an address


class DeliveryPort(Protocol):
    """How one channel delivers.

    ``rate`` is how many messages a second it may send in all processes together, None for as many as it can.
    ``parts`` makes the platform's messages, the same ones each time: those sent before a crash are counted.
    It sees the kind and the day too, for platforms that outside a window take nothing but a template.
    """

    @property
    def channel(self) -> str: ...

    @property
    def rate(self) -> int | None: ...

    def parts(self, parcel: Parcel) -> Sequence[Part]: ...

    async def aclose(self) -> None: ...
