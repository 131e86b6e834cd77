"""A digest of thousands through Telegram's limit, and what it does to those who ask meanwhile.

The real service with its embedded schedule, its clock moved into the morning, against a Bot API of our own
that takes 30 messages a second and answers 429 beyond. Exit code 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import insert

from bench.figures import Bar, Figure, Report, percentile
from bench.servers import HOST, ROOT, free_port, ours_environment
from bot.delivery.courier import AT_ONCE
from bot.delivery.outbox import DIGEST, Outbox, QueuedMessage
from bot.dialogue.messages import Choice, Outgoing
from progress.database import Database
from progress.tables.people import IdentityRow, PersonRow
from progress.working_days import VIETNAM_TIME
from tests.emulators.bot_api import TOKEN, BotApi, running_bot_api

CHATS = 5_000
ALLOWED = 30  # messages a second
RATE_SHARE, REFUSED_SHARE, ANSWER_LIMIT_MS = 0.95, 0.01, 300.0
PROBE_SECONDS = 2.0  # one person asks so often
FIRST_PROBE = 1_000_000  # chats of those who ask
DAY = dt.date(2026, 6, 18)
MORNING = dt.datetime.combine(DAY, dt.time(7, 30), VIETNAM_TIME)
PATIENCE_SECONDS = 120.0
PRIORITY = -10
DIGEST_TEXT = Outgoing(
    "Kỳ 6 tháng 2026: 3 quá hạn, 2 sắp đến hạn, 1 bị trả lại\n"
    + "\n".join(
        f"- IV.{number} Tỷ lệ hồ sơ giải quyết đúng hạn, quá hạn {number} ngày" for number in range(1, 7)
    ),
    choices=(Choice("Báo cáo IV.1", "report:IV.1"), Choice("Xem tiếp", "standing:2:")),
)


def people(database: Database, count: int) -> list[int]:
    """Persons known on Telegram, their chats numbered from 1."""
    with database.writing() as connection:
        add = insert(PersonRow).returning(PersonRow.id, sort_by_parameter_order=True)
        rows = [{"display_name": f"Đầu mối {number}", "joined_at": MORNING} for number in range(1, count + 1)]
        numbers = list(connection.execute(add, rows).scalars())
        connection.execute(
            insert(IdentityRow),
            [
                {"channel": "telegram", "sender": str(chat), "person_id": number, "linked_at": MORNING}
                for chat, number in enumerate(numbers, start=1)
            ],
        )
    return numbers


def prepare(url: str, count: int) -> None:
    """A database with so many persons who all have a digest waiting."""
    database = Database.open(url)
    database.migrate()
    queued = Outbox(database, lambda: MORNING).queue(
        QueuedMessage(person, DIGEST, DAY, (DIGEST_TEXT,)) for person in people(database, count)
    )
    database.close()
    if queued != count:
        raise SystemExit(f"{queued} of {count} digests were queued.")


def serve() -> None:
    """`troly serve`, but it is half past seven."""
    import uvicorn

    from app.logs import configure_logs
    from app.service import make_service
    from app.settings import read_settings
    from app.wiring import build_assistant

    begun = dt.datetime.now(dt.UTC)
    settings = read_settings()
    configure_logs(settings.log_level, settings.log_format)
    assistant = build_assistant(settings, clock=lambda: MORNING + (dt.datetime.now(dt.UTC) - begun))
    if assistant.store is None:
        raise SystemExit("The service keeps nothing.")
    app = make_service(assistant, assistant.store, settings)
    uvicorn.run(app, host=HOST, port=settings.port, log_config=None, access_log=False)


@contextmanager
def serving(folder: Path, api: BotApi, **settings: str) -> Iterator[None]:
    """The service as a process of its own until the block ends."""
    given = {"telegram_token": TOKEN, "telegram_api": api.url, "port": str(free_port()), **settings}
    environment = {**ours_environment(folder, **given), "PYTHONPATH": str(ROOT)}
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.delivery_pace", "--serve"],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def measure(folder: Path, chats: int = CHATS, delay: float = 0.0, at_once: int = AT_ONCE) -> Report:
    """Send a digest to so many chats; ``delay`` is how long the line to Telegram takes, in seconds."""
    folder.mkdir(parents=True, exist_ok=True)
    prepare(f"sqlite:///{folder / 'troly.db'}", chats)
    asked: dict[str, float] = {}
    with running_bot_api() as api:
        api.tell(rate=ALLOWED, delay=delay)
        with serving(folder, api, deliveries_at_once=str(at_once)):
            _watch(api, chats, asked)
        sent, refused = api.sent(), api.refused()
    digests = sorted(one["at"] for one in sent if int(one["chat"]) < FIRST_PROBE)
    got = {one["chat"] for one in sent if int(one["chat"]) < FIRST_PROBE}
    answers = [(one["at"] - asked[one["chat"]]) * 1_000 for one in sent if one["chat"] in asked]
    took = digests[-1] - digests[0]
    rate = (len(digests) - 1) / took
    total = sum(digests[0] <= one["at"] <= digests[-1] for one in sent) / took
    return Report(
        title=f"A digest to {chats} Telegram chats, {ALLOWED} messages a second allowed",
        beside="-",
        figures=(
            Figure("digests", "messages/s", rate),
            Figure("from the first digest to the last", "s", took),
            Figure("calls answered 429", "calls", refused),
            Figure("answers meanwhile, median", "ms", percentile(answers, 0.5)),
            Figure("answers meanwhile", "answers", len(answers)),
        ),
        bars=(
            Bar("messages/s, answers among them,", total, "at least", RATE_SHARE * ALLOWED),
            Bar("chats without their digest", chats - len(got), "at most", 0),
            Bar("digests sent twice", len(digests) - len(got), "at most", 0),
            Bar("share of calls answered 429", refused / (len(sent) + refused), "at most", REFUSED_SHARE),
            Bar("answers meanwhile, p95 in ms,", percentile(answers, 0.95), "at most", ANSWER_LIMIT_MS),
            Bar("questions without an answer", len(asked) - len(answers), "at most", 0),
        ),
        notes=(f"The line to Telegram takes {delay * 1_000:.0f} ms; {at_once} at once under way.",),
    )


def _watch(api: BotApi, chats: int, asked: dict[str, float]) -> None:
    """Ask as one person after another while the digest goes out, until all was sent or nothing moves."""
    sent, moved_at = 0, time.monotonic()
    while sent < chats:
        time.sleep(PROBE_SECONDS)
        now_sent = api.count() - len(asked)
        if now_sent > sent:
            sent, moved_at = now_sent, time.monotonic()
            chat = str(FIRST_PROBE + len(asked))
            asked[chat] = time.time()
            api.tell(say=[chat])
        elif time.monotonic() > moved_at + PATIENCE_SECONDS:
            raise SystemExit(f"Only {sent} of {chats} digests were sent.")
    time.sleep(PROBE_SECONDS)


def main() -> int:
    """Measure CHATS chats, or as many as asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=CHATS)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds the line to Telegram takes")
    parser.add_argument("--at-once", type=int, default=AT_ONCE, help="TROLY_DELIVERIES_AT_ONCE")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve()
        return 0
    with suppress(PermissionError):
        # Where we may: milliseconds are measured, and other work on the machine is none of them.
        os.setpriority(os.PRIO_PROCESS, 0, PRIORITY)
    with tempfile.TemporaryDirectory() as folder:
        report = measure(Path(folder), given.chats, given.delay, given.at_once)
        if not report.is_met and (log := Path(folder) / "server.log").exists():
            print(log.read_text(errors="replace")[-3_000:], file=sys.stderr)
        return report.finish(given.json)


if __name__ == "__main__":
    sys.exit(main())
