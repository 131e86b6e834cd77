"""What comes in and what goes out, the same for every channel."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

AnswerKind = Literal["answered", "refused", "clarify"]
ACTION_LIMIT_BYTES = 64  # Telegram's callback_data, the tightest of the channels


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file a person sent; ``reference`` is the channel's own handle to fetch it."""

    name: str
    media_type: str
    size: int
    reference: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message. ``action`` is set when a choice was pressed; ``text`` may then be its label.

    ``sender`` is "" where the channel cannot prove who sends: nobody may be taken for a person there.
    """

    channel: str
    conversation: str
    sender: str
    message_id: str
    text: str
    received_at: dt.datetime  # aware, UTC
    action: str | None = None
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A next step the person can tap. ``action`` is at most ACTION_LIMIT_BYTES bytes of UTF-8."""

    label: str
    action: str


@dataclass(frozen=True, slots=True)
class Citation:
    """Made from the row, never written by a model: ``label`` is its address, ``quote`` its own words."""

    task_id: str
    label: str
    quote: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, before it is text. ``group_task_ids`` bind the agency only through a group."""

    kind: AnswerKind
    task_ids: tuple[str, ...] = ()
    group_task_ids: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to a person: the answer itself, then the quote, then the source, then next steps.

    ``text`` is plain text with line breaks and no markup; channels add their own.
    ``whole_text`` is the whole list where ``text`` shows one page of it, else empty; batch output prints it.
    ``feedback`` is the reference under which this answer may be rated, empty when it may not.
    """

    text: str
    quote: str = ""
    source: str = ""
    choices: tuple[Choice, ...] = ()
    answer: Answer | None = None
    whole_text: str = ""
    feedback: str = ""

    @property
    def full_text(self) -> str:
        """Answer, quote and source as one plain message."""
        quote = f"“{self.quote}”" if self.quote else ""
        return "\n\n".join(part for part in (self.text, quote, self.source) if part)
