"""Requests a second on `POST /api/v1/chat`: `troly serve` and the plain pipeline, 8 clients, one worker each.

The servers run one after the other, the load generator in a process of its own. Exit code 1 when a bar is
missed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.figures import Bar, Figure, Report
from bench.load import Load
from bench.servers import ROOT, Server, fixed_reply_server, our_server, plain_server

PER_SECOND_LIMIT = 250.0
CLIENTS = 8
SECONDS = 10.0
CEILING_SECONDS = 3.0
CEILING_FACTOR = 3.0  # the generator must be able to do this many times what it measured


def measure(folder: Path, seconds: float) -> Report:
    """Load both servers for ``seconds`` each, and the generator against a server that only replies."""
    index = folder / "index"
    subprocess.run([sys.executable, "-m", "bench.plain_pipeline", "build", str(index)], cwd=ROOT, check=True)
    with our_server(folder / "ours") as server:
        ours = _load(server, seconds)
    if ours.errors:
        print((folder / "ours" / "server.log").read_text(errors="replace")[-4000:], file=sys.stderr)
    with plain_server(folder / "plain", index) as server:
        plain = _load(server, seconds)
    with fixed_reply_server(folder / "ceiling") as server:
        ceiling = _load(server, CEILING_SECONDS)
    return _report(ours, plain, ceiling)


def _load(server: Server, seconds: float) -> Load:
    command = [sys.executable, "-m", "bench.load", "--port", str(server.port), "--clients", str(CLIENTS)]
    command += ["--seconds", str(seconds)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return Load(**json.loads(done.stdout))


def _report(ours: Load, plain: Load, ceiling: Load) -> Report:
    notes = [
        f"{CLIENTS} clients; {ours.requests} and {plain.requests} requests answered.",
        f"The generator took {ours.busy:.0%} of one core while loading ours; "
        f"against a server that only replies it does {ceiling.per_second:.0f} requests/s.",
    ]
    notes += [f"First error: {load.first_error}" for load in (ours, plain) if load.first_error]
    headroom = ceiling.per_second / ours.per_second
    return Report(
        title=f"POST /api/v1/chat, {CLIENTS} clients, one worker",
        figures=(
            Figure("throughput", "requests/s", ours.per_second, plain.per_second),
            Figure("reply, p50", "ms", ours.p50_ms, plain.p50_ms),
            Figure("reply, p95", "ms", ours.p95_ms, plain.p95_ms),
            Figure("errors", "requests", ours.errors, plain.errors),
        ),
        bars=(
            Bar("requests/s", ours.per_second, "at least", PER_SECOND_LIMIT),
            Bar("errors", ours.errors, "at most", 0),
            Bar("generator's ceiling / ours", headroom, "at least", CEILING_FACTOR),
        ),
        notes=tuple(notes),
    )


def main() -> int:
    """Run once; the exit code says whether every bar is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long each server is loaded")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder), given.seconds).finish(given.json)


if __name__ == "__main__":
    sys.exit(main())
