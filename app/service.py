"""The running service: HTTP, its channels and its upkeep, put around one assistant."""

from __future__ import annotations

import asyncio
import errno
import fcntl
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    asynccontextmanager,
    contextmanager,
    nullcontext,
)
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from pydantic import HttpUrl

from api.answering import Dialogue
from api.app import create_app
from api.counter import ReportingDoor
from api.health import Part
from api.options import HttpOptions
from api.webhooks import TELEGRAM_PATH
from app.delivery import telegram_options
from app.files import private_folder
from app.jobs import Jobs, open_jobs
from app.mistakes import OperatorMistake
from app.readiness import parts_of
from app.schedule import embedded_schedule
from app.settings import Settings
from app.store import Store
from app.wiring import Assistant
from bot.delivery.pace import Turn, no_wait
from bot.dialogue.messages import Incoming, Outgoing
from progress.audit import AuditLog

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

    from bot.channels.telegram.channel import TelegramChannel

BACKLOG = 2048
LOCK_NAME = "serve.lock"
NO_LIMIT = "0"
USUAL_PORTS = {"http": 80, "https": 443}


def make_service(
    assistant: Assistant, store: Store, settings: Settings, registry: CollectorRegistry | None = None
) -> FastAPI:
    """The HTTP application with everything that runs beside it; ``registry`` takes its figures."""
    dialogue = assistant.dialogue if registry is None else _measured(assistant, registry)
    jobs = open_jobs(assistant, store, settings) if settings.jobs == "embedded" else None
    telegram = _telegram(assistant, dialogue, store, settings, jobs)
    parts = parts_of(assistant, store, telegram)
    if registry is not None:
        _watch(registry, store, parts, telegram)
    evidence = assistant.reporting.evidence if assistant.reporting else None
    # The first is the last to end: what the others still say is logged too.
    running: list[Callable[[], AbstractAsyncContextManager[Any]]] = [lambda: _log_written(store)]
    if jobs is not None:
        running.append(lambda: embedded_schedule(jobs, assistant.clock))
    if telegram is not None:
        running.append(lambda: telegram)
    return create_app(
        plan=assistant.plan,
        search=assistant.knowledge.search,
        dialogue=dialogue,
        clock=assistant.clock,
        ratings=store.question_log,
        groups=assistant.directory,
        readiness=parts,
        telegram=telegram,
        reporting=_reporting_door(assistant, store),
        uploads=evidence,
        running=running,
        options=http_options(settings),
        version=version("troly-cchc"),
    )


def http_options(settings: Settings) -> HttpOptions:
    url = settings.public_url
    return HttpOptions(
        ask_rate="" if settings.ask_rate == NO_LIMIT else settings.ask_rate,
        browse_rate="" if settings.browse_rate == NO_LIMIT else settings.browse_rate,
        trusted_proxies=settings.trusted_proxies,
        secure_cookies=url is not None and url.scheme == "https",
        public_host=_host_of(url) if url else "",
    )


def _reporting_door(assistant: Assistant, store: Store) -> ReportingDoor | None:
    reporting = assistant.reporting
    if reporting is None:
        return None
    return ReportingDoor(
        people=reporting.people,
        desk=reporting.desk,
        evidence=reporting.evidence,
        digests=reporting.digests,
        obligations=reporting.obligations,
        audit=AuditLog(store.database),
        sessions=store.sessions,
        keys=store.request_keys,
        conversations=store.conversations,
        outbox=store.outbox,
        push=store.push,
    )


def _host_of(url: HttpUrl) -> str:
    """The host as browsers write it in Origin: without the port that goes without saying."""
    is_usual = url.port == USUAL_PORTS[url.scheme]
    return f"{url.host}" if is_usual else f"{url.host}:{url.port}"


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, before anything heavy is loaded. Raises OperatorMistake."""
    try:
        return socket.create_server(
            (host, port),
            family=socket.AF_INET6 if ":" in host else socket.AF_INET,
            backlog=BACKLOG,
        )
    except OSError as error:
        raise OperatorMistake(_why_not(error, host, port)) from None


@contextmanager
def figures(port: int | None, host: str) -> Iterator[CollectorRegistry | None]:
    """What ``/metrics`` tells on a port of its own, None where no port is set. Raises OperatorMistake."""
    if port is None:
        yield None
        return
    # Loaded only where it is asked for: the library takes a tenth of a second and some MiB.
    from app.metrics import new_registry, published

    registry = new_registry(version("troly-cchc"))
    with published(registry, host, port):
        yield registry


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the data folder for this process; the lock goes with it, however it ends. Raises OperatorMistake.

    SQLite serves one process: only then may it take back at its start what the last one left undone.
    """
    with (private_folder(folder) / LOCK_NAME).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise OperatorMistake(
                f"Thư mục dữ liệu {folder} đang được một troly serve khác dùng; "
                "hãy dừng nó, đặt TROLY_DATA_FOLDER khác, hoặc dùng PostgreSQL để chạy nhiều tiến trình."
            ) from None
        yield


@asynccontextmanager
async def _log_written(store: Store) -> AsyncIterator[None]:
    """Write the question log out on leaving: the server ends by its signal, and nothing after it runs."""
    try:
        yield
    finally:
        await asyncio.to_thread(store.question_log.write_out)


def _measured(assistant: Assistant, registry: CollectorRegistry) -> Dialogue:
    from app.metrics import Answers

    return Answers(registry).measured(assistant.dialogue)


def _watch(
    registry: CollectorRegistry, store: Store, parts: Mapping[str, Part], telegram: TelegramChannel | None
) -> None:
    from app.metrics import Watched, Watching

    # A channel is told of also while nothing waits in it.
    idle = {} if telegram is None else {telegram.channel: 0}
    watched = Watched(
        database=store.database,
        waiting=lambda: (idle | store.inbox.waiting()).items(),
        parts=parts,
        deliveries=lambda: store.outbox.counts().items(),
        digest_lag=store.outbox.digest_lag,
    )
    registry.register(Watching(watched))


def _telegram(
    assistant: Assistant, dialogue: Dialogue, store: Store, settings: Settings, jobs: Jobs | None
) -> TelegramChannel | None:
    options = telegram_options(settings, TELEGRAM_PATH)
    if options is None:
        return None
    from bot.channels.telegram.channel import TelegramChannel
    from bot.channels.telegram.receiving import CHANNEL

    def answer(incoming: Incoming) -> Sequence[Outgoing]:
        store.outbox.heard_from(incoming.channel, incoming.sender)
        return dialogue.handle(incoming)

    def answering() -> AbstractContextManager[Turn]:
        return jobs.courier.answering(CHANNEL) if jobs is not None else nullcontext(no_wait)

    channel = TelegramChannel(options, answer, store.inbox, assistant.clock, answering)
    if assistant.reporting is not None:
        assistant.reporting.attachments.add(CHANNEL, channel.fetch)
    return channel


def _why_not(error: OSError, host: str, port: int) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return f"Cổng {port} đang có chương trình khác dùng; hãy dừng nó hoặc đặt TROLY_PORT khác."
        case errno.EACCES:
            return f"Không được phép dùng cổng {port}; đặt TROLY_PORT từ 1024 trở lên."
        case _:
            return f"Không lắng nghe được ở {host}:{port} ({error.strerror or error}); xem TROLY_HOST."
