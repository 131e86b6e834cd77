"""The bundled plan is read as the people who prepared it read it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.plans import BUNDLED_PLAN, check_plan, export_plan, read_plan

GOLD: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "gold_plan.json").read_text(encoding="utf-8")
)
GOLD_TASKS = {task["id"]: task for task in GOLD["tasks"]}


@pytest.fixture(scope="module")
def exported() -> dict[str, Any]:
    return export_plan(read_plan(BUNDLED_PLAN))


def test_document_is_known(exported: dict[str, Any]) -> None:
    gold = {key: value for key, value in GOLD["document"].items() if key != "source_files"}
    assert exported["document"] == gold


def test_sections_and_their_tasks_are_equal(exported: dict[str, Any]) -> None:
    assert exported["sections"] == GOLD["sections"]


def test_tasks_come_in_the_order_of_the_document(exported: dict[str, Any]) -> None:
    assert [task["id"] for task in exported["tasks"]] == list(GOLD_TASKS)


@pytest.mark.parametrize(
    "field",
    [
        "section",
        "number",
        "parent",
        "title",
        "heading",
        "bullets",
        "text",
        "lead_agencies",
        "coordinating_agencies",
        "timeframe",
    ],
)
def test_every_task_is_equal_in(field: str, exported: dict[str, Any]) -> None:
    assert {t["id"]: t[field] for t in exported["tasks"]} == {i: t[field] for i, t in GOLD_TASKS.items()}


def test_explicit_targets_are_equal_in_comparator_and_value(exported: dict[str, Any]) -> None:
    def measures(tasks: list[dict[str, Any]]) -> dict[str, list[tuple[str, Any]]]:
        return {t["id"]: [(target["comparator"], target["value"]) for target in t["targets"]] for t in tasks}

    assert measures(exported["tasks"]) == measures(GOLD["tasks"])
    assert sum(len(t["targets"]) for t in exported["tasks"]) == 35


def test_explicit_targets_are_quoted_alike(exported: dict[str, Any]) -> None:
    pairs = [
        (a["text"], b["text"])
        for t in exported["tasks"]
        for a, b in zip(t["targets"], GOLD_TASKS[t["id"]]["targets"], strict=True)
    ]
    assert sum(ours == gold for ours, gold in pairs) >= 33
    assert all(ours in gold or gold in ours for ours, gold in pairs)


def test_every_target_quotes_its_row(exported: dict[str, Any]) -> None:
    for task in exported["tasks"]:
        for target in task["targets"] + task["soft_targets"]:
            assert target["text"] in task["text"]


def test_stretch_and_last_year_are_told_apart() -> None:
    plan = read_plan(BUNDLED_PLAN)
    gold_stretch = [t["id"] for t in GOLD["tasks"] for target in t["targets"] if target.get("stretch")]
    assert [task.id for task in plan.tasks for target in task.targets if target.is_stretch] == gold_stretch
    assert sum(target.against_last_year for task in plan.tasks for target in task.targets) == 5


def test_two_targets_with_one_measure_are_told_apart_by_scope() -> None:
    scopes = [target.scope for target in read_plan(BUNDLED_PLAN).task_by_id["III.4"].targets]
    assert scopes == ["CQCM cấp tỉnh", "UBND cấp xã", ""]


def test_soft_targets_are_equal(exported: dict[str, Any]) -> None:
    def said(tasks: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
        return [
            (t["id"], target["text"], target["comparator"]) for t in tasks for target in t["soft_targets"]
        ]

    assert said(exported["tasks"]) == said(GOLD["tasks"])


def test_cited_documents_are_equal(exported: dict[str, Any]) -> None:
    fields = ("cited_as", "number", "issuer", "date", "type", "subject")
    ours = {t["id"]: [{f: d[f] for f in fields} for d in t["cited_documents"]] for t in exported["tasks"]}
    assert ours == {
        i: [{f: d.get(f) for f in fields} for d in t["cited_documents"]] for i, t in GOLD_TASKS.items()
    }


def test_parents_hold_their_children(exported: dict[str, Any]) -> None:
    fields = ("id", "section", "title", "children")
    assert exported["parents"] == [{f: parent[f] for f in fields} for parent in GOLD["parents"]]


def test_agencies_and_groups_are_known() -> None:
    plan = read_plan(BUNDLED_PLAN)
    assert {(a.name, a.kind) for a in plan.agencies} == {(a["name"], a["kind"]) for a in GOLD["agencies"]}
    assert {name: len(ids) for name, ids in plan.led_by.items()} == GOLD["counts"]["leads"]
    assert {name: len(ids) for name, ids in plan.coordinated_by.items()} == GOLD["counts"]["coordinates"]


def test_short_forms_that_the_plan_explains_are_found() -> None:
    gold = {a["abbr"]: a["meaning"] for a in GOLD["abbreviations"] if a["defined_in_plan"]}
    assert {a.short: a.full for a in read_plan(BUNDLED_PLAN).abbreviations} == gold


def test_sure_wording_errors_are_found_and_no_right_word_is_touched() -> None:
    plan = read_plan(BUNDLED_PLAN)
    sure = {t["id"] for t in GOLD["tasks"] for e in t["suspected_errors"] if e["confidence"] == "high"}
    assert {task.id for task in plan.tasks if task.corrections} == sure
    for task in plan.tasks:
        gold = " ".join(e["text"] for e in GOLD_TASKS[task.id]["suspected_errors"])
        assert all(c.text in task.text and c.text in gold for c in task.corrections)


def test_rows_say_where_they_stand() -> None:
    lines = BUNDLED_PLAN.read_text(encoding="utf-8").split("\n")
    for task in read_plan(BUNDLED_PLAN).tasks:
        first = lines[task.source.first_line - 1].split("\t")
        assert first[0] in {task.number, ""}
        split = GOLD_TASKS[task.id]["split_across_pages"]
        assert (task.source.last_line > task.source.first_line) == split


def test_doubts_name_the_rows_numbered_in_their_text() -> None:
    doubts = [doubt for doubt in check_plan(BUNDLED_PLAN).doubts if "ô STT trống" in doubt.text]
    assert len(doubts) == 3
    assert all(doubt.line > 0 for doubt in doubts)
