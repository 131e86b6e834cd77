"""Days and times of day in a report: no figures are looked for there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.dialogue.understanding.report_values import Span
from corpus.dates import dates_in

_TIME = re.compile(r"(?<![\w.,/])\d{1,2}(?:h|g|:)(?:\d{2})?(?![^\W_])")  # "14h30"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])(?![\w/])"
_UNTIL = re.compile(
    rf"(?<![^\W_])(?:toi|truoc|truoc ngay|han|sau|hom|bua|sang|chieu|toi ngay|gia han den"
    rf"|gia han toi|lui den|lui sang)\s+(?P<day>{_DAY})"
)
_UP_TO = re.compile(
    rf"(?<![^\W_])den\s+(?P<day>{_DAY})(?=\s*(?:$|[,.;)]|nam|moi|se|xong|thi|vi|do|nha|nhe|a(?![^\W_])))"
)
_DAYS = re.compile(
    rf"(?<![\w/]){_DAY}(?:(?:\s*[,;&]\s*|\s+va\s+){_DAY})+(?!\s*(?:%|[^\W\d_]{{2,}} (?:dat|duoc)))"
)
_CLASS = re.compile(
    r"(?<![^\W_])(?:dam bao"
    r"|tu chu)(?: [^\W\d_]+){0,4}\s+(?P<span>\(?(?:tu )?\d{1,3} ?%? ?(?:den|toi|-"
    r"|–) ?(?:duoi )?\d{1,3} ?%\)?)"
)
"""The class of an agency, no result: "đơn vị tự đảm bảo từ 30 % đến dưới 70 %"."""
_ITEM = re.compile(r"(?<![\w(])\(\d{1,2}\)(?=\s)|(?<=[;:.,] )\d{1,2}\)(?=\s)")  # "(1) ...; (2) ..."
_COUNTED = re.compile(r":\s*$")


def days_in(text: str, bare: str) -> tuple[Span, ...]:
    """Where days and times stand; a day without its year only behind "trước" or in a list behind ":"."""
    found = [(date.start, date.end) for date in dates_in(text)]
    found += [match.span() for match in _TIME.finditer(bare)]
    found += [match.span("day") for pattern in (_UNTIL, _UP_TO) for match in pattern.finditer(bare)]
    found += [match.span() for match in _ITEM.finditer(bare)]
    found += [match.span("span") for match in _CLASS.finditer(bare)]
    return (*found, *_lists(bare))


def _lists(bare: str) -> Iterator[Span]:
    """ "họp 3 lần: 15/3, 20/6, 08/9" """
    for match in _DAYS.finditer(bare):
        if _COUNTED.search(bare[: match.start()]):
            yield match.span()
