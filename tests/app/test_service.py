"""`troly serve` as a process: it answers, keeps, refuses a second one, and stops when told."""

from __future__ import annotations

import datetime as dt
import signal
from collections.abc import Callable

import httpx
import pytest
from sqlalchemy import select

from app.clock import utc_now
from app.service import http_options
from app.settings import Settings
from app.store import Store, open_store
from app.upkeep import erase_old
from bot.dialogue.conversation import Conversation
from bot.dialogue.messages import Answer
from progress.persons import OPERATOR
from progress.roles import Role
from progress.tables.access import RequestKeyRow, WebSessionRow
from progress.tables.asking import ConversationRow, QuestionRow, UpdateRow
from tests.app.conftest import Served, Troly, free_port
from tests.conftest import Clock

Serve = Callable[..., Served]
REFUSED = "Giá vàng hôm nay bao nhiêu?"


def settings(**given: object) -> Settings:
    return Settings(_env_file=None, **given)  # type: ignore[call-arg, arg-type]


def chat(url: str, text: str, conversation: str = "a") -> dict[str, object]:
    reply = httpx.post(f"{url}/api/v1/chat", json={"conversation": conversation, "text": text}, timeout=20)
    reply.raise_for_status()
    answer: dict[str, object] = reply.json()["answer"]
    return answer


def test_it_answers_remembers_and_stops_cleanly(serve: Serve, troly: Troly) -> None:
    served = serve()
    assert chat(served.url, "Cơ quan nào chủ trì nhiệm vụ III.4?")["task_ids"] == ["III.4"]
    assert chat(served.url, "thế ai phối hợp?")["task_ids"] == ["III.4"]
    assert chat(served.url, REFUSED)["kind"] == "refused"
    assert served.stop() in (0, -signal.SIGTERM)
    assert REFUSED in troly("questions").out

    again = serve()
    chat(again.url, "còn chỉ tiêu?")
    assert chat(again.url, "Nhiệm vụ III.4 thời gian nào?")["task_ids"] == ["III.4"]


def test_what_was_remembered_outlives_the_process(serve: Serve) -> None:
    first = serve()
    chat(first.url, "Cơ quan nào chủ trì nhiệm vụ III.4?")
    first.stop()
    assert chat(serve().url, "thế ai phối hợp?")["task_ids"] == ["III.4"]


def test_a_port_in_use_is_one_line(serve: Serve, troly: Troly) -> None:
    served = serve()
    port = str(served.port)
    ran = troly("serve", "--port", port, data_folder="other")
    assert ran.status == 2
    assert ran.err == f"Cổng {port} đang có chương trình khác dùng; hãy dừng nó hoặc đặt TROLY_PORT khác.\n"


def test_a_data_folder_in_use_is_one_line(serve: Serve, troly: Troly) -> None:
    serve()
    ran = troly("serve", "--port", str(free_port()))
    assert ran.status == 2
    [line] = [line for line in ran.err.splitlines() if not line.startswith("20")]
    assert line.startswith("Thư mục dữ liệu data đang được một troly serve khác dùng")


@pytest.mark.postgresql
def test_it_serves_from_postgresql(serve: Serve, new_postgresql: Callable[[], str]) -> None:
    url = new_postgresql()
    first, second = serve(database_url=url), serve(database_url=url)  # two replicas, one database
    chat(first.url, "Cơ quan nào chủ trì nhiệm vụ III.4?")
    assert chat(second.url, "thế ai phối hợp?")["task_ids"] == ["III.4"]


def test_rates_can_be_switched_off_and_cookies_follow_the_public_address() -> None:
    options = http_options(settings(ask_rate="0", public_url="https://troly.vn"))
    assert (options.ask_rate, options.browse_rate, options.secure_cookies) == ("", "600/minute", True)
    assert not http_options(settings(public_url="http://troly.lan")).secure_cookies


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://troly.vn", "troly.vn"),
        ("http://troly.lan:8000/", "troly.lan:8000"),
        ("https://troly.vn:443", "troly.vn"),
    ],
)
def test_forms_may_come_from_the_public_address(url: str, host: str) -> None:
    assert http_options(settings(public_url=url)).public_host == host


def test_a_token_made_beside_the_server_opens_the_desk(serve: Serve, troly: Troly) -> None:
    served = serve()
    store = open_store(settings(data_folder=troly.folder / "data"))
    code = store.people.invite(Role.REPORTER, "Sở Tài chính", by=OPERATOR, channel="cli").code
    person = store.people.register("telegram", "1", code, "An").person
    token = store.people.issue_token(person.id, channel="cli").token
    store.close()

    with httpx.Client(
        base_url=f"{served.url}/api/v1", headers={"Authorization": f"Bearer {token}"}
    ) as client:
        assert client.get("/me").json()["display_name"] == "An"
        owed = client.get("/obligations").json()
    assert {one["agency"] for one in owed["items"]} == {"Sở Tài chính"}


@pytest.fixture
def store(database_url: str, clock: Clock) -> Store:
    return open_store(settings(database_url=database_url), clock=clock)


def test_upkeep_erases_what_has_served_its_time(store: Store, clock: Clock) -> None:
    def use(word: str) -> None:
        with store.conversations.hold("web", word) as held:
            held.conversation = Conversation(asked=word)
        store.question_log.record(
            channel="web", conversation=word, text=word, answer=Answer("refused"), asked_at=clock()
        )
        store.inbox.claim("telegram", word, {"text": word})
        for pending in store.inbox.take_pending("telegram", 1):
            store.inbox.finish(pending.id)

    code = store.people.invite(Role.REPORTER, "Sở Y tế", by=OPERATOR, channel="cli").code
    person = store.people.register("web", "trình duyệt", code).person
    store.sessions.begin("trình duyệt")
    store.request_keys.claim(person.id, "cũ", "yêu cầu")
    use("cũ")
    clock.pass_by(days=100)
    use("mới")
    erase_old(store, settings(), clock())
    with store.database.reading() as connection:
        assert connection.execute(select(ConversationRow.key)).scalars().all() == ["mới"]
        assert connection.execute(select(UpdateRow.message_id)).scalars().all() == ["mới"]
        assert connection.execute(select(WebSessionRow.sender)).all() == []
        assert connection.execute(select(RequestKeyRow.key)).all() == []
        texts = connection.execute(select(QuestionRow.text).order_by(QuestionRow.asked_at)).scalars().all()
    assert texts == [None, "mới"]
    store.close()


def test_the_present_is_aware_and_utc() -> None:
    assert utc_now().tzinfo is dt.UTC
