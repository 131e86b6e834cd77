"""How questions went: those that left something to mend with their words, and the thumbs people gave."""

from __future__ import annotations

import datetime as dt
import secrets
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.dialogue.messages import Answer, AnswerKind
from corpus.vietnamese import fold, tidy
from progress.database import Database
from progress.tables import FeedbackRow, QuestionRow

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


class SqlQuestionLog:
    """Questions and thumbs in SQL.

    Words are kept only where the question was refused, unclear, answered unsurely or rated unhelpful.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._recent = _Recent()

    def record(
        self, *, channel: str, conversation: str, text: str, answer: Answer, asked_at: dt.datetime
    ) -> str:
        """Keep how the question went; return the reference under which its answer may be rated."""
        del conversation  # who asked is nobody's business
        question = _question(channel, text, answer, asked_at)
        with self._database.writing() as connection:
            connection.execute(
                insert(QuestionRow),
                {
                    "reference": question.reference,
                    "channel": question.channel,
                    "text": question.text,
                    "kind": question.kind,
                    "confidence": question.confidence,
                    "task_ids": list(question.task_ids),
                    "asked_at": question.asked_at,
                },
            )
        if question.text is None:
            self._recent.keep(question.reference, tidy(text))
        return question.reference

    def rate(self, reference: str, *, is_helpful: bool, rated_at: dt.datetime) -> bool:
        """Store a thumb, in place of an earlier one; False when the reference is unknown."""
        upsert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        thumb = {"is_helpful": is_helpful, "rated_at": rated_at}
        with self._database.writing() as connection:
            known = select(QuestionRow.reference).where(QuestionRow.reference == reference)
            if connection.execute(known).scalar() is None:
                return False
            connection.execute(
                upsert(FeedbackRow)
                .values(reference=reference, **thumb)
                .on_conflict_do_update(index_elements=["reference"], set_=thumb)
            )
            words = None if is_helpful else self._recent.take(reference)
            if words:
                connection.execute(
                    update(QuestionRow).where(QuestionRow.reference == reference).values(text=words)
                )
        return True

    def questions(self, *, since: dt.datetime) -> tuple[Question, ...]:
        """All questions asked from ``since`` on, newest first."""
        newest_first = (
            select(QuestionRow.__table__, FeedbackRow.is_helpful)
            .outerjoin(FeedbackRow, FeedbackRow.reference == QuestionRow.reference)
            .where(QuestionRow.asked_at >= since)
            .order_by(QuestionRow.asked_at.desc(), QuestionRow.reference)
        )
        with self._database.reading() as connection:
            return tuple(
                Question(
                    reference=row.reference,
                    channel=row.channel,
                    text=row.text,
                    kind=row.kind,
                    confidence=row.confidence,
                    task_ids=tuple(row.task_ids),
                    asked_at=row.asked_at,
                    is_helpful=row.is_helpful,
                )
                for row in connection.execute(newest_first)
            )

    def erase_before(self, moment: dt.datetime) -> int:
        """Erase the words of questions asked before ``moment``; how many lost theirs.

        Counts and thumbs stay; of questions that were answered and never rated nothing does.
        """
        old = QuestionRow.asked_at < moment
        rated = select(FeedbackRow.reference)
        with self._database.writing() as connection:
            erased = connection.execute(
                update(QuestionRow).where(old, QuestionRow.text.is_not(None)).values(text=None)
            ).rowcount
            connection.execute(
                delete(QuestionRow).where(
                    old, QuestionRow.kind == "answered", QuestionRow.reference.not_in(rated)
                )
            )
        return erased


class MemoryQuestionLog:
    """The same promise, kept only as long as the process lives."""

    def __init__(self) -> None:
        self._questions: dict[str, Question] = {}
        self._recent = _Recent()

    def record(
        self, *, channel: str, conversation: str, text: str, answer: Answer, asked_at: dt.datetime
    ) -> str:
        """Keep how the question went; return the reference under which its answer may be rated."""
        del conversation
        question = _question(channel, text, answer, asked_at)
        self._questions[question.reference] = question
        if question.text is None:
            self._recent.keep(question.reference, tidy(text))
        return question.reference

    def rate(self, reference: str, *, is_helpful: bool, rated_at: dt.datetime) -> bool:
        """Store a thumb, in place of an earlier one; False when the reference is unknown."""
        del rated_at
        question = self._questions.get(reference)
        if question is None:
            return False
        words = question.text if is_helpful else question.text or self._recent.take(reference)
        self._questions[reference] = replace(question, is_helpful=is_helpful, text=words)
        return True

    def questions(self, *, since: dt.datetime) -> tuple[Question, ...]:
        """All questions asked from ``since`` on, newest first."""
        asked = [question for question in self._questions.values() if question.asked_at >= since]
        return tuple(sorted(asked, key=lambda question: (-question.asked_at.timestamp(), question.reference)))

    def erase_before(self, moment: dt.datetime) -> int:
        """Erase the words of questions asked before ``moment``; how many lost theirs."""
        old = [question for question in self._questions.values() if question.asked_at < moment]
        for question in old:
            if question.kind == "answered" and question.is_helpful is None:
                del self._questions[question.reference]
            else:
                self._questions[question.reference] = replace(question, text=None)
        return sum(question.text is not None for question in old)


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


class _Recent:
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


def _question(channel: str, text: str, answer: Answer, asked_at: dt.datetime) -> Question:
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
