"""How one outgoing message becomes Telegram messages: HTML, cut under the limit, with buttons."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit, MessageLimit

from bot.channels.rating import rating_choices
from bot.dialogue.messages import Choice, Outgoing, OutgoingFile

TEXT_LIMIT = int(MessageLimit.MAX_TEXT_LENGTH)  # UTF-16 units, counted after the entities are parsed
ACTION_LIMIT = int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)  # bytes of UTF-8
COLUMNS = 2
LABEL_IN_COLUMN = 18  # characters that still fit half a phone's width
LEAD_LIMIT = 200  # characters; a longer first line is a paragraph and is not set in bold
LONG_QUOTE = 600  # UTF-16 units; a longer quote is shown folded
_CUTS = ("\n\n", "\n", ". ", "; ", " ")  # where a text may be cut, best first

Tag = Literal["", "b", "i", "blockquote", "blockquote expandable"]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text under one tag; ``gap`` is what separates it from the part before."""

    text: str
    tag: Tag = ""
    gap: str = ""

    @property
    def html(self) -> str:
        escaped = html.escape(self.text, quote=False)
        if not self.tag:
            return escaped
        return f"<{self.tag}>{escaped}</{self.tag.split()[0]}>"


@dataclass(frozen=True, slots=True)
class Page:
    """One Telegram message: a text, or a file. ``plain`` says the same when Telegram cannot read the HTML."""

    html: str
    plain: str
    choices: tuple[tuple[Choice, ...], ...] = ()  # rows of buttons
    file: OutgoingFile | None = None

    @property
    def keyboard(self) -> InlineKeyboardMarkup | None:
        if not self.choices:
            return None
        return InlineKeyboardMarkup(
            [[InlineKeyboardButton(choice.label, callback_data=choice.action) for choice in row]
             for row in self.choices]
        )  # fmt: skip


def render(outgoing: Outgoing) -> list[Page]:
    """The messages to send, in order: files first; next steps, then the thumbs, stand under the last one.

    Raises ValueError when an action is longer than Telegram's callback_data.
    """
    pages = [list(page) for page in _paged(_parts(outgoing))]
    rows = button_rows(outgoing.choices) + button_rows(rating_choices(outgoing))
    files = [Page(html="", plain="", file=file) for file in outgoing.files]
    return files + [
        Page(
            html="".join(part.gap + part.html for part in parts),
            plain="".join(part.gap + part.text for part in parts),
            choices=rows if number == len(pages) else (),
        )
        for number, parts in enumerate(pages, start=1)
    ]


def button_rows(choices: Sequence[Choice]) -> tuple[tuple[Choice, ...], ...]:
    """Short labels stand two in a row, a long one has a row of its own; the order is kept."""
    rows: list[tuple[Choice, ...]] = []
    for choice in choices:
        if not 1 <= len(choice.action.encode()) <= ACTION_LIMIT:
            raise ValueError(f"an action takes 1 to {ACTION_LIMIT} bytes: {choice.action!r}")
        beside = rows[-1] if rows else ()
        is_short = len(choice.label) <= LABEL_IN_COLUMN
        if (
            is_short
            and 0 < len(beside) < COLUMNS
            and all(len(one.label) <= LABEL_IN_COLUMN for one in beside)
        ):
            rows[-1] = (*beside, choice)
        else:
            rows.append((choice,))
    return tuple(rows)


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _parts(outgoing: Outgoing) -> list[Part]:
    text, quote, source = (_clean(part) for part in (outgoing.text, outgoing.quote, outgoing.source))
    first, line_break, rest = text.partition("\n")
    has_more = bool(rest or quote or source)
    parts: list[Part] = []
    if has_more and first and len(first) <= LEAD_LIMIT:
        parts.append(Part(first, "b"))
        if rest:
            after = rest.lstrip("\n")
            parts.append(Part(after, gap=line_break + "\n" * (len(rest) - len(after))))
    elif text:
        parts.append(Part(text))
    if quote:
        tag: Tag = "blockquote expandable" if units(quote) > LONG_QUOTE else "blockquote"
        parts.append(Part(quote, tag, gap="\n\n" if parts else ""))
    if source:
        parts.append(Part(source, "i", gap="\n\n" if parts else ""))
    # Telegram refuses an empty message; a message of buttons alone still needs a word.
    return parts or [Part("…")]


def _clean(text: str) -> str:
    # NFC: the same Vietnamese sentence is a third longer in NFD.
    return unicodedata.normalize("NFC", text).strip()


def _paged(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Parts laid on pages under the limit; a part is cut only where it does not fit a page of its own."""
    page: list[Part] = []
    room = TEXT_LIMIT
    for part in parts:
        text, gap = part.text, part.gap
        while text:
            gap = gap if page else ""
            if units(gap + text) <= room:
                page.append(Part(text, part.tag, gap))
                room -= units(gap + text)
                break
            if page and (units(text) <= TEXT_LIMIT or room <= TEXT_LIMIT // 2):
                yield page
                page, room = [], TEXT_LIMIT
                continue
            head, text = _cut(text, room - units(gap))
            yield [*page, Part(head, part.tag, gap)]
            page, room = [], TEXT_LIMIT
    if page:
        yield page


def _cut(text: str, limit: int) -> tuple[str, str]:
    """``text`` in two, the first at most ``limit`` units, cut at a paragraph, line, sentence or word."""
    window = _start(text, limit)
    for cut in _CUTS:
        # A cut too near the start would leave an almost empty message.
        end = window.rfind(cut, len(window) // 2)
        if end > 0:
            end += len(cut.rstrip())
            return text[:end].rstrip(), text[end:].lstrip()
    end = window.rfind(" ")
    end = end if end > 0 else len(window)
    return text[:end].rstrip(), text[end:].lstrip()


def _start(text: str, limit: int) -> str:
    """The longest start of ``text`` within ``limit`` units, no character torn apart."""
    return text.encode("utf-16-le")[: limit * 2].decode("utf-16-le", errors="ignore")
