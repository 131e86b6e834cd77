"""Logs: events with fields on stderr, for people or for machines; never a message's text or a secret."""

from __future__ import annotations

import logging
import re
import sys
from typing import Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# A bot's token, which stands in every address of Telegram's API right after "bot".
_TOKEN = re.compile(r"(?<!\d)\d{6,}:[A-Za-z0-9_-]{30,}")
_PASSWORD = re.compile(r"(?<=://)([^/\s:@]+):[^/\s@]+@")
# These tell every request with its address, and Telegram's addresses contain the token.
_TALKATIVE = ("httpx", "httpcore", "telegram", "alembic", "urllib3")
# What they warn of is told again, more clearly, by the error that follows.
_ALARMED = ("sentence_transformers", "transformers", "huggingface_hub")


def configure_logs(level: str = "INFO", form: Literal["console", "json"] = "console") -> None:
    """Send structlog and the standard library's logging the same way."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if form == "json":
        last: list[Processor] = [structlog.processors.format_exc_info, without_secrets, _as_json()]
    else:
        console = structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
        last = [structlog.processors.format_exc_info, without_secrets, console]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(level)  # some libraries set the level of their own logger when they are imported
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    for name in _ALARMED:
        logging.getLogger(name).setLevel(logging.ERROR)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    logging.captureWarnings(True)


def without_secrets(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Blot out tokens and passwords in every text of an event, tracebacks included."""
    del logger, method
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = _PASSWORD.sub(r"\1:***@", _TOKEN.sub("***", value))
    return event


def _as_json() -> Processor:
    return structlog.processors.JSONRenderer(ensure_ascii=False)
