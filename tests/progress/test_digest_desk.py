"""What people chose and were told is kept once; who may look at all digests; erasing. On both engines."""

from __future__ import annotations

import datetime as dt

import pytest

from progress.digest_desk import DigestDesk, ToldDigest
from progress.digest_settings import DigestRules, DigestSettings, last_moment, may_send_at
from progress.digests import Digest, FocalPart, Snooze
from progress.persons import Person
from progress.refusals import NotAllowed, PersonUnknown, ReasonMissing, TaskUnknown
from progress.roles import Role
from progress.states import Pause
from progress.working_days import WorkingDays, vietnamese_day
from tests.progress.desk_scene import DAY, FINANCE, HALF, HEALTH, OBLIGATIONS, TASK, Scene, percent

OVERDUE_DAY = dt.date(2026, 6, 22)


@pytest.fixture
def desk(scene: Scene) -> DigestDesk:
    return DigestDesk(scene.database, OBLIGATIONS, DigestRules(WorkingDays()), scene.clock)


def told(person: Person, day: dt.date, thanks: str = "") -> ToldDigest:
    return ToldDigest(
        Digest(day, FocalPart((FINANCE,), thanks=thanks)), person.id, ("report:VI.1", "resend:3")
    )


def tasks_told(desk: DigestDesk, person: Person) -> set[str]:
    digest = desk.digest(person, OVERDUE_DAY)
    return {one.task_id for one in digest.focal.lines} if digest and digest.focal else set()


def test_what_a_person_chose_replaces_what_was_chosen_before(scene: Scene, desk: DigestDesk) -> None:
    reporter = scene.reporter()
    assert desk.settings(reporter) == DigestSettings()
    desk.change(reporter, DigestSettings(dt.time(8, 30), "weekly"))
    desk.change(reporter, DigestSettings(None, "daily", dt.date(2026, 6, 15)))
    assert desk.settings(reporter) == DigestSettings(None, "daily", dt.date(2026, 6, 15))
    assert [at for _, at in desk.recipients(dt.date(2026, 6, 15))] == [dt.time(7, 30)]
    assert desk.recipients(dt.date(2026, 6, 12)) == ()


def test_only_people_with_something_to_be_told_are_recipients(scene: Scene, desk: DigestDesk) -> None:
    wanted = [scene.reporter(), scene.person(Role.LEADER), scene.coordinator()]
    scene.person(Role.OFFICIAL)
    scene.person(Role.ADMINISTRATOR)
    assert [person for person, _ in desk.recipients(DAY)] == wanted


def test_a_time_is_left_until_its_round_is_finished(scene: Scene, desk: DigestDesk) -> None:
    desk.change(scene.reporter(), DigestSettings(dt.time(8)))
    assert desk.times_left(DAY) == (dt.time(7, 30), dt.time(8))
    desk.finish(DAY, [dt.time(7, 30)])
    desk.finish(DAY, [dt.time(7, 30)])
    assert desk.times_left(DAY) == (dt.time(8),)
    assert desk.times_left(DAY + dt.timedelta(days=1)) == (dt.time(7, 30), dt.time(8))


def test_the_opening_of_a_period_is_told_again_on_the_same_day_only(scene: Scene, desk: DigestDesk) -> None:
    scene.clock.pass_by(days=-30)
    reporter = scene.reporter()
    first, second = dt.date(2026, 6, 1), dt.date(2026, 6, 2)

    def opened(day: dt.date) -> tuple[str, ...]:
        digest = desk.digest(reporter, day)
        return digest.focal.opened if digest and digest.focal else ()

    desk.keep_told([told(reporter, dt.date(2026, 5, 20))])
    assert opened(first) == (HALF,)
    desk.keep_told([told(reporter, first)])
    assert opened(first) == (HALF,)  # composed once more: the process died before it was queued
    assert opened(second) == ()


def test_thanks_are_said_on_one_day_only(scene: Scene, desk: DigestDesk) -> None:
    reporter = scene.reporter()
    for owed in OBLIGATIONS.obligations_of(FINANCE, HALF):
        scene.reported(reporter, percent(100), task=owed.task_id)

    def thanked(day: dt.date) -> str:
        digest = desk.digest(reporter, day)
        return digest.focal.thanks if digest and digest.focal else ""

    assert thanked(DAY) == HALF
    desk.keep_told([told(reporter, DAY, thanks=HALF)])
    assert thanked(DAY) == HALF
    assert thanked(DAY + dt.timedelta(days=1)) == ""


