"""What a person is about to do at the desk of reports: drafted, asked about, and not yet confirmed."""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Literal, Self

from bot.dialogue.messages import Attachment
from progress.records import Content

DRAFTS_AT_MOST = 10  # tasks in one message
TEXT_LIMIT = 1_000  # characters of a note

Kind = Literal["report", "note", "withdraw", "send back", "lock", "reopen", "attach"]
Asked = Literal["", "task", "agency", "meaning", "target", "content", "change", "which", "reason", "note"]
"""What was asked last; "" once everything is there and was shown to be confirmed."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A report on one task as far as it is known; ``content`` counts once ``is_read``.

    ``said`` is the message it was read from and ``place`` its entry there: what a figure means depends on the
    task and the agency, so the words are read again when these are known. ``meanings`` are the answers to
    what the words left open.
    """

    said: str = ""
    place: int = 0
    task_id: str = ""
    candidates: tuple[str, ...] = ()
    agency: str = ""
    period: str = ""
    content: Content = field(default_factory=Content)
    is_read: bool = False
    meanings: tuple[str, ...] = ()
    expects: int = 0  # the version that stands and is to be replaced
    corrects: bool = False  # what was reported before stays, but for what is said anew


@dataclass(frozen=True, slots=True)
class Question:
    """The one thing to ask before a draft goes on; ``options`` are (label, value) of what is offered."""

    draft: Draft
    asks: Asked
    text: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a draft cannot be taken; ``note_on`` is the task on which the agency may leave a note."""

    text: str
    note_on: str = ""


@dataclass(frozen=True, slots=True)
class InHand:
    """One act of a person, from the first word to the confirmation.

    ``report_id`` is the version to withdraw, to send back or to attach ``files`` to, ``period`` the one to
    lock or to open, ``text`` a reason or a note.
    """

    kind: Kind
    asks: Asked = ""
    options: tuple[str, ...] = ()  # what the choices of the question stand for
    drafts: tuple[Draft, ...] = ()
    at: int = 0  # which of the drafts the question is about
    report_id: int = 0
    period: str = ""
    text: str = ""
    told: str = ""  # what could not be taken, said once with what could
    files: tuple[Attachment, ...] = ()  # evidence, fetched from the channel once all is confirmed

    @property
    def mark(self) -> str:
        """Stands for all of this: a button that bears it speaks of no other draft."""
        told = json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True)
        return f"{zlib.crc32(told.encode()):08x}"

    @property
    def draft(self) -> Draft:
        """The one the question is about."""
        return self.drafts[self.at]

    def with_draft(self, draft: Draft) -> Self:
        """The same with another draft in its place, and nothing asked."""
        changed = tuple(draft if place == self.at else one for place, one in enumerate(self.drafts))
        return replace(self, drafts=changed, asks="", options=())

    def to_json(self) -> dict[str, Any]:
        """Plain values without the empty ones."""
        state = _plain(self) | {
            "drafts": [_plain(one) for one in self.drafts],
            "files": [asdict(one) for one in self.files],
        }
        return {name: value for name, value in state.items() if value not in ("", 0, [], ())}

    @classmethod
    def from_json(cls, state: dict[str, Any]) -> Self:
        """What ``to_json`` gave; unknown keys are left out. Raises RecordError and TypeError for anything
        else."""
        known = _known(cls, state)
        known["drafts"] = tuple(_draft(one) for one in state.get("drafts", ()))
        known["options"] = tuple(state.get("options", ()))
        known["files"] = tuple(Attachment(**one) for one in state.get("files", ()))
        return cls(**known)


def _plain(value: Draft | InHand) -> dict[str, Any]:
    cells = {one.name: getattr(value, one.name) for one in fields(value)}
    if isinstance(value, Draft):
        cells["content"] = value.content.to_json()
    cells = {name: list(cell) if isinstance(cell, tuple) else cell for name, cell in cells.items()}
    return {name: cell for name, cell in cells.items() if cell not in ("", 0, [], {}, False)}


def _known(kind: type[Draft] | type[InHand], state: dict[str, Any]) -> dict[str, Any]:
    names = {one.name for one in fields(kind)}
    return {name: cell for name, cell in state.items() if name in names}


def _draft(state: dict[str, Any]) -> Draft:
    known = _known(Draft, state)
    known["content"] = Content.from_json(state.get("content", {}))
    for name in ("candidates", "meanings"):
        known[name] = tuple(state.get(name, ()))
    return Draft(**known)
