"""Random updates of people with and without roles: every one gets an answer, none an exception.

The long form, ten thousand, is `python -m bench.fuzz`.
"""

from __future__ import annotations

from pathlib import Path

from bench.fuzz import open_assistant, run
from bench.random_updates import Calendar

UPDATES = 250


def test_whatever_comes_is_answered(tmp_path: Path) -> None:
    calendar = Calendar()
    assistant = open_assistant(tmp_path, calendar)
    try:
        assert run(assistant, UPDATES, calendar).failures == ()
    finally:
        assistant.close()
