"""The phrases that set a measure ("từ 95% trở lên", "năm sau cao hơn năm trước") -> comparator, value and unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.citations import citation_spans
from corpus.model import Comparator

NUMBER = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)(?![\d/])"
_PERCENT = r"(?:%|phần\s+trăm)"
# Things counted; the longest name wins. A word that is not here is taken alone.
_THINGS = (
    "nghìn tỷ đồng|tỷ đồng|triệu đồng|đồng|triệu USD|tỷ USD|USD|ngày làm việc|giờ làm việc|ngày|giờ|phút|tháng|quý|điểm phần trăm"
    "|điểm|bậc|hạng|lần|lượt|cuộc|đợt|buổi|lớp|khóa|hội nghị|hội thảo|tọa đàm|phóng sự|chuyên mục|chuyên đề|tin, bài|tin bài|bài viết"
    "|văn bản|báo cáo|kế hoạch|đề án|dự án|mô hình|sáng kiến|giải pháp|sản phẩm|dịch vụ công|dịch vụ|thủ tục hành chính"
    "|thủ tục|quy trình|hồ sơ|hệ thống|cơ sở dữ liệu|ứng dụng|nền tảng|doanh nghiệp|hợp tác xã|cơ quan|đơn vị|sở|xã|phường"
    "|địa phương|tỉnh|thành phố|người|công chức|viên chức|cán bộ|học viên|hộ|tiêu chí|chỉ tiêu|nhiệm vụ|chỉ số"
)
_UNIT = rf"(?:{_PERCENT}|(?:{_THINGS})(?![^\W\d_])|[^\W\d_]+)(?:\s*/\s*(?:đơn vị|[^\W\d_]+))?"
_KNOWN_UNIT = rf"(?:{_PERCENT}|(?:{_THINGS})(?![^\W\d_]))(?:\s*/\s*(?:đơn vị|[^\W\d_]+))?"
_Q = rf"(?P<n>{NUMBER})\s*(?P<u>{_UNIT})?"
_QK = rf"(?P<n>{NUMBER})\s*(?P<u>{_KNOWN_UNIT})"
_LAST_YEAR = r"(?:so\s+với\s+)?(?:cùng\s+kỳ\s+)?năm\s+trước(?:\s+liền\s+kề|\s+đó)?"
_EACH_YEAR = r"(?:qua\s+(?:các|từng)\s+năm|(?:theo\s+)?từng\s+năm|mỗi\s+năm|(?:hàng|hằng)\s+năm)"
_GRADE = r"(?P<grade>xuất\s+sắc|rất\s+tốt|tốt|khá|trung\s+bình\s+khá|trung\s+bình)"
_PEERS = r"(?:tỉnh|địa phương|thành phố|đơn vị|sở|xã)"

# The first pattern that matches takes its words; later ones see only the rest.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("range", rf"(?:(?:trong khoảng|đạt)\s+)?(?:từ\s+)?(?P<n>{NUMBER})\s*(?:{_UNIT})?\s*(?:đến|tới|-|–)\s*(?:dưới\s+)?(?P<n2>{NUMBER})\s*(?P<u>{_KNOWN_UNIT})"),
    ("yoy-number", rf"(?P<way>tăng|giảm|cao\s+hơn|thấp\s+hơn)\s+(?:thêm\s+)?(?:(?:ít nhất|tối thiểu|từ|trên|bình quân)\s+)*(?P<n>{NUMBER})\s*(?P<u>{_KNOWN_UNIT})"
                   rf"(?:\s+trở\s+lên)?\s*(?:so\s+với\s+(?:cùng\s+kỳ\s+)?năm\s+trước(?:\s+liền\s+kề)?|/\s*năm|{_EACH_YEAR})"),
    ("more-yoy", rf"(?:năm\s+sau\s+)?(?:luôn\s+)?(?:cao|nhiều|lớn|tốt)\s+hơn\s+{_LAST_YEAR}|tăng\s+(?:dần\s+|đều\s+)?(?:so\s+với\s+)?(?:cùng\s+kỳ\s+)?năm\s+trước(?:\s+liền\s+kề)?"
                 rf"|tăng\s+(?:dần\s+|đều\s+|trưởng\s+)?(?:{_EACH_YEAR}|theo\s+quy\s+định\s+(?:hàng|hằng)\s+năm)"),
    ("less-yoy", rf"(?:năm\s+sau\s+)?(?:luôn\s+)?(?:thấp|ít|nhỏ)\s+hơn\s+{_LAST_YEAR}|giảm\s+(?:dần\s+|đều\s+)?(?:so\s+với\s+)?(?:cùng\s+kỳ\s+)?năm\s+trước(?:\s+liền\s+kề)?"
                 rf"|giảm\s+(?:dần\s+|đều\s+)?(?:{_EACH_YEAR}|theo\s+quy\s+định\s+(?:hàng|hằng)\s+năm)"),
    ("rank", rf"(?:(?:thuộc|trong|nằm\s+trong|vào|lọt\s+vào)\s+)?(?:nhóm|tốp|top)\s+(?:đầu\s+)?(?P<n>{NUMBER})(?:\s+{_PEERS})?"
             rf"|(?:xếp|đứng|giữ|đạt)\s+(?:ở\s+)?(?:vị\s+trí\s+|hạng\s+|thứ\s+hạng\s+)?(?:từ\s+)?(?:thứ|hạng)\s+(?:thứ\s+)?(?P<n_>{NUMBER})(?:\s+trở\s+lên)?"),
    ("min", rf"(?:ít\s+nhất|tối\s+thiểu|không\s+dưới|không\s+thấp\s+hơn|không\s+ít\s+hơn|≥|>=|>)\s*(?:là\s+|đạt\s+|từ\s+)?{_Q}(?:\s+trở\s+lên)?"
            rf"|(?:từ\s+)?(?P<n_>{NUMBER})\s*(?P<u_>{_UNIT}?)\s+trở\s+lên"
            rf"|(?:trên|hơn|vượt)\s+(?P<n__>{NUMBER})\s*(?P<u__>{_PERCENT})"
            rf"|(?:đạt|có|được)\s+(?:trên|hơn)\s+(?P<n___>{NUMBER})\s*(?P<u___>{_KNOWN_UNIT})"),
    ("max", rf"(?:không\s+(?:được\s+)?(?:vượt\s+)?quá|không\s+vượt|không\s+cao\s+hơn|không\s+lớn\s+hơn|tối\s+đa|nhiều\s+nhất|≤|<=|<|xuống\s+còn|xuống\s+dưới)\s*{_Q}"
            rf"|(?:dưới|thấp\s+hơn|ít\s+hơn|chưa\s+đến|trong\s+vòng|trong\s+thời\s+hạn)\s+(?P<n_>{NUMBER})\s*(?P<u_>{_KNOWN_UNIT})"
            rf"|(?P<n__>{NUMBER})\s*(?P<u__>{_UNIT}?)\s+trở\s+xuống"),
    ("grade-min", rf"(?:(?:đạt|xếp|đánh\s+giá)\s+)?(?:(?:loại|mức\s+độ|mức|điểm|hạng|kết\s+quả)\s+)*(?:từ\s+)?{_GRADE}\s+trở\s+lên"),
    ("grade", rf"(?:đạt|xếp|được\s+xếp)\s+(?:(?:loại|mức\s+độ|mức|hạng)\s+)+{_GRADE}"),
    ("equal", rf"(?P<n>{NUMBER})\s*(?P<u>{_PERCENT})"
              rf"|(?:đạt|phấn\s+đấu|bằng|tăng|giảm)\s+(?:thêm\s+)?(?:(?:tỷ\s+lệ|mức|điểm)\s+)?(?:là\s+)?(?P<n_>{NUMBER})\s*(?P<u_>{_KNOWN_UNIT})"
              rf"|(?P<n__>{NUMBER})\s*(?P<u__>(?:{_THINGS})\s*/\s*(?:năm|tháng|quý))"),
)  # fmt: skip
_COMPILED = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _PATTERNS)
# Every measure holds a figure, a grade or a comparison over the years; most lines hold none.
_MAY_MEASURE = re.compile(r"\d|trở\s+lên|xếp|loại|mức|hạng|năm\s+trước|(?:tăng|giảm)\s", re.IGNORECASE)
_COMPARATORS: dict[str, Comparator] = {
    "range": "range", "more-yoy": "increase-yoy", "less-yoy": "decrease-yoy", "rank": "max-rank", "min": ">=",
    "max": "<=", "grade-min": ">=", "grade": "=", "equal": "=",
}  # fmt: skip
_DATES = re.compile(
    r"\d{1,2}/\d{1,2}/\d{4}|\d{1,2}/\d{4}|(?:giai\s+đoạn|năm|nhiệm\s+kỳ)\s+(?:19|20)\d{2}(?:\s*[-–]\s*(?:19|20)?\d{2})?"
    r"|(?:đến\s+)?năm\s+\d{4}|ngày\s+\d{1,2}|tháng\s+\d{1,2}|(?<!\d)(?:19|20)\d{2}\s*[-–]\s*(?:19|20)\d{2}",
    re.IGNORECASE,
)
_ABOUT = re.compile(rf"(?:khoảng|xấp\s+xỉ|chừng|cỡ|gần)\s+{NUMBER}\s*{_PERCENT}?", re.IGNORECASE)
_COUNTED = re.compile(rf"(?<![\w./-]){NUMBER}\s*{_KNOWN_UNIT}", re.IGNORECASE)


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
        for match in pattern.finditer(rest):
            found.append(_measure(name, match))
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
    """ "03" -> 3, "95,5" -> 95.5, "1.000" -> 1000; a single point before other than three digits is a decimal one."""
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
    unit = re.sub(r"\s*/\s*", "/", re.sub(r"phần\s+trăm", "%", " ".join(unit.split()), flags=re.IGNORECASE))
    start, end = match.start(), match.end()
    if name in {"grade", "grade-min"}:
        return Measure(
            start, end, _COMPARATORS[name], " ".join(groups["grade"].lower().split()), "mức đánh giá"
        )
    if name in {"more-yoy", "less-yoy"}:
        is_last_year = not re.search(r"theo\s+quy\s+định", match.group(), re.IGNORECASE)
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
