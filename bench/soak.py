"""Hours in minutes: a server asked without pause, its memory, speed and errors watched window by window.

Exit code 1 when a question fails, memory keeps growing or answers become slower.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from bench.figures import Bar, Figure, Report
from bench.load import Load, run
from bench.servers import our_server

MINUTES = 10.0
WINDOW_S = 30.0
CLIENTS = 4
SETTLING_WINDOWS = 2  # caches fill and the allocator finds its size
GROWTH_LIMIT_MIB = 30.0  # from the settled server to the end
SLOWDOWN_LIMIT = 1.5  # the last window's median against the first settled one's


@dataclass(frozen=True, slots=True)
class Window:
    """What one stretch of the load saw, and the server's resident memory after it, MiB."""

    load: Load
    memory: float


def watch(folder: Path, minutes: float) -> list[Window]:
    """Load a fresh server for ``minutes``; every window is a warm-up and WINDOW_S of questions."""
    count = max(SETTLING_WINDOWS + 2, round(minutes * 60 / WINDOW_S))
    with our_server(folder) as server:
        return [
            Window(asyncio.run(run(server.port, CLIENTS, WINDOW_S)), server.resident_mib())
            for _ in tqdm(range(count), desc="Soak", unit="window", disable=None)
        ]


def report(windows: list[Window]) -> Report:
    """The figures of the settled server against those at the end."""
    settled, last = windows[SETTLING_WINDOWS], windows[-1]
    errors = sum(window.load.errors for window in windows)
    growth = last.memory - settled.memory
    slowdown = last.load.p50_ms / settled.load.p50_ms if settled.load.p50_ms else 0.0
    first_error = next((window.load.first_error for window in windows if window.load.first_error), "")
    return Report(
        title=f"Soak: {len(windows)} windows of {WINDOW_S:.0f} s, {CLIENTS} clients",
        figures=(
            Figure("questions answered", "count", sum(window.load.requests for window in windows)),
            Figure("resident memory, settled", "MiB", settled.memory),
            Figure("resident memory, end", "MiB", last.memory),
            Figure("median answer, settled", "ms", settled.load.p50_ms),
            Figure("median answer, end", "ms", last.load.p50_ms),
        ),
        bars=(
            Bar("errors", errors, "at most", 0),
            Bar("growth of memory in MiB", growth, "at most", GROWTH_LIMIT_MIB),
            Bar("slowdown of the median", slowdown, "at most", SLOWDOWN_LIMIT),
        ),
        notes=(f"First error: {first_error}",) if first_error else (),
    )


def main() -> int:
    """Soak for SOAK_MINUTES, or as long as asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=float(os.environ.get("SOAK_MINUTES", MINUTES)))
    parser.add_argument("--json", type=Path, help="write the figures here too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        windows = watch(Path(folder), given.minutes)
    return report(windows).finish(given.json)


if __name__ == "__main__":
    sys.exit(main())
