"""The HTTP application, put together from parts that were built elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api import errors
from api.answering import Answering, Dialogue, Ratings
from api.audit import audit_router
from api.beside import Beside
from api.browsing import Browser, Groups
from api.chat import chat_router
from api.contract import publish_problems
from api.counter import Counter, ReportingDoor
from api.digest import digest_router
from api.edge import Edge, Rates
from api.evidence import evidence_router
from api.feedback import feedback_router
from api.health import Part, health_router
from api.mailbox import Mailbox
from api.me import me_router
from api.notes import notes_router
from api.obligations import obligations_router
from api.options import HttpOptions
from api.pages import pages_router
from api.pauses import pauses_router
from api.periods import periods_router
from api.rendering import STATIC, Pages
from api.reports import reports_router
from api.reviews import reviews_router
from api.sign_in import SignIn
from api.suggestions import suggest_questions
from api.tasks import tasks_router
from api.transcripts import Transcripts
from api.uploads import UploadPages, Uploads
from api.visits import Visits
from api.web_chat import WebChat
from api.webhooks import Webhook, webhook_router
from bot.dialogue.ports import PlanSearch
from corpus.model import Plan

API_PREFIX = "/api/v1"
OPENAPI_PATH = f"{API_PREFIX}/openapi.json"
STATIC_SECONDS = 365 * 24 * 3600  # addresses carry the content's hash
COMPRESS_FROM_BYTES = 1024
REPORTING_ROUTERS = (
    evidence_router,
    obligations_router,
    reports_router,
    notes_router,
    reviews_router,
    periods_router,
    pauses_router,
    me_router,
    digest_router,
    audit_router,
)

_ABOUT = (
    "Hỏi kế hoạch cải cách hành chính bằng tiếng Việt và nhận câu trả lời có nguồn. "
    "Mọi lỗi trả về theo application/problem+json (RFC 9457), bằng tiếng Việt, kèm mã tra cứu."
)


def create_app(
    *,
    plan: Plan,
    search: PlanSearch,
    dialogue: Dialogue,
    clock: Callable[[], dt.datetime],
    ratings: Ratings | None = None,
    groups: Groups | None = None,
    readiness: Mapping[str, Part] | None = None,
    telegram: Webhook | None = None,
    uploads: Uploads | None = None,
    suggestions: Sequence[str] | None = None,
    reporting: ReportingDoor | None = None,
    running: Sequence[Callable[[], AbstractAsyncContextManager[Any]]] = (),
    options: HttpOptions | None = None,
    version: str = "0",
) -> FastAPI:
    """The web chat, the HTTP API, health; the webhook and the upload pages where they are given.

    ``running`` are entered when the server starts and left when it stops (channels, schedulers).
    ``clock`` gives the aware present in UTC. ``suggestions`` are the first questions offered; None makes
    them from the plan.
    """
    options = options or HttpOptions()
    pages = Pages(plan, can_sign_in=reporting is not None)
    answering = Answering(dialogue, ratings, options, clock)
    beside = Beside(
        "http-desk",
        threads=options.desk_threads,
        queue_limit=options.answer_queue_limit,
        timeout=options.answer_timeout,
    )
    browser = Browser(plan, search, groups)
    asked = suggest_questions(plan) if suggestions is None else suggestions

    app = FastAPI(
        title="Trợ lý CCHC",
        description=_ABOUT,
        version=version,
        openapi_url=OPENAPI_PATH,
        docs_url=None,  # those pages load their scripts from a CDN
        redoc_url=None,
        lifespan=_lifespan((answering, beside), running),
    )
    _add_api(
        app,
        chat_router(answering),
        tasks_router(plan, search, browser, answering),
        feedback_router(answering),
    )
    if reporting is not None:
        counter = Counter(reporting, beside, clock)
        _add_api(app, *(make(counter) for make in REPORTING_ROUTERS))
    app.include_router(health_router(answering, readiness or {}))
    if telegram is not None:
        app.include_router(webhook_router(telegram))
    transcripts = Transcripts()
    visits = Visits(reporting.sessions if reporting else None, beside, options)
    conversations = reporting.conversations if reporting else None
    mailbox = None
    if reporting is not None and reporting.outbox is not None:
        mailbox = Mailbox(reporting.outbox, reporting.push, visits, transcripts, beside, options)
        app.include_router(mailbox.router())
    chat = WebChat(answering, pages, transcripts, asked, visits, conversations, mailbox, options)
    app.include_router(chat.router())
    if reporting is not None:
        sign_in = SignIn(reporting.people, reporting.sessions, visits, pages, transcripts, beside, options)
        app.include_router(sign_in.router())
    app.include_router(pages_router(browser, pages, answering, visits))
    if uploads is not None:
        app.include_router(UploadPages(uploads, pages).router())
    app.mount("/static", GZipMiddleware(KeptFiles(directory=STATIC), COMPRESS_FROM_BYTES), name="static")

    errors.install(app, pages)
    publish_problems(app)
    app.add_middleware(Edge, options=options, rates=Rates(options), pages=pages)
    if options.trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(options.trusted_proxies))
    return app


class KeptFiles(StaticFiles):
    """Files a browser may keep for good, because their addresses carry the content's hash."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if scope.get("query_string"):
            response.headers["Cache-Control"] = f"public, max-age={STATIC_SECONDS}, immutable"
        return response


def _add_api(app: FastAPI, *routers: APIRouter) -> None:
    for router in routers:
        app.include_router(router, prefix=API_PREFIX)


def _lifespan(
    threads: Sequence[Answering | Beside], running: Sequence[Callable[[], AbstractAsyncContextManager[Any]]]
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for start in running:
                await stack.enter_async_context(start())
            for pool in threads:
                stack.callback(pool.close)  # before what runs beside it: a late answer is still logged
            yield

    return lifespan
