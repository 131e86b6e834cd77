"""The virus scanner of the house, asked before a file is kept: clamd on a socket, or any command."""

from __future__ import annotations

import shlex
import socket
import struct
import subprocess
from typing import Protocol
from urllib.parse import urlsplit

from progress.evidence import FileInfected, ScannerDown

PATIENCE_SECONDS = 60.0
CLAMD_PORT = 3310
INFECTED_STATUS = 1  # as clamscan and clamdscan end; 0 is clean, anything else a trouble of theirs
_CHUNK = 2**16


class Scanner(Protocol):
    """Looks into a content."""

    def check(self, content: bytes) -> None:
        """Raises FileInfected, and ScannerDown when it cannot tell."""
        ...


class NoScanner:
    """Where no scanner is set, every content passes."""

    def check(self, content: bytes) -> None:
        del content


class CommandScanner:
    """A command that reads the content on its input and ends with 0 for clean and 1 for infected."""

    def __init__(self, command: str) -> None:
        self._command = shlex.split(command)

    def check(self, content: bytes) -> None:
        try:
            done = subprocess.run(  # noqa: S603 - the operator's own command
                self._command, input=content, capture_output=True, timeout=PATIENCE_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            raise ScannerDown from None
        if done.returncode == INFECTED_STATUS:
            raise FileInfected
        if done.returncode != 0:
            raise ScannerDown


class ClamdScanner:
    """clamd by its INSTREAM command, at ``clamd:///path/to/socket`` or ``clamd://host:port``."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._socket_path = parts.path if not parts.hostname else ""
        self._address = (parts.hostname or "", parts.port or CLAMD_PORT)

    def check(self, content: bytes) -> None:
        try:
            with self._connected() as line:
                line.sendall(b"zINSTREAM\0")
                for start in range(0, len(content), _CHUNK):
                    part = content[start : start + _CHUNK]
                    line.sendall(struct.pack(">I", len(part)) + part)
                line.sendall(struct.pack(">I", 0))
                said = _read_all(line)
        except OSError:
            raise ScannerDown from None
        if said.endswith(b"FOUND"):
            raise FileInfected
        if not said.endswith(b"OK"):
            raise ScannerDown

    def _connected(self) -> socket.socket:
        if not self._socket_path:
            return socket.create_connection(self._address, PATIENCE_SECONDS)
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(PATIENCE_SECONDS)
        try:
            line.connect(self._socket_path)
        except BaseException:
            line.close()
            raise
        return line


def open_scanner(setting: str) -> Scanner:
    """The scanner that a setting names: empty for none, ``clamd://...``, or a command line."""
    if not setting.strip():
        return NoScanner()
    return ClamdScanner(setting) if setting.startswith("clamd://") else CommandScanner(setting)


def _read_all(line: socket.socket) -> bytes:
    said = b""
    while part := line.recv(1024):
        said += part
    return said.strip(b"\0\n ")
