"""What binds a row without a number of its own: nothing wrong, all of it, no more than assigned, more than now."""

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
_COUNTED = r"(?:tỷ\s+lệ|tỉ\s+lệ|tổng\s+số|số\s+lượng|chỉ\s+số|thứ\s+hạng|điểm\s+số|mức\s+độ)"
_ASSIGNED = re.compile(
    r"(?:hoàn\s+thành\s+)?đạt\s*(?:và|,)\s*vượt\s+(?:mức\s+)?(?:các\s+)?(?:chỉ\s+tiêu|kế\s+hoạch|mục\s+tiêu|dự\s+toán)[^;.]*?"
    r"\b(?:do|của)\s+(?P<who>[^;.]*?)\s+giao(?:\s+(?:hàng|hằng)\s+năm)?",
    re.IGNORECASE,
)
_CAPPED = re.compile(
    r"không\s+(?:được\s+)?(?:sử\s+dụng\s+)?vượt(?:\s+quá)?\s+(?:tổng\s+)?(?:số|chỉ\s+tiêu|định\s+mức)[^,;.]*?giao",
    re.IGNORECASE,
)
_TABLED = re.compile(
    r"(?:(?:đảm\s+bảo|bảo\s+đảm)\s+)?theo\s+(?:đúng\s+)?(?:các\s+)?(?:quy\s+định|chỉ\s+tiêu|kế\s+hoạch|lộ\s+trình)\s+(?:hàng|hằng)\s+năm"
    r"|(?:(?:đảm\s+bảo|bảo\s+đảm|đạt)\s+)?theo\s+(?:đúng\s+)?(?:các\s+)?(?:chỉ\s+tiêu|tỷ\s+lệ|tỉ\s+lệ|mức|lộ\s+trình)(?=[\s,])[^;.]*?"
    r"(?:quy\s+định|giao|đề\s+ra|ban\s+hành)(?:\s+(?:hàng|hằng)\s+năm)?",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    rf"{_OPENS}không\s+(?:có|để\s+xảy\s+ra|để\s+phát\s+sinh|để\s+tồn\s+đọng|để|phát\s+sinh|còn)\s+"
    r"(?!(?:nhu\s+cầu|điều\s+kiện|thể|quá|hơn|\d))",
    re.IGNORECASE,
)
_ALL = re.compile(
    rf"{_OPENS}(?:(?:[^\W\d_]+\s+){{1,3}}(?:tất\s+cả|toàn\s+bộ|triệt\s+để)\s"
    r"|hoàn\s+thành\s+(?:việc\s+)?(?:xử\s+lý|giải\s+quyết|khắc\s+phục|thu\s+hồi)\s)",
    re.IGNORECASE,
)
_ALL_END = re.compile(
    r"\s+(?:đối\s+với|kịp\s+thời|theo\s+quy|đúng\s+quy|đúng\s+hạn|bảo\s+đảm|đảm\s+bảo)\b", re.IGNORECASE
)
_MORE = re.compile(
    rf"{_OPENS}(?:(?:mở\s+rộng|cải\s+thiện),\s+)?(?P<way>nâng\s+cao|nâng|gia\s+tăng|tăng|cải\s+thiện|giảm|kéo\s+giảm)"
    rf"\s+(?:dần\s+)?(?:các\s+)?{_COUNTED}\b",
    re.IGNORECASE,
)
_MORE_END = re.compile(
    r",\s+(?:hạn\s+chế|đảm\s+bảo|bảo\s+đảm|góp\s+phần|đồng\s+thời|khắc\s+phục|phấn\s+đấu)\b", re.IGNORECASE
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
        source = re.sub(r"^(?:đảm bảo|bảo đảm|đạt)\s+", "", tabled.group(), flags=re.IGNORECASE)
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
