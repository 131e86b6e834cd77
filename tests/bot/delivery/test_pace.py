"""An answer goes before what goes out by itself, which waits until a second has room again."""

from __future__ import annotations

import asyncio

from bot.delivery.pace import Pace


async def test_an_answer_goes_before_a_delivery() -> None:
    pace = Pace(rate=1, workers=1)
    order: list[str] = []

    async def deliver() -> None:
        await pace.turn()
        with pace.sending():
            order.append("delivery")

    with pace.answering() as turn:
        delivering = asyncio.create_task(deliver())
        await asyncio.sleep(0.05)
        await turn()
        order.append("answer")
    await delivering
    assert order == ["answer", "delivery"]


async def test_what_ended_a_moment_ago_still_counts() -> None:
    pace = Pace(rate=1, workers=1)
    await pace.turn()
    with pace.sending():
        pass
    waiting = asyncio.create_task(pace.turn())
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await waiting
