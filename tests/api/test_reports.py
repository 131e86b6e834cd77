"""Reports over HTTP, from the token to the stored row, on both engines."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import httpx
import pytest

from progress.request_keys import CLAIM_LIFE, KEY_LIFE
from progress.roles import Role
from tests.api.office import JSON, Office, report
from tests.progress.desk_scene import FINANCE, HALF, HEALTH, SHARED, TASK

LONG = "123456789012345678.1234567891"


async def test_a_report_is_sent_corrected_confirmed_and_read(office: Office) -> None:
    reporter, coordinator = office.caller(), office.caller(Role.COORDINATOR)

    sent = await reporter.post("/reports", report(35))
    made = sent.json()
    corrected = await reporter.post(f"/reports/{made['id']}/correct", {"content": {"percent": "40"}})
    confirmed = await coordinator.post(f"/reports/{corrected.json()['id']}/confirm")

    assert (sent.status_code, corrected.status_code, confirmed.status_code) == (201, 201, 200)
    assert (made["version"], made["standing"], made["channel"], made["is_late"]) == (
        1,
        "pending",
        "http",
        False,
    )
    read = (await reporter.get(f"/reports/{corrected.json()['id']}")).json()
    assert read == confirmed.json()
    assert (read["replaces"], read["standing"], read["content"]["percent"]) == (made["id"], "confirmed", "40")
    history = (await reporter.get(f"/reports/{made['id']}/history", limit=1, offset=1)).json()
    assert (history["count"], [one["version"] for one in history["items"]]) == (2, [2])


async def test_everything_a_report_says_comes_back_as_it_was_said(office: Office) -> None:
    content = {
        "percent": "35.50",
        "measures": [
            {
                "value": LONG,
                "unit": "tỷ đồng",
                "numerator": None,
                "denominator": None,
                "target": None,
                "text": "đã chi",
                "grade": "",
            },
            {
                "value": None,
                "unit": "",
                "numerator": 120,
                "denominator": 125,
                "target": None,
                "text": "",
                "grade": "",
            },
            {
                "value": None,
                "unit": "tỷ đồng",
                "numerator": "1204.5",
                "denominator": 2310,
                "target": None,
                "text": "",
                "grade": "",
            },
        ],
        "state": "in-progress",
        "difficulty": "Chưa có kinh phí",
        "proposal": "Bổ sung dự toán",
        "note": "đợt 1\nđợt 2",
    }
    sent = await office.caller().post("/reports", report(content=content))

    assert sent.status_code == 201
    assert sent.json()["content"] == content


async def test_no_digit_of_a_json_number_is_lost(office: Office) -> None:
    reporter = office.caller()
    body = f'{{"task_id":"{TASK}","agency":"{FINANCE}","period":"{HALF}","content":'
    body += f'{{"percent":81.2500000001,"measures":[{{"value":{LONG}}},{{"value":1e3}}]}}}}'

    sent = await reporter.client.post(
        "/api/v1/reports",
        content=body,
        headers={"content-type": "application/json", "authorization": f"Bearer {reporter.token}"},
    )

    content = sent.json()["content"]
    assert content["percent"] == "81.2500000001"
    assert [one["value"] for one in content["measures"]] == [LONG, "1000"]


UNKEEPABLE = (
    '{"percent": true}',
    '{"percent": NaN}',
    '{"percent": 1e999999999}',
    '{"percent": "1e5"}',
    '{"percent": "12,5"}',
    '{"percent": 0.12345678901}',
    '{"percent": "1234567890123456789"}',
    '{"percents": 5}',
    '{"measures": [{}]}',
    '{"measures": [{"numerator": "1,5"}]}',
    '{"measures": [{"numerator": 12345678901234567890}]}',
    '{"measures": [{"value": 1, "target": -1}]}',
    '{"state": "xong"}',
    '{"note": 5}',
)
REFUSED: tuple[tuple[JSON, int, str], ...] = (
    ({"content": {}}, 422, "content-empty"),
    ({"content": {"note": " \u0000 "}}, 422, "content-empty"),
    ({"content": {"percent": 101}}, 422, "out-of-range"),
    ({"content": {"measures": [{"value": 1, "target": 999}]}}, 422, "unknown-target"),
    ({"content": {"measures": [{"numerator": 6, "denominator": 4}]}}, 422, "part-exceeds-whole"),
    ({"task_id": "XX.9"}, 404, "task-unknown"),
    ({"task_id": "I.1"}, 422, "not-leading"),
    ({"period": "2026-Q1"}, 404, "period-unknown"),
    ({"period": "2026-Q3"}, 409, "period-not-open"),
    ({"agency": HEALTH}, 403, "not-allowed"),
    ({"expects_version": 1}, 409, "nothing-reported"),
)


async def test_figures_that_cannot_be_kept_are_refused_whole(office: Office) -> None:
    reporter = office.caller()
    headers = {"content-type": "application/json", "authorization": f"Bearer {reporter.token}"}

    for content in UNKEEPABLE:
        body = f'{{"task_id":"{TASK}","agency":"{FINANCE}","period":"{HALF}","content":{content}}}'
        sent = await reporter.client.post("/api/v1/reports", content=body, headers=headers)
        assert (content, sent.status_code, sent.json()["code"]) == (content, 422, "invalid")

    assert (await reporter.get("/reports", period=HALF)).json()["count"] == 0


async def test_what_the_desk_refuses_is_told_with_a_code_and_stores_nothing(office: Office) -> None:
    reporter = office.caller()

    for changed, status, code in REFUSED:
        refused = await reporter.post("/reports", report(**changed))
        assert (changed, refused.status_code, refused.json()["code"]) == (changed, status, code)
        assert refused.json()["detail"].endswith(".")

    assert (await reporter.get("/reports", period=HALF)).json()["count"] == 0


async def test_another_version_than_the_one_seen_is_not_written_over(office: Office) -> None:
    one, two = office.caller(), office.caller()
    first = (await one.post("/reports", report(50))).json()

    late = await two.post("/reports", report(60))
    seen = await two.post("/reports", report(60, expects_version=1))
    stale = await one.post(f"/reports/{first['id']}/correct", {"content": {"percent": 70}})

    assert (late.status_code, late.json()["facts"]) == (409, {"report_id": first["id"], "version": 1})
    assert seen.json()["version"] == 2
    assert (stale.status_code, stale.json()["facts"]["version"]) == (409, 2)


async def test_an_agency_is_known_by_any_of_its_names(office: Office) -> None:
    sent = await office.caller().post("/reports", report(agency="so tai chinh"))

    assert sent.json()["agency"] == FINANCE


async def test_a_withdrawn_report_is_listed_no_more_but_stays_in_the_history(office: Office) -> None:
    reporter = office.caller()
    made = (await reporter.post("/reports", report())).json()

    gone = await reporter.post(f"/reports/{made['id']}/withdraw", {"reason": "nhầm nhiệm vụ"})

    assert (gone.json()["standing"], gone.json()["reason"]) == ("withdrawn", "nhầm nhiệm vụ")
    assert (await reporter.get("/reports", period=HALF)).json()["items"] == []
    assert (await reporter.get(f"/reports/{made['id']}/history")).json()["count"] == 2


async def test_reports_are_listed_by_the_page_with_filters(office: Office) -> None:
    finance, health, coordinator = (
        office.caller(),
        office.caller(agency=HEALTH),
        office.caller(Role.COORDINATOR),
    )
    await finance.post("/reports", report())
    await finance.post("/reports", report(task_id=SHARED))
    await health.post("/reports", report(task_id=SHARED, agency=HEALTH))

    page = (await coordinator.get("/reports", limit=2)).json()
    rest = (await coordinator.get("/reports", limit=2, offset=2)).json()

    assert (page["count"], page["limit"], page["offset"]) == (3, 2, 0)
    assert [(one["agency"], one["task_id"]) for one in page["items"] + rest["items"]] == [
        (HEALTH, SHARED),
        (FINANCE, SHARED),
        (FINANCE, TASK),
    ]
    assert (await coordinator.get("/reports", agency="Sở Y tế")).json()["count"] == 1
    assert (await coordinator.get("/reports", task_id=SHARED, agency=FINANCE)).json()["count"] == 1
    assert (await finance.get("/reports")).json()["count"] == 2
    assert (await coordinator.get("/reports", agency="\x00")).json()["count"] == 3


# --- idempotency ---


async def test_the_same_request_sent_again_is_done_once_and_answered_as_before(office: Office) -> None:
    reporter = office.caller()

    first = await reporter.post("/reports", report(), key="k1")
    again = await reporter.post("/reports", report(), key="k1")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert (first.headers.get("idempotent-replayed"), again.headers["idempotent-replayed"]) == (None, "true")
    assert (await reporter.get("/reports")).json()["count"] == 1


async def test_a_key_is_not_taken_for_another_request(office: Office) -> None:
    reporter = office.caller()
    await reporter.post("/reports", report(), key="k1")

    other = await reporter.post("/reports", report(60), key="k1")

    assert (other.status_code, other.json()["code"]) == (422, "key-reused")


async def test_keys_of_two_people_do_not_meet(office: Office) -> None:
    one, two = office.caller(), office.caller(agency=HEALTH)

    first = await one.post("/reports", report(task_id=SHARED), key="k1")
    second = await two.post("/reports", report(task_id=SHARED, agency=HEALTH), key="k1")

    assert (first.status_code, second.status_code) == (201, 201)


async def test_the_same_request_many_times_at_once_is_done_once(office: Office) -> None:
    reporter = office.caller()

    answers = await asyncio.gather(*(reporter.post("/reports", report(), key="k1") for _ in range(12)))

    told = {answer.status_code for answer in answers}
    assert told <= {201, 409}
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} <= {"key-underway"}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    history = await reporter.get(f"/reports/{_made(answers)}/history")
    assert history.json()["count"] == 1


async def test_a_refused_request_may_be_tried_again_under_its_key(office: Office) -> None:
    reporter = office.caller()
    refused = await reporter.post("/reports", report(period="2026-Q3"), key="k1")
    office.scene.clock.pass_by(days=90)
    reporter = office.caller_for(reporter.person)

    again = await reporter.post("/reports", report(period="2026-Q3"), key="k1")

    assert (refused.status_code, again.status_code) == (409, 201)


async def test_a_key_may_be_used_anew_after_a_day(office: Office) -> None:
    reporter = office.caller()
    await reporter.post("/reports", report(), key="k1")
    office.scene.clock.pass_by(seconds=KEY_LIFE.total_seconds())

    anew = await reporter.post("/reports", report(60, expects_version=1), key="k1")

    assert (anew.status_code, anew.json()["version"]) == (201, 2)


async def test_a_request_whose_process_died_is_taken_over_and_done_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    reporter = office.caller()
    with monkeypatch.context() as patched:

        def die(*_: object) -> None:
            raise RuntimeError("killed between the act and its answer")

        patched.setattr("progress.request_keys.RequestKeys.keep", die)
        died = await reporter.post("/reports", report(), key="k1")

    underway = await reporter.post("/reports", report(), key="k1")
    office.scene.clock.pass_by(seconds=CLAIM_LIFE.total_seconds())
    done = await reporter.post("/reports", report(), key="k1")

    assert (died.status_code, underway.status_code, done.status_code) == (500, 409, 201)
    assert done.json()["version"] == 1
    assert (await reporter.get(f"/reports/{done.json()['id']}/history")).json()["count"] == 1


async def test_a_key_that_is_no_plain_word_is_refused(office: Office) -> None:
    reporter = office.caller()

    for key in ("có dấu".encode(), b"a b", b"x" * 201):
        headers = {"authorization": f"Bearer {reporter.token}".encode(), "idempotency-key": key}
        refused = await reporter.client.post("/api/v1/reports", json=report(), headers=headers)  # type: ignore[arg-type]  # bytes as they come over the wire
        assert refused.status_code == 422


def _made(answers: Iterable[httpx.Response]) -> int:
    return next(int(answer.json()["id"]) for answer in answers if answer.status_code == 201)
