"""Who may do what over HTTP: role x act x own or another agency, every cell of the desk's own table."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from itertools import count

import httpx
import pytest

from progress.roles import Role
from tests.api.office import Caller, Office, report
from tests.progress.desk_rights import ALLOWED, LEGAL
from tests.progress.desk_scene import FINANCE, HALF, HEALTH, TASK
from tests.progress.evidence_files import JPEG

# "last-year" and "standing" have no route of their own: obligations and reports show what they tell. Files
# are sent over HTTP without a link.
_ELSEWHERE = ("last-year", "standing", "upload-link")
OVER_HTTP = {cell: roles for cell, roles in ALLOWED.items() if cell[0] not in _ELSEWHERE} | {
    ("list", "own"): {"dau-moi", "lanh-dao", "dieu-phoi"},
    ("list", "other"): {"dieu-phoi"},
    ("audit", "own"): {"quan-tri"},
    ("audit", "other"): {"quan-tri"},
}


Do = Callable[[Caller], Awaitable[httpx.Response]]


async def all_acts(leader: Caller, coordinator: Caller) -> dict[str, Do]:
    """Each act of the table as one request, with all that has to be so before."""
    numbers = count(1)
    first = (await leader.post("/reports", report())).json()

    async def standing() -> dict[str, int]:
        listed = (await coordinator.get("/reports", task_id=TASK, agency=FINANCE)).json()["items"]
        found: dict[str, int] = listed[0] if listed else (await leader.post("/reports", report())).json()
        return found

    async def submit(by: Caller) -> httpx.Response:
        return await by.post(
            "/reports", report(next(numbers) % 100, expects_version=(await standing())["version"])
        )

    async def correct(by: Caller) -> httpx.Response:
        body = {"content": {"percent": next(numbers) % 100}}
        return await by.post(f"/reports/{(await standing())['id']}/correct", body)

    async def withdraw(by: Caller) -> httpx.Response:
        made = await leader.post(f"/reports/{(await standing())['id']}/correct", {"content": {"percent": 5}})
        return await by.post(f"/reports/{made.json()['id']}/withdraw", {})

    async def confirm(by: Caller) -> httpx.Response:
        return await by.post(f"/reports/{(await standing())['id']}/confirm")

    async def send_back(by: Caller) -> httpx.Response:
        return await by.post(f"/reports/{(await standing())['id']}/send-back", {"reason": "thiếu số liệu"})

    async def lock(by: Caller) -> httpx.Response:
        made = await by.post(f"/periods/{HALF}/lock", {})
        await coordinator.post(f"/periods/{HALF}/reopen", {"reason": "để thử tiếp"})
        return made

    async def reopen(by: Caller) -> httpx.Response:
        await coordinator.post(f"/periods/{HALF}/lock", {})
        made = await by.post(f"/periods/{HALF}/reopen", {"reason": "bổ sung"})
        await coordinator.post(f"/periods/{HALF}/reopen", {"reason": "để thử tiếp"})
        return made

    duty = {"task_id": TASK, "agency": FINANCE}
    on_task = duty | {"period": HALF}
    kept = (await leader.send("/evidence", ("ảnh.jpg", JPEG), **on_task)).json()
    pause = duty | {"reason": "chờ hướng dẫn"}

    async def lift(by: Caller) -> httpx.Response:
        await coordinator.post("/pauses", pause)
        return await by.post("/pauses/lift", duty)

    note = {"task_id": TASK, "agency": HEALTH, "period": HALF, "text": "góp ý"}
    return {
        "submit": submit,
        "correct": correct,
        "withdraw": withdraw,
        "add-note": lambda by: by.post("/notes", note),
        "attach": lambda by: by.send("/evidence", ("ảnh.jpg", JPEG), **on_task),
        "confirm": confirm,
        "send-back": send_back,
        "lock": lock,
        "reopen": reopen,
        "pause": lambda by: by.post("/pauses", pause),
        "lift-pause": lift,
        "report": lambda by: by.get(f"/reports/{first['id']}"),
        "history": lambda by: by.get(f"/reports/{first['id']}/history"),
        "list": lambda by: by.get("/reports", agency=FINANCE),
        "status": lambda by: by.get("/obligations", agency=FINANCE),
        "coverage": lambda by: by.get(f"/tasks/{TASK}/coverage"),
        "waiting": lambda by: by.get("/reviews"),
        "evidence": lambda by: by.get("/evidence", **on_task),
        "open-evidence": lambda by: by.get(f"/evidence/{kept['id']}"),
        "audit": lambda by: by.get("/audit"),
    }


@pytest.mark.slow
async def test_every_cell_of_the_table(office: Office) -> None:
    leader, coordinator = office.caller(), office.caller(Role.COORDINATOR)
    actors = {
        (role.value, reach): office.caller(role, FINANCE if reach == "own" else LEGAL)
        for role in Role
        for reach in ("own", "other")
    }
    noters = {
        (role.value, reach): office.caller(role, HEALTH if reach == "own" else LEGAL)
        for role in Role
        for reach in ("own", "other")
    }
    acts = await all_acts(leader, coordinator)
    assert {act for act, _ in OVER_HTTP} == set(acts)
    found: dict[tuple[str, str], set[str]] = {}
    for act, do in acts.items():
        people = noters if act == "add-note" else actors
        for (role, reach), caller in people.items():
            allowed = found.setdefault((act, reach), set())
            answer = await do(caller)
            if answer.status_code == 403:
                assert answer.json()["code"] == "not-allowed"
                continue
            assert answer.status_code in (200, 201), (act, role, reach, answer.text)
            allowed.add(role)
    assert found == OVER_HTTP


async def test_somebody_without_any_role_reads_and_changes_nothing(office: Office) -> None:
    made = (await office.caller().post("/reports", report())).json()
    stranger = office.caller(Role.OFFICIAL)
    office.scene.people.leave(stranger.person.id, channel="cli")

    answers = [
        await stranger.get(f"/reports/{made['id']}"),
        await stranger.get("/reports"),
        await stranger.get(f"/tasks/{TASK}/coverage"),
        await stranger.post("/reports", report()),
        await stranger.post(f"/reports/{made['id']}/confirm"),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert (await stranger.get("/notes", task_id=TASK)).json()["count"] == 0
    assert (await stranger.get("/obligations")).json()["count"] == 0
