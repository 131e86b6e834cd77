"""The real `troly` command, run as a person runs it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

TROLY = Path(sys.executable).with_name("troly")
START_SECONDS = 60
STOP_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Troly:
    """Runs `troly` in a folder of its own, with no settings but those given."""

    folder: Path

    def environment(self, **settings: str) -> dict[str, str]:
        # Compiled once, not by each of the many processes that these tests start.
        others = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("TROLY_") and name != "PYTHONDONTWRITEBYTECODE"
        }
        return {**others, **{f"TROLY_{name.upper()}": value for name, value in settings.items()}}

    def __call__(self, *words: str, typed: str = "", **settings: str) -> Ran:
        done = subprocess.run(
            [TROLY, *words],
            cwd=self.folder,
            env=self.environment(**settings),
            input=typed,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def troly(tmp_path: Path) -> Troly:
    return Troly(tmp_path)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True)
class Served:
    """A running `troly serve`."""

    process: subprocess.Popen[bytes]
    url: str
    port: int
    said: Path  # what it printed and logged

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(STOP_SECONDS)


@pytest.fixture
def serve(troly: Troly) -> Iterator[Callable[..., Served]]:
    """Starts `troly serve` and waits until it is ready; stopped at the end of the test."""
    with ExitStack() as running:

        def start(**settings: str) -> Served:
            port = free_port()
            said = troly.folder / f"said-{port}.txt"
            with said.open("w") as out:
                process = subprocess.Popen(
                    [TROLY, "serve", "--port", str(port)],
                    cwd=troly.folder,
                    env=troly.environment(**settings),
                    stdout=out,
                    stderr=out,
                )
            running.callback(process.wait)
            running.callback(process.kill)
            url = f"http://127.0.0.1:{port}"
            wait_until_ready(process, f"{url}/readyz", said)
            return Served(process, url, port, said)

        yield start


def wait_until_ready(process: subprocess.Popen[bytes], url: str, said: Path) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        if process.poll() is not None:
            pytest.fail(f"troly serve ended with {process.returncode}: {said.read_text()}")
        try:
            if httpx.get(url, timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail("troly serve was not ready in time")
