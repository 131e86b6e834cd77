"""An inbox in memory, for tests that are about the channel."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Waiting:
    """One claimed update."""

    id: int
    payload: dict[str, Any]


class MemoryInbox:
    """What the SQL inbox promises, kept in two dicts."""

    def __init__(self) -> None:
        self.claimed: dict[tuple[str, str], Waiting] = {}
        self.pending: dict[int, Waiting] = {}
        self.failed: dict[int, str] = {}

    def claim(self, channel: str, message_id: str, payload: dict[str, Any]) -> bool:
        if (channel, message_id) in self.claimed:
            return False
        waiting = Waiting(len(self.claimed) + 1, json.loads(json.dumps(payload)))
        self.claimed[channel, message_id] = self.pending[waiting.id] = waiting
        return True

    def take_pending(self, channel: str, limit: int) -> list[Waiting]:
        assert channel == "telegram"
        return list(self.pending.values())[:limit]

    def finish(self, id: int) -> None:  # noqa: A002
        del self.pending[id]

    def fail(self, id: int, reference: str) -> None:  # noqa: A002
        del self.pending[id]
        self.failed[id] = reference
