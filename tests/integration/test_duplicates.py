"""Updates delivered one to five times, in any order across the chats, leave what each delivered once leaves.

The long form, more stories of more people: DELIVERY_SEEDS=50 pytest tests/integration/test_duplicates.py
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.settings import Settings
from app.wiring import build_assistant
from bot.dialogue.knowledge import Knowledge
from progress.database import Database
from tests.bot.channels.telegram.scripted import ScriptedTelegram, scripted_telegram
from tests.dialogues.desk import DeskScene
from tests.integration.deliveries import COPIES_AT_MOST, PHOTO, Deliveries, State
from tests.progress.evidence_files import JPEG

SEEDS = int(os.environ.get("DELIVERY_SEEDS", "0"))
REPORTERS = 4 if SEEDS else 2
PHOTOS = 8 * REPORTERS  # more than are ever asked for in one telling
FOUND = {"ok": True, "result": {"file_id": "photo", "file_unique_id": "u", "file_path": PHOTO}}


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return build_assistant(Settings(data_folder=tmp_path_factory.mktemp("data")), keeps=False).knowledge


@pytest.fixture
def scene(
    new_database: Callable[[str], Database], knowledge: Knowledge, tmp_path: Path
) -> Iterator[DeskScene]:
    """On SQLite: desk and inbox meet duplicates on both engines in tests of their own."""
    made = DeskScene(knowledge, new_database("sqlite"), tmp_path / "evidence")
    yield made
    made.question_log.close()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(SEEDS or 1))
async def test_the_state_is_that_of_single_delivery(seed: int, scene: DeskScene) -> None:
    with scripted_telegram() as script:
        script.files[PHOTO] = JPEG
        once = await _told(scene, script, seed, copies=1)
        again = await _told(scene, script, seed, copies=COPIES_AT_MOST)
    assert again == once
    assert len(once["reports"]) > REPORTERS * 3
    assert len(once["reviews"]) == len(once["notes"]) == REPORTERS
    assert len(once["evidence"]) >= REPORTERS
    assert len(once["locks"]) == 1


async def _told(scene: DeskScene, script: ScriptedTelegram, seed: int, *, copies: int) -> State:
    script.answers["getFile"].extend([(200, FOUND)] * PHOTOS)
    return await Deliveries(scene, script, random.Random(seed * 10 + copies), copies).tell(seed, REPORTERS)
