"""Numbers and shares said in a Vietnamese sentence, with their units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.dates import dates_in
from corpus.phrases import composed
from corpus.vietnamese import fold, has_marks

_UNIT_LIST = """
    nhiệm vụ; cơ quan; đơn vị; cuộc; lần; ngày; tháng; năm; quý; tuần; giờ; phút; hồ sơ; điểm; văn bản; người;
    tỷ đồng; triệu đồng; nghìn đồng; đồng; tỷ; triệu; thủ tục; dịch vụ; xã; phường; đặc khu; sở; bậc; hạng;
    chỉ tiêu; lớp; đợt; kỳ; báo cáo; doanh nghiệp; cán bộ; công chức; viên chức; cái; việc; mục; lĩnh vực;
    phản ánh; kiến nghị; hội nghị; buổi; đoàn; dự án; ý kiến"""
_UNITS = tuple(unit.strip() for unit in _UNIT_LIST.split(";"))
_UNIT_BY_FOLDED = {fold(unit): unit for unit in _UNITS}
_ANY_UNIT = "|".join(sorted({*_UNITS, *_UNIT_BY_FOLDED}, key=len, reverse=True))
_PERCENT = "%"
_UNIT_AT = re.compile(rf"\s*(%|phần trăm|phan tram|{_ANY_UNIT})(?![^\W_])", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?<![\w.,/])(?:(?<=\s)-|^-)?(?:"
    r"(?P<part>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,6}(?:,\d+)?)\s*/\s*"
    r"(?P<total>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,6}(?:,\d+)?)"
    r"|(?P<grouped>\d{1,3}(?:[. ]\d{3})+(?:,\d+)?)"
    r"|(?P<plain>\d+(?:[.,]\d+)?)"
    r")(?![\w/]|[.,]\d)"
)
_RANGE_TO = re.compile(r"\s*(?:[-–]|đến|den|tới|toi)\s*\d+(?:[.,]\d+)?\s*(?:%|phần trăm|phan tram)")
_CODE = re.compile(
    r"\b[IVX]+(?:\.\d+)+\b|\d+\s*/\s*(?:\d{4}\s*/\s*)?[^\W\d_]+\d*(?:-[^\W\d_]+)+|\b[^\W\d_]+\d[\w.]*",
    re.IGNORECASE,
)
_DIGIT_LIST = "không 0 một 1 mốt 1 hai 2 ba 3 bốn 4 tư 4 năm 5 lăm 5 nhăm 5 sáu 6 bảy 7 bẩy 7 tám 8 chín 9"
_DIGIT_PAIRS = _DIGIT_LIST.split()
_DIGIT_WORDS = {word: int(value) for word, value in zip(_DIGIT_PAIRS[::2], _DIGIT_PAIRS[1::2], strict=True)}
_SCALE_WORDS = {"mười": 10, "mươi": 10, "chục": 10, "trăm": 100, "nghìn": 1000, "ngàn": 1000}
_LINKS = frozenset({"linh", "lẻ"})
_FOLDED_DIGITS = {fold(word): value for word, value in _DIGIT_WORDS.items()}
_FOLDED_SCALES = {fold(word): value for word, value in _SCALE_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at [start, end) of the text. "4/6" is 4 of total 6; ``unit`` is "%" or a counting word."""

    value: float
    start: int
    end: int
    text: str
    unit: str = ""
    total: float | None = None

    @property
    def is_percent(self) -> bool:
        return self.unit == _PERCENT

    @property
    def percent(self) -> float | None:
        """The share in percent, for percentages and for "4 of 6"; None for plain numbers."""
        if self.is_percent:
            return self.value
        return 100 * self.value / self.total if self.total else None


def numbers_in(text: str) -> tuple[Quantity, ...]:
    """Numbers in ``text``, left to right: "95,5 %", "1.234", "4/6", "4.812/4.870", "3 cuộc", "một nửa".

    Codes (III.4), document numbers (201/KH-UBND) and dates are no quantities; a bare year is none either.
    """
    text = composed(text)
    taken = [match.span() for match in _CODE.finditer(text)]
    taken += [(date.start, date.end) for date in dates_in(text)]
    found = [
        one
        for one in (*_in_digits(text), *_in_words(text))
        if not any(start < one.end and one.start < end for start, end in taken)
    ]
    return tuple(sorted(found, key=lambda one: one.start))


def _in_digits(text: str) -> Iterator[Quantity]:
    for match in _NUMBER.finditer(text):
        end, unit = _unit_after(text, match.end())
        total: float | None = None
        if match["total"] is not None:
            value, total = (
                float(match[name].replace(".", "").replace(",", ".")) for name in ("part", "total")
            )
            if total == 0:
                continue
        elif match["grouped"] is not None:
            value = float(re.sub(r"[. ]", "", match["grouped"]).replace(",", "."))
        else:
            value = float(match["plain"].replace(",", "."))
        if match[0].startswith("-"):
            value = -value
        yield Quantity(value, match.start(), end, text[match.start() : end], unit, total)


