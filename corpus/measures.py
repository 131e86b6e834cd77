"""The phrases that set a measure ("từ 95% trở lên", "cao hơn năm trước") -> comparator, value and unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.citations import citation_spans
from corpus.model import Comparator

NUMBER = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)(?![\d/])"
_PERCENT = r"(?:%|phần trăm)"
# Things counted; the longest name wins. A word that is not here is taken alone.
_THINGS = (
    "nghìn tỷ đồng|tỷ đồng|triệu đồng|đồng|triệu USD|tỷ USD|USD|ngày làm việc|giờ làm việc|"
    "ngày|giờ|phút|tháng|quý|điểm phần trăm|điểm|bậc|hạng|lần|lượt|cuộc|đợt|buổi|lớp|"
    "khóa|hội nghị|hội thảo|tọa đàm|phóng sự|chuyên mục|chuyên đề|tin, bài|tin bài|bài viết|"
    "văn bản|báo cáo|kế hoạch|đề án|dự án|mô hình|sáng kiến|giải pháp|sản phẩm|dịch vụ công|"
    "dịch vụ|thủ tục hành chính|thủ tục|quy trình|hồ sơ|hệ thống|cơ sở dữ liệu|ứng dụng|"
    "nền tảng|doanh nghiệp|hợp tác xã|cơ quan|đơn vị|sở|xã|phường|địa phương|tỉnh|thành phố|"
    "người|công chức|viên chức|cán bộ|học viên|hộ|tiêu chí|chỉ tiêu|nhiệm vụ|chỉ số"
)
_UNIT = rf"(?:{_PERCENT}|(?:{_THINGS})(?![^\W\d_])|[^\W\d_]+)(?: ?/ ?(?:đơn vị|[^\W\d_]+))?"
_KNOWN_UNIT = rf"(?:{_PERCENT}|(?:{_THINGS})(?![^\W\d_]))(?: ?/ ?(?:đơn vị|[^\W\d_]+))?"
_KNOWN_PLAIN_UNIT = rf"(?:{_PERCENT}|(?:{_THINGS})(?![^\W\d_]))"
_LAST_YEAR = r"(?:so với )?(?:cùng kỳ )?năm trước(?: liền kề| đó)?"
_EACH_YEAR = r"(?:qua (?:các|từng) năm|(?:theo )?từng năm|mỗi năm|(?:hàng|hằng) năm)"
_GRADE = r"(?P<grade>xuất sắc|rất tốt|tốt|khá|trung bình khá|trung bình)"
_PEERS = r"(?:tỉnh|địa phương|thành phố|đơn vị|sở|xã)"

_AT_LEAST = r"(?:ít nhất|tối thiểu|không dưới|không thấp hơn|không ít hơn|≥|>=|>)"
_AT_MOST = (
    r"(?:không (?:được )?(?:vượt )?quá|không vượt|không cao hơn|không lớn hơn|tối đa|nhiều nhất|≤|<=|<"
    r"|xuống còn|xuống dưới)"
)
_BELOW = r"(?:dưới|thấp hơn|ít hơn|chưa đến|trong vòng|trong thời hạn)"
_BY_TABLE = r"theo quy định (?:hàng|hằng) năm"

# Texts come with single spaces. The first pattern that matches takes its words; later ones see only the rest.
_PATTERNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("range", (
        rf"(?:(?:trong khoảng|đạt) )?(?:từ )?(?P<n>{NUMBER}) ?(?:{_UNIT})? ?(?:đến|tới|-|–) ?(?:dưới )?"
        rf"(?P<n2>{NUMBER}) ?(?P<u>{_KNOWN_UNIT})",
    )),
    ("yoy-number", (
        r"(?P<way>tăng|giảm|cao hơn|thấp hơn) (?:thêm )?(?:(?:ít nhất|tối thiểu|từ|trên|bình quân) )*"
        rf"(?P<n>{NUMBER}) ?(?P<u>{_KNOWN_PLAIN_UNIT})(?: trở lên)? ?"
        rf"(?:so với (?:cùng kỳ )?năm trước(?: liền kề)?|/ ?năm|{_EACH_YEAR})",
    )),
    ("more-yoy", (
        rf"(?:năm sau )?(?:luôn )?(?:cao|nhiều|lớn|tốt) hơn {_LAST_YEAR}",
        rf"tăng (?:dần |đều )?{_LAST_YEAR}",
        rf"tăng (?:dần |đều |trưởng )?(?:{_EACH_YEAR}|{_BY_TABLE})",
    )),
    ("less-yoy", (
        rf"(?:năm sau )?(?:luôn )?(?:thấp|ít|nhỏ) hơn {_LAST_YEAR}",
        rf"giảm (?:dần |đều )?{_LAST_YEAR}",
        rf"giảm (?:dần |đều )?(?:{_EACH_YEAR}|{_BY_TABLE})",
    )),
    ("rank", (
        rf"(?:(?:thuộc|trong|nằm trong|vào|lọt vào) )?(?:nhóm|tốp|top) (?:đầu )?"
        rf"(?P<n>{NUMBER})(?: {_PEERS})?",
        r"(?:xếp|đứng|giữ|đạt) (?:ở )?(?:vị trí |hạng |thứ hạng )?(?:từ )?(?:thứ|hạng) (?:thứ )?"
        rf"(?P<n_>{NUMBER})(?: trở lên)?",
    )),
    ("min", (
        rf"{_AT_LEAST} ?(?:là |đạt |từ )?(?P<n>{NUMBER}) ?(?P<u>{_UNIT})?(?: trở lên)?",
        rf"(?:từ )?(?P<n_>{NUMBER}) ?(?P<u_>{_UNIT}?) trở lên",
        rf"(?:trên|hơn|vượt) (?P<n__>{NUMBER}) ?(?P<u__>{_PERCENT})",
        rf"(?:đạt|có|được) (?:trên|hơn) (?P<n___>{NUMBER}) ?(?P<u___>{_KNOWN_UNIT})",
    )),
    ("max", (
        rf"{_AT_MOST} ?(?P<n>{NUMBER}) ?(?P<u>{_UNIT})?",
        rf"{_BELOW} (?P<n_>{NUMBER}) ?(?P<u_>{_KNOWN_UNIT})",
        rf"(?P<n__>{NUMBER}) ?(?P<u__>{_UNIT}?) trở xuống",
    )),
    ("grade-min", (
        rf"(?:(?:đạt|xếp|đánh giá) )?(?:(?:loại|mức độ|mức|điểm|hạng|kết quả) )*(?:từ )?{_GRADE} trở lên",
    )),
    ("grade", (rf"(?:đạt|xếp|được xếp) (?:(?:loại|mức độ|mức|hạng) )+{_GRADE}",)),
    ("equal", (
        rf"(?P<n>{NUMBER}) ?(?P<u>{_PERCENT})",
        r"(?:đạt|phấn đấu|bằng|tăng|giảm) (?:thêm )?(?:(?:tỷ lệ|mức|điểm) )?(?:là )?"
        rf"(?P<n_>{NUMBER}) ?(?P<u_>{_KNOWN_UNIT})",
        rf"(?P<n__>{NUMBER}) ?(?P<u__>(?:{_THINGS}) ?/ ?(?:năm|tháng|quý))",
    )),
)  # fmt: skip
_COMPILED = tuple((name, re.compile("|".join(forms), re.IGNORECASE)) for name, forms in _PATTERNS)
# Every measure holds a figure, a grade or a comparison over the years; most lines hold none.
_MAY_MEASURE = re.compile(r"\d|trở lên|xếp|loại|mức|hạng|năm trước|(?:tăng|giảm)\s", re.IGNORECASE)
_COMPARATORS: dict[str, Comparator] = {
    "range": "range", "more-yoy": "increase-yoy", "less-yoy": "decrease-yoy", "rank": "max-rank", "min": ">=",
    "max": "<=", "grade-min": ">=", "grade": "=", "equal": "=",
}  # fmt: skip
_DATES = re.compile(
    r"\d{1,2}/\d{1,2}/\d{4}|\d{1,2}/\d{4}"
    r"|(?:giai đoạn|năm|nhiệm kỳ) (?:19|20)\d{2}(?: ?[-–] ?(?:19|20)?\d{2})?"
    r"|(?:đến )?năm \d{4}|ngày \d{1,2}|tháng \d{1,2}|(?<!\d)(?:19|20)\d{2} ?[-–] ?(?:19|20)\d{2}",
    re.IGNORECASE,
)
_ABOUT = re.compile(rf"(?:khoảng|xấp xỉ|chừng|cỡ|gần) {NUMBER} ?{_PERCENT}?", re.IGNORECASE)
_COUNTED = re.compile(rf"(?<![\w./-]){NUMBER} ?{_KNOWN_UNIT}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Measure:
    """A measuring phrase in a text: where it stands and what it sets."""

    start: int
    end: int
    comparator: Comparator
    value: float | tuple[float, float] | str | None
    unit: str
    against_last_year: bool = False


@lru_cache(maxsize=1024)
def find_measures(text: str) -> tuple[Measure, ...]:
    """Measures of a text in order. Numbers of documents, dates and years are not measures."""
    if not _MAY_MEASURE.search(text):
        return ()
    rest = _blank(text, [*citation_spans(text), *(m.span() for m in _DATES.finditer(text))])
    found: list[Measure] = []
    for name, pattern in _COMPILED:
        found.extend(_measure(name, match) for match in pattern.finditer(rest))
        rest = _blank(rest, [(m.start, m.end) for m in found])
    return tuple(sorted(found, key=lambda measure: measure.start))


def unread_numbers(text: str) -> Iterator[str]:
    """Counted things no measure speaks of, and figures that are only about right: a person should look."""
    if not any(char.isdigit() for char in text):
        return
    for about in _ABOUT.finditer(text):
        yield about.group()
    spans = [*citation_spans(text), *(m.span() for m in _DATES.finditer(text))]
    rest = _blank(text, spans + [(m.start, m.end) for m in find_measures(text)])
    for counted in _COUNTED.finditer(rest):
        yield counted.group()


def parse_number(printed: str) -> float:
    """ "03" -> 3, "95,5" -> 95.5, "1.000" -> 1000; else a point is a decimal one."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", printed):
        printed = printed.replace(".", "")
    return float(printed.replace(",", "."))


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "\x00" * (end - start) + text[end:]
    return text


