"""Reports at the desk: versions, duplicates, two at once, late ones, locked periods, on both engines."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

import pytest
from sqlalchemy import select

from progress.audit import AuditLog
from progress.people import People
from progress.persons import OPERATOR
from progress.records import Content, RecordError, Report, changes
from progress.refusals import (
    AlreadyReported,
    ContentEmpty,
    NotAllowed,
    NotCoordinating,
    NothingReported,
    NotLeading,
    PeriodLocked,
    PeriodNotOpen,
    PeriodUnknown,
    ProgressError,
    ReportUnknown,
    TaskUnknown,
)
from progress.scales import OutOfRange, UnknownTarget
from progress.states import TaskState
from progress.tables.reports import NoteRow, ReportRow
from tests.progress.desk_scene import (
    FINANCE,
    HALF,
    HALFWAY,
    HEALTH,
    OBLIGATIONS,
    QUARTER,
    SHARED,
    TASK,
    Scene,
    measured,
    percent,
    told,
)
from tests.progress.newcomers import at_once, count


def test_a_report_is_kept_as_it_was_said(scene: Scene) -> None:
    said = Content(Decimal("81.25"), (), TaskState.IN_PROGRESS, "chưa có kinh phí", "", "ghi chú\x00")
    reporter = scene.reporter()
    made = scene.reported(reporter, said)
    assert (made.version, made.replaces, made.standing, made.is_late) == (1, None, "pending", False)
    assert scene.desk.report(reporter, made.id) == made
    assert scene.desk.standing(reporter, TASK, FINANCE, HALF) == made
    assert made.content == said


def test_versions_name_what_they_replace_and_nothing_is_rewritten(scene: Scene) -> None:
    reporter, colleague = scene.reporter(), scene.reporter()
    first = scene.reported(reporter)
    second = scene.corrected(colleague, first, 60)
    gone = scene.desk.withdraw(reporter, second.id, "nhầm nhiệm vụ", channel="web")
    fourth = scene.reported(reporter, percent(70))
    history = scene.desk.history(reporter, TASK, FINANCE, HALF)
    assert history == (first, second, gone, fourth)
    assert [one.replaces for one in history] == [None, first.id, second.id, gone.id]
    assert told(history) == [
        (1, "pending", Decimal(50)),
        (2, "pending", Decimal(60)),
        (3, "withdrawn", None),
        (4, "pending", Decimal(70)),
    ]
    assert gone.reason == "nhầm nhiệm vụ"
    assert [one.field for one in changes(first.content, second.content)] == ["percent"]


def test_a_withdrawn_report_leaves_nothing_standing(scene: Scene) -> None:
    reporter = scene.reporter()
    made = scene.reported(reporter)
    scene.desk.withdraw(reporter, made.id, channel="web")
    assert scene.desk.standing(reporter, TASK, FINANCE, HALF) is None
    with pytest.raises(NothingReported):
        scene.corrected(reporter, made, 60)
    with pytest.raises(NothingReported):
        scene.reported(reporter, expects=1)


def test_the_second_of_two_at_once_is_shown_the_report_of_the_first(scene: Scene) -> None:
    first = scene.reported(scene.reporter())
    second = scene.reporter()
    with pytest.raises(AlreadyReported) as refused:
        scene.reported(second, percent(60))
    assert refused.value.report == first
    replacing = scene.reported(second, percent(60), expects=refused.value.report.version)
    assert (replacing.version, replacing.replaces) == (2, first.id)
    with pytest.raises(AlreadyReported) as outdated:
        scene.corrected(second, first, 65)
    assert outdated.value.report == replacing


def test_of_eight_at_once_one_reports_and_seven_are_shown_it(scene: Scene) -> None:
    reporters = [scene.reporter() for _ in range(8)]
    outcomes = at_once(lambda number: scene.reported(reporters[number], percent(number)), 8)
    made = [one for one in outcomes if isinstance(one, Report)]
    refused = [one.report for one in outcomes if isinstance(one, AlreadyReported)]
    assert (len(made), len(refused)) == (1, 7)
    assert {one.id for one in refused} == {made[0].id}
    assert count(scene.database, ReportRow) == 1


def test_eight_who_correct_whatever_stands_make_one_line_of_versions(scene: Scene) -> None:
    reporters = [scene.reporter() for _ in range(8)]
    scene.reported(reporters[0])

    def correct_until_taken(number: int) -> Report:
        while True:
            stands = scene.desk.standing(reporters[number], TASK, FINANCE, HALF)
            assert stands is not None
            try:
                return scene.corrected(reporters[number], stands, number)
            except AlreadyReported:
                continue

    made = at_once(correct_until_taken, 8)
    assert all(isinstance(one, Report) for one in made)
    history = scene.desk.history(reporters[0], TASK, FINANCE, HALF)
    assert [one.version for one in history] == list(range(1, 10))
    assert [one.replaces for one in history[1:]] == [one.id for one in history[:-1]]


def test_the_same_message_at_once_makes_one_report(scene: Scene) -> None:
    reporter = scene.reporter()
    made = at_once(lambda _: scene.reported(reporter, message="7:1"), 8)
    assert len({one.id for one in made if isinstance(one, Report)}) == 1
    assert not [one for one in made if isinstance(one, ProgressError)]


def test_messages_delivered_again_in_any_order_change_nothing(scene: Scene) -> None:
    reporters = {agency: scene.reporter(agency) for agency in (FINANCE, HEALTH)}
    tasks = [(TASK, FINANCE), *((SHARED, agency) for agency in reporters)]

    def deliver(place: int) -> Report:
        task, agency = tasks[place % 3]
        by = reporters[agency]
        message = f"tin:{place}"
        if place < 3:
            return scene.reported(by, task=task, agency=agency, message=message)
        return scene.corrected(by, first[place % 3], 60, message)

    first = [deliver(place) for place in range(3)]
    second = [deliver(place) for place in range(3, 6)]
    once = (*first, *second)
    order = [place for place in range(6) for _ in range(random.Random(4).randint(1, 4))]
    random.Random(5).shuffle(order)
    assert [deliver(place).id for place in order] == [once[place].id for place in order]
    assert count(scene.database, ReportRow) == 6
    seen = [scene.desk.history(reporters[agency], task, agency, HALF) for task, agency in tasks]
    assert [told(one) for one in seen] == [[(1, "pending", Decimal(50)), (2, "pending", Decimal(60))]] * 3


def test_one_message_may_report_on_several_tasks_and_of_another_person_it_is_another(scene: Scene) -> None:
    reporter, other = scene.reporter(), scene.reporter(HEALTH)
    scene.reported(reporter, message="1")
    scene.reported(reporter, task=SHARED, message="1")
    scene.reported(other, task=SHARED, agency=HEALTH, message="1")
    assert count(scene.database, ReportRow) == 3


def test_a_message_counts_once_even_when_it_would_mean_another_period_by_now(scene: Scene) -> None:
    reporter = scene.reporter()
    made = scene.reported(reporter, message="1")
    scene.clock.now = dt.datetime(2026, 9, 2, 3, 0, tzinfo=dt.UTC)
    assert scene.reported(reporter, period=QUARTER, message="1") == made


def test_a_withdrawal_delivered_again_changes_nothing(scene: Scene) -> None:
    reporter = scene.reporter()
    made = scene.reported(reporter)
    gone = [scene.desk.withdraw(reporter, made.id, channel="web", message_id="2") for _ in range(3)]
    assert len({one.id for one in gone}) == 1


@pytest.mark.parametrize(("hour", "is_late"), [(16, False), (17, True)])
def test_late_is_what_comes_after_the_due_day_in_vietnam(scene: Scene, hour: int, is_late: bool) -> None:
    scene.clock.now = dt.datetime(2026, 6, 17, hour, 30, tzinfo=dt.UTC)  # seven hours later in Vietnam
    reporter = scene.reporter()
    made = scene.reported(reporter)
    assert made.is_late is is_late
    assert scene.desk.report(reporter, made.id) == made


def test_a_correction_of_what_came_in_time_is_not_late_and_a_new_report_after_a_withdrawal_is(
    scene: Scene,
) -> None:
    reporter = scene.reporter()
    made = scene.reported(reporter)
    scene.clock.pass_by(days=20)
    corrected = scene.corrected(reporter, made, 60)
    gone = scene.desk.withdraw(reporter, corrected.id, channel="web")
    again = scene.reported(reporter, percent(70))
    assert [one.is_late for one in (made, corrected, gone, again)] == [False, False, False, True]
    assert scene.desk.history(reporter, TASK, FINANCE, HALF) == (made, corrected, gone, again)


def test_what_cannot_be_reported_is_refused_and_leaves_nothing(scene: Scene) -> None:
    reporter, other = scene.reporter(), scene.reporter(HEALTH)
    for refusal, task, agency, period, content in (
        (TaskUnknown, "IX.1", FINANCE, HALF, HALFWAY),
        (TaskUnknown, "\x00", FINANCE, HALF, HALFWAY),
        (PeriodUnknown, TASK, FINANCE, "2026-Q1", HALFWAY),
        (PeriodUnknown, TASK, FINANCE, "\x00", HALFWAY),
        (PeriodNotOpen, TASK, FINANCE, QUARTER, HALFWAY),
        (ContentEmpty, TASK, FINANCE, HALF, Content()),
        (OutOfRange, TASK, FINANCE, HALF, percent(101)),
        (UnknownTarget, TASK, FINANCE, HALF, measured(5, "%", 99)),
        (RecordError, TASK, FINANCE, HALF, Content(percent=Decimal(1) / 3)),
        (RecordError, TASK, FINANCE, HALF, Content(percent=Decimal("NaN"))),
        (NotAllowed, TASK, HEALTH, HALF, HALFWAY),
        (NotAllowed, TASK, "\x00", HALF, HALFWAY),
    ):
        with pytest.raises(refusal):
            scene.reported(reporter, content, task=task, agency=agency, period=period)
    with pytest.raises(NotLeading) as coordinating:
        scene.reported(other, agency=HEALTH)
    assert (coordinating.value.role, coordinating.value.leads) == ("coordinate", (FINANCE,))
    for unknown in (0, -1, 99, 10**30):
        with pytest.raises(ReportUnknown):
            scene.desk.correct(reporter, unknown, HALFWAY, channel="web")
    assert count(scene.database, ReportRow) == 0
    assert AuditLog(scene.database).latest() == ()


def test_a_locked_period_takes_nothing_until_it_is_opened_again(scene: Scene) -> None:
    reporter, coordinator = scene.reporter(), scene.coordinator()
    made = scene.reported(reporter)
    lock = scene.desk.lock_period(coordinator, HALF, "chốt số liệu", channel="web")
    for act in (
        lambda: scene.reported(reporter, task=SHARED),
        lambda: scene.corrected(reporter, made, 60),
        lambda: scene.desk.withdraw(reporter, made.id, channel="web"),
        lambda: scene.desk.send_back(coordinator, made.id, "thiếu số liệu", channel="web"),
        lambda: scene.desk.lock_period(coordinator, HALF, channel="web"),
    ):
        with pytest.raises(PeriodLocked) as refused:
            act()
        assert refused.value.lock == lock
    assert scene.desk.locked_periods() == {HALF}
    assert scene.desk.confirm(coordinator, made.id, channel="web").standing == "confirmed"
    scene.desk.reopen_period(coordinator, HALF, "bổ sung báo cáo", channel="web")
    assert scene.desk.lock_of(HALF) is None
    assert scene.desk.locked_periods() == frozenset()
    assert scene.corrected(reporter, made, 60).standing == "pending"


def test_nothing_comes_into_a_period_after_its_lock(scene: Scene) -> None:
    reporters = [scene.reporter() for _ in range(7)]
    tasks = [duty.task_id for duty in OBLIGATIONS.duties_of(FINANCE)[:7]]
    coordinator = scene.coordinator()

    def act(number: int) -> Report | None:
        if number == 7:
            scene.desk.lock_period(coordinator, HALF, channel="web")
            return None
        return scene.reported(reporters[number], task=tasks[number])

    outcomes = at_once(act, 8)
    made = [one for one in outcomes if isinstance(one, Report)]
    refused = [one for one in outcomes if isinstance(one, PeriodLocked)]
    assert len(made) + len(refused) == 7
    assert count(scene.database, ReportRow) == len(made)
    entries = AuditLog(scene.database).latest()
    assert entries[0].deed.value == "lock-period"


def test_a_role_ended_a_moment_ago_counts_no_more(scene: Scene) -> None:
    reporter = scene.reporter()
    People(scene.database, scene.clock).revoke(reporter.id, by=OPERATOR, channel="cli")
    with pytest.raises(NotAllowed):
        scene.reported(reporter)


def test_a_coordinating_agency_adds_notes_and_others_do_not(scene: Scene) -> None:
    author, leader = scene.reporter(HEALTH), scene.reporter()

    def note(by: object = author, agency: str = HEALTH, task: str = TASK) -> object:
        return scene.desk.add_note(
            author if by is author else leader,
            task,
            agency,
            HALF,
            " Đã gửi góp ý. ",
            channel="web",
            message_id="1",
        )

    assert note() == note()
    assert count(scene.database, NoteRow) == 1
    assert [one.text for one in scene.desk.notes(leader, TASK, HALF)] == ["Đã gửi góp ý."]
    assert scene.desk.notes(author, TASK, HALF) == scene.desk.notes(leader, TASK, HALF)
    assert scene.desk.notes(scene.reporter("Sở Tư pháp"), TASK, HALF) == ()
    with pytest.raises(NotCoordinating):
        note(leader, FINANCE)
    with pytest.raises(NotAllowed):
        note(leader, HEALTH)


def test_every_act_leaves_its_line_with_numbers_and_names_only(scene: Scene) -> None:
    reporter = scene.reporter()
    made = scene.reported(reporter, Content(note="không được ghi vào nhật ký"))
    (entry,) = AuditLog(scene.database).latest()
    assert (entry.actor, entry.deed.value, entry.channel) == (reporter.id, "report", "web")
    assert entry.about == f"report {made.id}: {TASK}, {FINANCE}, {HALF}"


def test_a_failed_act_leaves_the_report_before_it(scene: Scene) -> None:
    reporter = scene.reporter()
    made = scene.reported(reporter)
    with pytest.raises(OutOfRange):
        scene.corrected(reporter, made, 101)
    with scene.database.reading() as connection:
        assert connection.execute(select(ReportRow.version)).scalars().all() == [1]


def test_versions_are_read_by_their_numbers_by_those_who_may(scene: Scene) -> None:
    reporter = scene.reporter()
    first = scene.reported(reporter)
    second = scene.corrected(reporter, first, 60)
    assert scene.desk.reports_by_id(reporter, (second.id, first.id, 0, 2**70)) == (first, second)
    assert scene.desk.reports_by_id(scene.reporter(HEALTH), (first.id,)) == ()
    assert scene.desk.reports_by_id(reporter, ()) == ()
