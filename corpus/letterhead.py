"""What stands above the table -> the document that carries the plan: number, date, issuer, annex, title."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from corpus.doubts import PlanError, excerpt
from corpus.model import Document

KINDS = (
    "Kế hoạch|Quyết định|Nghị quyết|Chương trình|Công văn|Chỉ thị|Đề án|Hướng dẫn|Thông báo|Tờ trình|Báo cáo"
)
_NUMBER = r"\d+\s*/\s*[A-ZĐ][A-ZĐ\d]*(?:\s*-\s*[A-ZĐ\d]+)*"
_CARRIER = re.compile(rf"(?:kèm\s+theo|ban\s+hành)\D{{0,40}}?(?P<kind>{KINDS})\b", re.IGNORECASE)
_CARRIED_NUMBER = re.compile(rf"\bsố\s*:?\s*(?P<number>{_NUMBER})", re.IGNORECASE)
_DATE = re.compile(
    r"ngày\s*(?P<day>\d{1,2})\s*(?:tháng|[/.-])\s*(?P<month>\d{1,2})\s*(?:năm|[/.-])\s*(?P<year>\d{4})",
    re.IGNORECASE,
)
_ISSUER = re.compile(
    r"\bcủa\s+(?P<issuer>(?:Ủy|Uỷ|UBND|Hội|HĐND|Chủ|Bộ|Ban|Thủ|Chính|Sở|Tỉnh|Thành)[^)(;]+)", re.IGNORECASE
)
_ANNEX = re.compile(
    r"(?P<annex>phụ\s+lục(?:\s+(?:số\s+)?(?:[IVXLC]+|\d+[a-z]?|[A-Z]))?)\s*[:.]?", re.IGNORECASE
)
_LETTERHEAD = re.compile(
    r"cộng h(?:òa|oà) xã hội|độc lập|^[-–—_*\s]+$|^số\s*:|^[^,]{2,40},\s*ngày", re.IGNORECASE
)
_BODY = re.compile(r"^(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd|hội đồng nhân dân)(?:\s|$)", re.IGNORECASE)


def read_document(preamble: Sequence[tuple[int, str]]) -> Document:
    """Read the document from the lines above the table. PlanError where number, date or issuer lacks."""
    whole = " ".join(text for _, text in preamble)
    carrier = _CARRIER.search(whole)
    said = whole[carrier.start() :] if carrier else whole
    line = _line_of(preamble, carrier.group("kind") if carrier else "số")
    number = _CARRIED_NUMBER.search(said) or _CARRIED_NUMBER.search(whole)
    if not number:
        raise PlanError("Thiếu số của kế hoạch (mẫu: “số 12/KH-UBND”) ở phần đầu, trước bảng.", line)
    date = _DATE.search(said) or _DATE.search(whole)
    if not date:
        raise PlanError("Thiếu ngày ban hành kế hoạch (mẫu: “ngày 16 tháng 4 năm 2026”) ở phần đầu.", line)
    issuer = _issuer(said, preamble)
    if not issuer:
        raise PlanError(
            "Thiếu cơ quan ban hành kế hoạch (mẫu: “của Ủy ban nhân dân tỉnh …”) ở phần đầu.", line
        )
    printed = number["number"].strip()
    annex = next((m for _, text in preamble if (m := _ANNEX.fullmatch(text))), None)
    return Document(
        kind=_capitalised(carrier["kind"]) if carrier else _own_kind(preamble),
        number=re.sub(r"\s+", "", printed),
        number_as_printed=printed,
        date=_date(date, line),
        issuer=issuer,
        annex=_annex_name(annex["annex"]) if annex else "",
        title=_title(preamble),
    )


def _line_of(preamble: Sequence[tuple[int, str]], words: str) -> int:
    for line, text in preamble:
        if words.lower() in text.lower():
            return line
    return preamble[0][0] if preamble else 1


def _date(found: re.Match[str], line: int) -> dt.date:
    try:
        return dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise PlanError(f"Ngày ban hành không có thật: “{excerpt(found.group())}”.", line) from None


def _issuer(said: str, preamble: Sequence[tuple[int, str]]) -> str:
    found = _ISSUER.search(said)
    if found:
        return found["issuer"].strip(" .,;")
    for i, (_, text) in enumerate(preamble):
        if _BODY.match(text):
            below = preamble[i + 1][1] if i + 1 < len(preamble) else ""
            name = f"{text} {below}" if re.match(r"(?:tỉnh|thành phố)\s", below, re.IGNORECASE) else text
            return _spoken(name)
    return ""


def _spoken(name: str) -> str:
    """ "ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP" -> "Ủy ban nhân dân tỉnh Đồng Tháp"."""
    if name != name.upper():
        return name
    body, unit, place = re.fullmatch(r"(.*?)(?:\s+(tỉnh|thành phố)\s+(.*))?", name.lower()).groups()  # type: ignore[union-attr]
    body = "UBND" if body == "ubnd" else _capitalised(body)
    return f"{body} {unit} {place.title()}" if unit else body


def _own_kind(preamble: Sequence[tuple[int, str]]) -> str:
    for _, text in preamble:
        if re.fullmatch(KINDS, text, re.IGNORECASE):
            return _capitalised(text.lower())
    return "Kế hoạch"


def _annex_name(printed: str) -> str:
    words = printed.split()
    return " ".join(["Phụ", "lục", *words[2:]])


def _title(preamble: Sequence[tuple[int, str]]) -> str:
    """The lines that are neither letterhead, annex name nor the bracket that names the carrier."""
    kept: list[str] = []
    depth = 0
    for i, (_, text) in enumerate(preamble):
        in_bracket = depth > 0 or text.startswith("(")
        depth = max(0, depth + text.count("(") - text.count(")"))
        is_head = _ANNEX.fullmatch(text) or _LETTERHEAD.search(text) or _BODY.match(text)
        is_kind = re.fullmatch(KINDS, text, re.IGNORECASE)
        below_body = (
            i > 0
            and _BODY.match(preamble[i - 1][1])
            and re.match(r"(?:tỉnh|thành phố)\s", text, re.IGNORECASE)
        )
        if not (in_bracket or is_head or is_kind or below_body):
            kept.append(_ANNEX.sub("", text, count=1).strip() if _ANNEX.match(text) else text)
    return " ".join(kept)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:].lower()
