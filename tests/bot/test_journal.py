"""Questions that left something to mend are kept and counted; SQL and memory promise the same."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, suppress

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.dialogue.messages import Answer
from bot.journal import SqlQuestionLog
from bot.questions import open_questions
from bot.twins import MemoryQuestionLog
from progress.database import Database
from progress.tables.asking import QuestionRow
from tests.conftest import ENGINES, ENGINES_AND_MEMORY, NOON, Clock

SURE = Answer("answered", task_ids=("III.4",), confidence=0.95)
UNSURE = Answer("answered", task_ids=("III.4",), confidence=0.5)
REFUSED = Answer("refused")

Log = SqlQuestionLog | MemoryQuestionLog


@pytest.fixture(params=ENGINES_AND_MEMORY)
def log(request: pytest.FixtureRequest, new_database: Callable[[str], Database]) -> Iterator[Log]:
    if request.param == "memory":
        yield MemoryQuestionLog()
        return
    with closing(SqlQuestionLog(new_database(request.param))) as kept:
        yield kept


def ask(log: Log, text: str, answer: Answer, at: dt.datetime = NOON) -> str:
    return log.record(channel="web", conversation="a", text=text, answer=answer, asked_at=at)


def kept_texts(log: Log) -> list[str | None]:
    return [question.text for question in log.questions(since=NOON - dt.timedelta(days=365))]


@pytest.mark.parametrize("answer", [REFUSED, Answer("clarify"), UNSURE])
def test_words_are_kept_where_something_is_left_to_mend(log: Log, answer: Answer) -> None:
    ask(log, "Giá vàng hôm nay?", answer)
    assert kept_texts(log) == ["Giá vàng hôm nay?"]


def test_words_of_a_well_answered_question_are_not_kept(log: Log) -> None:
    ask(log, "Ai chủ trì III.4?", SURE)
    assert kept_texts(log) == [None]


def test_a_thumb_down_keeps_the_words_of_an_answered_question(log: Log) -> None:
    reference = ask(log, "Ai chủ trì III.4?", SURE)
    assert log.rate(reference, is_helpful=False, rated_at=NOON)
    [question] = log.questions(since=NOON)
    assert (question.text, question.is_helpful) == ("Ai chủ trì III.4?", False)


def test_a_second_thumb_replaces_the_first(log: Log) -> None:
    reference = ask(log, "Ai chủ trì III.4?", SURE)
    log.rate(reference, is_helpful=False, rated_at=NOON)
    log.rate(reference, is_helpful=True, rated_at=NOON)
    [question] = log.questions(since=NOON)
    assert question.is_helpful is True


def test_an_unknown_reference_cannot_be_rated(log: Log) -> None:
    assert not log.rate("khong-co", is_helpful=True, rated_at=NOON)


def test_references_are_short_enough_for_a_button_and_never_repeat(log: Log) -> None:
    references = {ask(log, "?", SURE) for _ in range(50)}
    assert len(references) == 50
    assert max(map(len, references)) <= 16


@pytest.mark.parametrize("text", ["", "\x00\ud800", "x" * 10_000, "🙂'; DROP TABLE questions;--"])
def test_any_text_can_be_kept(log: Log, text: str) -> None:
    ask(log, text, REFUSED)
    [kept] = kept_texts(log)
    assert kept is not None
    assert len(kept) <= 2000


def test_spellings_of_one_question_are_counted_together_the_most_asked_first(log: Log) -> None:
    ask(log, "Lương tối thiểu?", REFUSED)
    ask(log, "gia vang hom nay", REFUSED)
    disliked = ask(log, "Giá vàng hôm nay?", REFUSED, at=NOON + dt.timedelta(hours=1))
    log.rate(disliked, is_helpful=False, rated_at=NOON)
    ask(log, "Ai chủ trì III.4?", SURE)
    found = open_questions(log.questions(since=NOON))
    assert [(one.text, one.times, one.unhelpful) for one in found] == [
        ("Giá vàng hôm nay?", 2, 1),
        ("Lương tối thiểu?", 1, 0),
    ]


def test_words_are_erased_after_their_time_and_thumbs_stay(log: Log, clock: Clock) -> None:
    refused = ask(log, "Giá vàng hôm nay?", REFUSED, at=clock())
    log.rate(refused, is_helpful=False, rated_at=clock())
    ask(log, "Ai chủ trì III.4?", SURE, at=clock())
    clock.pass_by(days=91)
    ask(log, "Lương tối thiểu?", REFUSED, at=clock())
    assert log.erase_before(clock() - dt.timedelta(days=90)) == 1
    assert [(question.text, question.is_helpful) for question in log.questions(since=NOON)] == [
        ("Lương tối thiểu?", None),
        (None, False),
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_was_asked_is_written_soon_by_itself(
    engine: str, new_database: Callable[[str], Database]
) -> None:
    database = new_database(engine)
    with closing(SqlQuestionLog(database)) as log:
        ask(log, "một", REFUSED)
        assert _soon(lambda: _written(database) == ["một"])
        ask(log, "hai", REFUSED)
        assert _soon(lambda: len(_written(database)) == 2)


@pytest.mark.parametrize("engine", ENGINES)
def test_what_could_not_be_written_waits(engine: str, new_database: Callable[[str], Database]) -> None:
    database = new_database(engine)
    with closing(SqlQuestionLog(database)) as log:
        with database.writing() as connection:
            connection.execute(text("ALTER TABLE questions RENAME TO away"))
        with suppress(SQLAlchemyError):
            ask(log, "một", REFUSED)
        with pytest.raises(SQLAlchemyError):
            log.write_out()
        with database.writing() as connection:
            connection.execute(text("ALTER TABLE away RENAME TO questions"))
        assert kept_texts(log) == ["một"]


def test_a_thumb_waits_for_the_question_being_written(
    new_database: Callable[[str], Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    database = new_database("sqlite")
    writing, has_begun = database.writing, threading.Event()

    def slowly() -> AbstractContextManager[Connection]:
        if threading.current_thread().name == "question-log":
            has_begun.set()
            time.sleep(0.2)
        return writing()

    monkeypatch.setattr(database, "writing", slowly)
    with closing(SqlQuestionLog(database)) as log:
        reference = ask(log, "một", REFUSED)
        assert has_begun.wait(20)
        assert log.rate(reference, is_helpful=True, rated_at=NOON)


def _written(database: Database) -> list[str | None]:
    with database.reading() as connection:
        return list(connection.execute(select(QuestionRow.text)).scalars())


def _soon(is_so: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 20
    while not (so := is_so()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return so
