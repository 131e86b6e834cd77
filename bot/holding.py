"""Holding one conversation at a time, wherever it is kept."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from bot.dialogue.conversation import Conversation

LOCKS = 1024  # two conversations may share one; they then wait a few milliseconds for each other


@dataclass(slots=True)
class Held:
    """A conversation nobody else may change until it is let go; what is left in it is saved."""

    conversation: Conversation


class Locks:
    """A fixed number of locks, shared out among conversations."""

    def __init__(self) -> None:
        self._locks = tuple(threading.Lock() for _ in range(LOCKS))

    def of(self, channel: str, key: str) -> threading.Lock:
        return self._locks[hash((channel, key)) % LOCKS]
