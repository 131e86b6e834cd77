"""Plans made of laws with questions about them, so that confidence is not fitted on one plan alone."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.model import Bullet, Document, Plan, Section, SourceSpan, Task
from corpus.vietnamese import fold

TASKS = 50
PLANS = 8
OUTSIDE = 60  # questions about other laws, for each plan
UNMARKED_SHARE = 0.3
BULLET_COUNTS = (0, 2, 3, 5)
BULLET_WORDS = 40
LONGEST_ARTICLE = 400  # words
SEED = 11

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class MadeUpPlan:
    """A plan with questions; the id is None where the plan does not answer."""

    plan: Plan
    questions: tuple[tuple[str, str | None], ...]


def made_up_plans(folder: Path) -> Iterator[MadeUpPlan]:
    """Plans of TASKS articles each, from ``passages.jsonl.gz`` and ``questions_dev.jsonl`` of a folder."""
    articles = _articles(folder / "passages.jsonl.gz")
    lines = (folder / "questions_dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    asked = [(row["question"], _key(row)) for row in rows if _key(row) in articles]
    keys = sorted({key for _, key in asked})
    for number in range(PLANS):
        rng = random.Random(SEED + number)
        chosen = {key: f"I.{place + 1}" for place, key in enumerate(rng.sample(keys, TASKS))}
        outside = rng.sample([text for text, key in asked if key not in chosen], OUTSIDE)
        questions = [
            *((text, chosen[key]) for text, key in asked if key in chosen),
            *((text, None) for text in outside),
        ]
        typed = tuple(
            (fold(text) if rng.random() < UNMARKED_SHARE else text, task) for text, task in questions
        )
        yield MadeUpPlan(_plan([_task(task, articles[key], rng) for key, task in chosen.items()]), typed)


def _articles(file: Path) -> dict[Key, dict[str, str]]:
    found: dict[Key, dict[str, str]] = {}
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row.get("title") and len(row["text"].split()) <= LONGEST_ARTICLE:
                found.setdefault(_key(row), row)
    return found


def _key(row: dict[str, str]) -> Key:
    return str(row.get("law")).lower(), str(row.get("art"))


def _task(task_id: str, article: dict[str, str], rng: random.Random) -> Task:
    lines = [
        " ".join(line.split()[:BULLET_WORDS])
        for line in article["text"].splitlines()
        if len(line.split()) > 3
    ]
    bullets = tuple(Bullet(1, line) for line in lines[: rng.choice(BULLET_COUNTS)])
    return Task(
        id=task_id,
        section="I",
        number=task_id.removeprefix("I."),
        parent=None,
        title=article["title"],
        heading=article["title"],
        bullets=bullets,
        text=article["text"],
        lead_agencies=(),
        coordinating_agencies=(),
        timeframe="",
        targets=(),
        soft_targets=(),
        cited_documents=(),
        corrections=(),
        source=SourceSpan(1, 1),
    )


def _plan(tasks: list[Task]) -> Plan:
    document = Document("Kế hoạch", "1/KH", "1/KH", dt.date(2026, 1, 1), "", "", "")
    section = Section("I", "Nhiệm vụ", tuple(task.id for task in tasks), len(tasks))
    return Plan(document, (section,), (), tuple(tasks), (), ())
