"""What binds a row without a number of its own: nothing wrong, all of it, no more than assigned, rising."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpus.clauses import clauses, without_tail
from corpus.measures import find_measures
from corpus.model import Target

# Units of soft targets: they name the kind of obligation, no measure.
NONE_ALLOWED = "implied-zero"
ALL_OF_IT = "implied-all"
CAP = "cap"
UNQUANTIFIED = "unquantified"
EXTERNAL = "external"

_OPENS = r"(?:^|(?<=[,:]\s)|(?<=\bvà\s)|(?<=đấu\s)|(?<=bảo\s))"
_COUNTED = r"(?:tỷ lệ|tỉ lệ|tổng số|số lượng|chỉ số|thứ hạng|điểm số|mức độ)"
_ASSIGNED = re.compile(
    r"(?:hoàn thành )?đạt ?(?:và|,) ?vượt (?:mức )?(?:các )?(?:chỉ tiêu|kế hoạch|mục tiêu|dự toán)[^;.]*?"
    r"\b(?:do|của) (?P<who>[^;.]*?) giao(?: (?:hàng|hằng) năm)?",
    re.IGNORECASE,
)
_CAPPED = re.compile(
    r"không (?:được )?(?:sử dụng )?vượt(?: quá)? (?:tổng )?(?:số|chỉ tiêu|định mức)[^,;.]*?giao",
    re.IGNORECASE,
)
_TABLED = re.compile(
    r"(?:(?:đảm bảo|bảo đảm) )?theo (?:đúng )?(?:các )?(?:quy định|chỉ tiêu|kế hoạch|lộ trình)"
    r" (?:hàng|hằng) năm"
    r"|(?:(?:đảm bảo|bảo đảm|đạt) )?theo (?:đúng )?(?:các )?(?:chỉ tiêu|tỷ lệ|tỉ lệ|mức|lộ trình)(?=[\s,])"
    r"[^;.]*?(?:quy định|giao|đề ra|ban hành)(?: (?:hàng|hằng) năm)?",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    rf"{_OPENS}không (?:có|để xảy ra|để phát sinh|để tồn đọng|để|phát sinh|còn) "
    r"(?!(?:nhu cầu|điều kiện|thể|quá|hơn|\d))",
    re.IGNORECASE,
)
_ALL = re.compile(
    rf"{_OPENS}(?:(?:[^\W\d_]+ ){{1,3}}(?:tất cả|toàn bộ|triệt để)\s"
    r"|hoàn thành (?:việc )?(?:xử lý|giải quyết|khắc phục|thu hồi)\s)",
    re.IGNORECASE,
)
_ALL_END = re.compile(r" (?:đối với|kịp thời|theo quy|đúng quy|đúng hạn|bảo đảm|đảm bảo)\b", re.IGNORECASE)
_MORE = re.compile(
    rf"{_OPENS}(?:(?:mở rộng|cải thiện), )?(?P<way>nâng cao|nâng|gia tăng|tăng|cải thiện|giảm|kéo giảm)"
    rf" (?:dần )?(?:các )?{_COUNTED}\b",
    re.IGNORECASE,
)
_MORE_END = re.compile(
    r", (?:hạn chế|đảm bảo|bảo đảm|góp phần|đồng thời|khắc phục|phấn đấu)\b", re.IGNORECASE
)


def read_soft_targets(
    lines: Iterable[tuple[int | None, str]], explicit: Iterable[Target]
) -> tuple[Target, ...]:
    """Soft targets of a row's lines, each wording once; what an explicit target quotes is not told again."""
    quoted = [target.text for target in explicit]
    found: dict[str, Target] = {}
    for bullet, text in lines:
        for start, end in clauses(text):
            clause = text[start:end].strip()
            for target in _clause_targets(clause, bullet, quoted):
                found.setdefault(target.text.casefold(), target)
    return tuple(found.values())


def _clause_targets(clause: str, bullet: int | None, quoted: list[str]) -> Iterator[Target]:
    free = clause
    for quote in quoted:
        free = free.replace(quote, "\x00" * len(quote))
    is_theme = clause.endswith(":")  # names what the bullets below are about
    assigned = _ASSIGNED.search(free)
    if assigned:
        who = " ".join(assigned["who"].split())
        yield Target(assigned.group(), ">=", f"chỉ tiêu {who} giao", EXTERNAL, bullet=bullet)
        return
    if capped := _CAPPED.search(free):
        yield Target(capped.group(), "<=", "số được giao", CAP, bullet=bullet)
    tabled = _TABLED.search(free)
    if tabled:
        source = re.sub(r"^(?:đảm bảo|bảo đảm|đạt) ", "", tabled.group(), flags=re.IGNORECASE)
        yield Target(tabled.group(), "external", None, source, bullet=bullet)
    if nothing := _NOTHING.search(free):
        yield Target(_whole(free, nothing.start()), "=", 0.0, NONE_ALLOWED, bullet=bullet)
    if (every := _ALL.search(free)) and not is_theme:
        yield Target(_whole(free, every.start(), _ALL_END), "=", "tất cả", ALL_OF_IT, bullet=bullet)
    more = _MORE.search(free)
    if more and not tabled and not is_theme and not find_measures(clause):
        is_less = "giảm" in more["way"].lower()
        quote = _whole(free, more.start(), _MORE_END)
        yield Target(quote, "<=" if is_less else "increase", None, UNQUANTIFIED, bullet=bullet)


def _whole(clause: str, start: int, end: re.Pattern[str] | None = None) -> str:
    """The clause from a place on, up to words that begin something else."""
    words = clause[start:].split("\x00")[0]
    stop = end.search(words) if end else None
    return without_tail(words[: stop.start()] if stop else words)
