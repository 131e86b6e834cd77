"""Which notions of the bank a plan's tasks speak of, so that what people say for them finds the plan."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from retrieval.aliases import Alias
from retrieval.fusion import Scores
from retrieval.notions import Notion

FIT = 3.5  # blended deviations above the mean from which a task is about a notion; see bench/retrieval.md
BEST_LINES = 2  # written forms of a notion that must agree on a task
TASKS_PER_NOTION = 2
STRENGTH = 0.25  # of a saying linked by the program beside one that the office told
LIMIT = 2_000  # sayings linked to one plan, the best fitting notions first


class Scored(Protocol):
    """Tasks by number in plan order, with what each scores."""

    @property
    def tasks(self) -> NDArray[np.int64]: ...

    @property
    def blend(self) -> Scores: ...


Rank = Callable[[str], Scored]


def linked_aliases(
    rank: Rank,
    task_ids: Sequence[str],
    notions: Iterable[Notion],
    told: Collection[str],
    fit: float = FIT,
) -> tuple[Alias, ...]:
    """The sayings of the notions that fit a task, but for tasks in ``told``, whose own aliases say it better.

    ``rank`` scores the tasks of a plan for a text, by deviations above the mean; ``fit`` are enough.
    """
    found = sorted(_fits(rank, task_ids, notions, frozenset(told), fit), key=lambda one: -one[0])
    aliases: dict[Alias, None] = {}
    for _, task_id, notion in found:
        if len(aliases) + len(notion.said) > LIMIT:
            break
        aliases.update(dict.fromkeys(Alias(task_id, saying.text, STRENGTH) for saying in notion.said))
    return tuple(aliases)


def _fits(
    rank: Rank, task_ids: Sequence[str], notions: Iterable[Notion], told: frozenset[str], least: float
) -> Iterator[tuple[float, str, Notion]]:
    for notion in tqdm(notions, desc="Linking notions", leave=False, disable=None):
        lines = [rank(line) for line in notion.written]
        lines_fit = np.zeros((len(lines), len(task_ids)), dtype=np.float32)
        for row, scored in zip(lines_fit, lines, strict=True):
            row[scored.tasks] = scored.blend
        agreed = np.sort(lines_fit, axis=0)[-BEST_LINES:].mean(axis=0)
        for task in np.argsort(-agreed, kind="stable")[:TASKS_PER_NOTION].tolist():
            if agreed[task] >= least and task_ids[task] not in told:
                yield float(agreed[task]), task_ids[task], notion
