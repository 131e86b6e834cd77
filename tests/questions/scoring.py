"""Plays a bank of questions to the assistant and scores the answers with the yardstick's own grader."""

from __future__ import annotations

import importlib.util
import json
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.batch import Asked, answer_line
from bot.dialogue.messages import Incoming, Outgoing
from tests.conftest import NOON

HERE = Path(__file__).parent
GRADER = HERE.parent / "yardstick" / "eval" / "evalcore.py"
SHOWN_FAILURES = 25  # of a bank, in the message of a failing test

Grade = Callable[[dict[str, Any], dict[str, Any], str], tuple[bool, list[str]]]
Handle = Callable[[Incoming], Sequence[Outgoing]]


@dataclass(frozen=True, slots=True)
class Scored:
    """One line of a bank: right when every turn of it is; ``why`` says what was not."""

    id: str
    intent: str
    form: str
    why: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        return not self.why


@dataclass(frozen=True, slots=True)
class Score:
    """How many of how many."""

    right: int
    asked: int

    @classmethod
    def of(cls, lines: Iterable[Scored]) -> Score:
        marks = [line.is_right for line in lines]
        return cls(sum(marks), len(marks))

    @property
    def percent(self) -> float:
        return 100 * self.right / self.asked

    def __str__(self) -> str:
        return f"{self.right}/{self.asked} = {self.percent:.1f}%"


def load_grader() -> Grade:
    """The yardstick's ``grade``; its files are kept word for word and are no package."""
    spec = importlib.util.spec_from_file_location("evalcore", GRADER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves its data file to the garbage collector
        spec.loader.exec_module(module)
    grade: Grade = module.grade
    return grade


def play(bank: str, handle: Handle, grade: Grade) -> tuple[Scored, ...]:
    """Ask every line of ``bank`` in a conversation of its own, as `troly answer` does."""
    with (HERE / f"{bank}.jsonl").open(encoding="utf-8") as file:
        return tuple(_play(json.loads(line), handle, grade) for line in file if line.strip())


def _play(line: dict[str, Any], handle: Handle, grade: Grade) -> Scored:
    turns = line.get("turns") or [line]
    asked = Asked(line["id"], tuple(turn["question"] for turn in turns))
    answers = answer_line(asked, handle, NOON)["turns"]
    why = []
    for number, (turn, answer) in enumerate(zip(turns, answers, strict=True), start=1):
        graded = {
            "text": answer["text"],
            "task_ids": answer["task_ids"],
            "group_task_ids": answer["group_task_ids"],
            "refused": answer["kind"] == "refused",
            "clarified": answer["kind"] == "clarify",
        }
        is_right, reasons = grade(turn["expect"], graded, line["intent"])
        if not is_right:
            why.append(f"turn {number} “{turn['question'][:100]}”: {'; '.join(reasons)}")
    return Scored(line["id"], line["intent"], line["lang_form"], tuple(why))


def offered(bank: str, handle: Handle, choices: int = 3) -> Score:
    """Of the questions that are not answered: how many have a right task among the first choices."""
    with (HERE / f"{bank}.jsonl").open(encoding="utf-8") as file:
        lines = [json.loads(line) for line in file if line.strip()]
    right = asked = 0
    for line in lines:
        (reply,) = handle(Incoming("batch", f"{bank}/{line['id']}", "p", "1", line["question"], NOON))
        if reply.answer is None or reply.answer.kind == "answered":
            continue
        asked += 1
        shown = {choice.action.rsplit(":", 1)[-1] for choice in reply.choices[:choices]}
        right += bool(shown & set(line["expect"]["task_ids"]))
    return Score(right, asked)


def table(bank: str, lines: Sequence[Scored]) -> str:
    """The bank's score: the whole, then each intent, then each form of typing."""
    rows = [f"{bank}: {Score.of(lines)}"]
    for name in ("intent", "form"):
        kinds: dict[str, list[Scored]] = {}
        for line in lines:
            kinds.setdefault(getattr(line, name), []).append(line)
        cells = [f"{kind} {sum(one.is_right for one in of)}/{len(of)}" for kind, of in kinds.items()]
        rows.append(f"  by {name}: {', '.join(cells)}")
    return "\n".join(rows)


def failures(lines: Sequence[Scored]) -> str:
    """The wrong lines with the grader's reasons, the first of many."""
    wrong = [line for line in lines if not line.is_right]
    told = [f"{line.id} ({line.form}): {' | '.join(line.why)}" for line in wrong[:SHOWN_FAILURES]]
    return "\n".join([*told, f"... {len(wrong) - SHOWN_FAILURES} more"] if wrong[SHOWN_FAILURES:] else told)
