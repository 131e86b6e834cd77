"""A backup holds one moment whole; put back, everything is as it was, on both engines and between them."""

from __future__ import annotations

import datetime as dt
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from progress.backup import MANIFEST, BackupError, make_backup, restore_backup
from progress.database import Database, newest_revision
from progress.evidence import Evidence, EvidenceLost, Upload
from progress.evidence_desk import EvidenceDesk
from progress.evidence_store import FolderStore
from progress.persons import Person
from progress.states import Pause
from progress.tables.asking import FeedbackRow, UpdateRow
from progress.tables.people import AuditRow
from progress.tables.whole import METADATA
from tests.conftest import ENGINES, NOON
from tests.progress.desk_scene import FINANCE, HALF, HEALTH, OBLIGATIONS, SHARED, TASK, Scene, percent
from tests.progress.evidence_files import PDF
from tests.progress.test_evidence_migration import before
from tests.progress.test_people_migration import move

LOCAL_HEAD = 30  # bytes before the name in the head of a member of a zip file


class Filled:
    """A database with something in every table that matters, and a store with a file."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.scene = scene = Scene(database)
        self.store = FolderStore(folder / "evidence")
        self.files = EvidenceDesk(database, OBLIGATIONS, scene.clock, self.store)
        self.reporter, coordinator = scene.reporter(), scene.coordinator()
        made = scene.corrected(self.reporter, scene.reported(self.reporter, message="1"), 60)
        scene.desk.send_back(coordinator, made.id, "thiếu số liệu", channel="web")
        self.photo = self.files.attach(
            self.reporter, TASK, FINANCE, HALF, Upload("a.pdf", PDF), channel="web"
        )
        scene.desk.add_note(scene.reporter(HEALTH), TASK, HEALTH, HALF, "góp ý “nhỏ”\n", channel="web")
        pause = Pause("paused", "chờ hướng dẫn", dt.date(2026, 7, 1))
        scene.desk.pause(coordinator, TASK, FINANCE, pause, channel="web")
        scene.people.issue_token(self.reporter.id, channel="web")
        with database.writing() as connection:
            connection.execute(insert(FeedbackRow).values(reference="a", is_helpful=True, rated_at=NOON))
            update = {"channel": "telegram", "attempts": 0, "received_at": NOON, "state": "received"}
            connection.execute(insert(UpdateRow), [update | {"message_id": "1", "payload": {"a": [1, "ă"]}}])
            connection.execute(insert(UpdateRow), [update | {"message_id": "2", "payload": None}])

    @property
    def database(self) -> Database:
        return self.scene.database


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.reading() as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in METADATA.sorted_tables
        }


@pytest.fixture
def filled(database: Database, tmp_path: Path) -> Filled:
    return Filled(database, tmp_path)


@pytest.fixture
def archive(filled: Filled, tmp_path: Path) -> Path:
    path = tmp_path / "sao-luu.zip"
    make_backup(filled.database, filled.store, path, NOON)
    return path


def change(filled: Filled) -> None:
    filled.scene.reported(filled.reporter, percent(5), task="VI.2")
    filled.store.remove(filled.photo.sha256, before=dt.datetime.now(dt.UTC) + dt.timedelta(days=1))


def test_everything_is_put_back_as_it_was(filled: Filled, tmp_path: Path) -> None:
    path = tmp_path / "sao-luu.zip"
    made = make_backup(filled.database, filled.store, path, NOON)
    was = everything(filled.database)
    assert (made.revision, made.files, made.lost) == (newest_revision(), 1, ())
    assert made.rows == sum(map(len, was.values()))
    assert path.stat().st_mode & 0o777 == 0o600
    change(filled)
    assert everything(filled.database) != was
    assert restore_backup(filled.database, filled.store, path) == made
    assert everything(filled.database) == was
    assert filled.files.open(filled.reporter, filled.photo.id, channel="web")[1] == PDF
    # What comes after is numbered after what was put back.
    assert filled.scene.reported(filled.reporter, task="VI.2").version == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_a_backup_of_one_engine_is_put_back_on_the_other(
    new_database: Callable[[str], Database], archive: Path, filled: Filled, engine: str, tmp_path: Path
) -> None:
    if filled.database.is_sqlite == (engine == "sqlite"):
        pytest.skip("the same engine is tested above")
    other, store = new_database(engine), FolderStore(tmp_path / "other")
    restore_backup(other, store, archive)
    assert everything(other) == everything(filled.database)
    assert store.get(filled.photo.sha256) == PDF


def test_an_empty_database_is_filled_too(archive: Path, filled: Filled, tmp_path: Path) -> None:
    fresh = Database.open(f"sqlite:///{tmp_path / 'fresh.db'}")
    try:
        restore_backup(fresh, filled.store, archive)
        assert everything(fresh) == everything(filled.database)
    finally:
        fresh.close()


def test_a_backup_of_an_older_release_is_brought_up_to_date(filled: Filled, tmp_path: Path) -> None:
    reports = everything(filled.database)["reports"]
    move(filled.database, before("0005"))
    path = tmp_path / "cu.zip"
    made = make_backup(filled.database, filled.store, path, NOON)
    assert made.revision == before("0005")
    move(filled.database, newest_revision())
    restore_backup(filled.database, filled.store, path)
    assert filled.database.revision() == newest_revision()
    assert everything(filled.database)["reports"] == reports
    assert everything(filled.database)["evidence"] == []


def rewritten(archive: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    path = archive.with_name("sua.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return path


def damaged(archive: Path) -> Iterator[Path]:
    whole = archive.read_bytes()
    for number, content in enumerate((b"", b"xin chao", whole[:-30], whole[: len(whole) // 2], whole[200:])):
        path = archive.with_name(f"hong-{number}.zip")
        path.write_bytes(content)
        yield path
    flipped = bytearray(whole)
    flipped[_inside_the_largest(archive)] ^= 0xFF
    path = archive.with_name("lat.zip")
    path.write_bytes(flipped)
    yield path
    yield rewritten(archive, lambda name, content: None if name == MANIFEST else content)
    yield rewritten(archive, lambda name, content: None if name == "tables/persons.jsonl" else content)
    yield rewritten(
        archive, lambda name, content: content.replace(b"60", b"61") if "reports" in name else content
    )
    yield rewritten(archive, lambda name, content: b"{}" if name == MANIFEST else content)
    yield rewritten(archive, lambda name, content: b"[" if name == MANIFEST else content)
    yield rewritten(archive, lambda name, content: _of_the_future(content) if name == MANIFEST else content)
    yield archive.with_name("khong-co.zip")
    yield archive.parent


def _inside_the_largest(archive: Path) -> int:
    """The place of a byte of packed content: names and times in the heads of members mean nothing to us."""
    with zipfile.ZipFile(archive) as members:
        largest = max(members.infolist(), key=lambda member: member.compress_size)
    return largest.header_offset + LOCAL_HEAD + len(largest.filename) + largest.compress_size // 2


def _of_the_future(manifest: bytes) -> bytes:
    told = json.loads(manifest)
    told["backup"]["revision"] = "9999"
    return json.dumps(told).encode()


def test_what_is_damaged_or_foreign_touches_nothing(filled: Filled, archive: Path) -> None:
    change(filled)
    was = everything(filled.database)
    for path in damaged(archive):
        with pytest.raises(BackupError) as refused:
            restore_backup(filled.database, filled.store, path)
        assert str(path) in str(refused.value)
        assert everything(filled.database) == was
        with pytest.raises(EvidenceLost):
            filled.store.get(filled.photo.sha256)


def test_a_backup_that_cannot_be_loaded_leaves_everything(filled: Filled, tmp_path: Path) -> None:
    """Rows that break a rule of the tables, in an archive whose hashes are right."""
    was = everything(filled.database)
    empty = Database.open(f"sqlite:///{tmp_path / 'empty.db'}")
    try:
        empty.migrate()
        with empty.writing() as connection:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            connection.exec_driver_sql("DROP TABLE feedback")
            connection.exec_driver_sql("CREATE TABLE feedback (reference TEXT PRIMARY KEY, is_helpful INT)")
            connection.exec_driver_sql("INSERT INTO feedback VALUES ('a', 1)")
        path = tmp_path / "khac.zip"
        make_backup(empty, filled.store, path, NOON)
    finally:
        empty.close()
    with pytest.raises(BackupError, match="vẫn giữ nguyên"):
        restore_backup(filled.database, filled.store, path)
    assert everything(filled.database) == was


def test_a_file_that_is_there_is_not_written_over(filled: Filled, archive: Path) -> None:
    was = archive.read_bytes()
    with pytest.raises(BackupError, match="đã có"):
        make_backup(filled.database, filled.store, archive, NOON)
    with pytest.raises(BackupError, match="không ghi được"):
        make_backup(filled.database, filled.store, archive.parent / "khong-co" / "a.zip", NOON)
    assert archive.read_bytes() == was
    assert [one for one in archive.parent.iterdir() if one.name.startswith(f".{archive.name}")] == []


def test_evidence_that_is_lost_is_told_and_the_rest_is_kept(filled: Filled, tmp_path: Path) -> None:
    filled.store.remove(filled.photo.sha256, before=dt.datetime.now(dt.UTC) + dt.timedelta(days=1))
    made = make_backup(filled.database, filled.store, tmp_path / "a.zip", NOON)
    assert (made.files, made.lost) == (0, (filled.photo.sha256,))
    restore_backup(filled.database, filled.store, tmp_path / "a.zip")
    assert isinstance(filled.photo, Evidence)


def test_a_backup_made_while_others_report_holds_one_moment(filled: Filled, tmp_path: Path) -> None:
    """Each report has its line in the log, also those that came while the backup was made."""
    agencies = OBLIGATIONS.obliged_agencies(SHARED)[:40]
    reporters = {agency: filled.scene.reporter(agency) for agency in agencies}
    begun = threading.Event()

    def report() -> None:
        for agency, by in reporters.items():
            filled.scene.reported(by, task=SHARED, agency=agency)
            begun.set()

    beside = threading.Thread(target=report)
    beside.start()
    begun.wait()
    make_backup(filled.database, filled.store, tmp_path / "a.zip", NOON)
    beside.join()
    restore_backup(filled.database, filled.store, tmp_path / "a.zip")
    found = everything(filled.database)
    with filled.database.reading() as connection:
        logged = connection.execute(
            select(AuditRow.about).where(AuditRow.act.in_(("report", "correct-report")))
        )
        assert sorted(about.split(":")[0] for about in logged.scalars()) == sorted(
            f"report {row[0]}" for row in found["reports"]
        )


def test_the_restored_people_may_act_at_once(filled: Filled, archive: Path) -> None:
    """Connections that were open before go on with the tables that came back."""
    person: Person = filled.reporter
    assert filled.scene.people.person(person.id) == person
    restore_backup(filled.database, filled.store, archive)
    assert filled.scene.people.person(person.id) == person
    assert filled.scene.desk.history(person, TASK, FINANCE, HALF)[-1].standing == "returned"
