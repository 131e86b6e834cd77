"""Lanes keep the order within a chat and let chats pass each other."""

from __future__ import annotations

import asyncio

from bot.channels.lanes import Lanes, Work


def noting(done: list[str], name: str, seconds: float = 0.0) -> Work:
    async def work() -> None:
        await asyncio.sleep(seconds)
        done.append(name)

    return work


async def test_work_of_one_lane_is_done_in_order() -> None:
    lanes, done = Lanes(), list[str]()
    lanes.put("a", noting(done, "first", 0.03))
    lanes.put("a", noting(done, "second"))
    await lanes.drain(patience=5)
    assert done == ["first", "second"]


async def test_a_slow_lane_holds_up_no_other() -> None:
    lanes, done = Lanes(), list[str]()
    lanes.put("a", noting(done, "slow", 0.03))
    lanes.put("b", noting(done, "quick"))
    await lanes.drain(patience=5)
    assert done == ["quick", "slow"]


async def test_a_lane_that_was_empty_is_used_again() -> None:
    lanes, done = Lanes(), list[str]()
    for name in ("one", "two"):
        lanes.put("a", noting(done, name))
        await lanes.drain(patience=5)
    assert done == ["one", "two"]


async def test_what_takes_longer_than_the_patience_is_given_up() -> None:
    lanes, done = Lanes(), list[str]()
    lanes.put("a", noting(done, "never", 60))
    lanes.put("a", noting(done, "nor this"))
    await lanes.drain(patience=0.02)
    assert done == []
