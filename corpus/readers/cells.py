"""One table cell: HTML or plain text -> its pieces of text with the element each one opens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser

BLOCK_TAGS = frozenset({"p", "div", "ul", "ol", "li", "br", "tr", "td", "h1", "h2", "h3", "h4"})
VOID_TAGS = frozenset({"br", "hr", "img", "wbr"})
HIDDEN_TAGS = frozenset({"script", "style", "head", "title"})
# Control, zero-width and direction marks that editors leave behind; tabs and newlines are spaces here.
_UNSEEN = re.compile("[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_OPEN_TOKEN = re.compile(r"\S[/\-]$")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text without markup; ``tag`` is the block element that opens with it, "" where none does."""

    text: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """The pieces of a cell in order, and the tags it leaves open."""

    pieces: tuple[Piece, ...] = ()
    unclosed: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return join_fragments(piece.text for piece in self.pieces)

    def __bool__(self) -> bool:
        return bool(self.pieces)


def tidy_space(text: str) -> str:
    """NFC, unseen characters dropped, every run of white space one space, ends stripped."""
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", text)).split())


def join_fragments(fragments: Iterable[str]) -> str:
    """Text torn by a page or an element, put together again with one space between words.

    A fragment that ends inside a token ("03 cuộc/", "26/CT-") is joined without a space.
    """
    joined = ""
    for fragment in fragments:
        if not fragment:
            continue
        is_torn = _OPEN_TOKEN.search(joined) is not None or fragment.startswith("/")
        joined = joined + fragment if is_torn or not joined else f"{joined} {fragment}"
    return joined


def read_cell(source: str) -> Cell:
    """Read a cell; markup that is not HTML ("< 5%") stays text."""
    if "<" not in source and "&" not in source:
        text = tidy_space(source)
        return Cell((Piece(text),)) if text else Cell()
    parser = _CellParser()
    parser.feed(source)
    parser.close()
    parser.flush()
    return Cell(tuple(parser.pieces), tuple(parser.open))


class _CellParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self.open: list[str] = []
        self._text = ""
        self._tag = ""
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in HIDDEN_TAGS:
            self._hidden += 1
        if tag in BLOCK_TAGS:
            self.flush()
            self._tag = tag
        if tag not in VOID_TAGS:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in BLOCK_TAGS:
            self.flush()
            self._tag = tag

    def handle_endtag(self, tag: str) -> None:
        if tag in HIDDEN_TAGS:
            self._hidden = max(0, self._hidden - 1)
        if tag in BLOCK_TAGS:
            self.flush()
        if tag in self.open:  # the innermost one of that name
            del self.open[len(self.open) - 1 - self.open[::-1].index(tag)]

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._text += data

    def flush(self) -> None:
        """Close the piece being gathered."""
        text = tidy_space(self._text)
        self._text = ""
        if text:
            self.pieces.append(Piece(text, self._tag))
            self._tag = ""
