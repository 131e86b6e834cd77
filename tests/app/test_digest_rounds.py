"""The morning round queues once, whoever asks it how often, and after any death. On both engines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest
from sqlalchemy import select

from app.digests import DigestRounds
from bot.delivery.outbox import Outbox, QueuedMessage
from bot.delivery.stored_messages import from_json
from bot.roll_up_picture import roll_up_picture
from progress.database import Database
from progress.digest_desk import DigestDesk
from progress.digest_settings import DigestRules
from progress.roles import Role
from progress.tables.deliveries import DeliveryRow
from progress.working_days import VIETNAM_TIME, WorkingDays
from tests.progress.desk_scene import HEALTH, OBLIGATIONS, Scene
from tests.progress.newcomers import at_once

OPENING = dt.date(2026, 6, 1)


class Died(Exception):
    """The process went before anything was queued."""


class DyingOutbox:
    """Dies the first time."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self.is_dead = True

    def queue(self, messages: Iterable[QueuedMessage]) -> int:
        if self.is_dead:
            raise Died
        return self._outbox.queue(messages)


def at(time: str, day: dt.date = OPENING) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(time), VIETNAM_TIME)


@pytest.fixture
def scene(database: Database) -> Scene:
    """Four people who came before the first period."""
    scene = Scene(database)
    scene.clock.now = at("09:00", dt.date(2026, 5, 20))
    for agency in (HEALTH, "Phường Rạch Giá"):
        scene.reporter(agency)
    scene.coordinator()
    scene.person(Role.LEADER)
    return scene


def rounds_of(scene: Scene, outbox: Outbox | DyingOutbox | None = None) -> DigestRounds:
    desk = DigestDesk(scene.database, OBLIGATIONS, DigestRules(WorkingDays()), scene.clock)
    outbox = outbox or Outbox(scene.database, scene.clock)
    return DigestRounds(desk, OBLIGATIONS, roll_up_picture, outbox)


def queued(scene: Scene) -> list[str]:
    """The last line of each digest."""
    query = select(DeliveryRow.messages).order_by(DeliveryRow.person_id)
    with scene.database.reading() as connection:
        return [last_line(from_json(one)[0].text) for one in connection.execute(query).scalars()]


def last_line(text: str) -> str:
    return text.split("\n")[-1]


OPENED = "Kỳ 6 tháng 2026 đã mở: nhận báo cáo từ 1/6/2026, hạn 17/6/2026."


def test_asked_again_nothing_is_queued_again(scene: Scene) -> None:
    rounds = rounds_of(scene)
    made = [rounds.compose_due_digests(at(time)) for time in ("07:29", "07:30", "07:31", "08:00", "11:59")]
    assert made == [0, 3, 0, 0, 0]
    assert queued(scene) == [OPENED] * 3  # nothing is told to the leader


def test_several_at_once_queue_each_digest_once(scene: Scene) -> None:
    rounds = [rounds_of(scene) for _ in range(4)]
    made = at_once(lambda number: rounds[number].compose_due_digests(at("07:30")), 4)
    assert sum(one for one in made if isinstance(one, int)) == 3
    assert queued(scene) == [OPENED] * 3


def test_after_a_death_before_queueing_all_is_told_as_it_would_have_been(scene: Scene) -> None:
    outbox = DyingOutbox(Outbox(scene.database, scene.clock))
    rounds = rounds_of(scene, outbox)
    with pytest.raises(Died):
        rounds.compose_due_digests(at("07:30"))
    assert queued(scene) == []
    outbox.is_dead = False
    assert rounds.compose_due_digests(at("07:31")) == 3
    assert queued(scene) == [OPENED] * 3


def test_a_digest_is_of_no_use_after_noon(scene: Scene) -> None:
    rounds_of(scene).compose_due_digests(at("07:30"))
    with scene.database.reading() as connection:
        assert set(connection.execute(select(DeliveryRow.expires_at)).scalars()) == {at("12:00")}
    assert rounds_of(scene).compose_due_digests(at("12:00", dt.date(2026, 6, 18))) == 0


def test_a_preview_keeps_nothing(scene: Scene) -> None:
    rounds = rounds_of(scene)
    assert [last_line(message.text) for _, _, message in rounds.preview(OPENING)] == [OPENED] * 3
    assert queued(scene) == []
    assert rounds.compose_due_digests(at("07:30")) == 3
