"""Each skill: what is said for an intent, which rows it rests on, and what is remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest

from bot.dialogue.conversation import Conversation
from bot.dialogue.core import answer
from bot.dialogue.intents import (
    About,
    AskCitedDocument,
    AskDocument,
    AskFact,
    AskMeaning,
    Aspect,
    CheckFigure,
    CheckRole,
    CheckTime,
    CountThings,
    Intent,
    ListSame,
    ListTasks,
    Manners,
    MannersKind,
    MissingRow,
    OutOfScope,
    Outside,
    PickSection,
    Rank,
    RoleClause,
    ShowPage,
    TaskFilter,
)
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.messages import Outgoing
from bot.dialogue.skills.replies import Turn
from bot.texts.lists import PAGE_SIZE
from corpus.agencies import Agency
from corpus.model import Plan, Task
from tests.bot.dialogue.conftest import Talk, answer_of

Answer = Callable[..., Turn]
Named = Callable[[str], Agency]


@pytest.fixture(scope="session")
def turn(knowledge: Knowledge) -> Answer:
    """What an intent is answered, in a fresh conversation unless one is given."""
    return lambda intent, before=None: answer(intent, before or Conversation(), knowledge)


def _task(plan: Plan, fits: Callable[[Task], bool]) -> Task:
    return next(task for task in plan.tasks if fits(task))


def _fact(aspect: Aspect, *codes: str) -> AskFact:
    return AskFact((aspect,), About(codes=codes))


def test_the_leaders_are_said_as_the_row_names_them(turn: Answer, plan: Plan) -> None:
    for task in plan.tasks:
        reply = turn(_fact("lead", task.id)).reply
        assert reply.text.startswith("; ".join(task.lead_agencies))
        assert answer_of(reply).task_ids == (task.id,)
        assert [cited.task_id for cited in answer_of(reply).citations] == [task.id]
        assert f"STT {task.number}" in reply.source


def test_the_coordinators_are_said_or_their_absence(turn: Answer, plan: Plan) -> None:
    for task in plan.tasks:
        text = turn(_fact("coordinate", task.id)).reply.text
        assert all(name in text for name in task.coordinating_agencies)
        assert ("không nêu cơ quan phối hợp" in text) == (not task.coordinating_agencies)


def test_a_target_is_said_with_its_number_and_its_bullet_is_quoted(turn: Answer, plan: Plan) -> None:
    task = _task(plan, lambda task: len(task.targets) == 1 and task.targets[0].bullet is not None)
    reply = turn(_fact("target", task.id)).reply
    assert task.targets[0].text in reply.text
    assert reply.quote == task.bullets[task.targets[0].bullet or 0].text


def test_a_task_without_a_number_says_so(turn: Answer, plan: Plan) -> None:
    task = _task(plan, lambda task: not task.targets)
    assert "không nêu con số cụ thể" in turn(_fact("target", task.id)).reply.text


def test_time_and_content_are_the_rows_own(turn: Answer, plan: Plan) -> None:
    for task in plan.tasks:
        assert task.timeframe in turn(_fact("timeframe", task.id)).reply.text
        assert task.text in turn(_fact("detail", task.id)).reply.text


def test_two_facts_are_said_in_one_reply(turn: Answer) -> None:
    lines = turn(AskFact(("lead", "coordinate"), About(codes=("III.4",)))).reply.text.splitlines()
    assert ["chủ trì" in lines[0], lines[1].startswith("Phối hợp")] == [True, True]


def test_a_counted_fact_says_its_number(turn: Answer, plan: Plan) -> None:
    task = _task(plan, lambda task: len(task.coordinating_agencies) > 2)
    text = turn(AskFact(("coordinate",), About(codes=(task.id,)), counts=True)).reply.text
    assert text.startswith(f"Có {len(task.coordinating_agencies)} cơ quan")


def test_a_parent_row_means_its_children(turn: Answer, plan: Plan) -> None:
    for parent in plan.parents:
        reply = turn(_fact("detail", parent.id)).reply
        assert answer_of(reply).task_ids == parent.children
        assert parent.title in reply.text


def test_what_was_answered_is_remembered(turn: Answer) -> None:
    kept = turn(_fact("target", "III.4"), Conversation(pending="task", agency="Sở Nội vụ")).conversation
    assert (kept.topic_tasks, kept.section, kept.asked) == (("III.4",), "III", "target")
    assert (kept.pending, kept.agency) == ("", "")


def test_close_tasks_are_offered_and_no_source_is_named(turn: Answer) -> None:
    reply = turn(AskFact(("lead",), About(words="kiểm tra"))).reply
    assert answer_of(reply).kind == "clarify"
    assert len(reply.choices) == len(answer_of(reply).task_ids) > 1
    assert reply.source == ""


def test_a_role_held_by_name_is_confirmed_and_another_corrected(
    turn: Answer, plan: Plan, agency: Named
) -> None:
    task = _task(plan, lambda task: task.lead_agencies == ("Sở Tài chính",))
    right = turn(CheckRole(agency("Sở Tài chính"), "lead", About(codes=(task.id,)))).reply.text
    wrong = turn(CheckRole(agency("Thanh tra tỉnh"), "lead", About(codes=(task.id,)))).reply.text
    assert right.startswith("Đúng, Sở Tài chính chủ trì")
    assert wrong.startswith("Không phải Thanh tra tỉnh: ")
    assert wrong.splitlines()[0].endswith("là Sở Tài chính.")


def test_a_role_held_as_member_of_a_group_names_the_group(turn: Answer, agency: Named) -> None:
    text = turn(CheckRole(agency("Sở Y tế"), "coordinate", About(codes=("VII.3",)))).reply.text
    assert text.startswith("Đúng, nhưng không nêu đích danh: nhóm “Các sở, ban ngành tỉnh”")


@pytest.mark.parametrize(
    ("value", "is_reached", "opening"),
    [
        (95, False, "Đúng, chỉ tiêu là từ 95% trở lên"),
        (90, False, "Không phải 90%: chỉ tiêu là từ 95% trở lên"),
        (96.5, True, "Đạt: 96,5% so với chỉ tiêu từ 95% trở lên, hơn 1,5 điểm %"),
        (95, True, "Đạt: 95% so với chỉ tiêu từ 95% trở lên."),
        (90, True, "Chưa đạt: 90% so với chỉ tiêu từ 95% trở lên, còn thiếu 5 điểm %"),
    ],
)
def test_a_figure_is_held_against_the_target(
    value: float, is_reached: bool, opening: str, turn: Answer
) -> None:
    intent = CheckFigure(value, "%", About(codes=("III.4",)), is_reached)
    assert turn(intent).reply.text.startswith(opening)


def test_a_figure_no_target_can_be_held_against_is_said_so(turn: Answer, plan: Plan) -> None:
    task = _task(plan, lambda task: not task.targets)
    text = turn(CheckFigure(90, "%", About(codes=(task.id,)), is_reached=True)).reply.text
    assert "không so sánh được" in text


@pytest.mark.parametrize(
    ("said", "opening"),
    [("2026-2030", "Đúng, thời gian"), ("2030", "Đúng, thời gian"), ("2026", "Không phải 2026")],
)
def test_a_time_is_confirmed_or_corrected(said: str, opening: str, turn: Answer) -> None:
    assert turn(CheckTime(said, About(codes=("III.4",)))).reply.text.startswith(opening)


def test_an_agencys_tasks_are_all_that_name_it(turn: Answer, plan: Plan, agency: Named) -> None:
    reply = turn(ListTasks(TaskFilter((RoleClause(agency("Sở Nội vụ"), "lead"),)))).reply
    assert set(answer_of(reply).task_ids) == set(plan.led_by["Sở Nội vụ"])
    assert reply.text.startswith(f"Sở Nội vụ chủ trì {len(plan.led_by['Sở Nội vụ'])} nhiệm vụ nêu đích danh")


def test_an_agency_bound_only_through_a_group_has_its_tasks_apart(
    turn: Answer, plan: Plan, agency: Named
) -> None:
    reply = turn(ListTasks(TaskFilter((RoleClause(agency("Phường Rạch Giá"), "lead"),)))).reply
    assert answer_of(reply).task_ids == ()
    assert set(answer_of(reply).group_task_ids) == set(plan.led_by["UBND xã, phường, đặc khu"])
    assert "không được nêu đích danh" in reply.text


def test_two_agencies_without_a_task_in_common_are_refused(turn: Answer, agency: Named) -> None:
    clauses = (RoleClause(agency("Sở Nội vụ"), "lead"), RoleClause(agency("Sở Tài chính"), "lead"))
    reply = turn(ListTasks(TaskFilter(clauses))).reply
    assert answer_of(reply).kind == "refused"
    assert "0 nhiệm vụ" in reply.text


def test_a_section_is_listed_whole_and_a_wrong_count_corrected(turn: Answer, plan: Plan) -> None:
    for section in plan.sections:
        reply = turn(ListTasks(TaskFilter(section=section.roman), claimed=99)).reply
        assert answer_of(reply).task_ids == section.task_ids
        assert reply.text.startswith("Không phải 99. ")
        assert f"có {len(section.task_ids)} nhiệm vụ" in reply.text


def test_a_long_list_is_paged_and_whole_beside(turn: Answer, plan: Plan) -> None:
    first = turn(ListTasks(TaskFilter()))
    assert first.reply.text.count("• ") == PAGE_SIZE
    assert first.reply.whole_text.count("• ") == len(plan.tasks)
    second = turn(ShowPage(2), first.conversation).reply
    assert second.text.count("• ") == PAGE_SIZE
    assert answer_of(turn(ShowPage(99), first.conversation).reply).kind == "clarify"


def test_the_list_spoken_of_is_named_row_by_row(turn: Answer) -> None:
    reply = turn(ListSame(), Conversation(("II.1", "II.3"), asked="list")).reply
    assert answer_of(reply).task_ids == ("II.1", "II.3")
    assert "Có 2 nhiệm vụ" in reply.text


def test_targets_filter_tasks(turn: Answer, plan: Plan) -> None:
    ids = answer_of(turn(ListTasks(TaskFilter(target_value=100.0))).reply).task_ids
    assert ids
    assert all(any(target.value == 100 for target in plan.task_by_id[i].targets) for i in ids)
    without = answer_of(turn(ListTasks(TaskFilter(has_target=False))).reply).task_ids
    assert set(without) == {task.id for task in plan.tasks if not task.targets}


def test_counts_are_those_of_the_plan(turn: Answer, plan: Plan) -> None:
    targets = sum(len(task.targets) for task in plan.tasks)
    assert turn(CountThings("targets")).reply.text.startswith(f"Có {targets} chỉ tiêu")
    assert f"có {len(plan.sections)} lĩnh vực" in turn(CountThings("sections")).reply.text
    assert turn(CountThings("sections", claimed=len(plan.sections))).reply.text.startswith("Đúng. ")
    leaders = [agency for agency in plan.agencies if agency.kind != "group" and agency.name in plan.led_by]
    assert turn(CountThings("agencies", "lead")).reply.text.startswith(f"Có {len(leaders)} cơ quan")


def test_rankings_name_the_first_with_its_number(turn: Answer, plan: Plan, agency: Named) -> None:
    groups = {agency.name for agency in plan.agencies if agency.kind == "group"}
    led = {name: len(ids) for name, ids in plan.led_by.items() if name not in groups}
    first = max(led, key=led.__getitem__)
    assert turn(Rank("agencies")).reply.text.startswith(f"{first} chủ trì nhiều nhất")
    assert f": {led[first]} nhiệm vụ" in turn(Rank("agencies")).reply.text
    smallest = min(plan.sections, key=lambda section: len(section.task_ids))
    assert f"{len(smallest.task_ids)} nhiệm vụ" in turn(Rank("sections", is_fewest=True)).reply.text
    most = max(len(task.targets) for task in plan.tasks)
    (found,) = answer_of(turn(Rank("targets")).reply).task_ids
    assert len(plan.task_by_id[found].targets) == most
    pair = (agency("Sở Nội vụ"), agency("Sở Tài chính"))
    assert turn(Rank("agencies", agencies=pair)).reply.text.startswith("Sở Nội vụ chủ trì nhiều hơn")


def test_the_plan_knows_its_own_name(turn: Answer, plan: Plan) -> None:
    document = plan.document
    assert document.number in turn(AskDocument("number")).reply.text
    assert document.issuer in turn(AskDocument("issuer")).reply.text
    assert document.title in turn(AskDocument("title")).reply.text
    date = f"{document.date.day}/{document.date.month}/{document.date.year}"
    assert turn(AskDocument("date", date)).reply.text.startswith("Đúng. ")
    assert turn(AskDocument("date", "1/1/2020")).reply.text.startswith("Không phải 1/1/2020. ")


def test_cited_documents_lead_to_their_task(turn: Answer, plan: Plan) -> None:
    for task in plan.tasks:
        for cited in task.cited_documents:
            if cited.number:
                reply = turn(AskCitedDocument(cited.number)).reply
                assert task.id in answer_of(reply).task_ids
                assert cited.cited_as in reply.text


def test_a_meaning_names_where_it_is_from(turn: Answer) -> None:
    assert "Nguồn ngoài kế hoạch" not in turn(AskMeaning("CQCM")).reply.source
    assert "Nguồn ngoài kế hoạch: " in turn(AskMeaning("SIPAS")).reply.source


@pytest.mark.parametrize("reason", get_args(Outside))
def test_every_refusal_is_one_message_without_a_source(reason: Outside, turn: Answer) -> None:
    _is_refusal(turn(OutOfScope(reason, "2035")).reply)


def test_a_missing_row_says_what_there_is(turn: Answer, plan: Plan) -> None:
    last = plan.sections[2].task_ids[-1]
    assert last in turn(MissingRow("III.99", "III")).reply.text
    assert plan.sections[-1].roman in turn(MissingRow("IX.1", "IX")).reply.text
    assert plan.parents[0].children[-1] in turn(MissingRow("VII.8.9", "VII")).reply.text
    for intent in (MissingRow("III.99", "III"), MissingRow("IX.1", "IX"), AskMeaning("xyzq")):
        _is_refusal(turn(intent).reply)


def test_a_number_without_its_section_is_asked_back(turn: Answer, plan: Plan) -> None:
    found = turn(PickSection("2", "lead"))
    assert answer_of(found.reply).kind == "clarify"
    assert found.conversation.pending == "section:2"
    only = plan.tasks[-1].id if plan.tasks[-1].number == "10" else "VII.10"
    assert answer_of(turn(PickSection("10", "lead")).reply).task_ids == tuple(
        plan.parent_by_id[only].children if only in plan.parent_by_id else (only,)
    )


@pytest.mark.parametrize("kind", get_args(MannersKind))
def test_manners_rest_on_no_row_and_keep_the_topic(kind: MannersKind, turn: Answer) -> None:
    before = Conversation(("III.4",), asked="lead")
    found = turn(Manners(kind), before)
    assert answer_of(found.reply).task_ids == ()
    assert found.conversation == before


def _is_refusal(reply: Outgoing) -> None:
    answered = answer_of(reply)
    assert answered.kind == "refused"
    assert (answered.task_ids, answered.citations, reply.quote, reply.source) == ((), (), "", "")


def test_every_task_answers_every_fact(turn: Answer, plan: Plan) -> None:
    aspects: tuple[Aspect, ...] = (
        "lead", "coordinate", "agencies", "target", "timeframe", "detail", "documents",
    )  # fmt: skip
    intents: list[Intent] = [_fact(aspect, task.id) for task in plan.tasks for aspect in aspects]
    for intent in intents:
        assert answer_of(turn(intent).reply).kind == "answered"


@pytest.mark.parametrize(
    ("question", "task_id"),
    [
        ("Con chatbot trả lời tự động cho bà con là việc gì trong kế hoạch?", "VII.3"),
        ("Bệnh viện công tự lo tiền chi tiêu là việc nào?", "VI.3"),
    ],
)
def test_a_refusal_offers_what_comes_nearest(question: str, task_id: str, talk: Talk) -> None:
    reply = talk.say(question)
    assert answer_of(reply).kind in {"refused", "answered"}
    offered = {choice.action.split(":")[-1] for choice in reply.choices}
    assert task_id in offered | set(answer_of(reply).task_ids)


def test_a_refusal_of_something_far_offers_nothing(talk: Talk) -> None:
    reply = talk.say("giá vàng hôm nay bao nhiêu")
    assert answer_of(reply).kind == "refused"
    assert reply.choices == ()
