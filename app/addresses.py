"""Where this machine's own server is reached by a browser on it."""

from __future__ import annotations

_EVERYWHERE = ("0.0.0.0", "::", "127.0.0.1")  # noqa: S104 - only compared


def local_address(host: str, port: int) -> str:
    """ "http://localhost:8000"."""
    shown = "localhost" if host in _EVERYWHERE else host
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"
