"""Raw rows -> the plan's rows: page splits healed, sub-rows under their parents, empty cells inherited."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from corpus.bullets import RowText, read_row_text
from corpus.deadlines import is_deadline
from corpus.doubts import Doubt, PlanError, excerpt
from corpus.model import SourceSpan
from corpus.numbering import RowNumber, number_in_text, read_number
from corpus.readers.cells import Piece, join_fragments
from corpus.readers.columns import Role
from corpus.readers.text_table import RawRow

Level = Literal["section", "row"]
AGENCY_ROLES: tuple[Role, ...] = ("lead", "coordinating")


@dataclass
class Row:
    """A row of the plan gathered over its pages. ``id`` is section + number, "III" itself for a section."""

    id: str
    section: str
    number: str
    parent: str | None
    level: Level
    first_line: int
    last_line: int
    pieces: dict[Role, list[Piece]] = field(default_factory=dict)
    extras: dict[str, list[Piece]] = field(default_factory=dict)
    children: list[str] = field(default_factory=list)

    @cached_property
    def text(self) -> RowText:
        """Its words; to be asked for only when the row is whole."""
        return read_row_text(self.pieces.get("content", []))

    @property
    def source(self) -> SourceSpan:
        return SourceSpan(self.first_line, self.last_line)

    def said(self, role: Role) -> str:
        """A cell's words over all pages."""
        return join_fragments(piece.text for piece in self.pieces.get(role, []))

    def take(self, raw: RawRow) -> None:
        """Add a raw row's cells to this row, cell by cell."""
        for role, cell in raw.cells.items():
            if role != "number":
                self.pieces.setdefault(role, []).extend(cell.pieces)
        for title, cell in raw.extras.items():
            self.extras.setdefault(title, []).extend(cell.pieces)
        self.last_line = raw.last_line


@dataclass(slots=True)
class Assembly:
    """Rows in the order of the document, sections among them, and what was doubtful."""

    rows: list[Row] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    part: str = ""
    names_parts: bool = False  # sections are told apart by their part: "A.I", "B.I"
    section: Row | None = None
    by_id: dict[str, Row] = field(default_factory=dict)

    @property
    def last(self) -> Row | None:
        return self.rows[-1] if self.rows else None


def assemble(raws: Iterable[RawRow]) -> Assembly:
    """Gather raw rows. Raises PlanError where a row cannot be placed."""
    found = list(raws)
    gathered = Assembly(names_parts=_repeats_sections(found))
    for raw in found:
        _place(gathered, raw)
    for row in gathered.rows:
        if row.level == "row" and not row.said("content"):
            raise PlanError(f"Hàng STT {row.number} không có nội dung nhiệm vụ.", row.first_line)
    return gathered


def _place(plan: Assembly, raw: RawRow) -> None:
    number = read_number(raw.text("number"))
    content = raw.cells.get("content")
    words = content.text if content else ""
    is_bare = not any(raw.text(role) for role in ("lead", "coordinating", "timeframe"))
    if number.kind == "unknown" and is_bare and not words:
        titled = re.match(r"(?P<number>[IVXLC]+|[A-H])[.:)]\s+(?P<title>\S.*)", raw.text("number"))
        if not titled:
            raise PlanError(f"Không hiểu STT “{excerpt(number.value)}”.", raw.first_line)
        _open_section(plan, raw, read_number(titled["number"]), [Piece(titled["title"])])
        return
    match number.kind:
        case "section" | "part":
            _open_section(plan, raw, number, list(content.pieces) if content else [])
        case "item" | "sub" | "letter":
            if plan.last and _goes_on_under_same_number(plan.last, number, raw):
                plan.last.take(raw)
            else:
                _add(plan, raw, number)
        case "dash":
            _add_dash(plan, raw, is_bare)
        case "none":
            _place_unnumbered(plan, raw, words, is_bare)
        case _:
            raise PlanError(f"Không hiểu STT “{excerpt(number.value)}”.", raw.first_line)


def _repeats_sections(raws: list[RawRow]) -> bool:
    """True when parts (A, B) each count their sections from I."""
    numbers = [read_number(raw.text("number")) for raw in raws]
    romans = [number.value for number in numbers if number.kind == "section"]
    return len(set(romans)) < len(romans) and any(number.kind == "part" for number in numbers)


def _open_section(plan: Assembly, raw: RawRow, number: RowNumber, title: list[Piece]) -> None:
    if not title:
        raise PlanError(f"Mục {number.value} không có tên.", raw.first_line)
    roman = number.value
    if number.kind == "part":
        plan.part = roman
    elif plan.names_parts and plan.part:
        roman = f"{plan.part}.{roman}"
    if roman in plan.by_id:
        plan.doubts.append(Doubt(raw.first_line, f"Mục {roman} xuất hiện hai lần."))
        roman = _unused(plan, roman)
    row = Row(roman, roman, "", None, "section", raw.first_line, raw.last_line)
    row.take(raw)
    row.pieces["content"] = title
    plan.section = row
    _keep(plan, row)


