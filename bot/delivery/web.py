"""The web page as a channel: a message waits there with a badge; browsers that want it get a push."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.delivery.port import Outcome, Part, Sent
from bot.delivery.rows import Parcel
from progress.web_sessions import CHANNEL

SHOWN_ON_PAGE = "web"


class Push(Protocol):
    """Tells browsers that something waits; see ``bot.web_push.WebPush``."""

    async def tell(self, sender: str, text: str, tag: str) -> int: ...


class WebDelivery:
    """Nothing is sent to the page: it asks. A push is a courtesy, and no reason to try again."""

    channel = CHANNEL
    rate: int | None = None

    def __init__(self, push: Push | None) -> None:
        self._push = push

    def parts(self, parcel: Parcel) -> Sequence[Part]:
        async def show(address: str) -> Outcome:
            if self._push is not None and parcel.messages:
                await self._push.tell(address, parcel.messages[0].text, parcel.kind)
            return Sent(SHOWN_ON_PAGE)

        return [show]

    async def aclose(self) -> None:
        """Nothing is kept open."""
