"""Who may do what at the desk: role x act x own or another agency, cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from progress.evidence import Upload
from progress.evidence_desk import EvidenceDesk
from progress.evidence_store import FolderStore
from progress.persons import Person
from progress.records import Report
from progress.refusals import NotAllowed
from progress.roles import Role
from progress.states import Pause
from tests.progress.desk_rights import ALLOWED, LEGAL
from tests.progress.desk_scene import DAY, FINANCE, HALF, HEALTH, OBLIGATIONS, SHARED, TASK, Scene
from tests.progress.evidence_files import JPEG

PAUSED = Pause("paused", "chờ hướng dẫn")


def test_every_cell_of_the_table(scene: Scene, tmp_path: Path) -> None:
    leader, coordinator = scene.reporter(), scene.coordinator()
    actors = {
        (role.value, reach): scene.person(role, FINANCE if reach == "own" else LEGAL)
        for role in Role
        for reach in ("own", "other")
    }
    noters = {
        (role.value, reach): scene.person(role, HEALTH if reach == "own" else LEGAL)
        for role in Role
        for reach in ("own", "other")
    }
    desk, numbers = scene.desk, count(1)
    stands = scene.reported(leader)
    on_task = (TASK, FINANCE, HALF)
    files = EvidenceDesk(scene.database, OBLIGATIONS, scene.clock, FolderStore(tmp_path))
    kept = files.attach(leader, *on_task, Upload("ảnh.jpg", JPEG), channel="web")

    def standing() -> Report:
        found = desk.standing(coordinator, TASK, FINANCE, HALF)
        return found or scene.reported(leader)

    def locked(by: Person) -> object:
        made = desk.lock_period(by, HALF, channel="web")
        desk.reopen_period(coordinator, HALF, "để thử tiếp", channel="web")
        return made

    def reopened(by: Person) -> object:
        if desk.lock_of(HALF) is None:
            desk.lock_period(coordinator, HALF, channel="web")
        try:
            return desk.reopen_period(by, HALF, "bổ sung", channel="web")
        finally:
            if desk.lock_of(HALF):
                desk.reopen_period(coordinator, HALF, "để thử tiếp", channel="web")

    def lifted(by: Person) -> object:
        desk.pause(coordinator, TASK, FINANCE, PAUSED, channel="web")
        return desk.lift_pause(by, TASK, FINANCE, channel="web")

    acts: dict[str, Callable[[Person], object]] = {
        "submit": lambda by: scene.reported(by, expects=standing().version),
        "correct": lambda by: scene.corrected(by, standing(), next(numbers) % 100),
        "withdraw": lambda by: desk.withdraw(by, scene.corrected(leader, standing(), 5).id, channel="web"),
        "add-note": lambda by: desk.add_note(by, TASK, HEALTH, HALF, "góp ý", channel="web"),
        "attach": lambda by: files.attach(by, *on_task, Upload("ảnh.jpg", JPEG), channel="web"),
        "upload-link": lambda by: files.upload_link(by, *on_task, channel="web"),
        "confirm": lambda by: desk.confirm(by, standing().id, channel="web"),
        "send-back": lambda by: desk.send_back(by, standing().id, "thiếu số liệu", channel="web"),
        "lock": locked,
        "reopen": reopened,
        "pause": lambda by: desk.pause(by, TASK, FINANCE, PAUSED, channel="web"),
        "lift-pause": lifted,
        "report": lambda by: desk.report(by, stands.id),
        "standing": lambda by: desk.standing(by, TASK, FINANCE, HALF),
        "history": lambda by: desk.history(by, TASK, FINANCE, HALF),
        "last-year": lambda by: desk.last_year_value(by, TASK, FINANCE, HALF, 0),
        "status": lambda by: desk.status_of_agency(by, FINANCE, HALF, DAY),
        "coverage": lambda by: desk.coverage(by, TASK, HALF, DAY),
        "waiting": lambda by: desk.waiting_for_review(by, HALF),
        "evidence": lambda by: files.evidence(by, *on_task),
        "open-evidence": lambda by: files.open(by, kept.id, channel="web"),
    }
    assert {act for act, _ in ALLOWED} == set(acts)
    found: dict[tuple[str, str], set[str]] = {}
    for act, do in acts.items():
        people = noters if act == "add-note" else actors
        for (role, reach), person in people.items():
            allowed = found.setdefault((act, reach), set())
            try:
                do(person)
            except NotAllowed:
                continue
            allowed.add(role)
    assert found == ALLOWED


def test_who_leads_a_shared_task_sees_its_rate_and_of_the_names_only_his_own(scene: Scene) -> None:
    scene.reported(scene.reporter(), task=SHARED)
    scene.reported(scene.reporter(HEALTH), task=SHARED, agency=HEALTH)
    own = scene.desk.coverage(scene.person(Role.LEADER, HEALTH), SHARED, HALF, DAY)
    everything = scene.desk.coverage(scene.coordinator(), SHARED, HALF, DAY)
    assert (own.rate, own.reported, own.missing) == (everything.rate, (HEALTH,), ())
    assert set(everything.reported) == {FINANCE, HEALTH}
    assert len(everything.missing) == everything.rate.whole - 2


def test_somebody_without_any_role_reads_nothing(scene: Scene) -> None:
    made = scene.reported(scene.reporter())
    stranger = Person(10**9, None, scene.clock())
    with pytest.raises(NotAllowed):
        scene.desk.report(stranger, made.id)
    with pytest.raises(NotAllowed):
        scene.desk.coverage(stranger, TASK, HALF, DAY)
    assert scene.desk.notes(stranger, TASK, HALF) == ()


def test_a_note_is_no_way_into_the_report_of_the_one_who_leads(scene: Scene) -> None:
    author = scene.reporter(HEALTH)
    scene.reported(scene.reporter())
    scene.desk.add_note(author, TASK, HEALTH, HALF, "góp ý", channel="web")
    with pytest.raises(NotAllowed) as refused:
        scene.desk.standing(author, TASK, FINANCE, HALF)
    assert refused.value.agency == FINANCE
