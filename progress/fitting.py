"""Which target of its task a reported figure speaks of: by unit, by words, by who reports."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from corpus.model import Target, Task
from corpus.vietnamese import fold
from progress import units
from progress.measures import Comparison, compare, targets_of
from progress.records import Measure
from progress.reporting_calendar import Level
from progress.scales import MeasureError, UnitMismatch, scale_of

_PAIR = 2  # two words in a row tell more than two apart
_TELLING = 2  # what the words must give before they decide
_COMMON = frozenset(fold("và của các có cho theo đạt được tỷ lệ số từ trở lên trong tại về năm là").split())
_BREACHES = frozenset({"vu", "vu viec", "truong hop", "sai pham", "vi pham", "loi"})
_OF_BREACH = frozenset({"tieu cuc", "sai pham", "vi pham", "trai tham", "trai phap"})  # "trái thẩm quyền"
_OF_MONEY = re.compile(r"\b(?:von|thu ngan sach|chi|kinh phi|gia tri|so tien)\b")


@dataclass(frozen=True, slots=True)
class Fit:
    """Places in ``targets_of(task)`` that a figure may speak of: one is clear, several are asked back."""

    places: tuple[int, ...]

    @property
    def is_clear(self) -> bool:
        return len(self.places) == 1

    @property
    def is_ambiguous(self) -> bool:
        return len(self.places) > 1

    @property
    def place(self) -> int | None:
        """The one target, None when there is none or more than one."""
        return self.places[0] if self.is_clear else None


def fit(measure: Measure, task: Task, words: str = "", level: Level | None = None) -> Fit:
    """The targets that a figure may speak of; ``measure.text`` and ``words`` are what was said around it.

    Units decide first, then what was said, then the reporting agency's level ("UBND cấp xã"), then the class
    into which a share falls. A stretch beside its minimum and a rise beside a level are no targets of their
    own here: ``verdicts`` tells them too.
    """
    targets = targets_of(task)
    if measure.target is not None:
        return Fit((measure.target,) if 0 <= measure.target < len(targets) else ())
    beside = {place for places in _companions(targets).values() for place in places}
    said = f"{measure.text} {words}"
    places: Sequence[int] = [
        place
        for place, target in enumerate(targets)
        if place not in beside and _suits(measure, target) and _may_be_breach(measure, target, said)
    ]
    places = _by_words(places, targets, said)
    places = _by_head(places, targets, said)
    places = _by_level(places, targets, level)
    places = _by_kind(places, targets)
    return Fit(tuple(_by_class(places, targets, measure)))


def verdicts(
    measure: Measure,
    task: Task,
    last_year: Measure | Decimal | None = None,
    assigned: Decimal | None = None,
) -> tuple[tuple[int, Comparison], ...]:
    """The comparison with the target the measure names, then with its stretch and its yearly rise, by place.

    Empty when the measure names no target. Raises what ``compare`` raises.
    """
    targets = targets_of(task)
    if measure.target is None or not 0 <= measure.target < len(targets):
        return ()
    places = (measure.target, *_companions(targets).get(measure.target, ()))
    return tuple((place, compare(measure, targets[place], last_year, assigned)) for place in places)


def fitted(measure: Measure, task: Task, words: str = "", level: Level | None = None) -> Measure:
    """The measure with its target where that is clear, else unchanged."""
    place = fit(measure, task, words, level).place
    return measure if place is None else replace(measure, target=place)


def _companions(targets: Sequence[Target]) -> Mapping[int, tuple[int, ...]]:
    """Targets that say more of what an earlier one measures: its stretch, its rise, its yearly table."""
    found: dict[int, list[int]] = {}
    for place, target in enumerate(targets):
        for main in range(place - 1, -1, -1):
            if _goes_with(target, targets[main]):
                found.setdefault(main, []).append(place)
                break
    return {main: tuple(places) for main, places in found.items()}


def _goes_with(target: Target, main: Target) -> bool:
    if main.is_stretch or main.bullet != target.bullet or not main.has_number:
        return False
    if target.is_stretch:
        return target.unit == main.unit
    if target.value is not None:
        return False
    if target.comparator == "external":
        return target.unit == target.text  # "theo quy định hàng năm" alone says nothing of what is measured
    return fold(target.unit) in fold(main.text)


def _suits(measure: Measure, target: Target) -> bool:
    """Whether the figure can be held against the target; one out of range suits, and is refused."""
    scale = scale_of(target)
    if measure.grade or scale == "grade":
        return bool(measure.grade) and scale == "grade"
    if measure.value is None and measure.numerator is None:
        return False
    if scale == "amount" and not _is_of(measure.unit, fold(target.unit)):
        return False
    try:
        compare(measure, target)
    except UnitMismatch:
        return False
    except MeasureError:
        return True
    return True


def _may_be_breach(measure: Measure, target: Target, said: str) -> bool:
    """For "không để xảy ra ...": whether the figure counts what must not happen, not something done."""
    if target.unit != "implied-zero" or measure.value == 0 or measure.numerator == 0:
        return True
    if measure.denominator is not None:
        return False
    return fold(measure.unit) in _BREACHES or bool(_traits(said) & _traits(target.text) & _OF_BREACH)


def _is_of(unit: str, subject: str) -> bool:
    """Whether an amount in this unit may be the subject's: money for capital, enterprises for their count."""
    base = fold(units.base_of(unit))
    if base in ("", units.PERCENT):
        return True
    if _OF_MONEY.search(subject):
        return units.is_money(base)
    return base in subject


