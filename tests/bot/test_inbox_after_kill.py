"""A process killed in the middle of its work loses no update and repeats only the one it was at."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import select

from bot.inbox import Inbox
from progress.database import Database
from progress.tables.asking import UpdateRow
from tests.conftest import Clock

ROOT = Path(__file__).parents[2]
UPDATES = 40
BATCH = 7
PATIENCE_SECONDS = 30

# Claims as an update arrives, works slowly, and writes down what it has worked before it says so.
WORKER = f"""
import datetime as dt, sys, time
from bot.inbox import Inbox
from progress.database import Database

url, journal = sys.argv[1:]
inbox = Inbox(Database.open(url), lambda: dt.datetime.now(dt.UTC))
for number in range({UPDATES}):
    inbox.claim("telegram", str(number), {{"text": f"câu {{number}}"}})
with open(journal, "a", encoding="utf-8") as worked:
    while batch := inbox.take_pending("telegram", {BATCH}):
        for pending in batch:
            time.sleep(0.01)
            worked.write(pending.payload["text"] + "\\n")
            worked.flush()
            inbox.finish(pending.id)
"""


def start_worker(url: str, journal: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", WORKER, url, journal], cwd=ROOT)


def worked(journal: Path) -> list[str]:
    return journal.read_text(encoding="utf-8").splitlines() if journal.exists() else []


def test_nothing_is_lost_when_the_process_is_killed(database: Database, tmp_path: Path, clock: Clock) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    journal = tmp_path / "worked"
    first = start_worker(url, journal)
    waited_until = time.monotonic() + PATIENCE_SECONDS
    while len(worked(journal)) < 10 and time.monotonic() < waited_until:
        time.sleep(0.002)
    first.kill()  # SIGKILL: no handler, no farewell
    first.wait()
    before = worked(journal)
    assert 10 <= len(before) < UPDATES

    # What it held is given back, as a lone process does at its start.
    clock.now = dt.datetime.now(dt.UTC)
    assert Inbox(database, clock).release() <= BATCH
    second = start_worker(url, journal)
    assert second.wait(PATIENCE_SECONDS) == 0

    texts = worked(journal)
    assert set(texts) == {f"câu {number}" for number in range(UPDATES)}
    # Only the one whose work was written down and not yet closed may come a second time.
    assert len(texts) - len(set(texts)) <= 1
    with database.reading() as connection:
        states = connection.execute(select(UpdateRow.state)).scalars().all()
    assert states == ["done"] * UPDATES
