"""Evidence over HTTP, on both engines: sent, listed and given back to those who may see the report."""

from __future__ import annotations

from api.app import API_PREFIX, OPENAPI_PATH
from progress.evidence import EvidenceKind
from progress.roles import Role
from tests.api.office import Office, report
from tests.progress.desk_scene import FINANCE, HALF, HEALTH, TASK
from tests.progress.evidence_files import JPEG, PDF, PROGRAM

ON_TASK = {"task_id": TASK, "agency": FINANCE, "period": HALF}


async def test_a_file_is_kept_once_and_given_back_as_it_was(office: Office) -> None:
    caller = office.caller()
    await caller.post("/reports", report())

    sent = await caller.send("/evidence", ("biên bản.pdf", PDF), **ON_TASK)
    again = await caller.send("/evidence", ("tên khác.pdf", PDF), **ON_TASK)
    listed = (await caller.get("/evidence", **ON_TASK)).json()
    given = await caller.get(f"/evidence/{sent.json()['id']}")

    assert (sent.status_code, sent.json()["name"], sent.json()["version"]) == (201, "biên bản.pdf", 1)
    assert again.json() == sent.json()
    assert listed["items"] == [sent.json()]
    assert (given.status_code, given.content) == (200, PDF)
    assert given.headers["content-disposition"].startswith("attachment;")
    assert given.headers["x-content-type-options"] == "nosniff"


async def test_what_is_no_evidence_is_told_in_one_sentence(office: Office) -> None:
    caller = office.caller()
    early = await caller.send("/evidence", ("ảnh.jpg", JPEG), **ON_TASK)
    assert (early.status_code, early.json()["code"]) == (409, "nothing-reported")

    await caller.post("/reports", report())
    for content, status, code in ((PROGRAM, 415, "file-kind-refused"), (b"", 422, "file-empty")):
        refused = await caller.send("/evidence", ("ảnh.jpg", content), **ON_TASK)
        assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert (await caller.get("/evidence/999")).status_code == 404
    assert (await caller.get("/evidence", **ON_TASK)).json()["count"] == 0


async def test_files_of_an_agency_are_for_those_who_may_see_its_reports(office: Office) -> None:
    owner = office.caller()
    await owner.post("/reports", report())
    kept = (await owner.send("/evidence", ("ảnh.jpg", JPEG), **ON_TASK)).json()["id"]

    for role, agency, status in (
        (Role.LEADER, FINANCE, 200),
        (Role.COORDINATOR, "", 200),
        (Role.REPORTER, HEALTH, 403),
        (Role.OFFICIAL, FINANCE, 403),
        (Role.ADMINISTRATOR, "", 403),
    ):
        other = office.caller(role, agency)
        assert (await other.get(f"/evidence/{kept}")).status_code == status
        assert (await other.get("/evidence", **ON_TASK)).status_code == status
        sent = await other.send("/evidence", ("khác.jpg", JPEG + b"x"), **ON_TASK)
        assert sent.status_code == 403


async def test_every_kind_of_file_that_is_given_back_is_in_the_contract(office: Office) -> None:
    contract = (await office.client.get(OPENAPI_PATH)).json()
    answer = contract["paths"][f"{API_PREFIX}/evidence/{{evidence_id}}"]["get"]["responses"]["200"]
    assert set(answer["content"]) >= {kind.media_type for kind in EvidenceKind}
