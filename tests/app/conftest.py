"""The real `troly` command: in this process where only its words matter, else as a person runs it."""

from __future__ import annotations

import io
import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import structlog

from app.cli import main

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
        """The whole command in this process: loading Python and its libraries is most of what it takes."""
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        with pytest.MonkeyPatch.context() as patch, _logs_as_before():
            for name in [name for name in os.environ if name.startswith("TROLY_")]:
                patch.delenv(name)
            for name, value in settings.items():
                patch.setenv(f"TROLY_{name.upper()}", value)
            patch.chdir(self.folder)
            patch.setattr("sys.argv", [str(TROLY), *words])
            patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8"))
            patch.setattr("sys.stdout", out)
            patch.setattr("sys.stderr", err)
            try:
                main()
            except SystemExit as ended:
                status = ended.code
        assert isinstance(status, int | None)
        return Ran(status or 0, _written(out), _written(err))

    def in_a_process(self, *words: str, **settings: str) -> Ran:
        """The command as a process of its own, as a person runs it."""
        done = subprocess.run(
            [TROLY, *words],
            cwd=self.folder,
            env=self.environment(**settings),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)


@contextmanager
def _logs_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        logging.captureWarnings(False)
        structlog.reset_defaults()


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    written = stream.buffer
    assert isinstance(written, io.BytesIO)
    return written.getvalue().decode("utf-8")


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
