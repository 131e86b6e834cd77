"""Signing in on the web, and what a page of somebody signed in may and may not do, on both engines."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from api.forgery import form_token
from api.visits import COOKIE
from progress.audit import AuditLog
from progress.codes import new_code
from progress.guessing import SENDER_LIMIT
from progress.persons import OPERATOR, Person
from progress.roles import Role
from progress.web_sessions import SESSION_LIFE
from tests.api.conftest import Connect
from tests.api.office import UNLIMITED, office_app
from tests.api.small_assistant import SmallDialogue
from tests.progress.desk_scene import FINANCE, HEALTH, PLAN, Scene
from tests.progress.newcomers import WRONG_CODE, invited, roles

HTMX = {"HX-Request": "true"}


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser without JavaScript."""

    scene: Scene
    client: httpx.AsyncClient
    dialogue: SmallDialogue

    async def page(self, path: str = "/") -> HTMLParser:
        return HTMLParser((await self.client.get(path)).text)

    async def token(self, path: str = "/dang-nhap") -> str:
        field = (await self.page(path)).css_first("main input[name=phieu], .signed input[name=phieu]")
        assert field is not None
        return str(field.attributes["value"])

    async def sign_in(self, code: str, name: str = "Nguyễn Văn An") -> httpx.Response:
        form = {"code": code, "name": name, "phieu": await self.token()}
        return await self.client.post("/dang-nhap", data=form)

    async def ask(self, text: str, token: str = "", **headers: str) -> httpx.Response:
        form = {"text": text, "phieu": token}
        return await self.client.post("/hoi", data=form, headers=HTMX | headers)

    def who(self) -> Person | None:
        """Whom the desk takes the last message for."""
        last = self.dialogue.heard[-1]
        return self.scene.people.person_of(last.channel, last.sender)


@pytest.fixture
async def browser(scene: Scene, connect: Connect) -> AsyncIterator[Browser]:
    dialogue = SmallDialogue(PLAN)
    async with connect(office_app(scene, dialogue)) as client:
        yield Browser(scene, client, dialogue)


@pytest.fixture
def code(scene: Scene) -> str:
    return invited(scene.people)


async def test_an_invitation_signs_in_and_the_chat_speaks_as_that_person(browser: Browser, code: str) -> None:
    entered = await browser.sign_in(code)
    page = await browser.page()
    await browser.ask("III.4", await browser.token())

    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    header = page.css_first(".signed")
    assert header is not None
    assert "Nguyễn Văn An · đầu mối, Sở Tài chính" in " ".join(header.text().split())
    heard = browser.dialogue.heard[-1]
    assert (heard.channel, heard.conversation) == ("web", heard.sender)
    assert roles(browser.who()) == [("dau-moi", FINANCE)]


async def test_a_code_of_another_channel_makes_the_browser_known_as_the_same_person(
    browser: Browser, code: str
) -> None:
    person = browser.scene.people.register("telegram", "1", code, "An").person
    link = browser.scene.people.link_code(person.id, channel="telegram").code

    await browser.sign_in(link, name="")
    await browser.ask("III.4", await browser.token())

    assert browser.who() == person


async def test_any_other_browser_is_nobody(browser: Browser) -> None:
    await browser.ask("III.4")

    heard = browser.dialogue.heard[-1]
    assert (heard.sender, len(heard.conversation)) == ("", 32)
    assert browser.who() is None
    assert (await browser.page()).css_first(".signed") is None


async def test_whoever_knows_the_identity_of_a_person_is_not_that_person(browser: Browser, code: str) -> None:
    await browser.sign_in(code)
    await browser.ask("III.4", await browser.token())
    sender = browser.dialogue.heard[-1].sender
    browser.client.cookies.clear()

    for name in (COOKIE, "troly_phien"):
        browser.client.cookies.clear()
        browser.client.cookies.set(name, f'"{sender}"')
        await browser.ask("VI.2")
        assert browser.who() is None
        assert browser.dialogue.heard[-1].conversation != sender
        assert not [node for node in (await browser.page()).css(".turn") if "III.4" in node.text()]


async def test_the_cookie_is_closed_to_scripts_to_other_sites_and_to_plain_http(
    scene: Scene, connect: Connect, code: str
) -> None:
    options = replace(UNLIMITED, secure_cookies=True)
    async with connect(office_app(scene, options=options)) as client:
        client.base_url = httpx.URL("https://troly.test")
        browser = Browser(scene, client, SmallDialogue(PLAN))
        entered = await browser.sign_in(code)
        cookie = next(one for one in entered.headers.get_list("set-cookie") if COOKIE in one)
        assert (await browser.page()).css_first(".signed") is not None

    assert cookie.startswith("__Host-troly_dang_nhap=troly_")
    for trait in ("HttpOnly", "SameSite=lax", "Secure", "Path=/"):
        assert trait in cookie
    assert "Domain" not in cookie


