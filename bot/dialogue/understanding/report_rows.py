"""Tasks pointed at by number in a report: "III.3", "iii5", "VII 8 3", "7.5", "nv 4 mục III"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.dialogue.understanding.report_text import MENDING, OPPOSED, Line
from corpus.model import Plan

_ROMAN = r"(?:viii|vii|vi|iv|ix|iii|ii|xii|xi|i|v|x)"
_NO_FIGURE = r"(?![^\W_]|[.,/]\d|\s*(?:%|phan tram))"
_ORDINALS = {
    "nhat": 1,
    "hai": 2,
    "nhi": 2,
    "ba": 3,
    "tu": 4,
    "bon": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
}
_ORDINALS |= {"mot": 1, "chin": 9, "muoi": 10}
_ROW_WORD = r"(?:nhiem vu|dau viec|cong viec|viec|so thu tu|stt|so tt|so|dong|muc con|y)"
_NUMBER = (
    r"(?:(?:so thu tu|so|thu)\s+)?(?P<row>\d{1,2}(?:\.\d{1,2})?"
    rf"|(?<=(?:so|hu) )(?:{'|'.join(_ORDINALS)})){_NO_FIGURE}"
)
_SECTION = (
    r"(?:muc lon|muc|phan|chuong|linh vuc|mang|nhiem vu|nhom)\s+(?:so\s+|thu\s+)?"
    rf"(?P<section>{_ROMAN}|\d{{1,2}}|{'|'.join(_ORDINALS)})(?![^\W_]|[.,/]\d)"
)
_BETWEEN = r"[\s,;:(–-]{1,3}"
_PAIRS = tuple(
    re.compile(rf"(?<![^\W_]){pattern}")
    for pattern in (
        _SECTION + _BETWEEN + _ROW_WORD + r"\s+" + _NUMBER,
        _ROW_WORD + r"\s+" + _NUMBER + _BETWEEN + r"(?:(?:thuoc|cua|trong|o|tai)\s+)?"
        + _SECTION,
    )
)  # fmt: skip
_CODE = re.compile(
    rf"(?<![^\W_])(?<![.,/])(?P<roman>{_ROMAN})(?P<sep>\s?[.\-]\s?|,|\s)?(?P<row>\d{{1,2}})"
    r"(?![^\W_]|[,/]\d|\s*(?:%|phan tram))"
)
_SUB_ROW = re.compile(rf"(?P<sep>[. -])(?P<sub>\d{{1,2}}){_NO_FIGURE}")
_PLAIN = re.compile(
    r"(?<![^\W_])(?<![.,/])(?P<first>\d{1,2})\.(?P<second>\d{1,2})(?:\.(?P<third>\d{1,2}))?"
    rf"{_NO_FIGURE}(?!\s*(?:ty(?! le| suat| trong)|trieu|nghin|dong|diem|km|ha|m2)\b)"
)
_SECTION_ALONE = re.compile(
    rf"(?<![^\W_])(?:muc|phan|chuong|linh vuc|mang)\s+(?:so\s+)?(?P<section>{_ROMAN}|\d)(?![^\W_]|[.,/]\d)"
)
_ROW_ALONE = re.compile(
    r"(?<![^\W_])(?:nhiem vu|dau viec|cong viec|so thu tu|stt)\s+(?:(?:so|thu)\s+)?(?P<row>\d{1,2})"
    rf"{_NO_FIGURE}|^\s*(?P<listed>\d{{1,2}})\s*:"
)
_OPENING = re.compile(
    r"(?:^|[,;:(.\n+&]|\s-|\b(?:va|nhiem vu|viec|dau viec|muc|so thu tu|stt|bao cao|cap nhat|tien do|con"
    r"|a|em|roi|so|thi|cai|vu|ve|phan|lun|luon|bao|bc|cho|nv|cv))\s*$"
)
_MENDED = re.compile(rf"[\s,.…-]*{MENDING}(?: roi| chu)*(?: la| thanh)?[\s,.:…]*(?:nhiem vu\s+|muc\s+)?")
_NOT_THIS = re.compile(r"(?<![^\W_])(?:khong|ko|hong) phai\s+(?:nhiem vu\s+|muc\s+)?$")
_BUT = re.compile(
    r"[\s,]*(?:ma|ma la|moi dung la|la)\s+(?:la\s+)?(?:nhiem vu\s+|muc\s+)?"
)  # "không phải I.5 mà I.6"
_OPPOSED = re.compile(rf"[\s,]*{OPPOSED}\s+(?:nhiem vu\s+|muc\s+)?")
_NOT_BEFORE = re.compile(r"(?:\bquy|\bphu luc|\bhang|\bloai|\bcap|\bnhom|\bky|\bthe ky|\bdai hoi)\s+$")


@dataclass(frozen=True, slots=True)
class Pointed:
    """Rows pointed at by [start, end) of a line: ``codes`` are its readings, one when it is clear.

    A code may be one that the plan has not. ``section`` alone names no task, nor does ``row`` alone.
    """

    start: int
    end: int
    codes: tuple[str, ...] = ()
    section: str = ""
    row: str = ""
    is_slip: bool = False  # taken back: "II.3 à nhầm, II.4"


def rows_in(line: Line, plan: Plan) -> tuple[Pointed, ...]:
    """What a line points at, left to right, the surest way of pointing first where they overlap."""
    found: list[Pointed] = []
    for pointed in (*_pairs(line, plan), *_coded(line, plan), *_plain(line, plan), *_alone(line, plan)):
        if not any(one.start < pointed.end and pointed.start < one.end for one in found):
            found.append(pointed)
    sections = [one for one in found if one.section and not one.codes]
    rows = [one for one in found if one.codes]
    if rows:  # "mục III" beside a code says nothing more
        found = [_inside(one, sections) for one in rows]
    return tuple(_with_slips(line, sorted(found, key=lambda one: one.start)))


def _with_slips(line: Line, found: list[Pointed]) -> Iterator[Pointed]:
    """Those taken back reach to the one that was meant, with the words that say so."""
    for place, one in enumerate(found):
        before = found[place - 1] if place else None
        after = found[place + 1] if place + 1 < len(found) else None
        denied = _NOT_THIS.search(line.bare[: one.start])
        if after and denied and _BUT.fullmatch(line.bare, one.end, after.start):
            yield replace(one, start=denied.start(), end=after.start, is_slip=True)
        elif after and _MENDED.fullmatch(line.bare, one.end, after.start):
            yield replace(one, end=after.start, is_slip=True)
        elif before and _OPPOSED.fullmatch(line.bare, before.end, one.start):
            yield replace(one, start=before.end, is_slip=True)
        else:
            yield one


def _inside(pointed: Pointed, sections: list[Pointed]) -> Pointed:
    """Of several readings the one in the section that was said as well."""
    kept = tuple(code for code in pointed.codes for one in sections if code.split(".")[0] == one.section)
    return Pointed(pointed.start, pointed.end, kept) if len(pointed.codes) > 1 and kept else pointed


def _pairs(line: Line, plan: Plan) -> Iterator[Pointed]:
    for pattern in _PAIRS:
        for match in pattern.finditer(line.bare):
            roman = _roman(match["section"], plan)
            row = str(_ORDINALS.get(match["row"], match["row"])).lstrip("0")
            if roman:
                yield Pointed(match.start(), match.end(), (f"{roman}.{row}",))


def _coded(line: Line, plan: Plan) -> Iterator[Pointed]:
    for match in _CODE.finditer(line.bare):
        typed = line.text[match.start("roman") : match.end("roman")]
        tight = (match["sep"] or "").strip() in (".", "-") and bool(match["sep"])
        before = line.bare[: match.start()]
        if not typed.isascii() or _NOT_BEFORE.search(before):
            continue
        if not tight and not typed.isupper() and not _OPENING.search(before):
            continue
        roman, end = match["roman"].upper(), match.end()
        code = f"{roman}.{int(match['row'])}"
        sub = _SUB_ROW.match(line.bare, end)
        if sub and (plan.has_row(f"{code}.{sub['sub']}") or (sub["sep"] == "." and tight)):
            code, end = f"{code}.{sub['sub']}", sub.end()
        if not tight and not plan.has_row(code) and not typed.isupper():
            continue  # "vi 15 xã": a word without its marks
        yield Pointed(match.start(), end, (code,))


def _plain(line: Line, plan: Plan) -> Iterator[Pointed]:
    """ "7.5" where a part begins: section 7, row 5; "8.3" may also be row 8.3 of a section."""
    for match in _PLAIN.finditer(line.bare):
        if not _OPENING.search(line.bare[: match.start()]):
            continue
        first, rest = int(match["first"]), match["second"] + (f".{match['third']}" if match["third"] else "")
        codes = []
        if 1 <= first <= len(plan.sections):
            codes.append(f"{plan.sections[first - 1].roman}.{rest}")
        codes += [f"{section.roman}.{match[0].strip()}" for section in plan.sections]
        known = tuple(code for code in codes if plan.has_row(code))
        if known or codes[0].count("."):
            yield Pointed(match.start(), match.end(), known or (codes[0],))


def _alone(line: Line, plan: Plan) -> Iterator[Pointed]:
    for match in _SECTION_ALONE.finditer(line.bare):
        if roman := _roman(match["section"], plan):
            yield Pointed(match.start(), match.end(), section=roman)
    for match in _ROW_ALONE.finditer(line.bare):
        yield Pointed(match.start(), match.end(), row=match["row"] or match["listed"])


def _roman(said: str, plan: Plan) -> str:
    """The section's numeral, "" when a number counts past the last one."""
    if not said.isdecimal() and said not in _ORDINALS:
        return said.upper()
    place = int(said) if said.isdecimal() else _ORDINALS[said]
    return plan.sections[place - 1].roman if 1 <= place <= len(plan.sections) else ""
