"""Pushes are encrypted for one browser, signed by us, and given up where the browser is gone."""

from __future__ import annotations

import base64
import json
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import http_ece
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02
from sqlalchemy import func, select, update

from bot.delivery.port import Sent
from bot.delivery.rows import Parcel
from bot.delivery.web import WebDelivery
from bot.delivery.web_push import TEXT_LIMIT, SubscriptionRefused, WebPush
from bot.dialogue.messages import Outgoing
from progress.database import Database
from progress.tables.deliveries import PushSubscriptionRow
from tests.bot.delivery.addressees import persons
from tests.conftest import NOON, Clock

CONTACT = "mailto:troly@angiang.gov.vn"


@dataclass
class Service:
    """A push service on this machine: it keeps what came, and answers as it is told."""

    url: str = ""
    status: int = 201
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def service() -> Iterator[Service]:
    kept = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.came.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(kept.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        kept.url = f"http://127.0.0.1:{server.server_port}/"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield kept
        server.shutdown()
        thread.join()


class BrowserKeys:
    """What a browser makes when it subscribes; only it can read what is pushed."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._secret = os.urandom(16)
        point = self._key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        self.p256dh, self.auth = (
            base64.urlsafe_b64encode(one).decode().rstrip("=") for one in (point, self._secret)
        )

    def read(self, body: bytes) -> object:
        return json.loads(http_ece.decrypt(body, private_key=self._key, auth_secret=self._secret))


@pytest.fixture
def push(database: Database, tmp_path: Path, service: Service) -> WebPush:
    persons(database, 2, "web")
    return WebPush(
        database, Clock(NOON), tmp_path / "keys", CONTACT, lambda endpoint: endpoint.startswith(service.url)
    )


async def test_only_the_browser_reads_it_and_the_service_knows_who_sent_it(
    push: WebPush, service: Service
) -> None:
    keys = BrowserKeys()
    push.subscribe("1", f"{service.url}an", keys.p256dh, keys.auth)
    assert await push.tell("1", "Kỳ 6 tháng: 3 quá hạn", "digest") == 1
    assert await push.tell("2", "Không có máy nào", "digest") == 0
    [(headers, body)] = service.came
    assert keys.read(body) == {"text": "Kỳ 6 tháng: 3 quá hạn", "tag": "digest"}
    assert headers["content-encoding"] == "aes128gcm"
    assert f"k={push.public_key()}" in headers["authorization"]
    signed = headers["authorization"].split("t=")[1].split(",")[0]
    claims = json.loads(base64.urlsafe_b64decode(signed.split(".")[1] + "=="))
    assert (claims["sub"], claims["aud"]) == (CONTACT, service.url.rstrip("/"))


async def test_a_long_text_is_cut(push: WebPush, service: Service) -> None:
    keys = BrowserKeys()
    push.subscribe("1", service.url, keys.p256dh, keys.auth)
    await push.tell("1", "ấ" * 5_000, "digest")
    assert keys.read(service.came[0][1]) == {"text": "ấ" * TEXT_LIMIT, "tag": "digest"}


@pytest.mark.parametrize(("status", "left"), [(201, 1), (404, 0), (410, 0), (429, 1), (500, 1)])
async def test_a_browser_that_is_gone_is_forgotten_and_no_other(
    push: WebPush, service: Service, database: Database, status: int, left: int
) -> None:
    service.status = status
    keys = BrowserKeys()
    push.subscribe("1", service.url, keys.p256dh, keys.auth)
    assert await push.tell("1", "Bản tin", "digest") == (status == 201)
    with database.reading() as connection:
        assert connection.execute(select(func.count(PushSubscriptionRow.sender))).scalar_one() == left


async def test_a_service_out_of_reach_is_no_reason_to_hold_the_message_back(
    push: WebPush, service: Service, database: Database
) -> None:
    keys = BrowserKeys()
    push.subscribe("1", service.url, keys.p256dh, keys.auth)
    with database.writing() as connection:
        connection.execute(update(PushSubscriptionRow).values(endpoint="http://127.0.0.1:9/"))
    parcel = Parcel(1, 1, "digest", NOON.date(), "web", "1", "1", (Outgoing("Bản tin"),), (), 0)
    [part] = WebDelivery(push).parts(parcel)
    assert await part("1") == Sent("web")
    assert service.came == []


def test_somebody_unknown_on_the_web_cannot_subscribe(push: WebPush, service: Service) -> None:
    keys = BrowserKeys()
    with pytest.raises(SubscriptionRefused):
        push.subscribe("3", service.url, keys.p256dh, keys.auth)


def test_the_key_is_made_once_however_many_need_it_and_closed_to_others(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'a.db'}")
    folder = tmp_path / "keys"
    with ThreadPoolExecutor(4) as pool:
        made = [WebPush(database, Clock(NOON), folder, CONTACT) for _ in range(4)]
        assert len(set(pool.map(WebPush.public_key, made))) == 1
    database.close()
    assert sorted(path.name for path in folder.iterdir()) == ["web-push.pem", "web-push.pub"]
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert Vapid02.from_file(str(folder / "web-push.pem")).private_key is not None
