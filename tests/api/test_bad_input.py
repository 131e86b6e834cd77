"""Whatever is sent, the answer is kind: never a 500, never markup of somebody else's."""

from __future__ import annotations

import json

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.small_assistant import SmallDialogue

ODD_TEXTS = {
    "empty": "",
    "blanks": "  \n\t ",
    "long": "chủ trì " * 1250,
    "emoji": "😀" * 10_000,
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{ 7*7 }} {% for x in y %} ${jndi:ldap://x}",
    "sql": "'; DROP TABLE conversations; --",
    "controls": "III.4\x00\x01\x1b[31m\u202e\u200b\ufeff",
    "decomposed": "Ai chu\u0309 tri\u0300 III.4",
    "right to left": "مرحبا III.4",
    "half a pair": "III.4 \ud83d",
}


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS.keys())
async def test_odd_texts_get_a_kind_answer(client: httpx.AsyncClient, text: str) -> None:
    body = json.dumps({"conversation": "abc", "text": text})

    response = await client.post("/api/v1/chat", content=body, headers={"content-type": "application/json"})

    # Half a surrogate pair is no text at all; everything else is answered.
    assert response.status_code == (422 if "\ud83d" in text and len(text) < 10 else 200)
    assert response.json()


@pytest.mark.parametrize("text", [text for text in ODD_TEXTS.values() if "\ud83d" not in text])
async def test_odd_texts_in_the_web_chat_stay_text(client: httpx.AsyncClient, text: str) -> None:
    response = await client.post("/hoi", data={"text": text}, headers={"HX-Request": "true"})

    assert response.status_code == 200
    assert "<script" not in response.text
    assert "<img" not in response.text
    assert "49" not in response.text


async def test_no_control_character_reaches_the_dialogue(
    client: httpx.AsyncClient, dialogue: SmallDialogue
) -> None:
    await client.post("/api/v1/chat", json={"conversation": "abc", "text": "III.4\x00\x1b dòng\nhai"})

    assert dialogue.heard[0].text == "III.4   dòng\nhai"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "application/json"),
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b"null", "application/json"),
        (b'"text"', "application/json"),
        (b'{"conversation":"abc","text":"\xff\xfe"}', "application/json"),
        (b'{"conversation":"abc","text":"\xff"}', "application/json; charset=latin-1"),
        (b'{"conversation":"abc","text":1}', "application/json"),
        (b'{"conversation":"abc","text":["III.4"]}', "application/json"),
        (b'{"conversation":1,"text":"III.4"}', "application/json"),
        (b'{"conversation":"","text":"III.4"}', "application/json"),
        (b'{"conversation":"a\\u0000b","text":"III.4"}', "application/json"),
        (b'{"conversation":"../../etc","text":"III.4"}', "application/json"),
        (b'{"text":"III.4"}', "application/json"),
        (b'{"conversation":"abc","text":"a","action":{"a":1}}', "application/json"),
        (b'{"conversation":"abc","text":"III.4"}', "text/plain"),
        (b"conversation=abc&text=III.4", "application/x-www-form-urlencoded"),
        (b'{"conversation":"abc","text":NaN}', "application/json"),
        (b"[" * 100_000, "application/json"),
        (b'{"a":' * 40_000, "application/json"),
        (b'{"conversation":"abc","text":"' + b"9" * 20_001 + b'"}', "application/json"),
        (b'{"conversation":"abc","text":' + b"9" * 20_000 + b"}", "application/json"),
    ],
)
async def test_a_body_that_is_no_question_is_refused_in_vietnamese(
    client: httpx.AsyncClient, body: bytes, kind: str
) -> None:
    response = await client.post("/api/v1/chat", content=body, headers={"content-type": kind})

    problem = response.json()
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["title"] in ("Dữ liệu chưa đúng", "Yêu cầu không đọc được")
    assert problem["reference"]


async def test_an_action_longer_than_any_channel_allows_is_refused(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/v1/chat", json={"conversation": "abc", "text": "", "action": "ơ" * 33})

    assert response.status_code == 422
    assert response.json()["errors"] == [{"field": "action", "message": "dài quá 64 byte"}]


async def test_a_trouble_names_its_field_and_never_repeats_what_was_sent(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/v1/chat", json={"conversation": "abc", "text": {"khóa": "<b>mật</b>"}})

    assert response.json()["errors"] == [{"field": "text", "message": "phải là chuỗi ký tự"}]
    assert "mật" not in response.text


@pytest.mark.parametrize(
    "body",
    [
        b"text=\xff\xfe",
        b"text=%FF%FE",
        b"text=%00III.4",
        b"text=a&text=b",
        b"text[]=a",
        b"=&=&&",
        b"\x00" * 100,
    ],
)
async def test_odd_forms_are_answered_or_refused(client: httpx.AsyncClient, body: bytes) -> None:
    response = await client.post(
        "/hoi",
        content=body,
        headers={"content-type": "application/x-www-form-urlencoded", "hx-request": "true"},
    )

    assert response.status_code in (200, 400, 422)


@pytest.mark.parametrize(
    "path",
    [
        "/nhiem-vu/%00",
        "/nhiem-vu/%FF",
        "/nhiem-vu/..%2F..%2Fetc%2Fpasswd",
        "/nhiem-vu/<script>alert(1)</script>",
        "/nhiem-vu/" + "x" * 5000,
        "/ke-hoach/co-quan/%F0%9F%98%80",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/api/v1/tasks/%00",
        "/api/v1/tasks?section=ZZZ",
        "/api/v1/tasks?agency=không%20có",
    ],
)
async def test_odd_addresses_are_not_found(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path)

    assert response.status_code in (404, 422)
    assert "<script>" not in response.text
    assert "root:" not in response.text


@pytest.mark.parametrize(
    "query", ["", "%00", "%FF%FE", "<script>alert(1)</script>", "'%20OR%201=1", "%F0%9F%98%80", "a" * 3000]
)
async def test_odd_searches_show_a_page(client: httpx.AsyncClient, query: str) -> None:
    page = await client.get(f"/ke-hoach?q={query}")
    fragment = await client.get(f"/ke-hoach?q={query}", headers={"hx-request": "true"})

    assert (page.status_code, fragment.status_code) == (200, 200)
    assert "<script>alert" not in page.text + fragment.text


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=400))
async def test_no_bytes_make_the_api_fail(client: httpx.AsyncClient, raw: bytes) -> None:
    response = await client.post("/api/v1/chat", content=raw, headers={"content-type": "application/json"})

    assert response.status_code in (200, 400, 422)
