"""A small honest assistant for tests that are about the channel."""

from __future__ import annotations

import time

from bot.commands import parse_command
from bot.dialogue.messages import Choice, Incoming, Outgoing

LONG_LIST = [f"{number}. Nhiệm vụ <{number}> & việc khác" for number in range(400)]


class SmallDialogue:
    """Knows one task and remembers what it was asked."""

    def __init__(self) -> None:
        self.heard: list[Incoming] = []

    def __call__(self, incoming: Incoming) -> list[Outgoing]:
        self.heard.append(incoming)
        if incoming.text == "hỏng":
            raise LookupError("no such thing")
        if incoming.text == "dài":
            return [Outgoing("\n".join(LONG_LIST))]
        if incoming.text.startswith("chậm"):
            time.sleep(1.3)
        if incoming.action:
            return [Outgoing(f"bấm {incoming.action} ({incoming.text})")]
        if parse_command(incoming.text):
            return [Outgoing(f"lệnh {incoming.text}")]
        return [
            Outgoing(
                f"Sở Nội vụ chủ trì: {incoming.text}",
                quote="Sở Nội vụ",
                source="Nguồn: Mục III, STT 4",
                choices=(Choice("Ai phối hợp?", "ask:coordinate:III.4"),),
            )
        ]