def _measure(name: str, match: re.Match[str]) -> Measure:
    groups = match.groupdict()
    numbers = [groups[key] for key in ("n", "n_", "n__", "n___") if groups.get(key)]
    unit = next((groups[key] for key in ("u", "u_", "u__", "u___") if groups.get(key)), "") or ""
    unit = re.sub(r" ?/ ?", "/", re.sub(r"phần trăm", "%", " ".join(unit.split()), flags=re.IGNORECASE))
    start, end = match.start(), match.end()
    if name in {"grade", "grade-min"}:
        return Measure(
            start, end, _COMPARATORS[name], " ".join(groups["grade"].lower().split()), "mức đánh giá"
        )
    if name in {"more-yoy", "less-yoy"}:
        is_last_year = not re.search(r"theo quy định", match.group(), re.IGNORECASE)
        return Measure(start, end, _COMPARATORS[name], None, "", is_last_year)
    if name == "yoy-number":
        is_more = groups["way"].lower().split()[0] in {"tăng", "cao"}
        comparator: Comparator = "increase-yoy" if is_more else "decrease-yoy"
        return Measure(start, end, comparator, parse_number(numbers[0]), unit, True)
    if name == "range":
        return Measure(start, end, "range", (parse_number(numbers[0]), parse_number(groups["n2"])), unit)
    if name == "rank":
        return Measure(start, end, "max-rank", parse_number(numbers[0]), "thứ hạng")
    return Measure(start, end, _COMPARATORS[name], parse_number(numbers[0]), unit)
