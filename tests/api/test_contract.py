"""The published contract of the desk: whole, in Vietnamese, with examples and every refusal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from api.app import API_PREFIX
from progress.database import Database
from tests.api.office import office_app
from tests.progress.desk_scene import Scene

PATHS = {
    "/obligations": "get",
    "/tasks/{task_id}/coverage": "get",
    "/reports": "get post",
    "/reports/{report_id}": "get",
    "/reports/{report_id}/history": "get",
    "/reports/{report_id}/correct": "post",
    "/reports/{report_id}/withdraw": "post",
    "/reports/{report_id}/confirm": "post",
    "/reports/{report_id}/send-back": "post",
    "/evidence": "get post",
    "/evidence/{evidence_id}": "get",
    "/notes": "get post",
    "/reviews": "get",
    "/periods": "get",
    "/periods/{period}/lock": "post",
    "/periods/{period}/reopen": "post",
    "/pauses": "post",
    "/pauses/lift": "post",
    "/me": "get",
    "/me/digest": "get",
    "/me/tokens": "delete",
    "/audit": "get",
}


@pytest.fixture
def contract(new_database: Any) -> dict[str, Any]:
    database: Database = new_database("sqlite")
    return office_app(Scene(database)).openapi()


def guarded(contract: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in contract["paths"].items():
        for method, operation in methods.items():
            if "security" in operation:
                yield path.removeprefix(API_PREFIX), method, operation


def test_every_route_of_the_desk_is_published_and_asks_for_a_token(contract: dict[str, Any]) -> None:
    found: dict[str, list[str]] = {}
    for path, method, operation in guarded(contract):
        found.setdefault(path, []).append(method)
        assert operation["security"] == [{"HTTPBearer": []}]
    assert {path: " ".join(sorted(methods)) for path, methods in found.items()} == PATHS
    assert contract["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"


def test_every_refusal_is_published_in_one_form(contract: dict[str, Any]) -> None:
    reference = {"$ref": "#/components/schemas/Problem"}
    for path, method, operation in guarded(contract):
        refusals = {status for status in operation["responses"] if status >= "400"}
        acting = {"400", "404", "409", "413"} if method == "post" else set()
        assert refusals >= {"401", "403", "422", "429", "503"} | acting, path
        for status in refusals:
            content = operation["responses"][status]["content"]
            assert content == {"application/problem+json": {"schema": reference}}, (path, status)
    assert contract["components"]["schemas"]["Problem"]["examples"][0]["code"] == "period-locked"


def test_what_changes_something_takes_a_key_and_shows_an_example(contract: dict[str, Any]) -> None:
    schemas = contract["components"]["schemas"]
    for path, method, operation in guarded(contract):
        assert operation["summary"], path
        if method != "post" or "multipart/form-data" in operation.get("requestBody", {}).get("content", {}):
            continue  # the same file sent again is the same evidence, without a key
        headers = {one["name"] for one in operation["parameters"] if one["in"] == "header"}
        assert headers == {"Idempotency-Key"}, path
        if "requestBody" in operation:
            body = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
            assert schemas[body.rsplit("/", 1)[1]]["examples"], path


def test_every_list_is_paged_in_the_same_way(contract: dict[str, Any]) -> None:
    schemas = contract["components"]["schemas"]
    pages = {name: one for name, one in schemas.items() if name.endswith("Page")}
    assert len(pages) == 6
    for page in pages.values():
        assert list(page["properties"]) == ["count", "limit", "offset", "items"]
    for path, _, operation in guarded(contract):
        schema = operation["responses"].get("200", {}).get("content", {}).get("application/json", {})
        name = schema.get("schema", {}).get("$ref", "").rsplit("/", 1)[-1]
        taken = {one["name"] for one in operation.get("parameters", [])}
        assert ({"limit", "offset"} <= taken) is (name in pages), path


def test_decimals_go_in_as_texts_or_numbers_and_come_out_as_texts(contract: dict[str, Any]) -> None:
    schemas = contract["components"]["schemas"]
    into = schemas["ContentBody-Input"]["properties"]["percent"]["anyOf"]
    out = schemas["ContentBody-Output"]["properties"]["percent"]["anyOf"]
    assert {one["type"] for one in into[0]["anyOf"]} == {"string", "integer", "number"}
    assert [one["type"] for one in out] == ["string", "null"]
