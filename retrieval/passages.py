"""What of a plan is searched: titles, headings, bullets and parents, in a corrected and spelled-out layer."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.model import Correction, Plan, PlanAbbreviation, Task
from corpus.vietnamese import fold, is_syllable

PassageKind = Literal["title", "heading", "bullet", "whole"]


@dataclass(frozen=True, slots=True)
class Passage:
    """One searchable piece of a task; ``context`` is what it stands under (section, parent, title)."""

    task_id: str
    kind: PassageKind
    text: str
    context: str
    bullet: int | None = None

    @property
    def spoken(self) -> str:
        """The text with its context, as the encoder reads it."""
        return f"{self.context}. {self.text}" if self.context else self.text

    @property
    def lexical(self) -> str:
        """The text as keyword search reads it: a bullet alone, all else under its section and parent."""
        return self.text if self.kind == "bullet" else self.spoken


class Wording:
    """Turns the plan's words into the words that are searched; the quote is never touched."""

    def __init__(self, abbreviations: Iterable[PlanAbbreviation]) -> None:
        self._full: dict[str, str] = {}
        for abbreviation in abbreviations:
            # A short form that is also a syllable ("AI") stays beside its long form.
            keeps_short = is_syllable(abbreviation.short.lower())
            full = f"{abbreviation.full} {abbreviation.short}" if keeps_short else abbreviation.full
            self._full[abbreviation.short] = full
        longest_first = sorted(self._full, key=len, reverse=True)
        shorts = "|".join(re.escape(short) for short in longest_first)
        self._short = re.compile(rf"(?<!\w)(?:{shorts})(?!\w)") if shorts else None

    def search_text(self, text: str, corrections: Sequence[Correction] = ()) -> str:
        """``text`` with wording errors corrected and plan abbreviations written out."""
        for correction in corrections:
            if correction.suggest and not any(mark in correction.suggest for mark in "…()"):
                text = text.replace(correction.text, correction.suggest)
        if self._short is None:
            return text
        return self._short.sub(self._write_out, text)

    def _write_out(self, match: re.Match[str]) -> str:
        # "thủ tục hành chính (TTHC)" already says it.
        full = self._full[match[0]]
        before = fold(match.string[max(0, match.start() - len(full) - 4) : match.start()])
        return (
            ""
            if before.endswith(fold(full.removesuffix(f" {match[0]}"))) and full[-1] != match[0][-1]
            else full
        )


def passages_of(plan: Plan) -> tuple[Passage, ...]:
    """Every passage of a plan, task by task in plan order; the whole task comes last."""
    wording = Wording(plan.abbreviations)
    return tuple(passage for task in plan.tasks for passage in _of_task(plan, task, wording))


def passages_hash(passages: Iterable[Passage]) -> str:
    """A fingerprint (hex) of everything that is indexed, in order."""
    digest = hashlib.sha256()
    for passage in passages:
        digest.update(f"{passage.task_id}\x1f{passage.kind}\x1f{passage.spoken}\x1e".encode())
    return digest.hexdigest()


def _of_task(plan: Plan, task: Task, wording: Wording) -> Iterable[Passage]:
    section = plan.section_by_roman.get(task.section)
    parent = plan.parent_by_id.get(task.parent) if task.parent else None
    titles = [section.title if section else "", parent.title if parent else ""]
    above = ". ".join(wording.search_text(title) for title in titles if title)
    title = wording.search_text(task.title, task.corrections)
    yield Passage(task.id, "title", title, above)
    heading = wording.search_text(task.heading or "", task.corrections)
    if heading and fold(heading) != fold(title):
        yield Passage(task.id, "heading", heading, above)
    bullets = [wording.search_text(bullet.text, task.corrections) for bullet in task.bullets]
    for place, bullet in enumerate(bullets):
        if fold(bullet) != fold(title):
            yield Passage(task.id, "bullet", bullet, title, place)
    if bullets:
        body = [heading or title, *(bullet for bullet in bullets if fold(bullet) != fold(heading or title))]
        yield Passage(task.id, "whole", ". ".join(body), above)
