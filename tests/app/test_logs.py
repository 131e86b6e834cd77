"""Logs are events with fields on stderr, whoever tells them, and hold no secrets."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from app.logs import configure_logs

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)
    structlog.reset_defaults()


def logged(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    out, err = capsys.readouterr()
    assert out == ""
    return [json.loads(line) for line in err.splitlines()]


def test_an_event_is_one_json_line_with_its_fields(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("INFO", "json")
    structlog.get_logger("bot.core").info("question_answered", task="III.4", milliseconds=2)
    [event] = logged(capsys)
    assert event.pop("timestamp").endswith("Z")
    assert event == {
        "event": "question_answered",
        "level": "info",
        "logger": "bot.core",
        "task": "III.4",
        "milliseconds": 2,
    }


def test_the_standard_library_logs_the_same_way(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("INFO", "json")
    logging.getLogger("uvicorn.error").info("Started server process [%d]", 7)
    [event] = logged(capsys)
    assert (event["event"], event["logger"]) == ("Started server process [7]", "uvicorn.error")


def test_requests_of_the_http_client_are_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("DEBUG", "json")
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot%s/getMe", TOKEN)
    assert logged(capsys) == []


@pytest.mark.parametrize("form", ["json", "console"])
def test_tokens_and_passwords_are_blotted_out_in_tracebacks_too(
    capsys: pytest.CaptureFixture[str], form: str
) -> None:
    configure_logs("INFO", "json" if form == "json" else "console")
    try:
        raise ConnectionError(f"https://api.telegram.org/bot{TOKEN}/x postgresql://troly:bimat@db/troly")
    except ConnectionError:
        structlog.get_logger("x").exception("failed", url=f"/bot{TOKEN}")
    err = capsys.readouterr().err
    assert "ConnectionError" in err
    assert TOKEN not in err
    assert "bimat" not in err


def test_below_the_level_nothing_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("WARNING", "json")
    structlog.get_logger("x").info("quiet")
    assert logged(capsys) == []
