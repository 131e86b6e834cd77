"""The tables of evidence come and go around reports that stay, on both engines."""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from progress.database import MIGRATIONS
from progress.evidence import Upload
from progress.evidence_desk import EvidenceDesk
from progress.evidence_store import FolderStore
from tests.progress.desk_scene import FINANCE, HALF, OBLIGATIONS, TASK, Scene
from tests.progress.evidence_files import PDF
from tests.progress.test_people_migration import move, tables

EVIDENCE_TABLES = {"evidence", "upload_links"}


def test_evidence_comes_and_goes_and_reports_stay(scene: Scene, tmp_path: Path) -> None:
    reporter = scene.reporter()
    made = scene.reported(reporter)
    desk = EvidenceDesk(scene.database, OBLIGATIONS, scene.clock, FolderStore(tmp_path / "evidence"))
    desk.attach(reporter, TASK, FINANCE, HALF, Upload("a.pdf", PDF), channel="web")
    desk.upload_link(reporter, TASK, FINANCE, HALF, channel="zalo")

    move(scene.database, before("0005"))
    assert not tables(scene.database) & EVIDENCE_TABLES
    assert scene.desk.report(reporter, made.id) == made

    move(scene.database, "0005")
    assert tables(scene.database) >= EVIDENCE_TABLES
    assert scene.desk.report(reporter, made.id) == made
    assert desk.evidence(reporter, TASK, FINANCE, HALF) == ()


def before(revision: str) -> str:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    found = ScriptDirectory.from_config(config).get_revision(revision).down_revision
    assert isinstance(found, str)
    return found
