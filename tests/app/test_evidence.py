"""Where files go is a setting: the data folder, or a bucket."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from app.evidence import open_evidence, open_evidence_store
from app.mistakes import OperatorMistake
from app.settings import Settings
from app.store import open_store
from app.upkeep import erase_old
from progress.evidence import EvidenceLost, FileTooLarge, ScannerDown, Upload
from progress.evidence_desk import ORPHAN_AGE
from progress.evidence_store import BucketStore, FolderStore
from tests.conftest import Clock
from tests.progress.desk_scene import FINANCE, GATHERING, HALF, OBLIGATIONS, TASK, Scene
from tests.progress.evidence_files import PDF


def settings(**given: object) -> Settings:
    return Settings(_env_file=None, **given)  # type: ignore[call-arg, arg-type]


def test_without_a_setting_files_lie_in_the_data_folder(tmp_path: Path) -> None:
    store = open_evidence_store(settings(data_folder=tmp_path))
    assert isinstance(store, FolderStore)
    assert store.folder == tmp_path / "evidence"


def test_a_bucket_is_opened_with_its_key(tmp_path: Path) -> None:
    given = {"evidence_store": "s3://minh-chung/cchc", "evidence_endpoint": "http://127.0.0.1:1"}
    store = open_evidence_store(
        settings(data_folder=tmp_path, evidence_key_id="a", evidence_secret="b", **given)
    )
    assert isinstance(store, BucketStore)


def test_limit_and_scanner_are_those_of_the_settings(tmp_path: Path) -> None:
    given = settings(data_folder=tmp_path, evidence_limit_mb=1, virus_scanner="/khong/co/lenh")
    store = open_store(given)
    try:
        scene = Scene(store.database)
        reporter = scene.reporter()
        scene.reported(reporter)
        desk = open_evidence(given, OBLIGATIONS, store, clock=Clock(GATHERING))
        with pytest.raises(FileTooLarge):
            desk.attach(reporter, TASK, FINANCE, HALF, Upload("a.pdf", PDF + bytes(2**20)), channel="web")
        with pytest.raises(ScannerDown):
            desk.attach(reporter, TASK, FINANCE, HALF, Upload("a.pdf", PDF), channel="web")
        with pytest.raises(OperatorMistake, match="TROLY_VIRUS_SCANNER"):
            open_evidence(
                given.model_copy(update={"virus_scanner": "quet 'a"}), OBLIGATIONS, store, clock=Clock()
            )
    finally:
        store.close()


def test_the_daily_upkeep_removes_files_of_nobody(tmp_path: Path) -> None:
    given = settings(data_folder=tmp_path)
    store = open_store(given)
    try:
        desk = open_evidence(given, OBLIGATIONS, store, clock=Clock(GATHERING))
        kept = FolderStore(given.evidence_folder)
        sha256 = kept.put(PDF)
        now = dt.datetime.now(dt.UTC)
        erase_old(store, given, now, desk.sweep)
        assert kept.get(sha256) == PDF
        erase_old(store, given, now + 2 * ORPHAN_AGE, desk.sweep)
        with pytest.raises(EvidenceLost):
            kept.get(sha256)
    finally:
        store.close()
