"""What a person waits for and a machine must hold: start to first answer, and memory of a server in use.

Start is a whole process, `troly ask "..."`, from nothing to the printed answer, with its index already on
disk; both sides take turns and the median counts. Memory is the resident size of each server, its index (and
our tables) on disk from an earlier start, after the same questions. Exit code 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.figures import Bar, Figure, Report
from bench.questions import talks
from bench.servers import HOST, ROOT, TROLY, Server, our_server, ours_environment, plain_server

START_SHARE_LIMIT = 1 / 5
MEMORY_SHARE_LIMIT = 1 / 3
RUNS = 5
QUESTIONS = 100
QUESTION = "Cơ quan nào chủ trì đơn giản hóa thủ tục hành chính?"


def measure(folder: Path, runs: int) -> Report:
    """Both figures of both sides; their files go below ``folder``."""
    index = folder / "index"
    subprocess.run([sys.executable, "-m", "bench.plain_pipeline", "build", str(index)], cwd=ROOT, check=True)
    ours_start, plain_start = _starts(folder, index, runs)
    with our_server(folder / "ours"):
        pass  # the one start that makes the tables
    with our_server(folder / "ours") as server:
        _ask_all(server)
        ours_memory, ready_after = server.resident_mib(), server.ready_after
    with plain_server(folder / "plain", index) as server:
        _ask_all(server)
        plain_memory, plain_ready_after = server.resident_mib(), server.ready_after
    start = Figure("start to first answer, median", "s", ours_start, plain_start)
    memory = Figure(f"resident after {QUESTIONS} questions", "MiB", ours_memory, plain_memory)
    return Report(
        title="Start and memory",
        figures=(start, memory, Figure("server ready after", "s", ready_after, plain_ready_after)),
        bars=(
            Bar("start, share of the pipeline's", start.ratio or 0, "at most", START_SHARE_LIMIT),
            Bar("memory, share of the pipeline's", memory.ratio or 0, "at most", MEMORY_SHARE_LIMIT),
        ),
        notes=(f"{runs} starts of each side after one that is not counted.",),
    )


def _starts(folder: Path, index: Path, runs: int) -> tuple[float, float]:
    """Median seconds from nothing to the first answer, ours and the plain pipeline's."""
    ours_folder = folder / "ours"
    ours_folder.mkdir(parents=True)
    ours_command = [str(TROLY), "ask", QUESTION]
    plain_command = [sys.executable, "-m", "bench.plain_pipeline", "ask", str(index), QUESTION]
    ours: list[float] = []
    plain: list[float] = []
    for _ in range(runs + 1):
        ours.append(_seconds(ours_command, ours_environment(ours_folder), ours_folder))
        plain.append(_seconds(plain_command, os.environ, ROOT))
    return statistics.median(ours[1:]), statistics.median(plain[1:])


def _seconds(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> float:
    begin = time.perf_counter()
    done = subprocess.run(command, env=environment, cwd=folder, check=True, capture_output=True)
    spent = time.perf_counter() - begin
    if not done.stdout.strip():
        raise SystemExit(f"No answer from {command[0]}")
    return spent


def _ask_all(server: Server) -> None:
    """Ask the first questions of as many different talks."""
    everything = talks()
    connection = http.client.HTTPConnection(HOST, server.port, timeout=60)
    for place, talk in enumerate(everything[:: len(everything) // QUESTIONS][:QUESTIONS]):
        body = json.dumps({"conversation": f"memory-{place}", "text": talk[0]})
        connection.request("POST", "/api/v1/chat", body, {"Content-Type": "application/json"})
        reply = connection.getresponse()
        content = reply.read()
        if reply.status != http.HTTPStatus.OK:
            raise SystemExit(f"{reply.status}: {content[:300].decode(errors='replace')}")
    connection.close()


def main() -> int:
    """Run once; the exit code says whether every bar is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="starts of each side that count")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder), given.runs).finish(given.json)


if __name__ == "__main__":
    sys.exit(main())
