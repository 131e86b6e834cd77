"""The questions every benchmark asks: all of the project's own question bank, turn by turn."""

from __future__ import annotations

import json
from pathlib import Path

BANK = Path(__file__).parent.parent / "tests" / "questions"
WARM_UP_EVERY = 10  # every tenth talk only warms up, so that no timed talk was heard before

Talk = tuple[str, ...]  # one conversation: its questions in order


def talks() -> list[Talk]:
    """Every different conversation of the bank, in file order."""
    found = [_talk(line) for path in sorted(BANK.glob("*.jsonl")) for line in _lines(path)]
    return list(dict.fromkeys(found))


def split(whole: list[Talk]) -> tuple[list[Talk], list[Talk]]:
    """Talks to warm up with, and the others, to be timed."""
    warm_up = whole[::WARM_UP_EVERY]
    timed = [talk for place, talk in enumerate(whole) if place % WARM_UP_EVERY]
    return warm_up, timed


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _talk(line: str) -> Talk:
    row = json.loads(line)
    turns = row.get("turns") or [row]
    return tuple(str(turn["question"]) for turn in turns)
