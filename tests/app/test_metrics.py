"""/metrics as Prometheus reads it: answers by outcome, what waits, the pool, and what the parts say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing

import httpx
import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from api.health import Part
from app.metrics import Answers, Watched, Watching, new_registry, published
from app.mistakes import OperatorMistake
from bot.delivery.outbox import DIGEST, Outbox, QueuedMessage
from bot.dialogue.messages import Answer, Incoming, Outgoing
from bot.inbox import Inbox
from progress.database import POOL_LIMIT, Database
from tests.app.conftest import free_port
from tests.bot.delivery.addressees import persons
from tests.conftest import NOON, Clock

HOST = "127.0.0.1"
Sample = tuple[str, frozenset[tuple[str, str]]]


class Speaking:
    """Answers by the word it is asked, as the real dialogue would."""

    def handle(self, incoming: Incoming) -> Sequence[Outgoing]:
        match incoming.text:
            case "hỏi" | "giá vàng":
                return [Outgoing("…", answer=Answer("answered" if incoming.text == "hỏi" else "refused"))]
            case "chào":
                return [Outgoing("Xin chào")]
            case _:
                raise LookupError(incoming.text)


def said(text: str, channel: str = "web") -> Incoming:
    return Incoming(channel, "a", "", "1", text, NOON)


def scraped(registry: CollectorRegistry) -> dict[Sample, float]:
    """All samples, through the port and in the text form that Prometheus takes."""
    port = free_port()
    with published(registry, HOST, port):
        text = httpx.get(f"http://{HOST}:{port}/metrics", timeout=10).raise_for_status().text
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def sample(name: str, **labels: str) -> Sample:
    return name, frozenset(labels.items())


def test_answers_are_counted_by_channel_and_outcome_and_timed() -> None:
    registry = CollectorRegistry()
    dialogue = Answers(registry).measured(Speaking())
    for text in ("hỏi", "hỏi", "giá vàng", "chào"):
        dialogue.handle(said(text))
    with pytest.raises(LookupError):
        dialogue.handle(said("hỏng", channel="telegram"))

    found = scraped(registry)
    counted = {labels: value for (name, labels), value in found.items() if name == "troly_questions_total"}
    assert counted == {
        frozenset({("channel", channel), ("outcome", outcome)}): value
        for channel, outcome, value in (
            ("web", "answered", 2),
            ("web", "refused", 1),
            ("web", "talk", 1),
            ("telegram", "failed", 1),
        )
    }
    assert found[sample("troly_answer_seconds_count", channel="web")] == 4
    assert found[sample("troly_answer_seconds_bucket", channel="web", le="+Inf")] == 4


def watching(database: Database, clock: Clock, parts: Mapping[str, Part]) -> CollectorRegistry:
    inbox, outbox = Inbox(database, clock), Outbox(database, clock)
    watched = Watched(
        database,
        lambda: inbox.waiting().items(),
        parts,
        lambda: outbox.counts().items(),
        outbox.digest_lag,
    )
    registry = CollectorRegistry()
    registry.register(Watching(watched))
    return registry


def test_what_waits_and_the_pool_are_looked_up_at_each_scrape(database: Database, clock: Clock) -> None:
    inbox = Inbox(database, clock)
    registry = watching(database, clock, {"database": Part(lambda: None), "index": Part(lambda: "trống")})
    assert sample("troly_updates_waiting", channel="telegram") not in scraped(registry)
    for number in ("1", "2", "3"):
        inbox.claim("telegram", number, {})
    [taken] = inbox.take_pending("telegram", 1)
    inbox.finish(taken.id)
    inbox.take_pending("telegram", 1)  # being answered, and not answered yet
    Outbox(database, clock).queue(
        QueuedMessage(person, DIGEST, clock().date(), (Outgoing("Bản tin"),))
        for person in persons(database, 3)
    )
    clock.pass_by(seconds=90)

    found = scraped(registry)
    assert found[sample("troly_updates_waiting", channel="telegram")] == 2
    assert found[sample("troly_deliveries", state="queued")] == 3
    assert found[sample("troly_digest_lag_seconds")] == 90
    assert found[sample("troly_part_ready", part="database")] == 1
    assert found[sample("troly_part_ready", part="index")] == 0
    assert found[sample("troly_database_connections_limit")] == POOL_LIMIT
    in_use = sample("troly_database_connections", state="in_use")
    before = found[in_use]
    with database.engine.connect():
        assert scraped(registry)[in_use] == before + 1
    assert scraped(registry)[in_use] == before


def test_a_database_that_is_away_hides_only_its_own_figures(
    new_database: Callable[[str], Database], clock: Clock
) -> None:
    database = new_database("sqlite")
    with database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE updates")
    registry = watching(database, clock, {})
    names = {name for name, _ in scraped(registry)}
    assert "troly_updates_waiting" not in names
    assert "troly_database_connections" in names


def test_a_process_tells_its_version_and_its_memory() -> None:
    found = scraped(new_registry("1.2.3"))
    assert found[sample("troly_build_info", version="1.2.3")] == 1
    assert found[sample("process_resident_memory_bytes")] > 0


def test_a_port_in_use_is_one_line_that_names_the_setting() -> None:
    import socket

    with closing(socket.create_server((HOST, 0))) as taken:
        port = taken.getsockname()[1]
        with (
            pytest.raises(OperatorMistake, match="đặt TROLY_METRICS_PORT khác"),
            published(CollectorRegistry(), HOST, port),
        ):
            pass