def _goes_on_under_same_number(last: Row, number: RowNumber, raw: RawRow) -> bool:
    """A page that prints the number again for the rest of a row: "4 (tiếp)", or "4" and no new row."""
    same = last.number == number.value or (
        number.kind == "letter" and last.number.endswith(f".{number.value}")
    )
    if last.level != "row" or not same:
        return False
    return number.goes_on or (
        raw.after_break and not raw.text("timeframe") and not raw.text("content")[:1].isupper()
    )


def _add(plan: Assembly, raw: RawRow, number: RowNumber, skip: int = 0) -> Row:
    """A new numbered row under its section and parent; ``skip`` drops a number that stands in the text."""
    section = plan.section.id if plan.section else ""
    parent = _parent(plan, number)
    full = f"{parent.number}.{number.value}" if parent and number.kind == "letter" else number.value
    if number.kind == "letter" and parent is None:
        raise PlanError(f"Hàng “{number.value})” không thuộc hàng có số nào.", raw.first_line)
    row_id = f"{section}.{full}" if section else full
    if row_id in plan.by_id:
        plan.doubts.append(Doubt(raw.first_line, f"STT {full} lặp lại trong mục {section or 'này'}."))
        row_id = _unused(plan, row_id)
        full = row_id[len(section) + 1 :] if section else row_id
    row = Row(row_id, section, full, parent.id if parent else None, "row", raw.first_line, raw.last_line)
    row.take(raw)
    content = row.pieces.get("content", [])
    inner, end = number_in_text(content[0].text if content else "")
    if content and (skip or inner.value == number.value):
        content[0] = Piece(content[0].text[skip or end :], content[0].tag)
    if parent:
        parent.children.append(row.id)
    _check_sequence(plan, row, parent)
    _keep(plan, row)
    return row


def _parent(plan: Assembly, number: RowNumber) -> Row | None:
    section = plan.section.id if plan.section else ""
    if number.kind == "sub":
        prefix = number.value
        while "." in prefix:
            prefix = prefix.rsplit(".", 1)[0]
            found = plan.by_id.get(f"{section}.{prefix}" if section else prefix)
            if found:
                return found
        return None
    if number.kind in {"letter", "dash"}:
        for row in reversed(plan.rows):
            if row.level == "section":
                return None
            tail = row.number.rsplit(".", 1)[-1]
            if number.kind == "dash" and not tail.startswith("("):
                return row
            if number.kind == "letter" and tail[:1].isdigit():
                return row
    return None


def _add_dash(plan: Assembly, raw: RawRow, is_bare: bool) -> None:
    """A row with a dash for a number: a bullet of the row above, or a sub-row with its own agencies."""
    owner = _parent(plan, RowNumber("dash"))
    if owner and is_bare and plan.last:
        mark = raw.text("number")
        pieces = raw.cells["content"].pieces
        if pieces:
            plan.last.pieces.setdefault("content", []).append(Piece(f"{mark} {pieces[0].text}", "li"))
            plan.last.pieces["content"].extend(pieces[1:])
        plan.last.last_line = raw.last_line
        return
    _add_unnumbered(plan, raw, owner)


def _place_unnumbered(plan: Assembly, raw: RawRow, words: str, is_bare: bool) -> None:
    """A row with an empty number cell: a section title, a sub-row, a new row, or more of the row above."""
    last = plan.last
    titled = re.match(r"(?P<number>[IVXLC]+)[.:)]\s+(?P<title>\S.*)", words)
    if titled and is_bare:
        _open_section(plan, raw, read_number(titled["number"]), [Piece(titled["title"])])
        return
    inner, skip = number_in_text(words)
    if last and last.level == "row" and _is_next_sub_row(plan, last, inner, skip, raw):
        row = _add(plan, raw, inner, skip)
        plan.doubts.append(
            Doubt(
                raw.first_line, f"Số {inner.value} nằm trong ô nội dung, ô STT trống; đọc là hàng {row.id}."
            )
        )
        return
    if last is None:
        raise PlanError(f"Hàng đầu tiên không có STT: “{excerpt(words)}”.", raw.first_line)
    if _is_new_row(last, raw, words, is_bare):
        _add_unnumbered(plan, raw, _parent(plan, RowNumber("dash")))
        return
    last.take(raw)
    if not raw.after_break:  # a line of its own, not a name torn by the page
        for role in AGENCY_ROLES:
            own = raw.cells.get(role)
            if own:
                held = last.pieces[role]
                held[-len(own.pieces) :] = [Piece(piece.text, piece.tag or "br") for piece in own.pieces]


