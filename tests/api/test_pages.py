"""The web pages as a browser without JavaScript, a search engine or a screen reader gets them."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from api.app import create_app
from api.options import HttpOptions
from api.web_chat import COOKIE
from bot.commands import COMMANDS
from corpus.agencies import Directory
from corpus.model import Plan
from tests.api.conftest import Connect
from tests.api.small_assistant import Ratings, SmallDialogue, WordSearch
from tests.conftest import Clock


def text_of(page: HTMLParser, selector: str) -> str:
    node = page.css_first(selector)
    assert node is not None, selector
    return " ".join(node.text().split())


def attribute(page: HTMLParser, selector: str, name: str) -> str:
    node = page.css_first(selector)
    assert node is not None, selector
    return str(node.attributes[name])


async def get(client: httpx.AsyncClient, path: str) -> HTMLParser:
    response = await client.get(path)
    assert response.status_code == 200
    return HTMLParser(response.text)


async def test_a_question_without_javascript_shows_the_whole_conversation(client: httpx.AsyncClient) -> None:
    for question in ("III.4 ai chủ trì?", "VI.2"):
        response = await client.post("/hoi", data={"text": question}, follow_redirects=True)

    page = HTMLParser(response.text)
    assert [node.text(strip=True) for node in page.css(".question:not([aria-hidden])")] == [
        "Anh/chị hỏi:III.4 ai chủ trì?",
        "Anh/chị hỏi:VI.2",
    ]
    assert (
        text_of(page, "#cuoi .source a") == "Nguồn: Mục VI, STT 2, Phụ lục II, KH 201/KH-UBND ngày 16/4/2026"
    )


async def test_a_choice_is_a_form_that_works_alone(
    client: httpx.AsyncClient, dialogue: SmallDialogue
) -> None:
    page = HTMLParser((await client.post("/hoi", data={"text": "III.4"}, follow_redirects=True)).text)
    form = page.css_first(".choices form")
    assert form is not None

    fields = {str(node.attributes["name"]): node.attributes["value"] for node in form.css("input")}
    await client.post(str(form.attributes["action"]), data=fields)

    assert (dialogue.heard[-1].action, dialogue.heard[-1].text) == ("coordinate:III.4", "Ai phối hợp?")


async def test_conversations_of_two_people_are_apart(
    build: Callable[[HttpOptions], FastAPI], connect: Connect
) -> None:
    async with connect(build(HttpOptions())) as one:
        await one.post("/hoi", data={"text": "III.4"})
        mine = one.cookies[COOKIE]
        one.cookies.clear()
        page = await one.get("/")
        await one.post("/hoi", data={"text": "VI.2"})

    assert "III.4 –" not in page.text
    assert one.cookies[COOKIE] != mine
    assert len(mine) >= 32


async def test_the_cookie_is_closed_to_scripts_and_other_sites(client: httpx.AsyncClient) -> None:
    response = await client.post("/hoi", data={"text": "III.4"})

    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


async def test_looking_around_sets_no_cookie(client: httpx.AsyncClient) -> None:
    for path in ("/", "/ke-hoach", "/nhiem-vu/III.4"):
        assert "set-cookie" not in (await client.get(path)).headers


async def test_a_made_up_cookie_is_replaced(client: httpx.AsyncClient, dialogue: SmallDialogue) -> None:
    await client.post("/hoi", data={"text": "III.4"}, headers={"cookie": f"{COOKIE}=admin"})

    assert dialogue.heard[0].conversation != "admin"


async def test_a_new_conversation_begins_empty(client: httpx.AsyncClient) -> None:
    await client.post("/hoi", data={"text": "III.4"})

    page = await client.post("/cuoc-moi", follow_redirects=True)

    assert HTMLParser(page.text).css(".turn") == []


async def test_a_rated_answer_is_not_asked_again(client: httpx.AsyncClient, ratings: Ratings) -> None:
    await client.post("/hoi", data={"text": "III.4"})

    page = await client.post(
        "/danh-gia", data={"reference": "ref-III.4", "helpful": "true"}, follow_redirects=True
    )

    assert ratings.kept == [("ref-III.4", True)]
    assert text_of(HTMLParser(page.text), ".turn .thanks") == "Cảm ơn anh/chị đã góp ý."
    assert HTMLParser(page.text).css(".thumbs") == []


async def test_suggestions_are_made_from_the_plan(client: httpx.AsyncClient, plan: Plan) -> None:
    page = await get(client, "/")

    asked = [node.text(strip=True) for node in page.css(".suggestion button")]
    assert "Sở Nội vụ chủ trì những nhiệm vụ nào?" in asked
    assert len(asked) == 4
    assert any(task.title in question for task in plan.tasks for question in asked)


async def test_every_command_is_offered_but_those_for_who_is_signed_in(client: httpx.AsyncClient) -> None:
    page = await get(client, "/")

    offered = [node.text(strip=True) for node in page.css(".command button")]
    usual = [command for command in COMMANDS if not command.is_personal]
    assert offered == [command.example for command in usual if command.kind != "start"]


async def test_a_question_in_the_link_waits_in_the_box(client: httpx.AsyncClient) -> None:
    page = await get(client, "/?hoi=Nhiệm vụ III.4: <b>")

    box = page.css_first("#cau-hoi")
    assert box is not None
    assert box.text() == "Nhiệm vụ III.4: <b>"


async def test_a_tasks_page_tells_everything_of_its_row(client: httpx.AsyncClient, plan: Plan) -> None:
    page = await get(client, "/nhiem-vu/III.4")

    task = plan.task_by_id["III.4"]
    facts = text_of(page, ".facts")
    assert text_of(page, "h1") == task.title
    assert all(name in facts for name in (*task.lead_agencies, *task.coordinating_agencies, task.timeframe))
    assert len(page.css("tbody tr")) == 3
    assert [node.text() for node in page.css(".verbatim li")] == [bullet.text for bullet in task.bullets]
    assert [node.attributes["href"] for node in page.css(".pager a")] == [
        "/nhiem-vu/III.3",
        "/nhiem-vu/III.5",
    ]
    assert "Mục III, STT 4" in text_of(page, "main > .source")


async def test_every_task_has_a_page_and_every_link_on_the_pages_leads_somewhere(
    client: httpx.AsyncClient, plan: Plan
) -> None:
    seen: set[str] = set()
    waiting = {"/", "/ke-hoach", "/khong-co-gi-o-day"}
    while waiting - seen:
        path = (waiting - seen).pop()
        seen.add(path)
        response = await client.get(path)
        assert response.status_code == (404 if "khong-co" in path else 200), path
        for link in HTMLParser(response.text).css("a[href], link[href], script[src], img[src]"):
            target = str(link.attributes.get("href") or link.attributes.get("src"))
            assert target.startswith(("/", "#")), target  # nothing leaves the machine
            if not target.startswith("#"):
                waiting.add(target.partition("#")[0])

    assert {f"/nhiem-vu/{task.id}" for task in plan.tasks} <= seen


async def test_a_tasks_code_may_be_typed_in_small_letters(client: httpx.AsyncClient) -> None:
    response = await client.get("/nhiem-vu/vii.10.1")

    assert (response.status_code, response.headers["location"]) == (308, "/nhiem-vu/VII.10.1")


async def test_the_plan_opens_at_the_section_asked_for(client: httpx.AsyncClient) -> None:
    page = await get(client, "/ke-hoach?muc=VI")

    assert [node.attributes["id"] for node in page.css("details[open]")] == ["muc-VI"]


async def test_the_search_works_as_a_page_and_as_a_fragment(client: httpx.AsyncClient) -> None:
    page = await get(client, "/ke-hoach?q=tai san cong")
    fragment = (await client.get("/ke-hoach?q=tai san cong", headers={"hx-request": "true"})).text

    codes = [node.text() for node in page.css("#ket-qua .tasks:first-child .code")]
    assert "VI.2" in codes
    assert "<html" not in fragment
    assert [node.text() for node in HTMLParser(fragment).css(".code")] == [
        node.text() for node in page.css("#ket-qua .code")
    ]


async def test_a_search_that_finds_nothing_offers_to_ask(client: httpx.AsyncClient) -> None:
    page = await get(client, "/ke-hoach?q=xyzzy")

    assert "Không có nhiệm vụ nào" in text_of(page, "#so-ket-qua")
    assert attribute(page, ".nothing a", "href") == "/?hoi=xyzzy"


async def test_an_agencys_page_tells_named_and_collective_tasks_apart(
    plan: Plan, dialogue: SmallDialogue, clock: Clock, connect: Connect
) -> None:
    app = create_app(
        plan=plan,
        search=WordSearch(plan),
        dialogue=dialogue,
        clock=clock,
        groups=Directory.load(),
    )

    async with connect(app) as client:
        page = await get(client, "/ke-hoach/co-quan/so-noi-vu")

    assert text_of(page, ".under") == "Chủ trì 10 nhiệm vụ, phối hợp 7 nhiệm vụ do được nêu tên."
    assert "Thông qua nhóm “Các sở, ban ngành tỉnh”" in [
        " ".join(node.text().split()) for node in page.css("h2")
    ]


@pytest.mark.parametrize("path", ["/", "/ke-hoach", "/ke-hoach/co-quan", "/nhiem-vu/VI.3", "/khong-co"])
async def test_pages_hold_no_inline_script_or_style(client: httpx.AsyncClient, path: str) -> None:
    page = HTMLParser((await client.get(path)).text)

    assert page.css("style, [style], script:not([src])") == []
    assert [name for node in page.css("*") for name in node.attributes if name.startswith("on")] == []


async def test_static_files_are_kept_for_good_and_compressed(client: httpx.AsyncClient) -> None:
    page = await get(client, "/")
    address = attribute(page, 'link[href*="troly.css"]', "href")

    response = await client.get(address, headers={"accept-encoding": "gzip"})

    assert "immutable" in response.headers["cache-control"]
    assert response.headers["content-encoding"] == "gzip"
