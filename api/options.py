"""How the HTTP side behaves: rates, limits, cookies and trusted proxies."""

from __future__ import annotations

from dataclasses import dataclass

BODY_LIMIT_BYTES = 256 * 1024  # 10,000 emoji, each escaped as a surrogate pair, are 120 kB
UPLOAD_LIMIT_BYTES = 110 * 2**20  # the largest file that settings allow, or several smaller ones
ANSWER_THREADS = 2  # answering is Python at work: more threads only wait for each other (bench/chat_load.py)
ANSWER_QUEUE_LIMIT = 256  # questions waiting for a thread; more are told to come back
ANSWER_TIMEOUT_SECONDS = 20.0
DESK_THREADS = 4  # acts wait for the database more than for Python, and for each other on one duty


@dataclass(frozen=True, slots=True)
class HttpOptions:
    """Settings of the HTTP side.

    ``ask_rate`` and ``browse_rate`` are per client, written as the ``limits`` library reads them
    ("120/minute"), empty for no limit. Many officials share one office address, so they are generous.
    ``trusted_proxies`` are addresses or networks whose X-Forwarded-For and X-Forwarded-Proto are believed.
    ``public_host`` is the host, with its port where it has one, by which the office reaches the pages.
    """

    ask_rate: str = "120/minute"
    browse_rate: str = "600/minute"
    trusted_proxies: tuple[str, ...] = ()
    body_limit: int = BODY_LIMIT_BYTES
    upload_limit: int = UPLOAD_LIMIT_BYTES  # of one form with files
    answer_threads: int = ANSWER_THREADS
    answer_queue_limit: int = ANSWER_QUEUE_LIMIT
    answer_timeout: float = ANSWER_TIMEOUT_SECONDS
    desk_threads: int = DESK_THREADS
    secure_cookies: bool = False  # True where the office reaches the page by https only
    public_host: str = ""
