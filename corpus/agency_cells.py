"""The agency cells of a plan -> names; knows where a name ends and which names are groups."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from corpus.model import AgencyKind
from corpus.readers.cells import Piece, join_fragments

# How the name of a body begins; anything else after a comma belongs to the name before it.
_HEADS = (
    "Sở|Ban|Văn phòng|Thanh tra|UBND|Ủy ban|Uỷ ban|HĐND|Hội đồng|Công an|Bộ|Cục|Chi cục|Thuế"
    "|Hải quan|Kho bạc|Kiểm toán|Ngân hàng|Bảo hiểm|Báo|Đài|Trung tâm|Hiệp hội|Hội|Liên minh"
    "|Liên đoàn|Liên hiệp|Đoàn|Mặt trận|Tỉnh ủy|Thành ủy|Đảng ủy|Huyện ủy|Tòa án|Toà án|Viện"
    "|Trường|Đại học|Học viện|Bệnh viện|Quỹ|Công ty|Tập đoàn|Tổng công ty|Phòng|Chi nhánh"
    "|Bưu điện|Điện lực|Viễn thông|VNPT|Viettel|Các|Tất cả|Cơ quan|Đơn vị|Quân khu|Biên phòng"
    "|Doanh nghiệp|Chủ đầu tư|Xã|Phường|Đặc khu|Thành phố|Thị xã|Huyện|Quận|Cấp ủy|BQL|VP|BCH"
    "|BHXH|LĐLĐ|UBMTTQ|VKSND|TAND|NHNN|Trạm|Hạt|Bảo tàng|Thư viện|Chủ tịch|Giám đốc"
    "|Thủ trưởng"
)
_HEAD = re.compile(rf"(?:{_HEADS})(?=[\s,]|$)")
_BARE_HEADS = frozenset(
    {"Văn phòng", "Trung tâm", "Ban Quản lý", "Thanh tra", "Công an", "Hiệp hội", "Chi cục", "Hội đồng"}
)
_GROUP_HEAD = re.compile(r"(?:các|những|tất cả|toàn bộ|toàn thể|mọi|sở,)(?=[\s,]|$)", re.IGNORECASE)
_LOCAL_WORDS = frozenset(
    {
        *(
            "các",
            "cấp",
            "xã",
            "phường",
            "đặc",
            "khu",
            "huyện",
            "thị",
            "trấn",
            "thành",
            "phố",
            "quận",
            "thuộc",
            "tỉnh",
        ),
        *("trực", "và", "cơ", "sở", "trên", "địa", "bàn", "toàn", ",", "/"),
    }
)
_GENERIC_AFTER_COMMA = re.compile(
    r"(?:ban|ngành|đoàn thể|địa phương|đơn vị|cơ quan)(?=[\s,]|$)", re.IGNORECASE
)
_GENERIC_NAME = re.compile(
    r"(?:cơ quan|đơn vị|địa phương|cấp ủy|chính quyền|doanh nghiệp|chủ đầu tư)\b", re.IGNORECASE
)
_GAP = re.compile(r"\s*,\s*|\s+và\s+|\s*/\s*|\s+[-–]\s+|\.\s+")


def split_names(cell: str) -> tuple[str, ...]:
    """The names in a cell, in order, each once, first letter upper; commas inside a name stay.

    "các sở, ban ngành tỉnh; UBND xã, phường, đặc khu" are two, "Sở Nội vụ, Sở Tài chính và Thuế tỉnh" three.
    """
    names: list[str] = []
    for part in re.split(r"\s*[;\n]\s*", cell):
        for name in _split_commas(part.strip()):
            tidy = _tidy_name(name)
            if tidy and tidy.casefold() not in {n.casefold() for n in names}:
                names.append(tidy)
    return tuple(names)


def join_cell(pieces: Iterable[Piece]) -> str:
    """The pieces of an agency cell over all its pages, torn names made whole.

    Bodies that stand each in its own paragraph are told apart by a line end.
    """
    joined = ""
    for piece in pieces:
        last = re.split(r"[;\n]", joined)[-1].strip()
        may_end = bool(piece.tag) and last not in _BARE_HEADS and len(last.split()) > 1
        if may_end and _HEAD.match(piece.text) and _names_body(piece.text):
            joined = f"{joined}\n{piece.text}"
        else:
            joined = join_fragments((joined, piece.text))
    return joined


def kind_of(name: str) -> AgencyKind:
    """ "group" for names that stand for many bodies ("Các …", "UBND xã, phường, đặc khu"), else "agency"."""
    if _GROUP_HEAD.match(name):
        return "group"
    local = re.match(r"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|HĐND và UBND|Đảng ủy|HĐND)\s+(.+)", name)
    if local:
        words = re.sub(r"([,/])", r" \1 ", local[1]).split()
        if words[0] != "tỉnh" and all(word in _LOCAL_WORDS for word in words):
            return "group"
    if _GENERIC_NAME.match(name) and not any(word[:1].isupper() for word in name.split()[1:]):
        return "group"
    return "agency"


def common_spelling(names: Iterable[str]) -> dict[str, str]:
    """Each name -> its most used spelling among names that differ in case only (the first one on a tie)."""
    counts = Counter(names)
    best: dict[str, str] = {}
    for name in counts:
        key = name.casefold()
        if key not in best or counts[name] > counts[best[key]]:
            best[key] = name
    return {name: best[name.casefold()] for name in counts}


def _split_commas(part: str) -> list[str]:
    names: list[str] = []
    start = 0
    for gap in _GAP.finditer(part):
        before, after = part[start : gap.start()], part[gap.end() :]
        if before and _ends_name(before, gap.group().strip(), after):
            names.append(before)
            start = gap.end()
    return [*names, part[start:]]


def _ends_name(before: str, gap: str, after: str) -> bool:
    """Whether the name before a gap is whole: another body's name begins after it."""
    if not _HEAD.match(after):
        return bool(_GROUP_HEAD.match(after)) and gap != "/" and not _GROUP_HEAD.match(before)
    if _GROUP_HEAD.match(before) and _GENERIC_AFTER_COMMA.match(after) and not _names_body(after):
        return False  # "Các Sở, Ban, ngành tỉnh"
    if gap in {"và", "-", "–", "/"}:  # "Báo và Đài …" is one body, "Sở A và Sở B" are two
        return len(before.split()) > 1 and _names_body(after)
    return True


def _names_body(text: str) -> bool:
    """True when a head word is followed by a name of its own: "Ban Quản lý …", "UBND xã …"."""
    words = text.split()
    whole = words[0] in {"UBND", "Thanh", "Các", "Văn", "Thuế", "Công", "HĐND"}
    return len(words) > 1 and (words[1][:1].isupper() or whole)


def _tidy_name(name: str) -> str:
    bare = re.sub(r"^[\s\-–+*•]+|[\s.,;:]+$", "", name)
    bare = re.sub(r"^(?:chủ trì|phối hợp|cơ quan (?:chủ trì|phối hợp))\s*:\s*", "", bare, flags=re.IGNORECASE)
    return bare[:1].upper() + bare[1:]
