"""What of a plan is searched."""

from __future__ import annotations

from dataclasses import replace

from corpus.model import Plan
from retrieval.passages import passages_hash, passages_of


def test_every_task_gives_title_bullets_and_the_whole(small_plan: Plan) -> None:
    kinds = [
        (passage.kind, passage.bullet) for passage in passages_of(small_plan) if passage.task_id == "A.1"
    ]
    assert kinds == [("title", None), ("bullet", 0), ("bullet", 1), ("whole", None)]


def test_wording_errors_are_corrected_in_the_search_layer_only(small_plan: Plan) -> None:
    passages = [passage for passage in passages_of(small_plan) if passage.task_id == "A.1"]
    assert "Tiêm chủng" in passages[1].text
    assert not any("trủng" in passage.text for passage in passages)
    assert "Tiêm trủng" in small_plan.tasks[0].text


def test_plan_abbreviations_are_written_out(small_plan: Plan) -> None:
    title = next(passage for passage in passages_of(small_plan) if passage.task_id == "A.2")
    assert title.text == "Khám sức khỏe định kỳ cho người cao tuổi"


def test_a_child_stands_under_its_section_and_parent(small_plan: Plan) -> None:
    title = next(passage for passage in passages_of(small_plan) if passage.task_id == "B.4.1")
    assert title.context == "Giáo dục. Cơ sở vật chất trường học"


def test_a_short_form_explained_beside_its_long_form_is_not_said_twice(plan: Plan) -> None:
    title = next(passage for passage in passages_of(plan) if passage.task_id == "III.1")
    assert title.text.lower().count("thủ tục hành chính") == 1


def test_the_hash_follows_every_searched_word(small_plan: Plan) -> None:
    same = passages_hash(passages_of(small_plan))
    changed = replace(small_plan.tasks[5], title="Bồi dưỡng giáo viên tiếng Pháp")
    other = replace(small_plan, tasks=(*small_plan.tasks[:5], changed))
    assert passages_hash(passages_of(small_plan)) == same
    assert passages_hash(passages_of(other)) != same