def test_the_numbers_of_the_last_digest_are_remembered(scene: Scene, desk: DigestDesk) -> None:
    reporter = scene.reporter()
    assert desk.told_actions(reporter) == ()
    desk.keep_told([told(reporter, DAY)])
    assert desk.told_actions(reporter) == ("report:VI.1", "resend:3")


def test_a_snooze_ends_on_its_day_or_before(scene: Scene, desk: DigestDesk) -> None:
    reporter, until = scene.reporter(), dt.date(2026, 6, 20)
    desk.snooze(reporter, Snooze(TASK, dt.date(2026, 6, 15), "chờ"))
    kept = desk.snooze(reporter, Snooze(TASK, until, " chờ số liệu\x00 "))
    assert kept.reason == "chờ số liệu"
    assert desk.snoozes(reporter, DAY) == (kept,)
    assert desk.snoozes(reporter, until) == ()
    assert desk.end_snooze(reporter, TASK)
    assert not desk.end_snooze(reporter, TASK)


def test_a_snooze_needs_a_reason_a_task_and_a_person(scene: Scene, desk: DigestDesk) -> None:
    reporter = scene.reporter()
    with pytest.raises(ReasonMissing):
        desk.snooze(reporter, Snooze(TASK, DAY, "\x00 "))
    with pytest.raises(TaskUnknown):
        desk.snooze(reporter, Snooze("III.99", DAY, "chờ"))
    scene.people.erase_personal_data(reporter.id, channel="web", held=None)
    with pytest.raises(PersonUnknown):
        desk.snooze(reporter, Snooze(TASK, DAY, "chờ"))
    with pytest.raises(PersonUnknown):
        desk.change(reporter, DigestSettings())


def test_only_administrators_look_at_what_all_would_get(scene: Scene, desk: DigestDesk) -> None:
    administrator = scene.person(Role.ADMINISTRATOR)
    scene.reporter()
    scene.reporter(HEALTH)
    scene.person(Role.LEADER)
    counts = desk.counts(administrator, OVERDUE_DAY)
    assert counts == {Role.REPORTER: 2, Role.LEADER: 1, Role.COORDINATOR: 0}
    for role in (Role.REPORTER, Role.LEADER, Role.COORDINATOR, Role.OFFICIAL):
        with pytest.raises(NotAllowed):
            desk.counts(scene.person(role), OVERDUE_DAY)


def test_a_paused_duty_waits_for_nobody(scene: Scene, desk: DigestDesk) -> None:
    reporter = scene.reporter()
    before = tasks_told(desk, reporter)
    scene.desk.pause(scene.coordinator(), TASK, FINANCE, Pause("paused", "chờ"), channel="web")
    assert before - tasks_told(desk, reporter) == {TASK}


def test_a_person_sees_and_erases_what_the_digest_keeps(scene: Scene, desk: DigestDesk) -> None:
    reporter = scene.reporter()
    desk.change(reporter, DigestSettings(dt.time(8)))
    desk.snooze(reporter, Snooze(TASK, dt.date(2026, 6, 20), "chờ số liệu"))
    desk.keep_told([told(reporter, vietnamese_day(scene.clock()), thanks=HALF)])
    data = scene.people.export_personal_data(reporter.id, channel="web")
    assert [one["minute"] for one in data["digest_settings"]] == [480]
    assert [one["reason"] for one in data["digest_snoozes"]] == ["chờ số liệu"]
    assert len(data["digest_told"]) == len(data["digest_thanks"]) == 1
    scene.people.erase_personal_data(reporter.id, channel="web", held=None)
    assert (desk.settings(reporter), desk.snoozes(reporter, DAY)) == (DigestSettings(), ())
    assert desk.told_actions(reporter) == ()


@pytest.mark.parametrize(
    ("at", "until"), [("06:00", "12:00"), ("11:59", "12:00"), ("12:00", "13:00"), ("20:30", "21:00")]
)
def test_a_digest_may_be_late_until_noon_or_an_hour_and_never_at_night(at: str, until: str) -> None:
    assert last_moment(DAY, dt.time.fromisoformat(at)).time() == dt.time.fromisoformat(until)


@pytest.mark.parametrize(
    ("time", "may"), [("05:59", False), ("06:00", True), ("20:59", True), ("21:00", False), ("23:59", False)]
)
def test_nothing_is_sent_at_night(time: str, may: bool) -> None:
    assert may_send_at(dt.time.fromisoformat(time)) is may
