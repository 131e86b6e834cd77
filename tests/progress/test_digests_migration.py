"""The tables of the digest come and go around people who stay, on both engines."""

from __future__ import annotations

import datetime as dt

from progress.digest_desk import DigestDesk, ToldDigest
from progress.digest_settings import DigestRules, DigestSettings
from progress.digests import Digest, FocalPart, Snooze
from progress.working_days import WorkingDays
from tests.progress.desk_scene import DAY, FINANCE, HALF, OBLIGATIONS, TASK, Scene
from tests.progress.test_people_migration import move, tables

DIGEST_TABLES = {"digest_settings", "digest_snoozes", "digest_told", "digest_thanks", "digest_rounds"}


def test_settings_come_and_go_and_people_stay(scene: Scene) -> None:
    desk = DigestDesk(scene.database, OBLIGATIONS, DigestRules(WorkingDays()), scene.clock)
    reporter = scene.reporter()
    desk.change(reporter, DigestSettings(dt.time(8), "weekly"))
    desk.snooze(reporter, Snooze(TASK, dt.date(2026, 6, 20), "chờ số liệu"))
    thanks = Digest(DAY, FocalPart((FINANCE,), thanks=HALF))
    desk.keep_told([ToldDigest(thanks, reporter.id, ("report:VI.1",))])
    desk.finish(DAY, [dt.time(8)])

    move(scene.database, "0007")
    assert not tables(scene.database) & DIGEST_TABLES
    assert scene.people.person(reporter.id) == reporter

    move(scene.database, "0008")
    assert tables(scene.database) >= DIGEST_TABLES
    assert scene.people.person(reporter.id) == reporter
    assert desk.settings(reporter) == DigestSettings()
    desk.change(reporter, DigestSettings(dt.time(9)))
    assert desk.settings(reporter).at == dt.time(9)
