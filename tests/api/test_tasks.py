"""The plan over HTTP."""

from __future__ import annotations

import httpx
import pytest

from corpus.model import Plan


async def ids(client: httpx.AsyncClient, query: str) -> list[str]:
    body = (await client.get(f"/api/v1/tasks?{query}")).json()
    assert body["count"] == len(body["tasks"])
    return [task["id"] for task in body["tasks"]]


async def test_all_tasks_are_listed_in_plan_order(client: httpx.AsyncClient, plan: Plan) -> None:
    assert await ids(client, "") == [task.id for task in plan.tasks]


async def test_a_section_has_its_own_tasks(client: httpx.AsyncClient) -> None:
    assert await ids(client, "section=vi") == ["VI.1", "VI.2", "VI.3"]


@pytest.mark.parametrize("name", ["Sở Nội vụ", "so noi vu", "so-noi-vu"])
async def test_an_agency_is_known_by_name_and_by_slug(
    client: httpx.AsyncClient, plan: Plan, name: str
) -> None:
    found = await ids(client, f"role=lead&agency={name}")

    assert found == list(plan.led_by["Sở Nội vụ"])


async def test_role_either_joins_lead_and_coordinate(client: httpx.AsyncClient) -> None:
    found = await ids(client, "agency=Thanh tra tỉnh")

    assert found == ["V.4", "VI.1"]
    assert await ids(client, "agency=Thanh tra tỉnh&role=coordinate") == ["VI.1"]


@pytest.mark.parametrize("words", ["tài sản công", "tai san cong", "TÀI SẢN CÔ", "tai san con"])
async def test_words_are_found_without_marks_and_half_typed(client: httpx.AsyncClient, words: str) -> None:
    assert "VI.2" in await ids(client, f"q={words}")


async def test_filters_are_joined(client: httpx.AsyncClient, plan: Plan) -> None:
    found = await ids(client, "section=VII&agency=Văn phòng UBND tỉnh&role=lead&q=ho so")

    assert found
    assert all(
        plan.task_by_id[i].lead_agencies == ("Văn phòng UBND tỉnh",) and i.startswith("VII.") for i in found
    )


async def test_a_task_is_told_in_the_plans_own_words(client: httpx.AsyncClient, plan: Plan) -> None:
    body = (await client.get("/api/v1/tasks/VII.9")).json()

    task = plan.task_by_id["VII.9"]
    assert (body["text"], body["lead_agencies"]) == (task.text, list(task.lead_agencies))
    assert [(target["comparator"], target["value"]) for target in body["targets"]] == [
        (">=", 80),
        ("=", 100),
        (">=", 50),
    ]
    assert body["targets"][0]["amount"] == "từ 80% trở lên"
    assert body["source"] == "Mục VII, STT 9, Phụ lục II, KH 201/KH-UBND ngày 16/4/2026"


async def test_the_agencies_come_with_their_tasks(client: httpx.AsyncClient, plan: Plan) -> None:
    body = (await client.get("/api/v1/agencies")).json()

    cards = {card["name"]: card for card in body["agencies"]}
    assert body["count"] == len(plan.agencies)
    assert len(cards["Sở Nội vụ"]["leads"]) == 10
    assert cards["Các sở, ban ngành tỉnh"]["kind"] == "group"


async def test_the_search_gives_hits_with_titles(client: httpx.AsyncClient) -> None:
    body = (
        await client.get("/api/v1/search", params={"q": "quản lý sử dụng tài sản công", "limit": 3})
    ).json()

    assert body["hits"][0]["task_id"] == "VI.2"
    assert len(body["hits"]) == 3
    assert body["zone"] in ("answer", "offer", "refuse")


async def test_the_contract_is_published_with_examples(client: httpx.AsyncClient) -> None:
    contract = (await client.get("/api/v1/openapi.json")).json()

    assert {
        "/api/v1/chat",
        "/api/v1/tasks",
        "/api/v1/tasks/{task_id}",
        "/api/v1/agencies",
        "/api/v1/search",
        "/api/v1/feedback",
        "/healthz",
        "/readyz",
    } == set(contract["paths"])
    assert contract["components"]["schemas"]["ChatRequest"]["examples"][0]["conversation"] == "abc"
    assert "messages" in contract["components"]["schemas"]["ChatResponse"]["examples"][0]


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
async def test_no_page_loads_scripts_from_elsewhere(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404
