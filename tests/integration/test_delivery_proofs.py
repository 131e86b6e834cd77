"""The proofs of bench/ in their short form: a worker killed while a digest goes out, and the pace of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import delivery_kill, delivery_pace


@pytest.mark.slow
def test_whoever_kills_the_worker_nobody_is_left_out(tmp_path: Path) -> None:
    found = delivery_kill.prove(f"sqlite:///{tmp_path / 'kill.db'}", persons=40, kills=2, workers=1)
    assert (found.missing, found.uncounted) == (0, 0)
    assert found.doubled <= 2


@pytest.mark.slow
def test_the_service_sends_a_digest_and_answers_meanwhile(tmp_path: Path) -> None:
    found = delivery_pace.measure(tmp_path / "pace", chats=20)
    by_name = {bar.name: bar for bar in found.bars}
    # Nothing that a busy machine could miss.
    for name in ("chats without their digest", "digests sent twice", "questions without an answer"):
        assert by_name[name].value == 0
