"""How refusals and failures are told."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI
from structlog.testing import capture_logs

from api.options import HttpOptions
from tests.api.conftest import Connect


async def test_a_failure_tells_a_reference_and_nothing_of_the_inside(client: httpx.AsyncClient) -> None:
    with capture_logs() as logs:
        response = await client.post("/api/v1/chat", json={"conversation": "abc", "text": "hỏng"})

    problem = response.json()
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["reference"] in problem["detail"]
    assert "bí mật" not in response.text
    assert [(log["event"], log["reference"]) for log in logs] == [("request_failed", problem["reference"])]


async def test_a_failure_in_the_web_chat_is_one_sentence_with_the_reference_of_the_log(
    client: httpx.AsyncClient,
) -> None:
    with capture_logs() as logs:
        response = await client.post("/hoi", data={"text": "hỏng"}, headers={"HX-Request": "true"})

    assert response.status_code == 500
    assert response.headers["content-type"].startswith("text/plain")
    assert response.text.startswith("Xin lỗi anh/chị, hệ thống gặp lỗi")
    [log] = logs
    assert response.text.endswith(f"Mã tra cứu: {log['reference']}.")


async def test_a_failure_without_javascript_is_a_page_with_the_reference_of_the_log(
    client: httpx.AsyncClient,
) -> None:
    with capture_logs() as logs:
        response = await client.post("/hoi", data={"text": "hỏng"})

    assert response.status_code == 500
    assert '<html lang="vi">' in response.text
    [log] = logs
    assert f'<p class="source">Mã tra cứu: {log["reference"]}</p>' in response.text


@pytest.mark.parametrize(
    ("method", "path", "status", "title"),
    [
        ("GET", "/api/v1/khong-co", 404, "Không tìm thấy"),
        ("GET", "/api/v1/tasks/XX.99", 404, "Không tìm thấy"),
        ("GET", "/api/v1/chat", 405, "Cách gọi không đúng"),
        ("DELETE", "/api/v1/tasks", 405, "Cách gọi không đúng"),
        ("GET", "/api/v1/search?limit=abc", 422, "Dữ liệu chưa đúng"),
        ("GET", "/api/v1/tasks?role=boss", 422, "Dữ liệu chưa đúng"),
    ],
)
async def test_the_api_refuses_with_a_problem(
    client: httpx.AsyncClient, method: str, path: str, status: int, title: str
) -> None:
    response = await client.request(method, path)

    problem = response.json()
    assert (response.status_code, problem["status"], problem["title"]) == (status, status, title)
    assert problem["instance"] == path.partition("?")[0]


async def test_a_person_sees_a_friendly_page_where_nothing_is(client: httpx.AsyncClient) -> None:
    response = await client.get("/khong-co", headers={"accept": "text/html"})

    assert response.status_code == 404
    assert "Không tìm thấy" in response.text
    assert 'href="/ke-hoach"' in response.text


@pytest.mark.parametrize(
    "headers", [{}, {"transfer-encoding": "chunked"}], ids=["announced", "not announced"]
)
@pytest.mark.parametrize("path", ["/api/v1/chat", "/hoi", "/webhooks/telegram"])
async def test_a_body_over_the_limit_is_refused(
    client: httpx.AsyncClient, path: str, headers: dict[str, str]
) -> None:
    async def chunks() -> object:
        for _ in range(5):
            yield b"x" * 64 * 1024

    content = chunks() if headers else b"x" * 5 * 64 * 1024
    response = await client.post(
        path,
        content=content,  # type: ignore[arg-type]
        headers={
            "content-type": "application/json" if path != "/hoi" else "application/x-www-form-urlencoded"
        },
    )

    assert response.status_code == 413


@pytest.mark.parametrize("path", ["/", "/api/v1/tasks", "/khong-co", "/static/troly.css", "/api/v1/khong-co"])
async def test_every_answer_carries_the_security_headers(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path)

    policy = response.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_a_failure_carries_the_security_headers_too(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/v1/chat", json={"conversation": "abc", "text": "hỏng"})

    assert "content-security-policy" in response.headers


async def test_a_form_on_another_site_may_not_speak_for_the_person(client: httpx.AsyncClient) -> None:
    response = await client.post("/hoi", data={"text": "III.4"}, headers={"sec-fetch-site": "cross-site"})

    assert response.status_code == 403


async def test_a_client_that_asks_too_often_is_told_when_to_return(
    build: Callable[[HttpOptions], FastAPI], connect: Connect
) -> None:
    async with connect(build(HttpOptions(ask_rate="3/minute"))) as client:
        answers = [
            await client.post("/api/v1/chat", json={"conversation": "abc", "text": "III.4"}) for _ in range(4)
        ]
        page = await client.get("/")

    last = answers[-1]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert last.headers["content-type"] == "application/problem+json"
    assert 1 <= int(last.headers["retry-after"]) <= 60
    assert last.headers["retry-after"] in last.json()["detail"]
    assert page.status_code == 200  # reading is counted apart


async def test_health_is_never_counted(build: Callable[[HttpOptions], FastAPI], connect: Connect) -> None:
    async with connect(build(HttpOptions(browse_rate="1/minute"))) as client:
        answers = [await client.get("/healthz") for _ in range(5)]

    assert {answer.status_code for answer in answers} == {200}


async def test_clients_behind_a_trusted_proxy_are_counted_apart(
    build: Callable[[HttpOptions], FastAPI], connect: Connect
) -> None:
    options = HttpOptions(browse_rate="1/minute", trusted_proxies=("203.0.113.0/24",))

    async with connect(build(options)) as client:
        one = await client.get("/ke-hoach", headers={"x-forwarded-for": "198.51.100.1"})
        other = await client.get("/ke-hoach", headers={"x-forwarded-for": "198.51.100.2"})
        again = await client.get("/ke-hoach", headers={"x-forwarded-for": "198.51.100.1"})

    assert (one.status_code, other.status_code, again.status_code) == (200, 200, 429)


async def test_a_forwarded_address_from_a_stranger_is_not_believed(
    build: Callable[[HttpOptions], FastAPI], connect: Connect
) -> None:
    async with connect(build(HttpOptions(browse_rate="1/minute"))) as client:
        await client.get("/ke-hoach", headers={"x-forwarded-for": "198.51.100.1"})
        again = await client.get("/ke-hoach", headers={"x-forwarded-for": "198.51.100.2"})

    assert again.status_code == 429
