"""The virus scanner: found, clean, and silent, by a command and by clamd's own protocol."""

from __future__ import annotations

import socketserver
import struct
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from progress.evidence import FileInfected, ScannerDown
from progress.scanning import NoScanner, open_scanner
from tests.progress.evidence_files import EICAR, PDF

# Ends as clamdscan does: 1 for what it finds, 2 when asked for trouble.
COMMAND = """
import sys
content = sys.stdin.buffer.read()
sys.exit(1 if b"EICAR" in content else 2 if b"trouble" in content else 0)
"""


class _Clamd(socketserver.StreamRequestHandler):
    """Speaks INSTREAM as clamd does."""

    def handle(self) -> None:
        command = self.rfile.read(len(b"zINSTREAM\0"))
        content = b""
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        if command != b"zINSTREAM\0" or b"trouble" in content:
            self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
        else:
            self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0")


@pytest.fixture(params=["command", "socket", "port"])
def setting(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "command":
        script = tmp_path / "scan.py"
        script.write_text(COMMAND)
        yield f"{sys.executable} {script}"
        return
    path = str(tmp_path / "clamd.sock")
    server: socketserver.BaseServer
    if request.param == "socket":
        server, url = socketserver.UnixStreamServer(path, _Clamd), f"clamd://{path}"
    else:
        tcp = socketserver.TCPServer(("127.0.0.1", 0), _Clamd)
        server, url = tcp, f"clamd://127.0.0.1:{tcp.server_address[1]}"
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield url
        server.shutdown()


def test_clean_passes_infected_and_trouble_do_not(setting: str) -> None:
    scanner = open_scanner(setting)
    scanner.check(PDF)
    scanner.check(PDF * 10_000)
    with pytest.raises(FileInfected):
        scanner.check(EICAR)
    with pytest.raises(ScannerDown):
        scanner.check(b"trouble")


@pytest.mark.parametrize("setting", ["clamd:///khong/co.sock", "clamd://127.0.0.1:1", "/khong/co/lenh -"])
def test_a_scanner_that_is_not_there_passes_nothing(setting: str) -> None:
    with pytest.raises(ScannerDown):
        open_scanner(setting).check(PDF)


def test_without_a_setting_nothing_is_scanned() -> None:
    scanner = open_scanner(" ")
    assert isinstance(scanner, NoScanner)
    scanner.check(EICAR)