def _unit_after(text: str, end: int) -> tuple[int, str]:
    unit = _UNIT_AT.match(text, end)
    if unit is None:
        return end, _PERCENT if _RANGE_TO.match(text, end) else ""  # "90-95%"
    word = fold(unit[1])
    return unit.end(), _PERCENT if word in ("%", "phan tram") else _UNIT_BY_FOLDED[word]


def _in_words(text: str) -> Iterator[Quantity]:
    """Numbers written out. One alone counts only before a unit: "ba cuộc", not "một cửa"."""
    words = list(_WORD.finditer(text))
    place = 0
    while place < len(words):
        last = place
        while (
            last < len(words)
            and _is_number_word(words[last][0])
            and (last == place or _touch(text, words, last))
        ):
            last += 1
        if last == place:
            place += 1
            continue
        run = [match[0].lower() for match in words[place:last]]
        while len(run) > 1 and _value_of(run) is None:  # "đầu tư năm mươi": the first belongs to another word
            run, place = run[1:], place + 1
        start = words[place].start()
        share = _share(text, run, words, place, last)
        if share is not None:
            quantity, last = share
            yield quantity
        elif (value := _value_of(run)) is not None:
            decimals, stop = _decimals(text, words, last)
            end, unit = _unit_after(text, words[stop - 1].end())
            if unit or (len(run) > 1 and has_marks(text[start:end])):
                yield Quantity(float(f"{value}{decimals}"), start, end, text[start:end], unit)
                last = stop
        place = last


def _share(
    text: str, run: list[str], words: list[re.Match[str]], place: int, last: int
) -> tuple[Quantity, int] | None:
    """ "một nửa" is 50 %, "hai phần ba" is 2 of 3."""
    following = [fold(match[0]) for match in words[last : last + 2]]
    start = words[place].start()
    if len(run) == 1 and fold(run[0]) == "mot" and following[:1] == ["nua"]:
        end = words[last].end()
        return Quantity(50.0, start, end, text[start:end], _PERCENT), last + 1
    if following[:1] == ["tren"] and len(following) == 2 and _is_number_word(words[last + 1][0]):
        return _spoken_share(text, run, words, place, last)
    if following[:1] == ["phan"] and len(following) == 2:
        below = _value_of([words[last + 1][0].lower()])
        above = _value_of(run)
        if above and below and above <= below:
            end = words[last + 1].end()
            return Quantity(float(above), start, end, text[start:end], "", float(below)), last + 2
    return None


def _decimals(text: str, words: list[re.Match[str]], place: int) -> tuple[str, int]:
    """What follows "phẩy", as ".5", and where it ends: "năm mươi bảy phẩy năm phần trăm"."""
    stop = place + 1
    if place >= len(words) or fold(words[place][0]) != "phay" or not _touch(text, words, place):
        return "", place
    while stop < len(words) and _is_number_word(words[stop][0]) and _touch(text, words, stop):
        stop += 1
    said = [match[0].lower() for match in words[place + 1 : stop]]
    if not said:
        return "", place
    if all(fold(word) in _FOLDED_DIGITS for word in said):
        return "." + "".join(str(_FOLDED_DIGITS[fold(word)]) for word in said), stop
    value = _value_of(said)
    return ("", place) if value is None else (f".{value}", stop)


def _spoken_share(
    text: str, run: list[str], words: list[re.Match[str]], place: int, last: int
) -> tuple[Quantity, int] | None:
    """ "bảy trên mười xã" is 7 of 10."""
    stop = last + 1
    while stop < len(words) and _is_number_word(words[stop][0]) and _touch(text, words, stop):
        stop += 1
    part, whole = _value_of(run), _value_of([match[0].lower() for match in words[last + 1 : stop]])
    if not part or not whole or part > whole:
        return None
    end, unit = _unit_after(text, words[stop - 1].end())
    start = words[place].start()
    return Quantity(float(part), start, end, text[start:end], unit, float(whole)), stop


def _touch(text: str, words: list[re.Match[str]], place: int) -> bool:
    return text[words[place - 1].end() : words[place].start()].isspace()


@lru_cache(maxsize=8192)
def _is_number_word(word: str) -> bool:
    word = word.lower()
    if has_marks(word):
        return word in _DIGIT_WORDS or word in _SCALE_WORDS or word in _LINKS
    return word in _FOLDED_DIGITS or word in _FOLDED_SCALES or word in _LINKS


def _value_of(run: list[str]) -> int | None:
    """ "một trăm linh năm" -> 105; None when the words make no number."""
    total = current = 0
    pending: int | None = None
    for word in map(fold, run):
        if word in _FOLDED_DIGITS:
            if pending is not None:
                return None
            pending = _FOLDED_DIGITS[word]
        elif word in _FOLDED_SCALES:
            scale = _FOLDED_SCALES[word]
            if pending is None and scale != 10 and not current:
                return None
            if scale == 1000:
                total += (current + (pending or 0)) * scale
                current = 0
            else:
                current += (1 if pending is None else pending) * scale
            pending = None
        elif not current and not total:  # "linh" needs hundreds before it
            return None
    return total + current + (pending or 0)
