"""The words of a row -> its heading and bullets; knows when a dash is a bullet and when it is not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.model import Bullet
from corpus.readers.cells import Piece, join_fragments

_MARK = re.compile(r"(?:(?<=\s)|^)(?P<mark>[-–—−+•·▪●*])(?P<gap>\s*)(?=\S)")
_ALWAYS_BULLETS = "•·▪●"
_LIST_TAGS = frozenset({"ul", "ol", "li"})
_SENTENCE_END = (".", ";", ":", "!", "?", "…")
# A full stop after these ends no sentence.
_SHORT_FORMS = frozenset(
    {
        "tp",
        "tx",
        "tt",
        "q",
        "p",
        "h",
        "ts",
        "ths",
        "pgs",
        "gs",
        "bs",
        "ks",
        "kt",
        "tm",
        "tl",
        "v.v",
        "st",
        "no",
    }
)
_STOP = re.compile(
    r"(?P<word>\S*)\.\s+(?=[^\W\d_a-zàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ])"
)


@dataclass(frozen=True, slots=True)
class RowText:
    """A row's words: ``heading`` is None when the row begins with a bullet."""

    heading: str | None
    bullets: tuple[Bullet, ...]

    @property
    def title(self) -> str:
        """The first sentence of the heading (or of the first bullet), without its closing mark."""
        source = self.heading or (self.bullets[0].text if self.bullets else "")
        return sentences(source)[0].rstrip(" .:;,") if source else ""

    @property
    def text(self) -> str:
        """Verbatim: the heading, then "- " bullets and "  + " sub-bullets, one a line."""
        marks = {1: "- ", 2: "  + "}
        lines = [self.heading] if self.heading else []
        return "\n".join(lines + [marks[b.level] + b.text for b in self.bullets])


def sentences(text: str) -> list[str]:
    """Split at full stops before a capital; "TP. Hồ Chí Minh" stays whole. Nothing is dropped but spaces."""
    parts, start = [], 0
    for stop in _STOP.finditer(text):
        word = stop["word"].lower().lstrip('(“"')
        if word in _SHORT_FORMS or re.fullmatch(r"\d+(\.\d+)*|[a-zđ]", word):
            continue
        parts.append(text[start : stop.end()].strip())
        start = stop.end()
    parts.append(text[start:].strip())
    return [part for part in parts if part] or [""]


def read_row_text(pieces: Iterable[Piece]) -> RowText:
    """Gather the pieces of a row, over all its pages, into heading and bullets."""
    lines: list[tuple[int, str]] = []  # (level, text); level 0 is the heading
    for piece in _whole_marks(pieces):
        for level, text in _cut(piece, lines):
            if level is None and lines:
                lines[-1] = (lines[-1][0], join_fragments((lines[-1][1], text)))
            else:
                lines.append((level or 0, text))
    heading = lines.pop(0)[1] if lines and lines[0][0] == 0 else None
    return RowText(heading, tuple(Bullet(level, text) for level, text in lines if text))


def _whole_marks(pieces: Iterable[Piece]) -> list[Piece]:
    """A mark torn from its words by a page or an element goes to the words."""
    whole: list[Piece] = []
    carried = ""
    for piece in pieces:
        text = f"{carried} {piece.text}".strip()
        torn = re.search(r"(?:(?<=\s)|^)[-–—−+]$", text)
        carried = torn.group() if torn else ""
        text = text[: torn.start()].strip() if torn else text
        if text:
            whole.append(Piece(text, piece.tag))
    return [*whole, Piece(carried)] if carried else whole


def _cut(piece: Piece, lines: list[tuple[int, str]]) -> list[tuple[int | None, str]]:
    """One piece -> (level, text) parts; level None goes on where the last line stopped."""
    parts: list[tuple[int | None, str]] = []
    done = 0
    level: int | None = None
    has_list = any(known for known, _ in lines)
    for mark in _MARK.finditer(piece.text):
        before = piece.text[done : mark.start()].strip()
        left = before or ("" if parts else (lines[-1][1] if lines else ""))
        opens_item = piece.tag in _LIST_TAGS and mark.start() == 0
        if not opens_item and not _is_bullet(mark, left, piece.text[mark.end() :], has_list):
            continue
        if before:
            parts.append((level, before))
        level = 2 if mark["mark"] == "+" else 1
        has_list = True
        done = mark.end()
    rest = piece.text[done:].strip()
    if rest:
        parts.append((level, rest))
    if piece.tag == "li" and parts and parts[0][0] is None:
        parts[0] = (1, parts[0][1])
    return parts


def _is_bullet(mark: re.Match[str], left: str, right: str, has_list: bool) -> bool:
    """Whether a dash or plus opens a line: "biên chế: - Thực hiện" does, "chính trị - xã hội" does not."""
    if mark["mark"] in _ALWAYS_BULLETS:
        return True
    after_end = not left or left.endswith(_SENTENCE_END)
    starts_upper = right[:1].isupper()
    if not mark["gap"]:  # "-TTg" is no bullet, "… quy định. -Tăng cường" is
        return after_end and starts_upper
    if after_end:
        return True
    # Without a stop before it, only a further item of a list begun already, and no "An Giang - Cần Thơ".
    last_word = left.split()[-1]
    return has_list and last_word[:1].islower() and (starts_upper or right[:1].isdigit())
