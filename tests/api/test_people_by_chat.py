"""People's own affairs in the web chat: for who is signed in; files are within the page."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from api.chat import chat_body
from app.invitations import Cards
from app.settings import Settings
from app.wiring import build_assistant
from bot.dialogue.core import Dialogue
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.messages import Outgoing, OutgoingFile
from bot.dialogue.reception import Reception
from bot.memory import SqlConversations
from bot.twins import MemoryQuestionLog
from progress.roles import NO_AGENCY, Role
from progress.tables.asking import ConversationRow
from tests.api.conftest import Connect
from tests.api.office import office_app
from tests.progress.desk_scene import FINANCE, HEALTH, Scene
from tests.progress.newcomers import count, invited, roles


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return build_assistant(Settings(data_folder=tmp_path_factory.mktemp("data")), keeps=False).knowledge


@dataclass(frozen=True, slots=True)
class Page:
    """The chat page of a browser, with the real dialogue behind it."""

    scene: Scene
    client: httpx.AsyncClient

    async def token(self) -> str:
        page = HTMLParser((await self.client.get("/dang-nhap")).text)
        field = page.css_first("main input[name=phieu], .signed input[name=phieu]")
        assert field is not None
        return str(field.attributes["value"])

    async def sign_in(self, role: Role, agency: str) -> None:
        form = {"code": invited(self.scene.people, role, agency), "name": "An", "phieu": await self.token()}
        assert (await self.client.post("/dang-nhap", data=form)).status_code == 303

    async def say(self, text: str = "", action: str = "") -> HTMLParser:
        form = {"text": text, "action": action, "phieu": await self.token()}
        return HTMLParser((await self.client.post("/hoi", data=form, headers={"HX-Request": "true"})).text)


@pytest.fixture
async def page(scene: Scene, connect: Connect, knowledge: Knowledge) -> AsyncIterator[Page]:
    conversations = SqlConversations(scene.database, scene.clock)
    reception = Reception(scene.people, Cards("troly_angiang_bot"))
    dialogue = Dialogue(knowledge, conversations, MemoryQuestionLog(), scene.clock, None, reception)
    async with connect(office_app(scene, dialogue)) as client:
        yield Page(scene, client)


async def test_nobody_registers_in_the_chat_but_is_shown_where_to_sign_in(page: Page) -> None:
    code = invited(page.scene.people)
    assert "/dang-nhap" in (await page.say(f"/dangky {code}")).text()
    assert page.scene.people.register("telegram", "1", code).gained is not None


async def test_who_is_signed_in_knows_himself_and_gains_a_role_by_a_code(page: Page) -> None:
    await page.sign_in(Role.REPORTER, FINANCE)
    shown = (await page.say("/toi")).text()
    assert "Anh/chị là An." in shown
    assert "Kênh đã nối: trang web." in shown
    code = invited(page.scene.people, Role.LEADER, HEALTH)
    assert "lãnh đạo, Sở Y tế" in (await page.say(f"/dangky {code}")).text()
    [person] = page.scene.people.members_of(HEALTH, by=page.scene.coordinator().id)
    assert roles(person) == [("dau-moi", FINANCE), ("lanh-dao", HEALTH)]


async def test_an_invitation_comes_with_its_picture_in_the_page(page: Page) -> None:
    await page.sign_in(Role.ADMINISTRATOR, NO_AGENCY)
    turn = await page.say("/moi dau-moi Sở Tài chính")
    picture, link = turn.css_first(".file img"), turn.css_first(".file a[download]")
    assert picture is not None
    assert link is not None
    content = str(picture.attributes["src"]).removeprefix("data:image/png;base64,")
    assert base64.b64decode(content).startswith(b"\x89PNG")
    assert link.attributes["download"] == "ma-moi.png"


async def test_who_is_erased_on_the_web_is_signed_out_and_leaves_no_conversation(page: Page) -> None:
    await page.sign_in(Role.REPORTER, FINANCE)
    await page.say("III.4 ai chủ trì?")
    assert count(page.scene.database, ConversationRow) == 1
    for text in ("/xoadulieu", "1", "1"):
        turn = await page.say(text)
    assert "Đã xóa dữ liệu cá nhân" in turn.text()
    assert count(page.scene.database, ConversationRow) == 0
    assert "/dang-nhap" in (await page.say("/toi")).text()


def test_a_file_travels_in_base64_over_http() -> None:
    body = chat_body([Outgoing("đây ạ", files=(OutgoingFile("a.json", "application/json", b"{}"),))])
    assert body["messages"][0]["files"] == [
        {"name": "a.json", "media_type": "application/json", "content": base64.b64encode(b"{}").decode()}
    ]