async def test_a_lost_answer_is_fetched_by_sending_the_same_code_again(browser: Browser, code: str) -> None:
    form = {"code": code, "name": "An", "phieu": await browser.token()}
    ticket = dict(browser.client.cookies)

    await browser.client.post("/dang-nhap", data=form)
    browser.client.cookies.clear()
    browser.client.cookies.update(ticket)
    again = await browser.client.post("/dang-nhap", data=form)

    assert again.status_code == 303
    assert len(browser.scene.people.everyone(by=OPERATOR)) == 1


async def test_two_people_at_one_machine_stay_two(browser: Browser, code: str) -> None:
    other = invited(browser.scene.people, Role.LEADER, HEALTH)
    await browser.sign_in(code)
    await browser.client.post("/dang-xuat", data={"phieu": await browser.token("/")})
    await browser.sign_in(other, "Trần Thị Bình")

    assert [roles(person) for person in browser.scene.people.everyone(by=OPERATOR)] == [
        [("dau-moi", FINANCE)],
        [("lanh-dao", HEALTH)],
    ]


async def test_a_second_invitation_adds_a_role_to_the_same_person(browser: Browser, code: str) -> None:
    await browser.sign_in(code)
    entered = await browser.sign_in(invited(browser.scene.people, Role.LEADER, HEALTH))

    assert entered.headers["location"] == "/dang-nhap"
    [person] = browser.scene.people.everyone(by=OPERATOR)
    assert roles(person) == [("dau-moi", FINANCE), ("lanh-dao", HEALTH)]
    page = await browser.page("/dang-nhap")
    assert "lãnh đạo, Sở Y tế" in (page.text() or "")
    assert "và 1 vai trò khác" in (page.text() or "")


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        (WRONG_CODE, 422, "Mã này không đúng"),
        ("", 422, "Mã này không đúng"),
        ("<script>", 422, "Mã này không đúng"),
        ("used", 409, "Mã này đã được dùng"),
        ("old", 410, "Mã này đã hết hạn"),
    ],
)
async def test_a_code_that_opens_nothing_is_told_on_the_page(
    browser: Browser, code: str, typed: str, status: int, said: str
) -> None:
    if typed == "used":
        browser.scene.people.register("telegram", "1", code)
    if typed == "old":
        browser.scene.clock.pass_by(days=8)

    refused = await browser.sign_in(code if typed in ("used", "old") else typed, name="An & <b>Bình</b>")

    page = HTMLParser(refused.text)
    alert, name = page.css_first("[role=alert]"), page.css_first("#ten")
    assert refused.status_code == status
    assert alert is not None
    assert name is not None
    assert said in alert.text()
    assert name.attributes["value"] == "An & <b>Bình</b>"
    assert "<script>" not in refused.text.partition("<main")[2]
    assert COOKIE not in browser.client.cookies


async def test_who_guesses_is_held_back_however_new_his_cookies_are(browser: Browser, code: str) -> None:
    for _ in range(SENDER_LIMIT):
        browser.client.cookies.clear()
        assert (await browser.sign_in(new_code())).status_code == 422

    browser.client.cookies.clear()
    held = await browser.sign_in(code)
    assert (held.status_code, "Retry-After" in held.headers) == (429, True)

    browser.scene.clock.pass_by(minutes=15)
    assert (await browser.sign_in(code)).status_code == 303


# --- going ---


async def test_signing_out_ends_the_session_for_every_copy_of_its_cookie(browser: Browser, code: str) -> None:
    await browser.sign_in(code)
    cookies = dict(browser.client.cookies)
    await browser.ask("III.4", await browser.token())

    left = await browser.client.post("/dang-xuat", data={"phieu": await browser.token()})
    browser.client.cookies.update(cookies)

    assert (left.status_code, left.headers["location"]) == (303, "/")
    page = await browser.page()
    assert page.css_first(".signed") is None
    assert page.css(".turn") == []
    entries = AuditLog(browser.scene.database).latest(limit=3)
    assert [(one.deed.value, one.channel) for one in entries] == [
        ("sign-out", "web"),
        ("sign-in", "web"),
        ("register", "web"),
    ]


