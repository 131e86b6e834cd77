"""What waits for who is signed in, on the page: a badge, the messages, the browsers that take pushes."""

from __future__ import annotations

import base64
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from sqlalchemy import func, select, update

from api.app import create_app
from bot.delivery.outbox import DIGEST, Outbox, QueuedMessage
from bot.delivery.web_push import BROWSERS_LIMIT, WebPush
from bot.dialogue.messages import Choice, Outgoing
from progress.persons import Person
from progress.tables.deliveries import DeliveryRow, PushSubscriptionRow
from tests.api.conftest import Connect
from tests.api.office import UNLIMITED, door_of
from tests.api.small_assistant import SmallDialogue, WordSearch
from tests.progress.desk_scene import DAY, PLAN, Scene
from tests.progress.newcomers import count, invited

SERVICE = "https://fcm.googleapis.com/fcm/send/"
P256DH = base64.urlsafe_b64encode(b"\x04" + os.urandom(64)).decode().rstrip("=")
AUTH = base64.urlsafe_b64encode(os.urandom(16)).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser of somebody signed in."""

    scene: Scene
    client: httpx.AsyncClient
    outbox: Outbox
    person: Person
    token: str

    async def page(self) -> HTMLParser:
        return HTMLParser((await self.client.get("/")).text)

    async def badge(self) -> str:
        found = (await self.page()).css_first(".mail .badge")
        return found.text() if found else ""

    def delivered(self, text: str, state: str = "sent", channel: str = "web") -> None:
        message = Outgoing(text, choices=(Choice("Báo cáo III.4", "report:III.4"),))
        assert self.outbox.queue([QueuedMessage(self.person.id, text, DAY, (message,))]) == 1
        with self.scene.database.writing() as connection:
            connection.execute(
                update(DeliveryRow).where(DeliveryRow.kind == text).values(state=state, channel=channel)
            )

    async def subscribe(self, endpoint: str = f"{SERVICE}a", **other: str) -> httpx.Response:
        given = {"endpoint": endpoint, "p256dh": P256DH, "auth": AUTH, "token": self.token, **other}
        return await self.client.post("/bao-tin", json=given)

    def subscriptions(self) -> list[str]:
        with self.scene.database.reading() as connection:
            return list(
                connection.execute(select(PushSubscriptionRow.endpoint).order_by("endpoint")).scalars()
            )


@pytest.fixture
async def browser(scene: Scene, connect: Connect, tmp_path: Path) -> AsyncIterator[Browser]:
    outbox = Outbox(scene.database, scene.clock)
    push = WebPush(scene.database, scene.clock, tmp_path / "keys", "mailto:troly@angiang.gov.vn")
    app = create_app(
        plan=PLAN,
        search=WordSearch(PLAN),
        dialogue=SmallDialogue(PLAN),
        clock=scene.clock,
        reporting=replace(door_of(scene), outbox=outbox, push=push),
        options=UNLIMITED,
    )
    async with connect(app) as client:
        page = HTMLParser((await client.get("/dang-nhap")).text)
        field = page.css_first("main input[name=phieu]")
        assert field is not None
        form = {"code": invited(scene.people), "name": "An", "phieu": str(field.attributes["value"])}
        await client.post("/dang-nhap", data=form)
        field = HTMLParser((await client.get("/")).text).css_first(".signed input[name=phieu]")
        assert field is not None
        [person] = scene.people.members_of("Sở Tài chính", by=scene.coordinator().id)
        yield Browser(scene, client, outbox, person, str(field.attributes["value"]))


async def test_the_badge_counts_what_waits_and_opening_shows_it_once(browser: Browser) -> None:
    assert await browser.badge() == ""
    browser.delivered(DIGEST)
    browser.delivered("returned")
    assert await browser.badge() == "2"
    opened = await browser.client.post("/tin", data={"phieu": browser.token})
    assert (opened.status_code, opened.headers["location"]) == (303, "/#cuoi")
    page = await browser.page()
    assert [node.text(strip=True) for node in page.css(".turn .words")] == [DIGEST, "returned"]
    assert page.css(".turn .question") == []
    assert [node.text() for node in page.css(".turn .choice button")] == ["Báo cáo III.4"] * 2
    assert await browser.badge() == ""
    await browser.client.post("/tin", data={"phieu": browser.token})
    assert len((await browser.page()).css(".turn")) == 1


async def test_what_another_channel_brought_does_not_wait_here_but_what_none_could_does(
    browser: Browser,
) -> None:
    browser.delivered("a", channel="telegram")
    browser.delivered("b", state="queued", channel="")
    browser.delivered("c", state="expired", channel="")
    assert await browser.badge() == ""
    browser.delivered("d", state="unreachable", channel="")
    assert await browser.badge() == "1"
    browser.scene.clock.pass_by(days=8)
    assert await browser.badge() == ""


async def test_only_who_is_signed_in_and_only_by_the_own_page(browser: Browser) -> None:
    browser.delivered(DIGEST)
    refused = await browser.client.post("/tin", data={"phieu": "khác"})
    assert refused.status_code == 403
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert (
        await browser.client.post("/tin", data={"phieu": browser.token}, headers=foreign)
    ).status_code == 403
    browser.client.cookies.clear()
    for answer in (
        await browser.client.post("/tin", data={"phieu": browser.token}),
        await browser.client.get("/bao-tin"),
        await browser.subscribe(),
    ):
        assert answer.status_code == 403
    assert count(browser.scene.database, PushSubscriptionRow) == 0


async def test_a_browser_subscribes_and_is_forgotten(browser: Browser) -> None:
    key = (await browser.client.get("/bao-tin")).json()["key"]
    assert len(base64.urlsafe_b64decode(key + "=")) == 65
    assert (await browser.client.get("/bao-tin")).json()["key"] == key
    assert (await browser.subscribe()).status_code == 204
    assert (await browser.subscribe()).status_code == 204
    assert browser.subscriptions() == [f"{SERVICE}a"]
    gone = {"endpoint": f"{SERVICE}a", "token": browser.token}
    assert (await browser.client.request("DELETE", "/bao-tin", json=gone)).status_code == 204
    assert browser.subscriptions() == []


async def test_a_person_has_some_browsers_and_the_oldest_goes(browser: Browser) -> None:
    for number in range(BROWSERS_LIMIT + 1):
        browser.scene.clock.pass_by(seconds=1)
        await browser.subscribe(f"{SERVICE}{number}")
    assert browser.subscriptions() == [f"{SERVICE}{number}" for number in range(1, BROWSERS_LIMIT + 1)]


@pytest.mark.parametrize(
    "given",
    [
        {"endpoint": "https://troly.example/"},
        {"endpoint": "https://fcm.googleapis.com.troly.example/"},
        {"endpoint": "http://fcm.googleapis.com/"},
        {"endpoint": "http://127.0.0.1:8000/"},
        {"p256dh": "ngắn"},
        {"p256dh": AUTH},
        {"auth": ""},
    ],
)
async def test_what_is_no_subscription_of_a_push_service_is_refused(
    browser: Browser, given: dict[str, str]
) -> None:
    answer = await browser.subscribe(**given)
    assert answer.status_code == 422
    assert "chưa nhận được tin báo" in answer.text
    assert browser.subscriptions() == []


async def test_the_worker_serves_the_whole_site(browser: Browser) -> None:
    answer = await browser.client.get("/push-worker.js")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    page = await browser.page()
    assert page.css_first("#bao-tin") is not None


async def test_subscriptions_go_with_their_person(browser: Browser) -> None:
    await browser.subscribe()
    browser.delivered(DIGEST)
    browser.scene.people.erase_personal_data(browser.person.id, channel="web", held=None)
    assert browser.subscriptions() == []
    with browser.scene.database.reading() as connection:
        assert connection.execute(select(func.count(DeliveryRow.id))).scalar_one() == 0
