"""The tables of what goes out come and go around people who stay, on both engines."""

from __future__ import annotations

from sqlalchemy import insert

from bot.delivery.outbox import Outbox
from bot.dialogue.messages import Outgoing
from progress.tables.deliveries import AddressRow, PushSubscriptionRow
from tests.progress.desk_scene import Scene
from tests.progress.newcomers import joined
from tests.progress.test_people_migration import move, tables

DELIVERY_TABLES = {"deliveries", "delivery_addresses", "push_subscriptions"}
ONE_BEFORE = "-1"


def test_deliveries_come_and_go_and_people_stay(scene: Scene) -> None:
    person = joined(scene.people, "7")
    outbox = Outbox(scene.database, scene.clock)
    assert outbox.notify(person.id, "returned", "review 1", (Outgoing("Bị trả lại"),))
    with scene.database.writing() as connection:
        known = {"channel": "telegram", "sender": "7"}
        connection.execute(insert(AddressRow).values(**known, address="-100"))
        connection.execute(
            insert(PushSubscriptionRow).values(
                **known, endpoint_hash="a", endpoint="b", p256dh="c", auth="d", subscribed_at=scene.clock()
            )
        )

    move(scene.database, "0007")
    move(scene.database, ONE_BEFORE)
    assert not tables(scene.database) & DELIVERY_TABLES
    assert scene.people.person_of("telegram", "7") == person

    move(scene.database, "0007")
    assert tables(scene.database) >= DELIVERY_TABLES
    assert outbox.counts() == {}
    assert outbox.notify(person.id, "returned", "review 1", (Outgoing("Bị trả lại"),))
