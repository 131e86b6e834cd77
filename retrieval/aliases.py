"""What people call the tasks of one plan, as the office tells it in a table beside the plan."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.model import Plan
from corpus.tables import read_table

SUFFIX = ".aliases.csv"
COLUMNS = ("task", "ways")


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to name a task that its row does not hold; ``strength`` (0-1) says how much it is trusted."""

    task_id: str
    text: str
    strength: float = 1.0


def aliases_file(plan_file: Path) -> Path:
    """Where the aliases of a plan stand: beside it, ``ke-hoach.txt`` -> ``ke-hoach.aliases.csv``."""
    return plan_file.with_suffix(SUFFIX)


def read_aliases(file: Path, plan: Plan) -> tuple[Alias, ...]:
    """Read ``task,ways``; a plan without such a file has none.

    Raises TableError with the line of a task that the plan does not have.
    """
    if not file.exists():
        return ()
    aliases: list[Alias] = []
    for row in read_table(file, COLUMNS):
        if row["task"] not in plan.task_by_id:
            raise row.error(f"kế hoạch không có nhiệm vụ {row['task']}")
        aliases += [Alias(row["task"], way) for way in row.parts("ways")]
    return tuple(aliases)
