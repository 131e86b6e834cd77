"""Figures for Prometheus: answers are counted as they are given, all else is looked up when asked for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram, Info, ProcessCollector, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy.pool import QueuePool

from api.answering import Dialogue
from api.health import READY, Part, state_of
from app.mistakes import OperatorMistake
from bot.dialogue.messages import Incoming, Outgoing
from progress.database import POOL_LIMIT, Database

# An answer takes milliseconds; a report with a file to fetch and to scan takes seconds.
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
TALK = "talk"  # a greeting, a form of the desk: nothing that was asked of the plan
FAILED = "failed"

Counts = Callable[[], Iterable[tuple[str, int]]]
"""How many there are of each, by the name of a channel or a state; asked at every scrape."""

_log = structlog.get_logger(__name__)


class Answers:
    """Counts the answers of a dialogue and how long they took."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._questions = Counter(
            "troly_questions",
            "Messages answered, by channel and outcome: answered, refused, clarify, talk, failed.",
            ["channel", "outcome"],
            registry=registry,
        )
        self._seconds = Histogram(
            "troly_answer_seconds",
            "How long the dialogue took for one message, without the way to the person.",
            ["channel"],
            buckets=SECONDS,
            registry=registry,
        )

    def measured(self, dialogue: Dialogue) -> Dialogue:
        """The same dialogue, measured."""
        return _Measured(dialogue, self)

    def note(self, channel: str, outcome: str, seconds: float) -> None:
        self._questions.labels(channel, outcome).inc()
        self._seconds.labels(channel).observe(seconds)


class _Measured:
    def __init__(self, dialogue: Dialogue, answers: Answers) -> None:
        self._dialogue = dialogue
        self._answers = answers

    def handle(self, incoming: Incoming) -> Sequence[Outgoing]:
        outcome, began = FAILED, time.perf_counter()
        try:
            said = self._dialogue.handle(incoming)
            outcome = _outcome(said)
            return said
        finally:
            self._answers.note(incoming.channel, outcome, time.perf_counter() - began)


@dataclass(frozen=True, slots=True)
class Watched:
    """What is looked up at a scrape.

    ``deliveries`` counts what goes out by itself, by state; ``digest_lag`` gives the seconds that the oldest
    digest due and not yet sent is late, 0 where none is.
    """

    database: Database
    waiting: Counts
    parts: Mapping[str, Part]
    deliveries: Counts
    digest_lag: Callable[[], float]


class Watching(Collector):
    """Looks at the database and the parts; what cannot be looked up is left out and logged."""

    def __init__(self, watched: Watched) -> None:
        self._watched = watched
        # Each scrape has a thread of its own, and a thread keeps the SQLite connection it has read from.
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="metrics")

    def collect(self) -> Iterator[Metric]:
        yield from self._beside.submit(lambda: list(self._looked_up())).result()

    def _looked_up(self) -> Iterator[Metric]:
        watched = self._watched
        looked_up: list[Callable[[], Metric]] = [
            lambda: _connections(watched.database),
            lambda: GaugeMetricFamily(
                "troly_database_connections_limit", "Connections the pool opens at most.", POOL_LIMIT
            ),
            lambda: _readiness(watched.parts),
            lambda: _counts(
                "troly_updates_waiting", "Messages kept and not yet answered.", "channel", watched.waiting
            ),
            lambda: _counts(
                "troly_deliveries", "Messages that go out by themselves.", "state", watched.deliveries
            ),
            lambda: GaugeMetricFamily(
                "troly_digest_lag_seconds",
                "How late the oldest digest is that is due and not yet sent.",
                watched.digest_lag(),
            ),
        ]
        for look in looked_up:
            try:
                metric = look()
            except Exception as error:  # noqa: BLE001 - a database that is away must not hide the rest
                _log.warning("metric_left_out", trouble=type(error).__name__)
            else:
                yield metric


def new_registry(version: str) -> CollectorRegistry:
    """Figures of this process alone: memory, processor time, open files, and the version."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    Info("troly_build", "The version that runs.", registry=registry).info({"version": version})
    return registry


@contextmanager
def published(registry: CollectorRegistry, host: str, port: int) -> Iterator[None]:
    """Serve ``/metrics`` on a port of its own until the block ends. Raises OperatorMistake."""
    try:
        server, thread = start_http_server(port, host, registry)
    except OSError as error:
        raise OperatorMistake(
            f"Không mở được cổng số đo {port} ở {host} ({error.strerror or error}); "
            "hãy đặt TROLY_METRICS_PORT khác."
        ) from None
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _outcome(said: Sequence[Outgoing]) -> str:
    kinds = [message.answer.kind for message in said if message.answer]
    return kinds[0] if kinds else TALK


def _counts(name: str, told: str, label: str, counts: Counts) -> Metric:
    gauge = GaugeMetricFamily(name, told, labels=[label])
    for value, many in counts():
        gauge.add_metric([value], many)
    return gauge


def _connections(database: Database) -> Metric:
    pool = database.engine.pool
    if not isinstance(pool, QueuePool):
        raise TypeError(type(pool).__name__)
    states = (("in_use", pool.checkedout()), ("idle", pool.checkedin()))
    return _counts("troly_database_connections", "Connections of the pool.", "state", lambda: states)


def _readiness(parts: Mapping[str, Part]) -> Metric:
    states = [(name, int(state_of(part) == READY)) for name, part in parts.items()]
    return _counts(
        "troly_part_ready", "1 where a part is ready, as /readyz tells it.", "part", lambda: states
    )
