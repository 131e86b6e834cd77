"""How questions went, kept in SQL: words where something is left to mend, and the thumbs people gave."""

from __future__ import annotations

import datetime as dt
import threading

import structlog
from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from bot.dialogue.messages import Answer
from bot.questions import Question, RecentWords, question_of
from corpus.vietnamese import tidy
from progress.database import Database
from progress.tables.asking import FeedbackRow, QuestionRow

WRITTEN_AFTER_SECONDS = 0.5  # on SQLite nobody waits for the log; a killed process loses this much of it
RETRIED_AFTER_SECONDS = 5.0  # when the database could not be written
WAITING_LIMIT = 10_000  # questions kept in memory meanwhile, the latest

_log = structlog.get_logger(__name__)


class SqlQuestionLog:
    """Questions and thumbs in SQL.

    Words are kept only where the question was refused, unclear, answered unsurely or rated unhelpful.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._recent = RecentWords()
        self._unwritten: list[dict[str, object]] = []
        self._lock = threading.Lock()
        self._turn = threading.Lock()  # taken by whoever writes out: another then finds everything written
        self._waiting = threading.Event()
        self._closing = threading.Event()
        self._writer: threading.Thread | None = None

    def record(
        self, *, channel: str, conversation: str, text: str, answer: Answer, asked_at: dt.datetime
    ) -> str:
        """Keep how the question went; return the reference under which its answer may be rated."""
        del conversation  # who asked is nobody's business
        question = question_of(channel, text, answer, asked_at)
        row: dict[str, object] = {
            "reference": question.reference,
            "channel": question.channel,
            "text": question.text,
            "kind": question.kind,
            "confidence": question.confidence,
            "task_ids": list(question.task_ids),
            "asked_at": question.asked_at,
        }
        with self._lock:
            self._unwritten.append(row)
        if self._database.is_sqlite:
            self._write_soon()
        else:
            self.write_out()  # a thumb may come to another process
        if question.text is None:
            self._recent.keep(question.reference, tidy(text))
        return question.reference

    def write_out(self) -> None:
        """Write what waits, all at once; what cannot be written waits on. Raises SQLAlchemyError."""
        with self._turn:
            with self._lock:
                rows, self._unwritten = self._unwritten, []
            if not rows:
                return
            try:
                with self._database.writing() as connection:
                    connection.execute(insert(QuestionRow), rows)
            except SQLAlchemyError:
                with self._lock:
                    self._unwritten = [*rows, *self._unwritten][-WAITING_LIMIT:]
                raise

    def close(self) -> None:
        """Write what waits and let the writer go."""
        self._closing.set()
        self._waiting.set()
        if self._writer is not None:
            self._writer.join()
        self.write_out()

    def _write_soon(self) -> None:
        if self._waiting.is_set():
            return
        with self._lock:
            if self._writer is None:
                self._writer = threading.Thread(target=self._write, name="question-log", daemon=True)
                self._writer.start()
        self._waiting.set()

    def _write(self) -> None:
        while not self._closing.is_set():
            self._waiting.wait()
            self._closing.wait(WRITTEN_AFTER_SECONDS)
            self._waiting.clear()
            try:
                self.write_out()
            except SQLAlchemyError as error:
                _log.error("question_log_waits", error=str(error).splitlines()[0])
                self._closing.wait(RETRIED_AFTER_SECONDS)
                self._waiting.set()

    def rate(self, reference: str, *, is_helpful: bool, rated_at: dt.datetime) -> bool:
        """Store a thumb, in place of an earlier one; False when the reference is unknown."""
        self.write_out()
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
        self.write_out()
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
        self.write_out()
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
