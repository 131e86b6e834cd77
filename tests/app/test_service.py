"""`troly serve` as a process: it answers, keeps, refuses a second one, and stops when told."""

from __future__ import annotations

import datetime as dt
import itertools
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

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
from progress.database import Database
from progress.persons import OPERATOR
from progress.roles import Role
from progress.tables.access import RequestKeyRow, WebSessionRow
from progress.tables.asking import ConversationRow, QuestionRow, UpdateRow
from tests.app.conftest import Served, Troly, free_port
from tests.conftest import Clock

Serve = Callable[..., Served]
ASKING = 6  # at once
REFUSED = "Giá vàng hôm nay bao nhiêu?"


def settings(**given: object) -> Settings:
    return Settings(_env_file=None, **given)  # type: ignore[call-arg, arg-type]


def chat(url: str, text: str, conversation: str = "a") -> dict[str, object]:
    reply = httpx.post(f"{url}/api/v1/chat", json={"conversation": conversation, "text": text}, timeout=20)
    reply.raise_for_status()
    answer: dict[str, object] = reply.json()["answer"]
    return answer


def answered(url: str, gate: threading.Barrier) -> int:
    """Ask until nobody listens any more; how many answers came."""
    gate.wait()
    for number in itertools.count():
        try:
            chat(url, "Nhiệm vụ II.4 ai chủ trì?", f"{threading.get_ident()}-{number}")
        except httpx.TransportError:
            return number
    raise AssertionError


def test_it_answers_remembers_and_stops_under_load_without_losing_an_answer(
    serve: Serve, troly: Troly
) -> None:
    served = serve(ask_rate="0", metrics_port=str(metrics_port := free_port()))
    assert chat(served.url, "Cơ quan nào chủ trì nhiệm vụ III.4?")["task_ids"] == ["III.4"]
    assert chat(served.url, REFUSED)["kind"] == "refused"
    ready = httpx.get(f"{served.url}/readyz").json()
    assert ready == {"ready": True, "parts": dict.fromkeys(("database", "migrations", "index"), "ok")}
    figures = httpx.get(f"http://127.0.0.1:{metrics_port}/metrics").text
    assert 'troly_questions_total{channel="http",outcome="refused"} 1.0' in figures
    assert 'troly_part_ready{part="index"} 1.0' in figures
    assert httpx.get(f"{served.url}/metrics").status_code == 404

    gate = threading.Barrier(ASKING + 1)
    with ThreadPoolExecutor(ASKING) as asking:
        asked = [asking.submit(answered, served.url, gate) for _ in range(ASKING)]
        gate.wait()
        while len(logged_questions(troly)) < 3 * ASKING and not any(one.done() for one in asked):
            time.sleep(0.05)
        assert served.stop() in (0, -signal.SIGTERM)
        answers = sum(one.result() for one in asked)
    # Every one that was answered was answered whole, and none is missing from the log.
    assert len(logged_questions(troly)) - 2 >= answers >= ASKING
    assert REFUSED in troly("questions").out

    again = serve()
    assert chat(again.url, "thế ai phối hợp?")["task_ids"] == ["III.4"]


def logged_questions(troly: Troly) -> list[str]:
    url = f"sqlite:///{troly.folder / 'data' / 'troly.db'}"
    with closing(Database.open(url)) as database, database.reading() as connection:
        return list(connection.execute(select(QuestionRow.reference)).scalars())


def test_a_second_one_is_refused_in_one_line_and_a_token_made_beside_the_first_opens_the_desk(
    serve: Serve, troly: Troly
) -> None:
    served = serve()
    port = str(served.port)
    ran = troly("serve", "--port", port, data_folder="other")
    assert ran.status == 2
    assert ran.err == f"Cổng {port} đang có chương trình khác dùng; hãy dừng nó hoặc đặt TROLY_PORT khác.\n"
    ran = troly("serve", "--port", str(free_port()))
    assert ran.status == 2
    [line] = [line for line in ran.err.splitlines() if not line.startswith("20")]
    assert line.startswith("Thư mục dữ liệu data đang được một troly serve khác dùng")

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
