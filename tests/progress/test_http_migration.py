"""The tables of the HTTP side come and go around people who stay, on both engines."""

from __future__ import annotations

from progress.request_keys import Claim, RequestKeys
from progress.web_sessions import WebSessions
from tests.progress.desk_scene import FINANCE, Scene
from tests.progress.newcomers import invited
from tests.progress.test_people_migration import move, tables

HTTP_TABLES = {"web_sessions", "request_keys"}
ONE_BEFORE = "-1"


def test_sessions_and_keys_come_and_go_and_people_stay(scene: Scene) -> None:
    person = scene.people.register("web", "a", invited(scene.people), "An").person
    sessions, keys = WebSessions(scene.database, scene.clock), RequestKeys(scene.database, scene.clock)
    token = sessions.begin("a").token
    keys.claim(person.id, "k", "a")

    move(scene.database, "0006")
    move(scene.database, ONE_BEFORE)
    assert not tables(scene.database) & HTTP_TABLES
    assert scene.people.person_of("web", "a") == person

    move(scene.database, "0006")
    assert tables(scene.database) >= HTTP_TABLES
    assert sessions.signed_in(token) is None
    assert isinstance(keys.claim(person.id, "k", "b"), Claim)
    assert scene.reported(person, agency=FINANCE).version == 1
