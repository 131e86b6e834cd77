"""The published contract fuzzed by schemathesis: what it allows and what it forbids is never a failure."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import nullcontext, suppress
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.core.result import Ok

from api.app import OPENAPI_PATH
from progress.roles import Role
from tests.api.office import office_app
from tests.progress.desk_scene import FINANCE, HALF, HEALTH, SHARED, TASK, Scene

# `make soak` asks for many more, and other ones each time.
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))
SHORT_RUN = 10  # examples of each operation and kind of data
CHECKED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
ABLE = (Role.REPORTER, Role.COORDINATOR)  # who may do most of what there is to do
# What a random string never meets.
KNOWN: Mapping[str, st.SearchStrategy[Any]] = {
    "task_id": st.sampled_from([TASK, SHARED, "VII.10.1"]),
    "agency": st.sampled_from([FINANCE, HEALTH, "so y te"]),
    "period": st.sampled_from([HALF, "2026-Q3"]),
    "report_id": st.integers(1, 12),
    "expects_version": st.integers(0, 3),
}


@pytest.fixture
def app(scene: Scene) -> FastAPI:
    return office_app(scene)


@pytest.fixture
def tokens(scene: Scene) -> tuple[str, ...]:
    """One of each role, one of another agency, and one that opens nothing."""
    reporter = scene.reporter()
    for task in (TASK, SHARED):
        scene.reported(reporter, task=task)
    others = (role for role in Role if role not in ABLE)
    people = (*map(scene.person, ABLE), *map(scene.person, others), reporter, scene.reporter(HEALTH))
    return (*(scene.people.issue_token(one.id, channel="cli").token for one in people), "troly_khong-co")


@pytest.mark.slow
def test_no_request_that_fits_the_contract_or_breaks_it_is_a_failure(
    app: FastAPI, tokens: tuple[str, ...]
) -> None:
    config = schemathesis.Config.from_dict(
        {"checks": {"enabled": False} | {name: {"enabled": True} for name in CHECKED}}
    )
    schema = schemathesis.openapi.from_asgi(OPENAPI_PATH, app, config=config)
    operations = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    reached = {status for one in operations for mode in GenerationMode for status in fuzz(one, mode, tokens)}
    assert reached >= {200, 201, 401, 403, 404, 422}


def fuzz(
    operation: APIOperation[Any, Any, Any, Any], mode: GenerationMode, tokens: tuple[str, ...]
) -> set[int]:
    """Send what fits one operation, or what does not; the statuses that came back."""
    reached: set[int] = set()
    fits = mode is GenerationMode.POSITIVE
    # What fits is sent mostly by those who may act, about what is there: else nothing would ever be done.
    senders = (
        st.sampled_from(tokens[: len(ABLE)]) | st.sampled_from(tokens) if fits else st.sampled_from(tokens)
    )
    names = st.fixed_dictionaries(dict(KNOWN)) if fits else st.nothing()

    @settings(
        max_examples=EXAMPLES or SHORT_RUN,
        derandomize=not EXAMPLES,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        case=operation.as_strategy(generation_mode=mode),
        token=senders,
        known=names | st.fixed_dictionaries({}, optional=dict(KNOWN)),
    )
    def send(case: Case[Any], token: str, known: dict[str, Any]) -> None:
        _put(case, known)
        response = case.call(headers={"Authorization": f"Bearer {token}"})
        reached.add(response.status_code)
        case.validate_response(response)

    with suppress(Unsatisfiable) if mode is GenerationMode.NEGATIVE else nullcontext():
        send()  # an operation without any parameter cannot be called wrongly
    return reached


def _put(case: Case[Any], known: Mapping[str, Any]) -> None:
    """Known names in the place of random ones, wherever the request has them."""
    for part in (case.body, case.path_parameters, case.query):
        if isinstance(part, dict):
            part.update({name: value for name, value in known.items() if name in part})
