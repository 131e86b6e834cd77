"""A real server with the real dialogue, and a real Chromium that may not leave the machine."""

from __future__ import annotations

import datetime as dt
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, sync_playwright

from api.app import create_app
from api.options import HttpOptions
from bot.dialogue.core import Dialogue
from bot.dialogue.knowledge import build_knowledge
from bot.twins import MemoryConversations, MemoryQuestionLog
from corpus.agencies import Directory
from corpus.glossary import Glossary
from corpus.plans import read_plan
from corpus.shorthand import Shorthand
from tests.api.small_assistant import WordSearch

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


def _assistant(options: HttpOptions) -> FastAPI:
    def clock() -> dt.datetime:
        return dt.datetime.now(dt.UTC)

    plan = read_plan()
    directory = Directory.load()
    search = WordSearch(plan)
    knowledge = build_knowledge(plan, directory, Glossary.load(plan), Shorthand.load(), search)
    log = MemoryQuestionLog()
    return create_app(
        plan=plan,
        search=search,
        dialogue=Dialogue(knowledge, MemoryConversations(), log, clock),
        clock=clock,
        ratings=log,
        groups=directory,
        options=options,
    )


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
def address() -> Iterator[str]:
    with _serve(_assistant(HttpOptions(ask_rate="", browse_rate=""))) as served:
        yield served


@pytest.fixture
def strict_address() -> Iterator[str]:
    """A server that takes two questions a minute."""
    with _serve(_assistant(HttpOptions(ask_rate="2/minute"))) as served:
        yield served


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
