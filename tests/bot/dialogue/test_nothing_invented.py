"""Whatever a bank asks, no answer holds a number, a date or an agency that the plan, the question or a count
does not hold."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from app.wiring import Assistant
from bot.dialogue.core import MESSAGE_LIMIT
from bot.dialogue.intents import Role, RoleClause, TaskFilter
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.messages import Outgoing
from bot.dialogue.understanding.lexicon import Lexicon
from bot.dialogue.understanding.reading import read
from corpus.agencies import Directory
from corpus.model import Plan
from corpus.quantities import numbers_in
from corpus.vietnamese import fold
from tests.bot.dialogue.conftest import Talk

BANKS = Path(__file__).parents[2] / "questions"
_NUMBER = re.compile(r"(?<![\w.,/-])\d+(?:[.,/-]\d+)*(?![\w])")
_CODE = re.compile(r"\b[IVX]+\.\d+(?:\.\d+)*\b")
ROLES: tuple[Role, ...] = ("lead", "coordinate", "either")


@dataclass(frozen=True, slots=True)
class Told:
    """One answer and what the person had said by then."""

    id: str
    said: str
    reply: Outgoing


Counts = Callable[[Told], frozenset[str]]


@pytest.fixture(scope="module")
def counts(knowledge: Knowledge) -> Counts:
    """The numbers that may be said because they count something: of the plan, of the agencies named, of the
    lines shown."""
    of_plan = _of_plan(knowledge.plan)
    of_agency = cache(lambda name: _of_agency(name, knowledge))

    def of(one: Told) -> frozenset[str]:
        text = one.reply.whole_text or one.reply.text
        lines = text.count("• ")
        found = of_plan | {lines, lines - one.reply.text.count("• "), len(_CODE.findall(text))}
        for mention in knowledge.directory.find(one.reply.text):
            found |= of_agency(mention.agency.name)
        if one.reply.answer:
            found |= {len(one.reply.answer.task_ids), len(one.reply.answer.group_task_ids)}
        return frozenset(map(str, found)) | _gaps(one, knowledge.plan)

    return of


@pytest.fixture(scope="module")
def told(assistant: Assistant) -> tuple[Told, ...]:
    return tuple(_told(assistant))


def _told(assistant: Assistant) -> Iterator[Told]:
    for bank in sorted(BANKS.glob("*.jsonl")):
        for line in bank.read_text(encoding="utf-8").splitlines():
            asked = json.loads(line)
            talk, said = Talk(assistant.dialogue, f"invented {asked['id']}"), ""
            for turn in asked.get("turns") or [asked]:
                said += f" {turn['question']}"
                yield Told(asked["id"], said, talk.say(turn["question"]))


def test_every_code_told_is_a_row_of_the_plan_or_was_said(told: tuple[Told, ...], plan: Plan) -> None:
    rows = {*plan.task_by_id, *plan.parent_by_id}
    wrong = [
        (one.id, code)
        for one in told
        for code in _CODE.findall(one.reply.full_text)
        if code not in rows and fold(code) not in fold(one.said) and one.reply.answer
        and one.reply.answer.kind != "refused"
    ]  # fmt: skip
    assert wrong == [], f"{len(wrong)}: {wrong[:5]}"


def test_every_number_told_stands_in_the_plan_or_the_question_or_is_a_count(
    told: tuple[Told, ...], plan: Plan, counts: Counts
) -> None:
    known = _numbers_of(_written(plan))
    known |= {number.lstrip("0") for number in known} | {str(MESSAGE_LIMIT)}
    wrong = [
        (one.id, number, one.reply.text[:200])
        for one in told
        for number in _numbers_in(one.reply)
        if number not in known | _numbers_of(one.said) | counts(one)
    ]
    assert wrong == [], f"{len(wrong)}: {wrong[:5]}"


def test_every_agency_told_stands_in_the_plan_or_the_question(
    told: tuple[Told, ...], plan: Plan, directory: Directory, lexicon: Lexicon
) -> None:
    written = {mention.agency.name for mention in directory.find(_written(plan))}
    written |= {group for name in tuple(written) for group in directory.groups_of(name)}
    wrong = [
        (one.id, mention.agency.name, one.reply.text[:200])
        for one in told
        for mention in directory.find(one.reply.text)
        if mention.agency.name not in written
        and mention.agency.name not in {said.agency.name for said in read(one.said, lexicon).agencies}
    ]
    assert wrong == [], f"{len(wrong)}: {wrong[:5]}"


def test_every_quote_is_the_rows_own_words(told: tuple[Told, ...], plan: Plan) -> None:
    texts = {
        task.id: " ".join(f"{task.title} {task.heading or ''} {task.text}".split()) for task in plan.tasks
    }
    for one in told:
        if one.reply.quote and one.reply.answer:
            quote = " ".join(one.reply.quote.removesuffix("…").split())
            assert any(quote in texts[i] for i in one.reply.answer.task_ids), (one.id, one.reply.quote)


def test_no_refusal_in_a_bank_names_a_source(told: tuple[Told, ...]) -> None:
    refused = [one for one in told if one.reply.answer and one.reply.answer.kind == "refused"]
    assert len(refused) > 300
    for one in refused:
        assert one.reply.answer
        assert (one.reply.answer.citations, one.reply.quote, one.reply.source) == ((), "", ""), one


def _written(plan: Plan) -> str:
    """All the plan says, number and date of the document included."""
    document = plan.document
    parts = [document.number, document.title, document.issuer, document.annex]
    parts.append(f"{document.date.day}/{document.date.month}/{document.date.year}")
    parts += [parent.title for parent in plan.parents] + [section.title for section in plan.sections]
    for task in plan.tasks:
        parts += [task.id, task.number, task.title, task.text, task.timeframe]
        parts += [*task.lead_agencies, *task.coordinating_agencies]
        parts += [cited.cited_as for cited in task.cited_documents]
    return " ; ".join(parts)


def _numbers_of(text: str) -> frozenset[str]:
    """Numbers as written, whole and in their parts: "16/4/2026", "16", "2026", "95,5"."""
    whole = re.findall(r"\d+(?:[.,/-]\d+)*", text)
    return frozenset(part for number in whole for part in (number, *re.split(r"[.,/-]", number)))


def _numbers_in(reply: Outgoing) -> list[str]:
    """The numbers of an answer that are not part of a code."""
    return [number.lstrip("0") or "0" for number in _NUMBER.findall(_CODE.sub(" ", reply.text))]


def _gaps(one: Told, plan: Plan) -> frozenset[str]:
    """How far the figures a person stated are from the targets of the tasks answered."""
    tasks = [plan.task_by_id[i] for i in one.reply.answer.task_ids] if one.reply.answer else []
    stated = [said.value for said in numbers_in(one.said)]
    values = [
        target.value for task in tasks for target in task.targets if isinstance(target.value, int | float)
    ]
    gaps = (abs(figure - value) for figure in stated for value in values)
    return frozenset(f"{gap:g}".replace(".", ",") for gap in gaps)


def _of_plan(plan: Plan) -> set[int]:
    """How many sections, rows, numbers, targets, documents there are, in all and in each section."""
    counts = {len(plan.sections), len(plan.tasks), len(plan.parents), len(plan.agencies)}
    counts |= {sum(len(task.cited_documents) for task in plan.tasks)}
    counts.add(sum(section.numbered_items for section in plan.sections))
    for section in (None, *plan.sections):
        tasks = [task for task in plan.tasks if section is None or task.section == section.roman]
        counts |= {len(tasks), sum(bool(task.targets) for task in tasks)}
        counts.add(sum(len(task.targets) for task in tasks))
        counts.add(section.numbered_items if section else 0)
    for task in plan.tasks:
        counts |= {len(task.lead_agencies), len(task.coordinating_agencies), len(task.targets)}
    return counts


def _of_agency(name: str, knowledge: Knowledge) -> set[int]:
    """How many rows bind an agency by name and through its groups, in each role, in all and by section."""
    counts: set[int] = set()
    known = knowledge.directory.by_name(name) or knowledge.directory.match_plan_name(name)
    if known is None:
        return counts
    for role in ROLES:
        for section in ("", *knowledge.plan.section_by_roman):
            found = knowledge.matching(TaskFilter((RoleClause(known, role),), section=section))
            counts |= {len(found.named), len(found.through_group), found.group_total}
            counts.add(found.group_total - len(found.through_group))
    return counts
