"""Files sent by a short-lived link, over the real desk: what the person sees, and what is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.options import HttpOptions
from api.uploads import evidence_response
from corpus.model import Plan
from progress.database import Database
from progress.evidence import Upload
from progress.evidence_desk import LINK_LIFE, EvidenceDesk
from progress.evidence_store import FolderStore
from tests.api.small_assistant import SmallDialogue, WordSearch
from tests.progress.desk_scene import FINANCE, HALF, OBLIGATIONS, TASK, Scene
from tests.progress.evidence_files import JPEG, PAGE, PDF

Connect = Callable[[FastAPI], AbstractAsyncContextManager[httpx.AsyncClient]]
LIMIT = 64 * 1024
OVER = "Đường dẫn gửi tệp không đúng hoặc đã hết hạn; anh/chị nhắn trợ lý để lấy đường dẫn mới."


@pytest.fixture
def scene(new_database: Callable[[str], Database]) -> Scene:
    return Scene(new_database("sqlite"))


@pytest.fixture
def desk(scene: Scene, tmp_path: Path) -> EvidenceDesk:
    store = FolderStore(tmp_path / "evidence")
    return EvidenceDesk(scene.database, OBLIGATIONS, scene.clock, store, size_limit=LIMIT)


@pytest.fixture
async def client(
    plan: Plan, dialogue: SmallDialogue, scene: Scene, desk: EvidenceDesk, connect: Connect
) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(
        plan=plan,
        search=WordSearch(plan),
        dialogue=dialogue,
        clock=scene.clock,
        uploads=desk,
        options=HttpOptions(body_limit=1024, upload_limit=4 * LIMIT),
    )
    async with connect(app) as opened:
        yield opened


@pytest.fixture
def address(scene: Scene, desk: EvidenceDesk) -> str:
    reporter = scene.reporter()
    scene.reported(reporter)
    return f"/tai-len/{desk.upload_link(reporter, TASK, FINANCE, HALF, channel='zalo').token}"


def files(*sent: tuple[str, bytes]) -> list[tuple[str, tuple[str, bytes]]]:
    return [("files", one) for one in sent]


async def test_the_page_says_for_what_it_is(client: httpx.AsyncClient, address: str, plan: Plan) -> None:
    page = await client.get(address)
    assert page.status_code == 200
    assert plan.task_by_id[TASK].title in page.text
    assert FINANCE in page.text
    assert page.headers["cache-control"] == "private, no-store"


async def test_each_file_is_kept_or_told_why_not(
    client: httpx.AsyncClient, address: str, scene: Scene, desk: EvidenceDesk
) -> None:
    sent = files(("ảnh.png", JPEG), ("xin chào.pdf", PAGE), ("to.pdf", PDF + bytes(LIMIT)))
    page = await client.post(address, files=sent)
    assert page.status_code == 200
    assert "ảnh.jpg: đã nhận." in page.text
    assert "xin chào.pdf: Tệp không thuộc loại nhận được" in page.text
    assert "to.pdf: Tệp lớn hơn" in page.text
    (kept,) = desk.evidence(scene.coordinator(), TASK, FINANCE, HALF)
    assert (kept.name, kept.channel, kept.size) == ("ảnh.jpg", "zalo", len(JPEG))


async def test_a_form_without_a_file_is_told(client: httpx.AsyncClient, address: str) -> None:
    assert "chưa chọn tệp nào" in (await client.post(address, files=files(("", b"")))).text


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_link_that_is_over_or_made_up_is_one_sentence(
    client: httpx.AsyncClient, address: str, scene: Scene, method: str
) -> None:
    for path in ("/tai-len/a", address):
        scene.clock.now += LINK_LIFE
        page = await client.request(method, path)
        assert (page.status_code, OVER in page.text) == (404, True)


async def test_a_form_that_is_too_large_is_refused_whole(
    client: httpx.AsyncClient, address: str, scene: Scene, desk: EvidenceDesk
) -> None:
    page = await client.post(address, files=files(("a.jpg", JPEG), ("b.pdf", PDF + bytes(5 * LIMIT))))
    assert page.status_code == 413
    assert desk.evidence(scene.coordinator(), TASK, FINANCE, HALF) == ()


async def test_too_many_files_at_once_are_refused(
    client: httpx.AsyncClient, address: str, scene: Scene, desk: EvidenceDesk
) -> None:
    page = await client.post(address, files=files(*[("a.jpg", JPEG + bytes([n])) for n in range(11)]))
    assert page.status_code == 400
    assert desk.evidence(scene.coordinator(), TASK, FINANCE, HALF) == ()


def test_a_file_is_given_to_be_saved_and_never_shown(scene: Scene, desk: EvidenceDesk) -> None:
    reporter = scene.reporter()
    scene.reported(reporter)
    kept = desk.attach(reporter, TASK, FINANCE, HALF, Upload("biên bản.pdf", PDF), channel="web")
    response = evidence_response(kept, PDF)
    assert response.body == PDF
    assert response.headers["content-disposition"] == (
        "attachment; filename=\"bin bn.pdf\"; filename*=UTF-8''bi%C3%AAn%20b%E1%BA%A3n.pdf"
    )
    assert response.headers["content-security-policy"].startswith("sandbox;")
    assert response.headers["content-type"] == "application/pdf"