def _by_words(places: Sequence[int], targets: Sequence[Target], said: str) -> Sequence[int]:
    if len(places) < 2:
        return places
    traits = {place: _traits(f"{targets[place].text} {targets[place].scope}") for place in places}
    shared = Counter(trait for own in traits.values() for trait in own)
    spoken = _traits(said)
    scores = {
        place: sum(_PAIR if " " in trait else 1 for trait in own & spoken if shared[trait] < len(places))
        for place, own in traits.items()
    }
    best = max(scores.values())
    return [place for place in places if scores[place] == best] if best >= _TELLING else places


def _by_head(places: Sequence[int], targets: Sequence[Target], said: str) -> Sequence[int]:
    """Of several the one whose first words were said: "số hóa" is not "khai thác dữ liệu số hóa"."""
    spoken = f" {' '.join(fold(said).split())} "
    kept = [place for place in places if f" {_head_of(targets[place])} " in spoken]
    return kept if len(kept) == 1 else places


def _head_of(target: Target) -> str:
    words = [word for word in fold(target.text).removeprefix("ty le ").split() if word.isalpha()]
    return " ".join(words[:2])


def _traits(text: str) -> set[str]:
    """Words and pairs of neighbours, folded, without the commonest and without numbers."""
    words = fold(text).split()
    pairs = {f"{one} {two}" for one, two in pairwise(words) if not {one, two} & _COMMON}
    return {word for word in {*words, *pairs} - _COMMON if not any(sign.isdigit() for sign in word)}


def _by_level(places: Sequence[int], targets: Sequence[Target], level: Level | None) -> Sequence[int]:
    other = {Level.COMMUNE: "cap tinh", Level.DEPARTMENT: "cap xa"}.get(level) if level else None
    kept = [place for place in places if not other or other not in fold(targets[place].scope)]
    return kept or places


def _by_kind(places: Sequence[int], targets: Sequence[Target]) -> Sequence[int]:
    """A target with a figure of its own comes before one that only binds in words."""
    explicit = [place for place in places if targets[place].has_number and not _is_implied(targets[place])]
    return explicit if len(explicit) == 1 else places


def _is_implied(target: Target) -> bool:
    return target.unit.startswith("implied")


def _by_class(places: Sequence[int], targets: Sequence[Target], measure: Measure) -> Sequence[int]:
    """Of several classes the one into which the figure falls."""
    if len(places) < 2 or any(targets[place].comparator != "range" for place in places):
        return places
    try:
        kept = [place for place in places if compare(measure, targets[place]).reached]
    except MeasureError:
        return places
    return kept or places
