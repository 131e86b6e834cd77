"""The small language in which the shorthand table says where a reading holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from corpus.phrases import forms_of
from corpus.vietnamese import fold, is_syllable, place_tones

# sau: stands after; trước: stands before; có: anywhere; rồi: later in the text; HOA: typed in capitals;
# thường: typed small; sau số, trước số: beside a number; đầu, cuối: first or last word of a sentence.
Test = Literal["sau", "trước", "có", "rồi", "HOA", "thường", "sau số", "trước số", "đầu", "cuối"]

_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
_SENTENCE_END = frozenset(".?!;,:…")
_WITH_PHRASES = ("sau", "trước", "có", "rồi")
_LONGEST = 4  # tokens of a phrase in a condition


class Word(NamedTuple):
    """A run of letters and digits, or one sign (then ``folded`` is empty)."""

    text: str
    start: int
    end: int
    plain: str
    folded: str
    is_exact: bool  # typed with marks, or in a text where they are not left out: must agree letter by letter
    is_spaced: bool  # a blank stands before it
    is_shouted: bool  # the whole text is in capitals, so capitals say nothing


def words_of(text: str) -> list[Word]:
    """Split ``text`` (NFC) into words and signs with their places."""
    is_shouted = text.isupper() and " " in text.strip()
    found = [(match, *forms_of(match[0])) for match in _WORD.finditer(text)]
    has_its_marks = not text.isascii() and _have_their_marks(found)
    words: list[Word] = []
    for match, plain, folded, is_marked in found:
        start, end = match.span()
        is_spaced = start > 0 and text[start - 1].isspace()
        folded = "" if folded == "%" else folded
        is_exact = is_marked or (has_its_marks and is_syllable(plain))
        words.append(Word(match[0], start, end, plain, folded, is_exact, is_spaced, is_shouted))
    return words


def _have_their_marks(found: Sequence[tuple[re.Match[str], str, str, bool]]) -> bool:
    """Whether at least half of the syllables bear marks, as in a text typed with care."""
    marks = [is_marked for _, plain, _, is_marked in found if len(plain) > 1 and is_syllable(plain)]
    return 2 * sum(marks) >= len(marks)


@dataclass(frozen=True, slots=True)
class Clause:
    """One test, perhaps denied."""

    test: Test
    phrases: Mapping[tuple[str, ...], tuple[tuple[str, ...], ...]]  # folded -> as written, in one tone style
    is_denied: bool

    def holds(self, words: Sequence[Word], place: int, last: int) -> bool:
        """Whether the words around [place, last) meet this test."""
        return self._is_met(words, place, last) != self.is_denied

    def _is_met(self, words: Sequence[Word], place: int, last: int) -> bool:
        match self.test:
            case "sau":
                before = _run(words[max(0, place - _LONGEST) : place][::-1])[::-1]
                return any(self._has(before[-length:]) for length in range(1, len(before) + 1))
            case "trước":
                after = _run(words[last : last + _LONGEST])
                return any(self._has(after[:length]) for length in range(1, len(after) + 1))
            case "có":
                return self._is_in([*words[:place], *words[last:]])
            case "rồi":
                return self._is_in(words[last:])
            case "HOA":
                letters = [word.text for word in words[place:last] if word.folded.isalpha()]
                return not words[place].is_shouted and all(one.isupper() for one in letters)
            case "thường":
                return words[place].is_shouted or words[place].text.islower()
            case "sau số":
                return place > 0 and words[place - 1].folded.isdigit()
            case "trước số":
                return last < len(words) and words[last].folded.isdigit()
            case "đầu":
                return place == 0 or words[place - 1].text in _SENTENCE_END
            case "cuối":
                return last == len(words) or words[last].text in _SENTENCE_END

    def _is_in(self, words: Sequence[Word]) -> bool:
        spoken = [word for word in words if word.folded]
        return any(
            self._has(spoken[start : start + length])
            for start in range(len(spoken))
            for length in range(1, min(_LONGEST, len(spoken) - start) + 1)
        )

    def _has(self, run: Sequence[Word]) -> bool:
        written = self.phrases.get(tuple(word.folded or word.text for word in run), ())
        return any(
            all(not word.is_exact or word.plain == wanted for word, wanted in zip(run, phrase, strict=True))
            for phrase in written
        )


@dataclass(frozen=True, slots=True)
class Condition:
    """Alternatives, each a list of clauses that must all hold."""

    alternatives: tuple[tuple[Clause, ...], ...]

    def holds(self, words: Sequence[Word], place: int, last: int) -> bool:
        """Whether the words around [place, last) meet one of the alternatives."""
        return any(all(clause.holds(words, place, last) for clause in every) for every in self.alternatives)


def read_condition(text: str) -> Condition | None:
    """Read "sau: sở, phòng + HOA; trước: tỉnh": ";" is or, "+" is and. None for an empty cell.

    Raises ValueError with a Vietnamese sentence for a test that does not exist.
    """
    if not text.strip():
        return None
    return Condition(
        tuple(
            tuple(_read_clause(clause.strip()) for clause in alternative.split("+"))
            for alternative in text.split(";")
            if alternative.strip()
        )
    )


def _read_clause(text: str) -> Clause:
    name, _, listed = text.partition(":")
    name = name.strip()
    is_denied = name.startswith("không ")
    name = name.removeprefix("không ").strip()
    for test in get_args(Test):
        if name == test:
            phrases = _read_phrases(listed)
            if (test in _WITH_PHRASES) != bool(phrases):
                raise ValueError(f"điều kiện “{text}” thiếu hoặc thừa danh sách từ")
            return Clause(test, phrases, is_denied)
    raise ValueError(f"điều kiện “{text}” không có trong các phép thử {', '.join(get_args(Test))}")


def _read_phrases(listed: str) -> Mapping[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    phrases: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = {}
    for phrase in listed.split(","):
        plain = tuple(place_tones(phrase.lower()).split())
        folded = tuple(fold(word) or word for word in plain)
        if plain:
            phrases[folded] = (*phrases.get(folded, ()), plain)
    return phrases


def _run(words: Sequence[Word]) -> list[Word]:
    """The words up to the first sign."""
    run: list[Word] = []
    for word in words:
        if not word.folded and word.text != "%":
            break
        run.append(word)
    return run
