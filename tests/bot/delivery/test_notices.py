"""What happens once is told once: by itself, or in the conversation, on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.delivery.notices import LOOKED_BACK, RETURNED, UNREACHABLE, Notices
from bot.delivery.outbox import Outbox
from bot.delivery.rows import Parcel
from bot.delivery.stored_messages import from_json
from progress.roles import Role
from progress.tables.deliveries import AddressRow, DeliveryRow
from progress.tables.people import IdentityRow
from tests.progress.desk_scene import DAY, FINANCE, PLAN, TASK, Scene


@pytest.fixture
def outbox(scene: Scene) -> Outbox:
    return Outbox(scene.database, scene.clock)


@pytest.fixture
def notices(scene: Scene, outbox: Outbox) -> Notices:
    return Notices(scene.database, outbox, scene.people, PLAN.task_by_id)


def queued(scene: Scene, kind: str) -> list[tuple[int, str, Any]]:
    with scene.database.reading() as connection:
        rows = connection.execute(
            select(DeliveryRow.person_id, DeliveryRow.state, DeliveryRow.messages)
            .where(DeliveryRow.kind == kind)
            .order_by(DeliveryRow.id)
        ).all()
    return [(row.person_id, row.state, from_json(row.messages)) for row in rows]


def test_a_report_that_came_back_is_told_to_its_sender_once_a_verdict(scene: Scene, notices: Notices) -> None:
    reporter, reviewer = scene.reporter(), scene.coordinator()
    report = scene.reported(reporter)
    assert notices.compose_returned(scene.clock()) == 0
    scene.desk.send_back(reviewer, report.id, "thiếu số liệu", channel="web")
    assert notices.compose_returned(scene.clock()) == 1
    assert notices.compose_returned(scene.clock()) == 0
    [(person, _, (message,))] = queued(scene, RETURNED)
    assert person == reporter.id
    assert message.text.startswith("Báo cáo")
    assert message.text.endswith("bị trả lại: thiếu số liệu")
    assert [(one.label, one.action) for one in message.choices] == [
        (f"Gửi lại {TASK}", f"resend:{report.id}")
    ]
    assert not notices.tell_once(reporter.id, report.id)


def test_what_was_taken_back_meanwhile_is_not_told(scene: Scene, notices: Notices) -> None:
    reporter, reviewer = scene.reporter(), scene.coordinator()
    report = scene.reported(reporter)
    scene.desk.send_back(reviewer, report.id, "thiếu", channel="web")
    scene.corrected(reporter, report, 70)
    assert notices.compose_returned(scene.clock()) == 0


def test_what_the_conversation_told_is_not_told_again(scene: Scene, notices: Notices) -> None:
    reporter, reviewer = scene.reporter(), scene.coordinator()
    report = scene.reported(reporter)
    scene.desk.send_back(reviewer, report.id, "thiếu", channel="web")
    assert notices.tell_once(reporter.id, report.id)
    assert not notices.tell_once(reporter.id, report.id)
    assert notices.compose_returned(scene.clock()) == 0


def test_what_could_not_be_brought_is_told_in_the_conversation_once(scene: Scene, notices: Notices) -> None:
    reporter, reviewer = scene.reporter(), scene.coordinator()
    report = scene.reported(reporter)
    scene.desk.send_back(reviewer, report.id, "thiếu", channel="web")
    notices.compose_returned(scene.clock())
    with scene.database.writing() as connection:
        connection.execute(update(DeliveryRow).values(state="unreachable"))
    assert notices.tell_once(reporter.id, report.id)
    assert not notices.tell_once(reporter.id, report.id)


def test_old_verdicts_are_left_to_the_conversation(scene: Scene, notices: Notices) -> None:
    reporter, reviewer = scene.reporter(), scene.coordinator()
    report = scene.reported(reporter)
    scene.desk.send_back(reviewer, report.id, "thiếu", channel="web")
    scene.clock.now += LOOKED_BACK
    scene.clock.pass_by(seconds=1)
    assert notices.compose_returned(scene.clock()) == 0


def lost(person: int) -> Parcel:
    return Parcel(1, person, "digest", DAY, "telegram", "7", "7", (), (), 1)


def test_coordinators_hear_of_a_focal_point_that_blocked_the_bot(scene: Scene, notices: Notices) -> None:
    reporter, leader = scene.reporter(), scene.person(Role.LEADER)
    coordinators = [scene.coordinator().id, scene.coordinator().id]
    scene.person(Role.ADMINISTRATOR)
    notices.tell_coordinators(lost(leader.id))
    assert queued(scene, UNREACHABLE) == []
    notices.tell_coordinators(lost(reporter.id))
    notices.tell_coordinators(lost(reporter.id))
    told = queued(scene, UNREACHABLE)
    assert [person for person, _, _ in told] == coordinators
    text = told[0][2][0].text
    assert text.startswith(f"Không gửi được tin cho đầu mối đầu mối ({FINANCE}) qua Telegram")
    scene.clock.pass_by(days=1)
    notices.tell_coordinators(lost(reporter.id))
    assert len(queued(scene, UNREACHABLE)) == 4


def test_who_writes_again_can_be_reached_again(scene: Scene, outbox: Outbox) -> None:
    person = scene.reporter()
    with scene.database.writing() as connection:
        known = {"channel": "telegram", "sender": "7"}
        connection.execute(insert(IdentityRow).values(**known, person_id=person.id, linked_at=scene.clock()))
        connection.execute(
            insert(AddressRow).values(**known, address="7", unreachable_since=scene.clock(), reason="blocked")
        )
    for channel, sender, since in (("telegram", "8", scene.clock()), ("telegram", "7", None)):
        outbox.heard_from(channel, sender)
        with scene.database.reading() as connection:
            assert connection.execute(select(AddressRow.unreachable_since)).scalar_one() == since
