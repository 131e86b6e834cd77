"""Questions as they are kept: which words stay, and what was asked again and again without a good answer."""

from __future__ import annotations

import datetime as dt
import secrets
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from bot.dialogue.messages import Answer, AnswerKind
from corpus.vietnamese import fold, tidy

UNSURE_BELOW = 0.75  # an answer less probable than this is worth a person's look
REFERENCE_BYTES = 8
RECENT_LIMIT = 2_000  # answered questions whose words stay in memory, in case a thumb down makes them matter


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it is kept. ``text`` is None where it was answered well, or is kept no longer."""

    reference: str
    channel: str
    text: str | None
    kind: AnswerKind
    confidence: float | None
    task_ids: tuple[str, ...]
    asked_at: dt.datetime
    is_helpful: bool | None = None


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that left something to mend, all its spellings together; ``text`` is the last one."""

    text: str
    kind: AnswerKind
    task_ids: tuple[str, ...]
    times: int
    unhelpful: int
    last_asked_at: dt.datetime


def question_of(channel: str, text: str, answer: Answer, asked_at: dt.datetime) -> Question:
    """A question under a new reference, with its words only where something is left to mend."""
    is_unsure = answer.confidence is not None and answer.confidence < UNSURE_BELOW
    return Question(
        reference=secrets.token_urlsafe(REFERENCE_BYTES),
        channel=channel,
        text=tidy(text) if answer.kind != "answered" or is_unsure else None,
        kind=answer.kind,
        confidence=answer.confidence,
        task_ids=answer.task_ids,
        asked_at=asked_at,
    )


def open_questions(questions: Iterable[Question]) -> tuple[OpenQuestion, ...]:
    """Questions that left something to mend, the most asked first. ``questions`` come newest first."""
    groups: dict[str, list[Question]] = {}
    for question in questions:
        if question.text is not None:
            groups.setdefault(fold(question.text) or question.text, []).append(question)
    found = [
        OpenQuestion(
            text=asked[0].text or "",
            kind=asked[0].kind,
            task_ids=asked[0].task_ids,
            times=len(asked),
            unhelpful=sum(question.is_helpful is False for question in asked),
            last_asked_at=asked[0].asked_at,
        )
        for asked in groups.values()
    ]
    return tuple(sorted(found, key=lambda one: (-one.times, -one.last_asked_at.timestamp(), one.text)))


class RecentWords:
    """The words of the last answered questions, by reference."""

    def __init__(self) -> None:
        self._words: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, reference: str, words: str) -> None:
        with self._lock:
            self._words[reference] = words
            if len(self._words) > RECENT_LIMIT:
                self._words.popitem(last=False)

    def take(self, reference: str) -> str | None:
        with self._lock:
            return self._words.pop(reference, None)
