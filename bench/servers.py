"""Servers under measurement: each a process of its own on a free port, stopped at the end."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

HOST = "127.0.0.1"
START_LIMIT_S = 180.0
STOP_LIMIT_S = 10.0
POLL_S = 0.05
TROLY = Path(sys.executable).with_name("troly")
ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and how long it took until it said it was ready, in seconds."""

    process: psutil.Process
    port: int
    ready_after: float

    def resident_mib(self) -> float:
        """Resident memory of the process and its children, MiB."""
        family = [self.process, *self.process.children(recursive=True)]
        return float(sum(member.memory_info().rss for member in family)) / 2**20


def ours_environment(folder: Path, **settings: str) -> dict[str, str]:
    """The environment of a `troly` that keeps its data in ``folder`` and has no other setting than these."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("TROLY_")}
    given = {f"TROLY_{name.upper()}": value for name, value in settings.items()}
    return {**others, "TROLY_DATA_FOLDER": str(folder), **given}


@contextmanager
def our_server(folder: Path) -> Iterator[Server]:
    """`troly serve` as anyone runs it, without the limit on questions from one address."""
    port = free_port()
    environment = ours_environment(folder, host=HOST, port=str(port), ask_rate="0")
    with _running([str(TROLY), "serve"], environment, port, folder) as server:
        yield server


@contextmanager
def plain_server(folder: Path, index: Path) -> Iterator[Server]:
    """The plain pipeline over its built ``index``; ``folder`` takes its log."""
    port = free_port()
    command = [sys.executable, "-m", "bench.plain_server", str(index), "--port", str(port)]
    with _running(command, os.environ, port, folder) as server:
        yield server


@contextmanager
def fixed_reply_server(folder: Path) -> Iterator[Server]:
    """A server that does nothing but reply, to see what the load generator itself can do."""
    port = free_port()
    command = [sys.executable, "-m", "bench.fixed_reply", "--port", str(port)]
    with _running(command, os.environ, port, folder) as server:
        yield server


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _running(
    command: Sequence[str], environment: Mapping[str, str], port: int, folder: Path
) -> Iterator[Server]:
    folder.mkdir(parents=True, exist_ok=True)
    log_path = folder / "server.log"
    begin = time.perf_counter()
    with log_path.open("wb") as log:
        # In its own folder, so that no .env of the checkout is read.
        process = subprocess.Popen(
            command,
            env={**environment, "PYTHONPATH": str(ROOT)},
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_ready(process, port, log_path)
        yield Server(psutil.Process(process.pid), port, time.perf_counter() - begin)
    finally:
        process.terminate()
        try:
            process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_ready(process: subprocess.Popen[bytes], port: int, log_path: Path) -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while not _is_ready(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"The server did not start:\n{log_path.read_text(errors='replace')[-2000:]}")
        time.sleep(POLL_S)


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
