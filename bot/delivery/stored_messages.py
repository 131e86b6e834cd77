"""Outgoing messages as text that a table can keep, and back."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import Any

from bot.dialogue.messages import Choice, Outgoing, OutgoingFile


def to_json(messages: Sequence[Outgoing]) -> str:
    """Whatever a person sees of the messages; how an answer was found stays behind."""
    return json.dumps([_plain(one) for one in messages], ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> tuple[Outgoing, ...]:
    return tuple(_outgoing(one) for one in json.loads(text))


def _plain(message: Outgoing) -> dict[str, Any]:
    plain = {
        "text": message.text,
        "quote": message.quote,
        "source": message.source,
        "feedback": message.feedback,
        "choices": [[one.label, one.action] for one in message.choices],
        "files": [
            [one.name, one.media_type, base64.b64encode(one.content).decode("ascii")] for one in message.files
        ],
    }
    return {name: value for name, value in plain.items() if value}


def _outgoing(plain: dict[str, Any]) -> Outgoing:
    return Outgoing(
        plain.get("text", ""),
        quote=plain.get("quote", ""),
        source=plain.get("source", ""),
        feedback=plain.get("feedback", ""),
        choices=tuple(Choice(label, action) for label, action in plain.get("choices", ())),
        files=tuple(
            OutgoingFile(name, media_type, base64.b64decode(content))
            for name, media_type, content in plain.get("files", ())
        ),
    )
