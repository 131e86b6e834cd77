"""Every agency x 52 tasks x 20 periods, all reported: how long the questions of every day take at the desk.

Both databases, one thread. Exit code 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import insert, text

from bench.figures import Bar, Figure, Report, percentile
from bench.province import NOW, PERIOD, Province, bundled_obligations, migrated, postgresql
from corpus.agencies import Directory
from corpus.model import Plan
from progress.database import Database
from progress.obligations import Obligations
from progress.tables.reports import ReportRow, ReviewRow

MEDIAN_LIMIT_MS = 30.0
ASKED = 200  # times each question
SEED = 201
BATCH = 5_000
TODAY = NOW.date()


def everybody_leads() -> Obligations:
    """The bundled plan with each task led by every agency: as many obligations as there can be."""
    bundled = bundled_obligations()
    plan: Plan = bundled.plan
    tasks = tuple(replace(task, lead_agencies=bundled.agencies) for task in plan.tasks)
    return Obligations(replace(plan, tasks=tasks), Directory.load(), bundled.periods)


def fill(province: Province, share: float = 1.0) -> int:
    """A report, every fifth of them in two versions and every third reviewed, for a share of what is owed."""
    dice = random.Random(SEED)
    owed = [
        one for agency in province.obligations.agencies for one in province.obligations.obligations_of(agency)
    ]
    dice.shuffle(owed)
    del owed[round(share * len(owed)) :]
    rows: list[dict[str, object]] = []
    reviews: list[dict[str, object]] = []
    number = 0
    for one in owed:
        versions = 1 if dice.random() < 0.8 else 2
        for version in range(1, versions + 1):
            number += 1
            rows.append(
                {
                    "id": number,
                    "task_id": one.task_id,
                    "agency": one.agency,
                    "period": one.period.key,
                    "version": version,
                    "replaces": number - 1 if version > 1 else None,
                    "standing": "pending",
                    "content": {
                        "percent": str(dice.randrange(100)),
                        "note": "đang rà soát, hoàn thiện hồ sơ",
                    },
                    "reason": "",
                    "reporter_id": province.reporters[one.agency].id,
                    "channel": "bench",
                    "message_id": None,
                    "submitted_at": NOW,
                    "first_sent_at": NOW,
                }
            )
        if dice.random() < 1 / 3:
            reviews.append(
                {
                    "report_id": number,
                    "reviewer_id": province.coordinator.id,
                    "verdict": dice.choice(("confirmed", "returned")),
                    "reason": "",
                    "at": NOW,
                }
            )
    with province.database.writing() as connection:
        for table, values in ((ReportRow, rows), (ReviewRow, reviews)):
            for batch in _batches(values):
                connection.execute(insert(table), batch)
        connection.execute(text("ANALYZE"))
    return len(rows)


def asked(province: Province) -> dict[str, list[float]]:
    """Milliseconds of each question, asked by the coordinator, of agencies and tasks by chance."""
    dice = random.Random(SEED)
    desk, actor = province.desk, province.coordinator
    agencies = province.obligations.agencies
    tasks = [
        task.id
        for task in province.obligations.plan.tasks
        if province.obligations.periods.task_period(task.id, PERIOD)
    ]
    questions: dict[str, Callable[[], object]] = {
        "status_of_agency (/tiendo)": lambda: desk.status_of_agency(
            actor, dice.choice(agencies), PERIOD, TODAY
        ),
        "coverage of a task": lambda: desk.coverage(actor, dice.choice(tasks), PERIOD, TODAY),
        "obligations of an agency": lambda: province.obligations.obligations_of(dice.choice(agencies)),
    }
    spent: dict[str, list[float]] = {name: [] for name in questions}
    for _, (name, ask) in itertools.product(range(ASKED), questions.items()):
        begin = time.perf_counter()
        ask()
        spent[name].append((time.perf_counter() - begin) * 1000)
    return spent


def measure(folder: Path) -> Report:
    """Both databases; the files of SQLite go below ``folder``."""
    obligations = everybody_leads()
    figures, notes = [], []
    for engine, database in _databases(folder):
        province = Province(database, obligations)
        rows = fill(province)
        for name, spent in asked(province).items():
            figures.append(Figure(f"{name}, p50, {engine}", "ms", percentile(spent, 0.5)))
        owed = len(obligations.obligations_of(obligations.agencies[0]))
        notes.append(
            f"{engine}: {len(obligations.agencies)} agencies, {owed} obligations each, {rows} versions."
        )
    bars = tuple(Bar(f"{figure.name}, ms,", figure.ours, "at most", MEDIAN_LIMIT_MS) for figure in figures)
    return Report("Reports of a whole province", tuple(figures), bars, tuple(notes), beside="-")


def _databases(folder: Path) -> Iterable[tuple[str, Database]]:
    with migrated(f"sqlite:///{folder / 'scale.db'}") as database:
        yield "SQLite", database
    with postgresql() as url, migrated(url) as database:
        yield "PostgreSQL", database


def _batches(rows: list[dict[str, object]]) -> Iterable[list[dict[str, object]]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def main() -> int:
    """Run once; the exit code says whether every bar is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder)).finish(given.json)


if __name__ == "__main__":
    sys.exit(main())
