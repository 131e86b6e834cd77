"""What was said in each web conversation, so that the page is whole again after a look at a task."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace

from bot.dialogue.messages import Outgoing

CONVERSATIONS_KEPT = 1000  # the oldest is forgotten first
TURNS_KEPT = 20


@dataclass(frozen=True, slots=True)
class SaidTurn:
    """One question and what was answered; ``rated`` holds the references already rated.

    ``is_ours`` where nobody asked: the assistant told something by itself.
    """

    question: str
    messages: tuple[Outgoing, ...]
    rated: frozenset[str] = frozenset()
    is_ours: bool = False


class Transcripts:
    """Kept in memory only: a restart forgets what was shown, never what the dialogue knows."""

    def __init__(self, conversations: int = CONVERSATIONS_KEPT, turns: int = TURNS_KEPT) -> None:
        self._limit = conversations
        self._turns = turns
        self._kept: OrderedDict[str, tuple[SaidTurn, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, conversation: str) -> tuple[SaidTurn, ...]:
        """The latest turns, oldest first; empty for a conversation that is unknown."""
        with self._lock:
            return self._kept.get(conversation, ())

    def add(self, conversation: str, turn: SaidTurn) -> None:
        with self._lock:
            turns = (*self._kept.pop(conversation, ()), turn)
            self._kept[conversation] = turns[-self._turns :]
            while len(self._kept) > self._limit:
                self._kept.popitem(last=False)

    def mark_rated(self, conversation: str, reference: str) -> None:
        """Remember that an answer was rated, so that it is not asked again."""
        with self._lock:
            turns = self._kept.get(conversation, ())
            self._kept[conversation] = tuple(
                replace(turn, rated=turn.rated | {reference})
                if any(message.feedback == reference for message in turn.messages)
                else turn
                for turn in turns
            )

    def forget(self, conversation: str) -> None:
        with self._lock:
            self._kept.pop(conversation, None)
