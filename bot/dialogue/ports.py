"""What the dialogue needs from others: the search, its memory and its log."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager
from typing import Protocol

from bot.dialogue.conversation import Conversation
from bot.dialogue.messages import Answer
from retrieval.results import SearchResult


class PlanSearch(Protocol):
    """Finds the tasks a few words speak of."""

    def search(self, question: str, limit: int = 5) -> SearchResult: ...


class HeldConversation(Protocol):
    """Nobody else may change it until it is let go; what is then left in ``conversation`` is saved."""

    conversation: Conversation


class Conversations(Protocol):
    """Where conversations are remembered."""

    def hold(self, channel: str, conversation: str) -> AbstractContextManager[HeldConversation]:
        """Lock one conversation, give its state (fresh when unknown), save it on leaving without error."""
        ...


class QuestionLog(Protocol):
    """What was asked and how it went, so that unanswered questions are seen."""

    def record(
        self, *, channel: str, conversation: str, text: str, answer: Answer, asked_at: dt.datetime
    ) -> str:
        """Keep how the question went; return the reference for feedback."""
        ...

    def rate(self, reference: str, *, is_helpful: bool, rated_at: dt.datetime) -> bool:
        """Store a thumb; False when the reference is unknown."""
        ...
