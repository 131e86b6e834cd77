"""In-memory twins of what is kept in SQL, under the same promises: for one question, a batch or a test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from bot.dialogue.conversation import Conversation
from bot.dialogue.messages import Answer
from bot.holding import Held, Locks
from bot.questions import Question, RecentWords, question_of
from corpus.vietnamese import tidy


class MemoryConversations:
    """Conversations, kept only as long as the process lives."""

    def __init__(self) -> None:
        self._states: dict[tuple[str, str], Conversation] = {}
        self._locks = Locks()

    @contextmanager
    def hold(self, channel: str, conversation: str) -> Iterator[Held]:
        """Lock one conversation, give its state (fresh when unknown), keep it on leaving without error."""
        with self._locks.of(channel, conversation):
            held = Held(self._states.get((channel, conversation), Conversation()))
            yield held
            self._states[channel, conversation] = held.conversation


class MemoryQuestionLog:
    """Questions and thumbs, kept only as long as the process lives."""

    def __init__(self) -> None:
        self._questions: dict[str, Question] = {}
        self._recent = RecentWords()

    def record(
        self, *, channel: str, conversation: str, text: str, answer: Answer, asked_at: dt.datetime
    ) -> str:
        """Keep how the question went; return the reference under which its answer may be rated."""
        del conversation
        question = question_of(channel, text, answer, asked_at)
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
