"""The raw text a model is trained on: passages with a title and a body, read from JSON lines."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MAX_TITLE_REPEATS = 3  # "Phạm vi điều chỉnh" heads thousands of articles and says nothing alone


class TrainingDataError(Exception):
    """The folder holds no text to train on; the message names what is missing."""


@dataclass(frozen=True, slots=True)
class TrainingText:
    """One passage. ``title`` is empty when the source gives none of use."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the passage that answers it, held back from training."""

    question: str
    passage: str


def read_texts(folder: Path) -> list[TrainingText]:
    """Read every ``passages*.jsonl[.gz]`` of a folder; generic titles are joined with their topic.

    Raises TrainingDataError when there is none.
    """
    files = sorted(folder.glob("passages*.jsonl*"))
    if not files:
        raise TrainingDataError(f"No passages*.jsonl or passages*.jsonl.gz in {folder}")
    rows = [row for file in files for row in _rows(file) if str(row.get("text") or "").strip()]
    repeats = Counter(str(row.get("title") or "").lower() for row in rows)
    return [TrainingText(_title(row, repeats), str(row["text"])) for row in rows]


def read_questions(folder: Path) -> list[Question]:
    """Read ``questions_dev.jsonl`` where a folder has it; an empty list otherwise."""
    file = folder / "questions_dev.jsonl"
    if not file.exists():
        return []
    return [Question(str(row["question"]), str(row["passage"])) for row in _rows(file)]


def _title(row: dict[str, object], repeats: Counter[str]) -> str:
    title = str(row.get("title") or "").strip()
    if repeats[title.lower()] <= MAX_TITLE_REPEATS:
        return title
    topic = str(row.get("topic") or "").strip()
    return f"{title} {topic}" if topic else ""


def _rows(file: Path) -> Iterator[dict[str, object]]:
    content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    for line in content.splitlines():
        if line.strip():
            yield json.loads(line)
