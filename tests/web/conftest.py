"""The real service, and a real Chromium that may not leave the machine."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, sync_playwright

from app.service import make_service
from app.settings import Settings
from app.wiring import Assistant, build_assistant

PHONE = (390, 844)
DESK = (1280, 800)
START_SECONDS = 20
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A browser of its own accord asks its maker for updates and lists; none of that belongs in a test.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@dataclass
class Visit:
    """One person at one screen; ``trouble`` collects console errors, failures and requests to elsewhere."""

    page: Page
    address: str
    trouble: list[str] = field(default_factory=list)
    expects_trouble: bool = False

    def open(self, path: str = "/") -> Page:
        self.page.goto(self.address + path)
        return self.page

    def ask(self, question: str) -> None:
        """Type a question, send it with Enter and wait for the answer."""
        turns = self.page.locator(".turn").count()
        self.page.fill("#cau-hoi", question)
        self.page.keyboard.press("Enter")
        self.page.locator(".turn").nth(turns).wait_for()


NewVisit = Callable[..., Visit]


@contextmanager
def _serve(app: FastAPI) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(app, log_level="warning", access_log=False, proxy_headers=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        deadline = time.monotonic() + START_SECONDS
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.02)
        assert server.started
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(START_SECONDS)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("data")
    return Settings(_env_file=None, data_folder=folder, ask_rate="0", browse_rate="0")  # type: ignore[call-arg]


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Iterator[Assistant]:
    with closing(build_assistant(settings)) as built:
        yield built


@pytest.fixture(scope="session")
def address(assistant: Assistant, settings: Settings) -> Iterator[str]:
    with _serve(_service(assistant, settings)) as served:
        yield served


@pytest.fixture
def strict_address(assistant: Assistant, settings: Settings) -> Iterator[str]:
    """A server that takes two questions a minute."""
    with _serve(_service(assistant, settings.model_copy(update={"ask_rate": "2/minute"}))) as served:
        yield served


def _service(assistant: Assistant, settings: Settings) -> FastAPI:
    assert assistant.store
    return make_service(assistant, assistant.store, settings)


# Not wider than a module: the synchronous Playwright keeps an event loop running, which other tests need.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    assert found, "No Chromium is installed; leave the browser tests out with NO_BROWSER=1."
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[NewVisit]:
    """Opens screens; at the end none of them may have seen trouble."""
    visits: list[Visit] = []
    with ExitStack() as opened:

        def make(
            size: tuple[int, int] = PHONE, scheme: Any = "light", at: str | None = None, **more: Any
        ) -> Visit:
            context = browser.new_context(
                viewport={"width": size[0], "height": size[1]},
                color_scheme=scheme,
                reduced_motion="reduce",
                locale="vi-VN",
                **more,
            )
            opened.callback(context.close)
            made = Visit(context.new_page(), at or address)
            _watch(context, made)
            visits.append(made)
            return made

        yield make
        for made in visits:
            assert made.expects_trouble or not made.trouble


def _watch(context: BrowserContext, visit: Visit) -> None:
    def only_here(route: Route) -> None:
        if route.request.url.startswith(visit.address):
            route.continue_()
        else:
            visit.trouble.append(f"request to {route.request.url}")
            route.abort()

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            visit.trouble.append(message.text)

    context.route("**/*", only_here)
    context.on("console", listen)
    context.on("weberror", lambda error: visit.trouble.append(str(error.error)))
