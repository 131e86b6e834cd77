"""Aliases of a plan and sayings linked from the bank: how they are read, found and kept out of quotes."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import Plan
from corpus.plans import BUNDLED_PLAN
from corpus.tables import TableError
from retrieval.aliases import Alias, aliases_file, read_aliases
from retrieval.encoder import Encoder
from retrieval.linking import linked_aliases
from retrieval.notions import Notion, Saying
from retrieval.said import SaidIndex
from retrieval.search import Search

CLASSROOMS = Notion(
    "sua-phong-hoc",
    ("Sửa chữa, nâng cấp phòng học", "Sửa chữa phòng học xuống cấp"),
    (Saying("citizen", "mái trường dột lỗ chỗ"), Saying("clerk", "tường lớp nứt toác")),
)


def test_aliases_stand_beside_the_plan(small_plan: Plan, tmp_path: Path) -> None:
    file = aliases_file(tmp_path / "ke-hoach.txt")
    assert file.name == "ke-hoach.aliases.csv"
    assert read_aliases(file, small_plan) == ()
    file.write_text("task,ways\nA.3,soi hàng rong|coi quán ăn\n", encoding="utf-8")
    assert read_aliases(file, small_plan) == (Alias("A.3", "soi hàng rong"), Alias("A.3", "coi quán ăn"))


def test_an_alias_of_a_task_that_is_not_there_is_told_by_line(small_plan: Plan, tmp_path: Path) -> None:
    file = tmp_path / "ke-hoach.aliases.csv"
    file.write_text("task,ways\nZ.9,soi hàng rong\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"dòng 2: kế hoạch không có nhiệm vụ Z\.9"):
        read_aliases(file, small_plan)


def test_every_task_of_the_bundled_plan_has_aliases(plan: Plan) -> None:
    told = {alias.task_id for alias in read_aliases(aliases_file(BUNDLED_PLAN), plan)}
    assert told == {task.id for task in plan.tasks}


def test_an_alias_finds_its_task(small_plan: Plan, encoder: Encoder) -> None:
    bare = Search.open(small_plan, encoder=encoder, bank=None)
    told = Search.open(
        small_plan, encoder=encoder, bank=None, aliases=[Alias("A.3", "hàng rong bán trước cổng")]
    )
    question = "mấy gánh hàng rong trước cổng"
    assert told.search(question).hits[0].task_id == "A.3"
    assert told.search(question).confidence > bare.search(question).confidence


def test_sayings_of_a_notion_are_linked_to_the_task_it_is_about(small_plan: Plan, encoder: Encoder) -> None:
    search = Search.open(small_plan, encoder=encoder, bank=None)
    ids = [task.id for task in small_plan.tasks]
    linked = linked_aliases(search.sides, ids, [CLASSROOMS], told=(), fit=1.5)
    assert {alias.task_id for alias in linked} == {"B.4.1"}
    assert {alias.text for alias in linked} == {"mái trường dột lỗ chỗ", "tường lớp nứt toác"}


def test_a_task_with_aliases_of_its_own_gets_none_from_the_bank(small_plan: Plan, encoder: Encoder) -> None:
    search = Search.open(small_plan, encoder=encoder, bank=None)
    ids = [task.id for task in small_plan.tasks]
    assert linked_aliases(search.sides, ids, [CLASSROOMS], told=("B.4.1",), fit=1.5) == ()


def test_a_notion_the_plan_does_not_speak_of_is_linked_to_nothing(small_plan: Plan, encoder: Encoder) -> None:
    search = Search.open(small_plan, encoder=encoder, bank=None)
    stranger = Notion("cang-bien", ("Nạo vét luồng cảng biển", "Mở bến cảng"), (Saying("clerk", "bến tàu"),))
    assert linked_aliases(search.sides, [task.id for task in small_plan.tasks], [stranger], told=()) == ()


def test_scores_are_given_for_the_tasks_that_have_sayings(small_plan: Plan, encoder: Encoder) -> None:
    ids = [task.id for task in small_plan.tasks]
    index = SaidIndex.build(
        [Alias("B.5", "dạy tiếng Tây"), Alias("A.1", "chích ngừa"), Alias("A.1", "muỗi đốt")],
        small_plan,
        encoder,
    )
    assert index.tasks.tolist() == [ids.index("A.1"), ids.index("B.5")]
    worded = index.lexical.scores({"chich": 1.0, "ngua": 1.0})
    scores = index.scores(encoder.encode_query("chích ngừa"), worded)
    assert scores.lexical[0] > 0 == scores.lexical[1]
    assert scores.similarity[0] == pytest.approx(1.0, abs=1e-3)
    assert (scores.both >= 0).all()


def test_what_is_only_said_is_never_the_bullet_that_matched(small_plan: Plan, encoder: Encoder) -> None:
    told = Search.open(small_plan, encoder=encoder, bank=None, aliases=[Alias("A.3", "gánh bún ngoài chợ")])
    hit = told.search("gánh bún ngoài chợ").hits[0]
    assert hit.task_id == "A.3"
    assert hit.bullet in {None, 0}
