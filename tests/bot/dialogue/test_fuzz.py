"""Random updates of people with and without roles: every one gets an answer, none an exception.

The long form, ten thousand, is `python -m bench.fuzz`.
"""

from __future__ import annotations

from pathlib import Path

from bench.fuzz import open_assistant, run

UPDATES = 250


def test_whatever_comes_is_answered(tmp_path: Path) -> None:
    assistant = open_assistant(tmp_path)
    try:
        assert run(assistant, UPDATES) == []
    finally:
        assistant.close()
