"""Who may do what at the desk by chat: role x act x own or another agency, and strangers, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select

from app.settings import Settings
from app.wiring import build_assistant
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.messages import Attachment, Incoming, Outgoing
from progress.database import Database
from progress.evidence import Upload
from progress.persons import Person
from progress.records import Content
from progress.roles import Role
from progress.tables.whole import METADATA
from tests.dialogues.desk import CHANNEL, DeskScene
from tests.dialogues.transcripts import Transcript
from tests.progress.desk_rights import ALLOWED, LEGAL
from tests.progress.desk_scene import FINANCE, HALF, TASK
from tests.progress.evidence_files import PDF

# A pause is set over HTTP alone. A report by its number is shown to be reviewed: others read the history.
BY_CHAT = {
    cell: roles for cell, roles in ALLOWED.items() if cell[0] not in ("pause", "lift-pause", "last-year")
} | {
    ("report", "own"): {"dieu-phoi"},
    ("resend", "own"): {"dau-moi"},
    ("resend", "other"): set(),
    ("say-for", "own"): {"dau-moi"},
    ("say-for", "other"): set(),
    ("lock-by-word", "own"): {"dieu-phoi"},
    ("lock-by-word", "other"): {"dieu-phoi"},
}
KEPT = [table for table in METADATA.sorted_tables if table.name not in ("conversations", "questions")]
AGENCIES = {"own": FINANCE, "other": LEGAL}
NOTED = "II.1"  # FINANCE coordinates it, LEGAL does not
SECRET = "đã rà soát 37 văn bản"

Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Press:
    """A button, which a person may also forge: its words are no secret."""

    action: str


@dataclass(frozen=True, slots=True)
class Send:
    """A file."""

    name: str


@dataclass(frozen=True, slots=True)
class Act:
    """What is said to do it; ``shows`` is in the answer when it was only to be read, ``stores`` the tables
    that grow when it was to be done."""

    lines: tuple[str | Press | Send, ...]
    shows: str = ""
    stores: frozenset[str] = frozenset()
    prepare: Callable[[], object] = field(default=lambda: None)


class World:
    """One report that stands with a file on it, and somebody of every role in two agencies."""

    def __init__(self, scene: DeskScene) -> None:
        self.scene = scene
        people = {"An": (f"đầu mối {FINANCE}",), "Chi": ("điều phối",)}
        for role in Role:
            for agency in AGENCIES.values():
                told = f"{role.label} {agency}" if role.needs_agency else role.label
                people[f"{role.value} {agency}"] = (told,)
        scene.begin(Transcript("", (), people=people))
        self.reporter, self.coordinator = self.person("An"), self.person("Chi")
        content = Content(percent=Decimal(50), note=SECRET)
        duty = (TASK, FINANCE, HALF)
        self.report = scene.desk.submit(self.reporter, *duty, content, channel=CHANNEL).id
        evidence = scene.reporting.evidence
        evidence.attach(self.reporter, *duty, Upload("biên bản.pdf", PDF), channel=CHANNEL)
        self.rows = self.kept()
        self._numbers = count(1)

    def person(self, name: str) -> Person:
        found = self.scene.people.person_of(CHANNEL, name)
        assert found is not None
        return found

    def kept(self) -> Rows:
        """All that is stored but for what was said."""
        with self.scene.database.reading() as connection:
            return {
                table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
                for table in KEPT
            }

    def restore(self) -> None:
        """As it was before anybody acted, with nothing said."""
        self.scene.question_log.write_out()
        with self.scene.database.writing() as connection:
            for table in reversed(METADATA.sorted_tables):
                connection.execute(delete(table))
            for table in KEPT:
                if rows := self.rows[table.name]:
                    connection.execute(insert(table), rows)

    def says(self, name: str, lines: tuple[str | Press | Send, ...]) -> list[Outgoing]:
        """Each line in a conversation that begins anew; what comes back."""
        conversation, told = f"{name} {next(self._numbers)}", []
        for line in lines:
            incoming = Incoming(
                channel=CHANNEL,
                conversation=conversation,
                sender=name,
                message_id=str(next(self._numbers)),
                text=line if isinstance(line, str) else "",
                received_at=self.scene.clock(),
                action=line.action if isinstance(line, Press) else None,
                attachments=(Attachment(line.name, "", 100, line.name),) if isinstance(line, Send) else (),
            )
            told += self.scene.dialogue.handle(incoming)
        return told


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return build_assistant(Settings(data_folder=tmp_path_factory.mktemp("data")), keeps=False).knowledge


@pytest.fixture
def world(new_database: Callable[[str], Database], knowledge: Knowledge, tmp_path: Path) -> Iterator[World]:
    """On SQLite: the desk itself is held to the table on both engines."""
    scene = DeskScene(knowledge, new_database("sqlite"), tmp_path / "evidence")
    yield World(scene)
    scene.question_log.close()


def acts(world: World) -> dict[str, Act]:
    """Each act of the table as it is said, with what has to be so before."""
    desk, report = world.scene.desk, world.report
    kept = frozenset({"reports", "audit"})
    reviewed, decided = frozenset({"reviews", "audit"}), frozenset({"period_locks", "audit"})

    def locked() -> None:
        desk.lock_period(world.coordinator, HALF, channel="web")

    def returned() -> None:
        desk.send_back(world.coordinator, report, "thiếu số liệu", channel="web")

    return {
        "submit": Act((f"{TASK} 60%", "đúng"), stores=kept),
        "say-for": Act((f"{FINANCE} báo cáo {TASK} đạt 60% công việc", "đúng"), stores=kept),
        "correct": Act((f"/suabaocao {TASK} 65%", "đúng"), stores=kept),
        "withdraw": Act((f"/huybaocao {TASK} nhập nhầm", "đúng"), stores=kept),
        "resend": Act((Press(f"resend:{report}"), "đúng"), stores=kept, prepare=returned),
        "add-note": Act(
            (Press(f"note:{NOTED}"), "đã gửi số liệu cho cơ quan chủ trì", "đúng"),
            stores=frozenset({"notes", "audit"}),
        ),
        "attach": Act(
            (Press(f"attach:{report}"), Send("ảnh.jpg"), "đúng"),
            stores=frozenset({"evidence", "upload_links", "audit"}),
        ),
        "upload-link": Act((Press(f"attach:{report}"),), stores=frozenset({"upload_links", "audit"})),
        "confirm": Act((Press(f"confirm:{report}"),), stores=reviewed),
        "send-back": Act((Press(f"return:{report}"), "thiếu số liệu", "đúng"), stores=reviewed),
        "lock": Act((Press(f"lock:{HALF}"), "hết hạn", "đúng"), stores=decided),
        "lock-by-word": Act(("/kybaocao khóa kỳ 6 tháng", "hết hạn", "đúng"), stores=decided),
        "reopen": Act((Press(f"reopen:{HALF}"), "bổ sung", "đúng"), stores=decided, prepare=locked),
        "report": Act((Press(f"review:{report}"),), shows=SECRET),
        "standing": Act((f"/tiendo {TASK}",), shows="1/1"),
        "coverage": Act((Press(f"standing:1:{TASK}"),), shows="1/1"),
        "history": Act((Press(f"history:{TASK}:{FINANCE}"),), shows=SECRET),
        "status": Act((f"/tiendo {FINANCE}",), shows="đã báo cáo 1/21"),
        "waiting": Act(("/choduyet",), shows=TASK),
        "evidence": Act((Press(f"evidence:{report}"),), shows="biên bản.pdf"),
        "open-evidence": Act((Press(f"evidence:{report}"),), shows="biên bản.pdf"),
    }


def test_every_cell_of_the_table(world: World) -> None:
    told = acts(world)
    assert {act for act, _ in BY_CHAT} == set(told)
    found = {cell: set[str]() for cell in BY_CHAT}
    for name, act in told.items():
        world.restore()
        act.prepare()
        before = world.kept()
        for role in Role:
            for reach, agency in AGENCIES.items():
                if _is_done(world, f"{role.value} {agency}", act, before):
                    found[name, reach].add(role.value)
        assert not _is_done(world, "Người lạ", act, before), name
    assert found == BY_CHAT


def _is_done(world: World, actor: str, act: Act, before: Rows) -> bool:
    """Whether the actor was let do it. Who was not is told so at once, sees nothing and leaves nothing."""
    replies = world.says(actor, act.lines)
    after = world.kept()
    grown = frozenset(name for name, rows in after.items() if rows != before[name])
    shown = "\n".join(one.full_text for one in replies)
    files = [file.content for one in replies for file in one.files]
    where = f"{actor}: {act.lines}\n{shown}"
    if act.stores and grown:
        assert grown == act.stores, where
        world.restore()
        act.prepare()
        before.update(world.kept())
        return True
    if act.shows and replies[0].answer is not None and replies[0].answer.kind != "refused":
        assert act.shows in shown, where
        assert grown <= {"audit"}, where  # who opened a file is written down
        before.update(after)
        return True
    assert replies[0].answer is not None, where
    assert replies[0].answer.kind == "refused", where
    assert not grown, where
    assert SECRET not in shown, where
    assert not files, where
    return False
