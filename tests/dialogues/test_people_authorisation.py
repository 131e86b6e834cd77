"""Who may give and take which role by chat: role x act x own or another agency, cell by cell."""

from __future__ import annotations

from itertools import count

import pytest

from app.settings import Settings
from app.wiring import build_assistant
from bot.dialogue.core import Dialogue
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.messages import Incoming
from progress.database import Database
from progress.people import People
from progress.persons import OPERATOR, Person
from progress.roles import NO_AGENCY, Role
from progress.tables.people import AuditRow
from tests.conftest import NOON, Clock
from tests.dialogues.test_people_scenes import dialogue_over
from tests.progress import newcomers
from tests.progress.newcomers import FINANCE, HEALTH

# act; roles that may do it in their own agency; in another; for the whole province
TABLE = """
invite; dieu-phoi quan-tri; dieu-phoi quan-tri; quan-tri
revoke; dieu-phoi quan-tri; dieu-phoi quan-tri; quan-tri
list; dieu-phoi quan-tri; dieu-phoi quan-tri; dieu-phoi quan-tri
"""
PLACES = {"own": FINANCE, "other": HEALTH, "province": NO_AGENCY}
CELLS = [
    (act.strip(), place, role, role.value in allowed.split())
    for line in TABLE.strip().splitlines()
    for act, *cells in [line.split(";")]
    for place, allowed in zip(PLACES, cells, strict=True)
    for role in Role
]


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return build_assistant(Settings(data_folder=tmp_path_factory.mktemp("data")), keeps=False).knowledge


class Office:
    """People who talk to one dialogue."""

    def __init__(self, dialogue: Dialogue, people: People) -> None:
        self._dialogue = dialogue
        self._people = people
        self._numbers = count(1)

    def comes(self, role: Role, agency: str) -> tuple[str, Person]:
        sender = str(next(self._numbers))
        code = self._people.invite(role, agency, by=OPERATOR, channel="cli").code
        return sender, self._people.register("telegram", sender, code, f"Người {sender}").person

    def says(self, sender: str, *texts: str) -> str:
        for text in texts:
            incoming = Incoming("telegram", sender, sender, str(next(self._numbers)), text, NOON)
            [reply] = self._dialogue.handle(incoming)
        return reply.text

    def does(self, act: str, place: str, sender: str) -> bool:
        """Whether it was done, as it is told."""
        agency, is_province = PLACES[place], place == "province"
        if act == "invite":
            said = self.says(sender, "/moi quản trị" if is_province else f"/moi đầu mối {agency}")
            return said.startswith("Mã mời số ")
        if act == "list":
            return "Thu hồi vai trò của ai" in self.says(sender, f"/thuhoi {agency or 'toàn tỉnh'}")
        _, target = self.comes(Role.COORDINATOR if is_province else Role.REPORTER, agency)
        said = self.says(sender, f"/thuhoi {target.id}", "1")
        ended = self._people.person(target.id)
        assert ended is not None
        assert said.startswith("Đã thu hồi") is (ended.memberships == ())
        return ended.memberships == ()


def test_every_cell_of_the_table(database: Database, knowledge: Knowledge, clock: Clock) -> None:
    people = People(database, clock)
    with dialogue_over(database, knowledge, people, clock) as dialogue:
        office = Office(dialogue, people)
        office.comes(Role.REPORTER, FINANCE)
        office.comes(Role.REPORTER, HEALTH)
        office.comes(Role.COORDINATOR, NO_AGENCY)
        actors = {role: office.comes(role, FINANCE)[0] for role in Role}
        found = [(act, place, role, office.does(act, place, actors[role])) for act, place, role, _ in CELLS]
    assert found == CELLS


def test_a_refused_act_leaves_no_trace(database: Database, knowledge: Knowledge, clock: Clock) -> None:
    people = People(database, clock)
    with dialogue_over(database, knowledge, people, clock) as dialogue:
        office = Office(dialogue, people)
        sender, _ = office.comes(Role.LEADER, FINANCE)
        before = newcomers.count(database, AuditRow)
        for act, place, role, is_allowed in CELLS:
            if role is Role.LEADER and act != "revoke":
                assert office.does(act, place, sender) is is_allowed
    assert newcomers.count(database, AuditRow) == before
