"""Questions with the tasks they mean, and the same questions typed in other ways."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args

from corpus.model import Plan
from corpus.shorthand import short_forms
from corpus.vietnamese import fold, has_marks
from retrieval.training.noise import Replacements, slip

Form = Literal["diacritics", "none", "typos", "abbreviations"]
FORMS: tuple[Form, ...] = get_args(Form)
SLIPS = 8  # one word of so many slips, at least one
SEED = 5


class QuestionError(Exception):
    """A file of questions cannot be read; the message names file and line, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a source. ``wanted`` holds every right answer; empty when the plan has none."""

    text: str
    wanted: frozenset[str]
    source: str

    def leaves(self, plan: Plan) -> frozenset[str]:
        """The right tasks; a parent asked for is right with any of its rows."""
        parents = plan.parent_by_id
        return frozenset(
            leaf
            for task_id in self.wanted
            for leaf in (parents[task_id].children if task_id in parents else (task_id,))
        )


def read_questions(file: Path) -> list[Asked]:
    """The single questions of a bank (JSON lines, as in tests/questions) that mean one task, or none.

    Questions whose answer is a list, a count or a choice are left out: the search does not answer them.
    Raises QuestionError for a line that cannot be read.
    """
    found: list[Asked] = []
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise QuestionError(f"{file}: không đọc được ({error.strerror})") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            turn = row["turns"][0] if "turns" in row else row
            expect = turn["expect"]
            if not (expect.get("refuse") or _means_one(expect)):
                continue
            wanted = frozenset() if expect.get("refuse") else frozenset(expect["task_ids"])
            found.append(Asked(str(turn["question"]), wanted, file.stem))
        except (ValueError, KeyError, TypeError, IndexError, AttributeError):
            raise QuestionError(f"{file.name}, dòng {number}: không phải câu hỏi có expect") from None
    return found


def in_forms(questions: Sequence[Asked]) -> Iterator[tuple[Form, list[Asked]]]:
    """The questions in each form of typing; a form holds only questions that it changes."""
    rng = random.Random(SEED)  # noqa: S311 - typing noise, no secret
    shorten = Replacements({full: shorts for full, shorts in short_forms().items() if " " in full})
    marked = [one for one in questions if has_marks(one.text)]
    yield "diacritics", marked
    yield "none", [replace(one, text=fold(one.text)) for one in marked]
    yield "typos", [replace(one, text=_slipped(one.text, rng)) for one in marked]
    shortened = [(one, _shortened(one.text, shorten, rng)) for one in marked]
    yield "abbreviations", [replace(one, text=text) for one, text in shortened if text != one.text.lower()]


def _means_one(expect: Mapping[str, object]) -> bool:
    return bool(expect.get("task_ids")) and expect.get("mode", "any") == "any" and not expect.get("clarify")


def _slipped(text: str, rng: random.Random) -> str:
    words = text.split()
    long = [place for place, word in enumerate(words) if len(word) > 2]
    for place in rng.sample(long, min(len(long), max(1, len(words) // SLIPS))):
        words[place] = slip(words[place], rng)
    return " ".join(words)


def _shortened(text: str, shorten: Replacements, rng: random.Random) -> str:
    return " ".join(shorten.replaced(text.lower().split(), rng, 1.0))