@pytest.mark.parametrize("how", ["erased", "expired"])
async def test_a_session_ends_with_its_person_and_with_time(browser: Browser, code: str, how: str) -> None:
    await browser.sign_in(code)
    token = await browser.token()
    [person] = browser.scene.people.everyone(by=OPERATOR)
    if how == "erased":
        browser.scene.people.erase_personal_data(person.id, channel="web", held=None)
    else:
        browser.scene.clock.pass_by(seconds=SESSION_LIFE.total_seconds())

    await browser.ask("III.4", token)

    assert browser.dialogue.heard[-1].sender == ""
    assert (await browser.page()).css_first(".signed") is None
    assert (await browser.client.post("/dang-xuat", data={"phieu": token})).status_code == 303


async def test_a_new_conversation_is_new_for_who_is_signed_in_too(browser: Browser, code: str) -> None:
    await browser.sign_in(code)
    token = await browser.token()
    await browser.ask("III.4", token)
    await browser.client.post("/cuoc-moi", data={"phieu": token})

    page = await browser.page()
    assert page.css(".turn") == []
    assert page.css_first(".signed") is not None


# --- forgery ---

FORMS = ("/hoi", "/danh-gia", "/cuoc-moi", "/dang-nhap", "/dang-xuat")
FOREIGN = (
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"origin": "https://xau.example"},
    {"origin": "null"},
    {"origin": "http://troly.test.xau.example"},
    {"origin": "http://troly.test:81"},
)
FIELDS = {"text": "III.4", "reference": "ref-III.4", "helpful": "true", "code": WRONG_CODE}


async def test_a_form_without_the_token_of_this_browser_does_nothing(browser: Browser, code: str) -> None:
    await browser.sign_in(code)

    for path in FORMS:
        for token in ("", "0" * 64, form_token(""), form_token("other"), "ờ"):
            refused = await browser.client.post(path, data=FIELDS | {"phieu": token})
            assert (path, refused.status_code) == (path, 403)

    assert browser.dialogue.heard == []
    assert (await browser.page()).css_first(".signed") is not None


async def test_a_form_of_another_site_does_nothing_even_with_the_token(browser: Browser, code: str) -> None:
    await browser.sign_in(code)
    form = FIELDS | {"phieu": await browser.token()}

    for path in FORMS:
        for headers in FOREIGN:
            refused = await browser.client.post(path, data=form, headers=headers)
            assert (path, headers, refused.status_code) == (path, headers, 403)

    assert browser.dialogue.heard == []
    assert (await browser.page()).css_first(".signed") is not None


async def test_forms_of_our_own_pages_are_taken(scene: Scene, connect: Connect) -> None:
    options = replace(UNLIMITED, public_host="cchc.example")
    dialogue = SmallDialogue(PLAN)
    ours = (
        {"sec-fetch-site": "same-origin"},
        {"origin": "http://troly.test"},
        {"origin": "https://cchc.example"},
    )
    async with connect(office_app(scene, dialogue, options)) as client:
        browser = Browser(scene, client, dialogue)
        taken = [(await browser.ask("III.4", **headers)).status_code for headers in ours]

    assert taken == [200, 200, 200]


async def test_the_cookie_of_a_browser_opens_nothing_in_the_api(browser: Browser, code: str) -> None:
    await browser.sign_in(code)
    cookie = browser.client.cookies[COOKIE]

    for headers in ({}, {"authorization": f"Bearer {cookie}"}):
        assert (await browser.client.get("/api/v1/me", headers=headers)).status_code == 401


# --- pages ---


async def test_every_page_tells_who_is_signed_in_and_none_of_them_is_kept(
    browser: Browser, code: str
) -> None:
    paths = ("/", "/ke-hoach", "/ke-hoach/co-quan", "/nhiem-vu/III.4", "/dang-nhap")
    before = [await browser.client.get(path) for path in paths]
    await browser.sign_in(code)
    after = [await browser.client.get(path) for path in paths]

    for page in before:
        assert 'href="/dang-nhap"' in page.text
        assert "Nguyễn Văn An" not in page.text
    for page in after:
        header = HTMLParser(page.text).css_first("header .signed")
        assert header is not None
        assert "Nguyễn Văn An" in header.text()
        assert "no-store" in page.headers["cache-control"]
        assert "Cookie" in page.headers["vary"]


async def test_a_name_is_text_wherever_it_is_shown(browser: Browser, code: str) -> None:
    await browser.sign_in(code, name="<img src=x onerror=alert(1)>")

    assert "<img src=x" not in (await browser.client.get("/")).text


async def test_without_a_desk_nobody_can_sign_in(client: httpx.AsyncClient) -> None:
    assert (await client.get("/dang-nhap", headers={"accept": "text/html"})).status_code == 404
    assert "/dang-nhap" not in (await client.get("/")).text
