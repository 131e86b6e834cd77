"""Evidence at the desk: bound to what stands, kept once, read by those who may, swept when nobody's."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from progress.audit import AuditLog, Deed
from progress.evidence import (
    FILES_LIMIT,
    Evidence,
    EvidenceLost,
    EvidenceUnknown,
    FileInfected,
    FileKindRefused,
    ScannerDown,
    TooManyFiles,
    Upload,
    UploadLinkUnknown,
)
from progress.evidence_desk import LINK_LIFE, ORPHAN_AGE, EvidenceDesk
from progress.evidence_store import FolderStore
from progress.persons import Person
from progress.refusals import NotAllowed, NothingReported, NotLeading, PeriodLocked, PersonUnknown
from progress.roles import Role
from progress.scanning import Scanner
from progress.tables.access import UploadLinkRow
from progress.tables.reports import EvidenceRow
from tests.progress.desk_scene import FINANCE, HALF, HEALTH, OBLIGATIONS, TASK, Scene
from tests.progress.evidence_files import JPEG, PDF, PROGRAM
from tests.progress.newcomers import at_once, count

PHOTO = Upload("ảnh một cửa.jpg", JPEG)


class Refusing:
    """A scanner that refuses everything for one reason."""

    def __init__(self, refusal: type[Exception]) -> None:
        self._refusal = refusal

    def check(self, content: bytes) -> None:
        del content
        raise self._refusal


class Files:
    """The desk of evidence beside the one of reports, over a folder."""

    def __init__(self, scene: Scene, folder: Path, scanner: Scanner | None = None) -> None:
        self.store = FolderStore(folder / "evidence")
        self.desk = EvidenceDesk(scene.database, OBLIGATIONS, scene.clock, self.store, scanner)

    def attached(self, by: Person, upload: Upload = PHOTO, agency: str = FINANCE) -> Evidence:
        return self.desk.attach(by, TASK, agency, HALF, upload, channel="telegram")

    def kept(self) -> list[str]:
        return sorted(path.name for path in self.store.folder.glob("*/*"))


@pytest.fixture
def files(scene: Scene, tmp_path: Path) -> Files:
    return Files(scene, tmp_path)


def test_a_file_bears_out_the_version_that_stands(scene: Scene, files: Files) -> None:
    reporter = scene.reporter()
    first = scene.reported(reporter)
    photo = files.attached(reporter)
    second = scene.corrected(reporter, first, 60)
    paper = files.attached(reporter, Upload("biên bản.pdf", PDF))
    assert (photo.version, paper.version) == (first.version, second.version)
    assert (photo.name, photo.media_type, photo.size) == ("ảnh một cửa.jpg", "image/jpeg", len(JPEG))
    assert files.desk.evidence(reporter, TASK, FINANCE, HALF) == (photo, paper)
    assert files.desk.open(reporter, photo.id, channel="web") == (photo, JPEG)


def test_the_same_file_twice_is_one_and_its_bytes_are_kept_once(scene: Scene, files: Files) -> None:
    reporter = scene.reporter()
    made = scene.reported(reporter)
    once = files.attached(reporter)
    assert files.attached(reporter, Upload("tên khác.jpg", JPEG)) == once
    scene.corrected(reporter, made, 60)
    again = files.attached(reporter)
    assert again.id != once.id
    assert files.kept() == [once.sha256]


def test_eight_who_send_the_same_file_at_once_make_one(scene: Scene, files: Files) -> None:
    reporter = scene.reporter()
    scene.reported(reporter)
    made = at_once(lambda _: files.attached(reporter), 8)
    assert {one.id for one in made if isinstance(one, Evidence)} == {files.attached(reporter).id}
    assert count(scene.database, EvidenceRow) == 1


def test_nothing_is_kept_without_a_report_that_stands(scene: Scene, files: Files) -> None:
    reporter = scene.reporter()
    with pytest.raises(NothingReported):
        files.attached(reporter)
    made = scene.reported(reporter)
    scene.desk.withdraw(reporter, made.id, channel="web")
    with pytest.raises(NothingReported):
        files.attached(reporter)
    assert files.kept() == []


def test_a_locked_period_takes_no_file(scene: Scene, files: Files) -> None:
    reporter = scene.reporter()
    scene.reported(reporter)
    scene.desk.lock_period(scene.coordinator(), HALF, channel="web")
    with pytest.raises(PeriodLocked):
        files.attached(reporter)
    assert files.kept() == []


@pytest.mark.parametrize("refusal", [FileInfected, ScannerDown])
def test_what_the_scanner_does_not_pass_is_not_kept(
    scene: Scene, tmp_path: Path, refusal: type[Exception]
) -> None:
    files = Files(scene, tmp_path, Refusing(refusal))
    reporter = scene.reporter()
    scene.reported(reporter)
    with pytest.raises(refusal):
        files.attached(reporter)
    assert (files.kept(), count(scene.database, EvidenceRow)) == ([], 0)


def test_a_report_takes_so_many_files_and_no_more(scene: Scene, files: Files) -> None:
    reporter = scene.reporter()
    scene.reported(reporter)
    for number in range(FILES_LIMIT):
        files.attached(reporter, Upload("a.pdf", PDF + bytes([number])))
    with pytest.raises(TooManyFiles):
        files.attached(reporter)
    with pytest.raises(FileKindRefused):
        files.attached(reporter, Upload("a.pdf", PROGRAM))


def test_who_may_attach_and_read_of_own_and_other_agencies(scene: Scene, files: Files) -> None:
    scene.reported(scene.reporter())
    photo = files.attached(scene.reporter())
    acts: dict[str, Callable[[Person], object]] = {
        "attach": lambda by: files.attached(by),
        "list": lambda by: files.desk.evidence(by, TASK, FINANCE, HALF),
        "open": lambda by: files.desk.open(by, photo.id, channel="web"),
        "link": lambda by: files.desk.upload_link(by, TASK, FINANCE, HALF, channel="zalo"),
    }
    allowed = set()
    for act, do in acts.items():
        for role in Role:
            for reach, agency in (("own", FINANCE), ("other", HEALTH)):
                try:
                    do(scene.person(role, agency))
                except NotAllowed:
                    continue
                allowed.add((act, role.value, reach))
    reading = {("dau-moi", "own"), ("lanh-dao", "own"), ("dieu-phoi", "own"), ("dieu-phoi", "other")}
    assert allowed == {(act, *who) for act in ("list", "open") for who in reading} | {
        ("attach", "dau-moi", "own"),
        ("link", "dau-moi", "own"),
    }
    with pytest.raises(NotLeading):
        files.attached(scene.reporter(HEALTH), agency=HEALTH)
    with pytest.raises(EvidenceUnknown):
        files.desk.open(scene.coordinator(), 2**80, channel="web")


def test_every_act_leaves_its_line(scene: Scene, files: Files) -> None:
    reporter = scene.reporter()
    scene.reported(reporter)
    photo = files.attached(reporter)
    files.desk.open(reporter, photo.id, channel="web")
    files.desk.upload_link(reporter, TASK, FINANCE, HALF, channel="zalo")
    lines = AuditLog(scene.database).latest(person_id=reporter.id, limit=3)
    assert [(line.deed, line.channel) for line in lines] == [
        (Deed.UPLOAD_LINK, "zalo"),
        (Deed.OPEN_EVIDENCE, "web"),
        (Deed.ATTACH_EVIDENCE, "telegram"),
    ]
    assert lines[1].about == f"evidence {photo.id}: {TASK}, {FINANCE}, {HALF}"


def test_bytes_that_are_gone_or_changed_are_told(scene: Scene, files: Files) -> None:
    reporter = scene.reporter()
    scene.reported(reporter)
    photo = files.attached(reporter)
    (path,) = files.store.folder.glob("*/*")
    path.write_bytes(PDF)
    with pytest.raises(EvidenceLost):
        files.desk.open(reporter, photo.id, channel="web")
    path.unlink()
    with pytest.raises(EvidenceLost):
        files.desk.open(reporter, photo.id, channel="web")


def test_a_link_lets_its_person_send_for_half_an_hour(scene: Scene, files: Files) -> None:
    reporter = scene.reporter()
    scene.reported(reporter)
    issued = files.desk.upload_link(reporter, TASK, FINANCE, HALF, channel="zalo")
    link = files.desk.link_of(issued.token)
    assert (link.person, link.task_id, link.agency, link.period) == (reporter, TASK, FINANCE, HALF)
    sent = files.desk.attach_by_link(issued.token, PHOTO)
    assert (sent.uploader_id, sent.channel) == (reporter.id, "zalo")
    for wrong in ("", issued.token + "a", "troly_\ud800"):
        with pytest.raises(UploadLinkUnknown):
            files.desk.link_of(wrong)
    scene.clock.now += LINK_LIFE
    with pytest.raises(UploadLinkUnknown):
        files.desk.attach_by_link(issued.token, PHOTO)


def test_a_link_is_worth_what_its_person_may_at_that_moment(scene: Scene, files: Files) -> None:
    reporter, leaver = scene.reporter(), scene.reporter()
    scene.reported(reporter)
    links = [
        files.desk.upload_link(by, TASK, FINANCE, HALF, channel="zalo").token for by in (reporter, leaver)
    ]
    scene.people.leave(reporter.id, channel="web")
    scene.people.erase_personal_data(leaver.id, channel="web", held=None)
    with pytest.raises(NotAllowed):
        files.desk.attach_by_link(links[0], PHOTO)
    with pytest.raises(UploadLinkUnknown):
        files.desk.attach_by_link(links[1], PHOTO)
    assert files.kept() == []


def test_erasing_a_person_keeps_the_evidence_of_the_agency_and_no_name(scene: Scene, files: Files) -> None:
    reporter = scene.reporter()
    scene.reported(reporter)
    photo = files.attached(reporter)
    files.desk.upload_link(reporter, TASK, FINANCE, HALF, channel="zalo")
    data = scene.people.export_personal_data(reporter.id, channel="web")
    assert [one["name"] for one in data["evidence"]] == [photo.name]
    assert [one["task_id"] for one in data["upload_links"]] == [TASK]
    scene.people.erase_personal_data(reporter.id, channel="web", held=None)
    assert scene.people.person(photo.uploader_id) is None
    assert count(scene.database, UploadLinkRow) == 0
    assert files.desk.open(scene.coordinator(), photo.id, channel="web") == (photo, JPEG)
    with pytest.raises(PersonUnknown):
        files.desk.evidence(reporter, TASK, FINANCE, HALF)


def test_only_old_files_that_no_row_names_are_swept(scene: Scene, files: Files) -> None:
    reporter = scene.reporter()
    scene.reported(reporter)
    photo = files.attached(reporter)
    files.desk.upload_link(reporter, TASK, FINANCE, HALF, channel="zalo")
    orphan = files.store.put(PDF)
    young = files.store.put(PDF + b"\n")
    unfinished = files.store.folder / orphan[:2] / ".part-abc"
    unfinished.touch()
    now = dt.datetime.now(dt.UTC)
    long_ago = (now - 2 * ORPHAN_AGE).timestamp()
    for path in files.store.folder.glob("*/*"):
        if path.name != young:
            os.utime(path, (long_ago, long_ago))
    assert files.desk.sweep(now) == 1
    assert files.kept() == sorted([photo.sha256, young])
    assert count(scene.database, UploadLinkRow) == 0
    assert files.desk.sweep(now) == 0
