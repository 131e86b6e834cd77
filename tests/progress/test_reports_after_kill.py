"""A process killed under its reporters loses no acknowledged report, doubles none and leaves none half.

The long form, thirty kills, is `python -m bench.kill_proof`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.kill_proof import prove

KILLS = 2


@pytest.mark.slow
def test_what_was_acknowledged_is_there_once_and_whole(database_url: str, tmp_path: Path) -> None:
    found = prove(database_url, tmp_path / "kills", KILLS)
    assert (found.lost, found.doubled, found.half) == (0, 0, 0)
    assert found.acknowledged >= 5 * KILLS
