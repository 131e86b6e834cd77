"""The whole answer, ours and the plain pipeline's, to the same questions in one process on one thread.

Ours is `Dialogue.handle` with its SQLite store, as served: understanding, search, answer, conversation and
question log. Both take turns in short blocks, so that a busy machine slows both alike. Exit code 1 when a
bar is missed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app import collector
from bench.figures import Bar, Figure, Report, percentile
from bench.plain_pipeline import PlainPipeline, build, bundled_passages
from bench.questions import Talk, split, talks

if TYPE_CHECKING:
    from app.wiring import Assistant

MEDIAN_LIMIT_MS = 3.0
P95_LIMIT_MS = 8.0
RATIO_LIMIT = 0.1  # of the plain pipeline's median
BLOCK = 20  # talks answered by one side before the other takes its turn

Asked = Callable[[str, str], object]  # (conversation, question) -> answer


def measure(folder: Path) -> Report:
    """Both sides over the whole question bank; their files go below ``folder``."""
    build(bundled_passages(), folder / "plain")
    pipeline = PlainPipeline.open(folder / "plain")
    assistant = _assistant(folder / "ours")
    handle = _as_served(assistant)

    def plain(_: str, question: str) -> object:
        return pipeline.answer(question)

    warm_up, timed = split(talks())
    for side in (handle, plain):
        _timings(side, "warm", warm_up)
    collector.settle()  # as `troly serve` does; it spares both sides
    ours: list[float] = []
    theirs: list[float] = []
    for number, block in enumerate(_blocks(timed)):
        ours += _timings(handle, f"timed{number}", block)
        theirs += _timings(plain, f"timed{number}", block)
    assistant.close()
    return _report(ours, theirs)


def _assistant(folder: Path) -> Assistant:
    from app.settings import Settings
    from app.wiring import build_assistant

    # `_env_file` is an argument of BaseSettings itself, which the type checker does not see.
    return build_assistant(Settings(_env_file=None, data_folder=folder))  # type: ignore[call-arg]


def _as_served(assistant: Assistant) -> Asked:
    from bot.dialogue.messages import Incoming

    def handle(conversation: str, question: str) -> object:
        now = dt.datetime.now(dt.UTC)
        return assistant.dialogue.handle(Incoming("http", conversation, conversation, "", question, now))

    return handle


def _timings(ask: Asked, name: str, asked: Sequence[Talk]) -> list[float]:
    """Milliseconds of each question, each talk in a conversation of its own."""
    spent = []
    for place, talk in enumerate(asked):
        for question in talk:
            begin = time.perf_counter()
            ask(f"{name}-{place}", question)
            spent.append((time.perf_counter() - begin) * 1000)
    return spent


def _blocks(asked: Sequence[Talk]) -> Iterator[Sequence[Talk]]:
    for start in range(0, len(asked), BLOCK):
        yield asked[start : start + BLOCK]


def _report(ours: Sequence[float], theirs: Sequence[float]) -> Report:
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    figures = tuple(
        Figure(f"answer, {name}", "ms", percentile(ours, share), percentile(theirs, share))
        for name, share in shares.items()
    )
    median, p95, _ = figures
    return Report(
        title="Whole answer, warm, one thread",
        figures=figures,
        bars=(
            Bar("p50, ms,", median.ours, "at most", MEDIAN_LIMIT_MS),
            Bar("p95, ms,", p95.ours, "at most", P95_LIMIT_MS),
            Bar("p50 as a share of the plain pipeline's", median.ratio or 0.0, "at most", RATIO_LIMIT),
        ),
        notes=(f"{len(ours)} questions, none of them heard before they were timed.",),
    )


def main() -> int:
    """Run once; the exit code says whether every bar is met."""
    # Read when the numerical libraries are first loaded, which is after this line.
    os.environ["OMP_NUM_THREADS"] = "1"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder)).finish(given.json)


if __name__ == "__main__":
    sys.exit(main())
