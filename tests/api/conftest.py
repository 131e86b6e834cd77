"""The application over the real plan, called in process."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx
import pytest
from fastapi import FastAPI
from structlog.testing import capture_logs

from api.app import create_app
from api.options import HttpOptions
from corpus.model import Plan
from corpus.plans import read_plan
from progress.database import Database
from tests.api.office import Office, office_app
from tests.api.small_assistant import Ratings, SmallDialogue, Webhook, WordSearch
from tests.progress.desk_scene import Scene

Connect = Callable[[FastAPI], AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture(scope="session")
def plan() -> Plan:
    return read_plan()


@pytest.fixture(autouse=True)
def _quiet_logs() -> Iterator[None]:
    with capture_logs():
        yield


@pytest.fixture
def dialogue(plan: Plan) -> SmallDialogue:
    return SmallDialogue(plan)


@pytest.fixture
def ratings() -> Ratings:
    return Ratings()


@pytest.fixture
def webhook() -> Webhook:
    return Webhook()


@pytest.fixture
def build(
    plan: Plan,
    dialogue: SmallDialogue,
    ratings: Ratings,
    webhook: Webhook,
    clock: Callable[[], dt.datetime],
) -> Callable[[HttpOptions], FastAPI]:
    def make(options: HttpOptions) -> FastAPI:
        return create_app(
            plan=plan,
            search=WordSearch(plan),
            dialogue=dialogue,
            clock=clock,
            ratings=ratings,
            telegram=webhook,
            options=options,
        )

    return make


@pytest.fixture
def connect() -> Connect:
    """Opens a client on an application that is started and stopped as a server would."""

    @asynccontextmanager
    async def opened(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
        transport = httpx.ASGITransport(app, raise_app_exceptions=True, client=("203.0.113.7", 40000))
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://troly.test") as client,
        ):
            yield client

    return opened


@pytest.fixture
async def client(
    build: Callable[[HttpOptions], FastAPI], connect: Connect
) -> AsyncIterator[httpx.AsyncClient]:
    async with connect(build(HttpOptions(ask_rate="", browse_rate=""))) as opened:
        yield opened


@pytest.fixture
def scene(database: Database) -> Scene:
    return Scene(database)


@pytest.fixture
async def office(scene: Scene, connect: Connect) -> AsyncIterator[Office]:
    """The desk over HTTP, once on each engine."""
    async with connect(office_app(scene)) as opened:
        yield Office(scene, opened)