def _is_next_sub_row(plan: Assembly, last: Row, inner: RowNumber, skip: int, raw: RawRow) -> bool:
    """Whether a number in the text belongs to the row above: 8.1 under 8, 8.2 after 8.1, a) under 8."""
    printed, words = raw.text("content")[:skip], raw.text("content")[skip:]
    is_figure = words[:1].islower() and not printed.rstrip().endswith((".", ")"))  # "8.1 triệu"
    if inner.kind == "sub" and not is_figure:
        prefix, count = inner.value.rsplit(".", 1)
        parent = plan.by_id.get(f"{last.section}.{prefix}" if last.section else prefix)
        children = parent.children if parent else []
        is_under = parent is not None and (last is parent or last.number.startswith(f"{prefix}."))
        return is_under and int(count) > (_count(plan.by_id[children[-1]].number) or 0 if children else 0)
    if inner.kind == "letter":  # letters inside one cell stay text; a row of its own has its own agencies
        return bool(raw.text("lead")) and (not raw.after_break or _brings_whole_cells(last, raw))
    return False


def _is_new_row(last: Row, raw: RawRow, words: str, is_bare: bool) -> bool:
    """Whether an unnumbered row stands for itself, bringing its own whole cells beside a whole row."""
    if is_bare or not words:
        return False
    if last.level == "section":
        return bool(raw.text("lead")) and not (raw.after_break and words[:1].islower())
    if raw.after_break:
        return words[:1].isupper() and _brings_whole_cells(last, raw)
    return bool(raw.text("lead")) and words[:1].isupper()


def _brings_whole_cells(last: Row, raw: RawRow) -> bool:
    """Whether the row above and this one each have an agency and a time frame that need nothing more."""
    timeframe = raw.text("timeframe")
    is_whole_above = bool(last.said("lead")) and is_deadline(last.said("timeframe"))
    names_agency = re.match(r"[^\W\d_]", raw.text("lead")) is not None and not raw.text("lead")[0].islower()
    return is_whole_above and names_agency and is_deadline(timeframe) and not timeframe[0].islower()


def _add_unnumbered(plan: Assembly, raw: RawRow, owner: Row | None) -> None:
    """A row that prints no number gets one in brackets; it stands beside a row with agencies of its own."""
    section = plan.section.id if plan.section else ""
    if owner and owner.said("lead"):
        owner = None
    prefix = f"{owner.id}." if owner else f"{section}." if section else ""
    row_id = next(name for n in range(1, len(plan.rows) + 2) if (name := f"{prefix}({n})") not in plan.by_id)
    number = row_id.removeprefix(f"{section}.")
    parent = owner.id if owner else None
    row = Row(row_id, section, number, parent, "row", raw.first_line, raw.last_line)
    row.take(raw)
    if owner:
        owner.children.append(row.id)
    words = excerpt(raw.text("content"))
    plan.doubts.append(Doubt(raw.first_line, f"Hàng không có số; đọc là {row.id}: “{words}”"))
    _keep(plan, row)


def _check_sequence(plan: Assembly, row: Row, parent: Row | None) -> None:
    """A doubt where the numbers of a section, or of a parent's children, do not follow each other."""
    before = (
        [plan.by_id[child] for child in parent.children[:-1]] if parent else _items_before(plan, row.section)
    )
    previous = before[-1].number if before else ""
    here, there = _count(row.number), _count(previous) if previous else 0
    starts_anew = not parent and bool(plan.rows) and plan.rows[-1].level == "section" and here == 1
    if (
        starts_anew
        or here is None
        or there is None
        or here == there + 1
        or (here == there and row.number[-1].isalpha())
    ):
        return
    where = f"mục {row.section}" if row.section else "bảng"
    came = f"sau {previous}" if previous else "ở đầu"
    plan.doubts.append(Doubt(row.first_line, f"STT không liên tục trong {where}: {row.number} đứng {came}."))


def _items_before(plan: Assembly, section: str) -> list[Row]:
    """Top-level rows so far: of this section, or of the one before when numbering runs through."""
    items = [row for row in plan.rows if row.level == "row" and row.parent is None and row.number[0] != "("]
    own = [row for row in items if row.section == section]
    return own or items


def _count(number: str) -> int | None:
    """The counting part of a number: 122a -> 122, 8.3 -> 3, 3.b -> 2; None when it does not count."""
    tail = number.rsplit(".", 1)[-1]
    if found := re.match(r"\(?(\d+)", tail):
        return int(found[1])
    letters = "abcdđeghiklmnopqrstuvxy"
    return letters.index(tail) + 1 if len(tail) == 1 and tail in letters else None


def _keep(plan: Assembly, row: Row) -> None:
    plan.rows.append(row)
    plan.by_id[row.id] = row


def _unused(plan: Assembly, row_id: str) -> str:
    return next(name for n in range(2, len(plan.by_id) + 3) if (name := f"{row_id}({n})") not in plan.by_id)
