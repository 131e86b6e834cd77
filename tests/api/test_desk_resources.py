"""Obligations, coverage, notes, reviews, periods, pauses, the caller and the log, on both engines."""

from __future__ import annotations

from progress.persons import OPERATOR
from progress.roles import Role
from tests.api.office import Office, report
from tests.progress.desk_scene import FINANCE, HALF, HEALTH, SHARED, TASK


async def test_who_shows_no_valid_token_is_not_let_in(office: Office) -> None:
    for headers in (
        {},
        {"authorization": "Bearer troly_khong-co"},
        {"authorization": "Basic dTpw"},
        {"authorization": "Bearer "},
        {"cookie": "troly_dang_nhap=troly_khong-co"},
    ):
        refused = await office.client.get("/api/v1/me", headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (401, "not-signed-in")
        assert refused.headers["www-authenticate"] == "Bearer"


async def test_a_caller_learns_who_he_is_and_ends_all_his_tokens(office: Office) -> None:
    caller = office.caller()
    other = office.caller_for(caller.person)

    me = (await caller.get("/me")).json()
    assert (me["id"], me["display_name"]) == (caller.person.id, "đầu mối")
    assert [(one["agency"], one["role"], one["role_label"]) for one in me["memberships"]] == [
        (FINANCE, "dau-moi", "đầu mối")
    ]

    assert (await other.delete("/me/tokens")).json() == {"revoked": 2}
    assert (await caller.get("/me")).status_code == 401


async def test_a_token_speaks_no_more_when_it_has_expired(office: Office) -> None:
    caller = office.caller()
    office.scene.clock.pass_by(days=90)
    assert (await caller.get("/me")).status_code == 401


async def test_a_revoked_role_counts_no_more_at_the_next_request(office: Office) -> None:
    caller = office.caller()
    office.scene.people.revoke(caller.person.id, by=OPERATOR, channel="cli")
    assert (await caller.post("/reports", report())).status_code == 403


async def test_obligations_are_mine_and_the_most_urgent_come_first(office: Office) -> None:
    caller = office.caller()
    await caller.post("/reports", report())

    mine = (await caller.get("/obligations", limit=200)).json()
    named = (await caller.get("/obligations", agency="so tai chinh", period=HALF, limit=200)).json()
    waiting = (await caller.get("/obligations", state=["awaiting", "late"])).json()

    assert mine == named
    assert mine["count"] == len(mine["items"]) > 10
    assert [one["state"] for one in mine["items"]][-1] == "awaiting"
    [reported] = waiting["items"]
    assert (reported["task_id"], reported["state_label"], reported["due"]) == (
        TASK,
        "Chờ xác nhận",
        "2026-06-17",
    )
    assert reported["report"]["content"]["percent"] == "50"
    through = next(one for one in mine["items"] if one["task_id"] == SHARED)
    assert (through["through"], through["days_left"]) == ("Các sở, ban ngành tỉnh", 7)


async def test_an_agency_without_any_part_in_the_plan_is_not_found(office: Office) -> None:
    coordinator = office.caller(Role.COORDINATOR)

    assert (await coordinator.get("/obligations", agency="Sở Bịa Đặt")).status_code == 404
    assert (await coordinator.get("/obligations")).json()["count"] == 0


async def test_coverage_counts_all_and_names_those_that_may_be_read(office: Office) -> None:
    health, coordinator = office.caller(agency=HEALTH), office.caller(Role.COORDINATOR)
    await office.caller().post("/reports", report(task_id=SHARED))

    own = (await health.get(f"/tasks/{SHARED}/coverage")).json()
    all_of_them = (await coordinator.get(f"/tasks/{SHARED}/coverage", period=HALF)).json()

    assert (own["reported_count"], own["reported"], own["missing"]) == (1, [], [HEALTH])
    assert all_of_them["reported"] == [FINANCE]
    assert all_of_them["obliged_count"] == own["obliged_count"] == len(all_of_them["missing"]) + 1


async def test_a_note_is_added_once_and_read(office: Office) -> None:
    author = office.caller(agency=HEALTH)
    note = {"task_id": TASK, "agency": HEALTH, "period": HALF, "text": "Đã gửi số liệu"}

    first = await author.post("/notes", note, key="n1")
    again = await author.post("/notes", note, key="n1")

    assert (first.status_code, first.content) == (201, again.content)
    page = (await office.caller().get("/notes", task_id=TASK)).json()
    assert (page["count"], page["items"][0]["text"]) == (1, "Đã gửi số liệu")
    assert (await office.caller().post("/notes", note | {"agency": FINANCE})).json()["code"] == (
        "not-coordinating"
    )


async def test_what_waits_is_reviewed_and_sent_back_with_a_reason(office: Office) -> None:
    reporter, coordinator = office.caller(), office.caller(Role.COORDINATOR)
    made = (await reporter.post("/reports", report())).json()

    assert [one["id"] for one in (await coordinator.get("/reviews")).json()["items"]] == [made["id"]]
    bare = await coordinator.post(f"/reports/{made['id']}/send-back", {})
    back = await coordinator.post(f"/reports/{made['id']}/send-back", {"reason": "thiếu số liệu"})

    assert bare.json()["code"] == "reason-missing"
    assert (back.json()["standing"], back.json()["reason"]) == ("returned", "thiếu số liệu")
    assert (await coordinator.get("/reviews")).json()["items"] == []


async def test_a_locked_period_takes_nothing_until_it_is_opened_again(office: Office) -> None:
    reporter, coordinator = office.caller(), office.caller(Role.COORDINATOR)

    locked = await coordinator.post(f"/periods/{HALF}/lock", {"reason": "tổng hợp"}, key="l1")
    again = await coordinator.post(f"/periods/{HALF}/lock", {"reason": "tổng hợp"}, key="l1")
    refused = await reporter.post("/reports", report())
    listed = (await reporter.get("/periods", limit=2)).json()
    unexplained = await coordinator.post(f"/periods/{HALF}/reopen", {})
    opened = await coordinator.post(f"/periods/{HALF}/reopen", {"reason": "bổ sung"})

    assert (locked.json()["is_locked"], again.content) == (True, locked.content)
    assert (refused.status_code, refused.json()["code"], refused.json()["facts"]) == (
        409,
        "period-locked",
        {"period": HALF, "reason": "tổng hợp"},
    )
    assert [(one["key"], one["is_locked"], one["is_current"]) for one in listed["items"]] == [
        (HALF, True, False),
        ("2026-Q3", False, False),
    ]
    assert (unexplained.json()["code"], opened.json()["is_locked"]) == ("reason-missing", False)
    assert (await reporter.post("/reports", report())).status_code == 201


async def test_a_duty_is_paused_and_put_in_force_again(office: Office) -> None:
    reporter, coordinator = office.caller(), office.caller(Role.COORDINATOR)
    duty = {"task_id": TASK, "agency": FINANCE}

    paused = await coordinator.post(
        "/pauses", duty | {"kind": "paused", "reason": "chờ hướng dẫn", "until": "2026-09-30"}
    )
    [owed] = (await reporter.get("/obligations", state="paused")).json()["items"]
    lifted = await coordinator.post("/pauses/lift", duty)
    twice = await coordinator.post("/pauses/lift", duty)

    assert owed["pause"] == {"kind": "paused", "reason": "chờ hướng dẫn", "until": "2026-09-30"}
    assert paused.json() == lifted.json() == duty | owed["pause"]
    assert twice.json()["code"] == "not-paused"


async def test_a_day_is_a_day(office: Office) -> None:
    coordinator = office.caller(Role.COORDINATOR)
    for until in (5, "30/9/2026", "2026-02-30", True, "2026-09-30T00:00:00"):
        refused = await coordinator.post(
            "/pauses", {"task_id": TASK, "agency": FINANCE, "reason": "chờ", "until": until}
        )
        assert refused.json()["errors"] == [
            {"field": "until", "message": "phải là một ngày, ví dụ 2026-06-17"}
        ]


async def test_an_administrator_reads_every_act_in_the_log(office: Office) -> None:
    reporter, administrator = office.caller(), office.caller(Role.ADMINISTRATOR)
    made = (await reporter.post("/reports", report())).json()

    page = (await administrator.get("/audit", person_id=reporter.person.id, limit=1)).json()

    assert page["count"] == 2  # his token was issued before
    [entry] = page["items"]
    assert (entry["deed"], entry["channel"]) == ("report", "http")
    assert entry["about"] == f"report {made['id']}: {TASK}, {FINANCE}, {HALF}"
    assert (await reporter.get("/audit")).status_code == 403


async def test_a_page_has_bounds(office: Office) -> None:
    caller = office.caller()
    for path in ("/reports", "/obligations", "/reviews", "/periods"):
        for query in ({"limit": 0}, {"limit": 201}, {"offset": -1}, {"limit": "x"}):
            assert (await caller.get(path, **query)).status_code == 422


async def test_the_digest_over_http_tells_what_the_desk_composes(office: Office) -> None:
    caller, leader = office.caller(), office.caller(Role.LEADER)
    coordinator = office.caller(Role.COORDINATOR)
    office.scene.clock.pass_by(days=12)  # 22/6/2026, the grace is over

    mine = (await caller.get("/me/digest")).json()
    led = (await leader.get("/me/digest")).json()
    whole = (await coordinator.get("/me/digest")).json()

    assert (mine["day"], mine["leader"], mine["coordinator"]) == ("2026-06-22", [], None)
    assert mine["focal"]["agencies"] == [FINANCE]
    assert {(one["state"], one["days_late"]) for one in mine["focal"]["owed"]} == {("overdue", 5)}
    assert [one["agency"] for one in led["leader"]] == [FINANCE]
    assert led["leader"][0]["holders"] == ["đầu mối"]
    assert len(led["leader"][0]["escalated"]) == len(mine["focal"]["owed"]) == 21
    assert whole["coordinator"]["total"]["missing"] == whole["coordinator"]["total"]["whole"] > 1000
    assert len(whole["coordinator"]["worst"]) == 10


async def test_a_caller_for_whom_nothing_waits_gets_an_empty_digest(office: Office) -> None:
    empty = (await office.caller(Role.OFFICIAL).get("/me/digest")).json()
    assert empty == {"day": "2026-06-10", "focal": None, "leader": [], "coordinator": None}
