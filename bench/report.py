"""A report from its text to the committed row on SQLite, and how many a second 8 writers send on PostgreSQL.

Beside each stands the bare row: the same row put into the same table and committed through the driver, with
nothing read, checked or logged. Both sides take turns in short blocks. Exit code 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.figures import Bar, Figure, Report, percentile
from bench.province import PERIOD, Province, bundled_obligations, migrated, postgresql
from bench.writers import WRITERS, Sender, Sentence, bare_on_sqlite, rates_at_once
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.reporting import settled
from bot.dialogue.understanding.reported import Reports, reported
from progress.obligations import Obligations

MEDIAN_LIMIT_MS = 10.0
RATE_LIMIT = 0.6  # of the bare rows a second
BANK = Path(__file__).parent.parent / "tests" / "reports"


def measure(folder: Path) -> Report:
    """Both databases; the files of SQLite go below ``folder``."""
    from app.settings import Settings
    from app.wiring import build_assistant

    # `_env_file` is an argument of BaseSettings itself, which the type checker does not see.
    settings = Settings(_env_file=None, data_folder=folder / "index")  # type: ignore[call-arg]
    assistant = build_assistant(settings, keeps=False)
    obligations = bundled_obligations()
    said = sentences(assistant.knowledge, obligations)
    with migrated(f"sqlite:///{folder / 'report.db'}") as database:
        whole, bare = _one_by_one(Province(database, obligations), assistant.knowledge, said)
    with postgresql() as url, migrated(url) as database:
        ours, theirs = rates_at_once(url, Province(database, obligations).reporters, said)
    rate = Figure(f"reports a second, {WRITERS} writers, PostgreSQL", "1/s", ours, theirs)
    median = Figure("from text to row, p50, SQLite", "ms", percentile(whole, 0.5), percentile(bare, 0.5))
    return Report(
        title="One report",
        beside="the bare row",
        figures=(
            median,
            Figure("from text to row, p95, SQLite", "ms", percentile(whole, 0.95), percentile(bare, 0.95)),
            rate,
        ),
        bars=(
            Bar("p50 on SQLite, ms,", median.ours, "at most", MEDIAN_LIMIT_MS),
            Bar("share of the bare rate on PostgreSQL", rate.ratio or 0.0, "at least", RATE_LIMIT),
        ),
        notes=(
            f"{len(said)} sentences of one clear report each, said for one agency after another.",
            "On PostgreSQL the sentences are read before: reading needs no database, and would hide it.",
            f"The {WRITERS} writers are processes on both sides, each with one connection.",
        ),
    )


def sentences(knowledge: Knowledge, obligations: Obligations) -> list[Sentence]:
    """The sentences of the banks that are one clear report on a task gathered in PERIOD."""
    lines = [line for path in sorted(BANK.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    found = []
    for line in filter(str.strip, lines):
        text = json.loads(line)["text"]
        read = reported(text, knowledge.lexicon, obligations.periods)
        if not isinstance(read, Reports) or len(read.tasks) != 1:
            continue
        meant = settled(read.tasks[0], knowledge)
        task_id = meant.task_id
        if task_id and meant.is_clear and obligations.periods.task_period(task_id, PERIOD):
            found.append(Sentence(text, task_id, meant.content))
    return found


def _one_by_one(
    province: Province, knowledge: Knowledge, said: Sequence[Sentence]
) -> tuple[list[float], list[float]]:
    """Milliseconds of each report from its text, and of each bare row."""
    reports, rows = [], []
    agency = province.obligations.agencies[0]
    bare = bare_on_sqlite(province.database, province.reporters[agency], agency)
    sender = Sender(province.desk, province.obligations, province.reporters, 0, 1)
    for number, one in enumerate([*said, *said]):
        begin = time.perf_counter()
        read = reported(one.text, knowledge.lexicon, province.obligations.periods)
        if not isinstance(read, Reports):
            raise RuntimeError("a sentence is read the same way twice")
        meant = settled(read.tasks[0], knowledge)
        sender.send(one.task_id, meant.content, number)
        reports.append((time.perf_counter() - begin) * 1000)
        begin = time.perf_counter()
        bare(number)
        rows.append((time.perf_counter() - begin) * 1000)
    return reports, rows


def main() -> int:
    """Run once; the exit code says whether every bar is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder)).finish(given.json)


if __name__ == "__main__":
    sys.exit(main())
