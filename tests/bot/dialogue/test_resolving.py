"""Which task is meant: by code, by what was spoken of, or by its words."""

from __future__ import annotations

from bot.dialogue.conversation import Conversation
from bot.dialogue.intents import About
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.resolving import CANDIDATES, Found, NotFound, Unsure, resolve
from corpus.model import Plan

FRESH = Conversation()


def test_a_code_is_its_task_and_a_parent_its_children(knowledge: Knowledge, plan: Plan) -> None:
    assert resolve(About(codes=("III.4",)), FRESH, knowledge) == Found(("III.4",))
    parent = plan.parents[0]
    assert resolve(About(codes=(parent.id,)), FRESH, knowledge) == Found(parent.children)


def test_a_follow_up_is_the_task_spoken_of(knowledge: Knowledge) -> None:
    assert resolve(About(is_follow_up=True), Conversation(("III.4",)), knowledge) == Found(("III.4",))


def test_a_follow_up_on_a_section_is_the_section(knowledge: Knowledge, plan: Plan) -> None:
    section = plan.sections[1]
    found = resolve(About(is_follow_up=True), Conversation(section.task_ids, section.roman), knowledge)
    assert found == Found(section.task_ids, section=section.roman)


def test_a_follow_up_on_nothing_is_asked_back(knowledge: Knowledge) -> None:
    assert resolve(About(is_follow_up=True), FRESH, knowledge) == Unsure(())
    assert resolve(About(), FRESH, knowledge) == Unsure(())


def test_every_title_finds_its_own_task_first(knowledge: Knowledge, plan: Plan) -> None:
    missed = []
    for task in plan.tasks:
        found = resolve(About(words=task.title), FRESH, knowledge)
        if isinstance(found, NotFound) or task.id not in found.task_ids:
            missed.append(task.id)
    assert missed == []


def test_a_sections_title_is_the_whole_section(knowledge: Knowledge) -> None:
    found = resolve(About(words="cải cách tài chính công"), FRESH, knowledge)
    assert isinstance(found, Found)
    assert found.section == "VI"


def test_words_that_fit_several_tasks_are_offered(knowledge: Knowledge) -> None:
    found = resolve(About(words="kiểm tra"), FRESH, knowledge)
    assert isinstance(found, Unsure)
    assert 1 < len(found.task_ids) <= CANDIDATES


def test_a_named_section_narrows_the_search(knowledge: Knowledge, plan: Plan) -> None:
    for roman in ("I", "II", "VI"):
        found = resolve(About(words="kiểm tra", section=roman), FRESH, knowledge)
        assert isinstance(found, Found)
        assert set(found.task_ids) <= set(plan.section_by_roman[roman].task_ids)


def test_what_the_plan_does_not_speak_of_is_not_found(knowledge: Knowledge) -> None:
    found = resolve(About(words="nuôi cá tra xuất khẩu"), FRESH, knowledge)
    assert isinstance(found, NotFound)
    assert found.confidence < 0.5
