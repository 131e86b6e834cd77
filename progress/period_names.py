"""How people say a period: "quý 1", "6 thang dau nam", "quy III/2026", "năm nay", "kỳ trước"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.phrases import PhraseIndex, Token, composed, tokens_of
from corpus.vietnamese import fold
from progress.reporting_calendar import PeriodForm

_YEAR = re.compile(r"(?:19|20)\d{2}")
_SHORT_YEAR = re.compile(r"\d{2}")
_YEAR_STEPS = {"nay": 0, "ngoai": -1, "truoc": -1, "qua": -1, "sau": 1, "toi": 1}
_STEPS = {"này": 0, "nay": 0, "hiện tại": 0, "hiện nay": 0, "đang mở": 0, "trước": -1, "vừa qua": -1}
_STEPS |= {"vừa rồi": -1, "sau": 1, "tới": 1, "tiếp theo": 1, "kế tiếp": 1}
_INTRODUCING = ("ky", "bao cao", "bc", "dot", "so lieu")
_FILLERS = frozenset(
    fold("báo cáo, BC, kỳ, đợt, của, cho CCHC, số liệu, tiến độ trong, ở, vào, là, thì, nhé, ạ").split()
)


@dataclass(frozen=True, slots=True)
class SaidPeriod:
    """A period said at [start, end) of a text: a form with or without a year, or one counted from now.

    ``form`` is "" for "kỳ này" (``step`` 0), "kỳ trước" (-1), "kỳ sau" (1). ``year_step`` counts from this
    year ("năm ngoái" is -1), None when it was not said. A sure one cannot mean a mere stretch of time.
    """

    form: str
    start: int
    end: int
    year: int | None = None
    year_step: int | None = None
    step: int = 0
    is_sure: bool = False


class PeriodNames:
    """Finds the periods of a calendar in what people write."""

    def __init__(self, forms: Iterable[PeriodForm]) -> None:
        self._forms: PhraseIndex[str] = PhraseIndex()
        self._by_key: dict[str, str] = {}
        self._with_year: PhraseIndex[str] = PhraseIndex()  # "năm" alone is also five, and any year
        self._steps: PhraseIndex[int] = PhraseIndex()
        for form in forms:
            self._by_key[form.key.lower()] = form.key
            named = form.name.replace("{year}", "").strip(" /-,")
            for phrase in {named, form.key, *form.said}:
                index = self._forms if len(phrase.split()) > 1 or not phrase.isalpha() else self._with_year
                index.add(phrase, form.key)
                if "quý" in phrase.lower():  # the other common spelling
                    index.add(re.sub("quý", "quí", phrase, flags=re.IGNORECASE), form.key)
        for phrase, step in _STEPS.items():
            self._steps.add(f"kỳ {phrase}", step)
            self._steps.add(f"kỳ báo cáo {phrase}", step)

    def mentions(self, text: str) -> tuple[SaidPeriod, ...]:
        """Every period said in ``text``, left to right; places count in NFC."""
        text = composed(text)
        tokens = tokens_of(text)
        found: list[SaidPeriod] = []
        place = 0
        while place < len(tokens):
            said = self._at(tokens, place)
            if said is None:
                place += 1
                continue
            found.append(said)
            while place < len(tokens) and tokens[place].start < said.end:
                place += 1
        return tuple(found)

    def whole(self, text: str) -> SaidPeriod | None:
        """The one period that ``text`` says and nothing beside it but words such as "báo cáo", "kỳ"."""
        text = composed(text)
        found = self.mentions(text)
        if len(found) != 1:
            return None
        said = found[0]
        rest = [token for token in tokens_of(text) if not said.start <= token.start < said.end]
        return said if all(token.folded in _FILLERS for token in rest) else None

    def _at(self, tokens: Sequence[Token], place: int) -> SaidPeriod | None:
        start = tokens[place].start
        step = next(self._steps.at(tokens, place), None)
        if step is not None:
            return SaidPeriod("", start, tokens[step.last - 1].end, step=step.value, is_sure=True)
        if keyed := self._keyed(tokens, place):
            return keyed
        for form in self._forms.at(tokens, place):
            end, year, year_step = _year_after(tokens, form.last)
            is_quarter = tokens[place].folded.startswith("q")
            is_sure = is_quarter or end > form.last or _is_introduced(tokens, place)
            return SaidPeriod(form.value, start, tokens[end - 1].end, year, year_step, is_sure=is_sure)
        for form in self._with_year.at(tokens, place):
            end, year, year_step = _year_after(tokens, form.last)
            is_sure = _is_introduced(tokens, place)
            if is_sure or end > form.last:
                return SaidPeriod(form.value, start, tokens[end - 1].end, year, year_step, is_sure=is_sure)
        return None

    def _keyed(self, tokens: Sequence[Token], place: int) -> SaidPeriod | None:
        """ "2026-6T", as the assistant itself writes it."""
        if not _YEAR.fullmatch(tokens[place].text) or place + 1 == len(tokens):
            return None
        following = tokens[place + 1]
        form = self._by_key.get(following.text.lower()) if following.gap in ("-", "/") else None
        if form is None:
            return None
        return SaidPeriod(form, tokens[place].start, following.end, int(tokens[place].text), is_sure=True)


def _year_after(tokens: Sequence[Token], place: int) -> tuple[int, int | None, int | None]:
    """The year said at token ``place`` ("/2026", "năm 2026", "năm ngoái"): where it ends, year, step."""
    said_year = tokens[place - 1].folded == "nam"
    first = place
    if place < len(tokens) and tokens[place].folded == "nam" and not said_year:
        said_year = True
        place += 1
    if place < len(tokens):
        token = tokens[place]
        if _YEAR.fullmatch(token.text) and token.gap.strip() in ("", "/", "-", ","):
            return place + 1, int(token.text), None
        if _SHORT_YEAR.fullmatch(token.text) and token.gap == "/":
            return place + 1, 2000 + int(token.text), None
        if said_year and token.folded in _YEAR_STEPS and not token.gap.strip():
            return place + 1, None, _YEAR_STEPS[token.folded]
    return first, None, None


def _is_introduced(tokens: Sequence[Token], place: int) -> bool:
    """Whether "kỳ" or "báo cáo" stands right before the phrase."""
    if not place or tokens[place].gap.strip():
        return False
    before = " ".join(token.folded for token in tokens[max(0, place - 2) : place])
    return any(before == word or before.endswith(f" {word}") for word in _INTRODUCING)
