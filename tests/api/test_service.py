"""Health, feedback and webhooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx

from api.app import create_app
from api.health import Part
from corpus.model import Plan
from tests.api.conftest import Connect
from tests.api.small_assistant import Ratings, SmallDialogue, Webhook, WordSearch


async def test_a_running_process_is_alive_and_ready(client: httpx.AsyncClient) -> None:
    assert (await client.get("/healthz")).json() == {"status": "ok"}
    assert (await client.get("/readyz")).json() == {"ready": True, "parts": {}}


async def test_a_probe_may_ask_for_headers_only(client: httpx.AsyncClient) -> None:
    answers = [await client.head(path) for path in ("/healthz", "/", "/nhiem-vu/III.4", "/static/troly.css")]

    assert [answer.status_code for answer in answers] == [200] * 4


async def test_readiness_names_the_part_that_is_not_ready(
    plan: Plan, dialogue: SmallDialogue, clock: Callable[[], dt.datetime], connect: Connect
) -> None:
    def broken() -> str | None:
        raise ConnectionError

    parts = {
        "search": Part(lambda: None),
        "database": Part(lambda: "chưa nâng cấp bảng"),
        "telegram": Part(broken),
    }
    app = create_app(plan=plan, search=WordSearch(plan), dialogue=dialogue, clock=clock, readiness=parts)

    async with connect(app) as client:
        response = await client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {
        "ready": False,
        "parts": {
            "search": "ok",
            "database": "chưa nâng cấp bảng",
            "telegram": "không kiểm tra được (ConnectionError)",
        },
    }


async def test_a_part_that_is_not_needed_is_told_of_and_holds_nothing_up(
    plan: Plan, dialogue: SmallDialogue, clock: Callable[[], dt.datetime], connect: Connect
) -> None:
    parts = {"telegram": Part(lambda: "đang mất liên lạc với Telegram", is_needed=False)}
    app = create_app(plan=plan, search=WordSearch(plan), dialogue=dialogue, clock=clock, readiness=parts)
    async with connect(app) as client:
        response = await client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"ready": True, "parts": {"telegram": "đang mất liên lạc với Telegram"}}


async def test_a_thumb_is_stored(client: httpx.AsyncClient, ratings: Ratings) -> None:
    response = await client.post("/api/v1/feedback", json={"reference": "ref-III.4", "helpful": False})

    assert response.status_code == 204
    assert ratings.kept == [("ref-III.4", False)]


async def test_a_thumb_for_nothing_is_not_found(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/v1/feedback", json={"reference": "khong-co", "helpful": True})

    assert response.status_code == 404
    assert response.json()["detail"] == "Không có câu trả lời nào mang mã này để đánh giá."


async def test_a_thumb_is_true_or_false(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/v1/feedback", json={"reference": "ref-1", "helpful": "yes"})

    assert response.json()["errors"] == [{"field": "helpful", "message": "phải là true hoặc false"}]


async def test_a_delivery_reaches_the_channel_as_it_was_sent(
    client: httpx.AsyncClient, webhook: Webhook
) -> None:
    raw = b'{"update_id": 1,  "x": "\xc4\x91"}'

    right = await client.post(
        "/webhooks/telegram", content=raw, headers={"x-telegram-bot-api-secret-token": "bi-mat"}
    )
    wrong = await client.post("/webhooks/telegram", content=raw)

    assert (right.status_code, wrong.status_code) == (200, 403)
    assert webhook.bodies == [raw]


async def test_what_runs_beside_the_server_is_started_and_stopped(
    plan: Plan, dialogue: SmallDialogue, clock: Callable[[], dt.datetime], connect: Connect
) -> None:
    seen: list[str] = []

    @asynccontextmanager
    async def channel() -> AsyncIterator[None]:
        seen.append("start")
        yield
        seen.append("stop")

    app = create_app(plan=plan, search=WordSearch(plan), dialogue=dialogue, clock=clock, running=[channel])
    async with connect(app) as client:
        await client.get("/healthz")
        assert seen == ["start"]

    assert seen == ["start", "stop"]
