"""How people type: other words, short forms, words left out, letters slipped, a question around it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

# Frames a question is asked in; they carry a role or a tone, never a subject.
OPENINGS = (
    "cho hỏi",
    "cho tôi hỏi",
    "anh chị cho hỏi",
    "xin hỏi",
    "ad ơi",
    "em hỏi",
    "vụ",
    "về việc",
    "việc",
    "nhiệm vụ",
    "nội dung",
    "chuyện",
    "bên mình",
    "tỉnh mình",
    "cơ quan nào chủ trì",
    "ai lo",
    "chỉ tiêu",
    "ai phụ trách",
    "sở nào lo",
    "bên nào làm",
    "kiếm giùm",
    "coi giùm",
    "trong kế hoạch có",
    "cái vụ",
    "mấy cái",
)
ENDINGS = (
    "do ai chủ trì", "ai làm", "ai chủ trì", "cơ quan nào chủ trì", "ai phối hợp", "là gì", "như thế nào",
    "bao nhiêu phần trăm", "đạt bao nhiêu", "khi nào xong", "đến bao giờ", "gồm những gì", "thì sao", "vậy ạ",
    "được quy định như thế nào", "sở nào làm", "ai chịu trách nhiệm", "mấy phần trăm", "làm sao", "nhỉ",
    "tới đâu rồi", "ai lo vậy", "phải được mấy phần trăm", "bên nào lo", "chừng nào xong", "là việc gì",
    "trong kế hoạch là việc nào", "ai đứng ra", "hông", "vậy",
)  # fmt: skip
MARKS = ",.;:()"
LETTERS = "abcdeghiklmnopqrstuvxy"
SAY_SHARE = 0.5  # of the terms that have another way to be said
SHORTEN_SHARE = 0.2  # of the terms that have a short form or chat spelling
SLIP_SHARE = 0.04  # of the words


class Typist:
    """Turns clean words into what a person would type; the same ``rng`` types the same.

    Marks are not stripped here: the tokenizer folds them, so typing without marks is the same text.
    """

    def __init__(
        self,
        sayings: Mapping[str, Sequence[str]] | None = None,
        short_forms: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """``sayings`` maps a term as documents write it to what people say instead, ``short_forms`` to its
        abbreviations and chat spelling; terms in lower case."""
        self._sayings = Replacements(sayings or {})
        self._short_forms = Replacements(short_forms or {})

    def type(self, text: str, rng: random.Random) -> str:
        """One typed version of ``text``, never empty when the text has a word."""
        words = self._sayings.replaced(text.lower().split(), rng, SAY_SHARE)
        words = self._short_forms.replaced(words, rng, SHORTEN_SHARE)
        words = _leave_out(words, rng)
        words = [slip(word, rng) if rng.random() < SLIP_SHARE else word for word in words]
        return _frame(" ".join(words), rng)


def slip(word: str, rng: random.Random) -> str:
    """``word`` with one slip of a thumb: letters swapped, left out, doubled or another; short words stay."""
    if len(word) < 3:
        return word
    place = rng.randrange(len(word) - 1)
    match rng.randrange(4):
        case 0:
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        case 1:
            return word[:place] + word[place + 1 :]
        case 2:
            return word[:place] + word[place] * 2 + word[place + 1 :]
        case _:
            return word[:place] + rng.choice(LETTERS) + word[place + 1 :]


def _leave_out(words: list[str], rng: random.Random) -> list[str]:
    share = rng.choice((0.0, 0.0, 0.1, 0.25))
    kept = [word for word in words if rng.random() >= share]
    return kept or words


def _frame(text: str, rng: random.Random) -> str:
    match rng.randrange(5):
        case 0:
            return f"{rng.choice(OPENINGS)} {text}"
        case 1:
            return f"{text} {rng.choice(ENDINGS)}"
        case _:
            return text


class Replacements:
    """Terms of one or more words and what may stand instead of them."""

    def __init__(self, instead: Mapping[str, Sequence[str]]) -> None:
        self._instead = dict(instead)
        self._sizes: dict[str, list[int]] = {}  # first word of a term -> lengths in words, longest first
        for term in sorted(self._instead, key=lambda term: -len(term.split())):
            sizes = self._sizes.setdefault(term.split()[0], [])
            if len(term.split()) not in sizes:
                sizes.append(len(term.split()))

    def replaced(self, words: list[str], rng: random.Random, share: float) -> list[str]:
        """The words with about ``share`` (0-1) of the terms found replaced, longest terms first."""
        if not self._sizes:
            return words
        written: list[str] = []
        place = 0
        while place < len(words):
            for size in self._sizes.get(words[place].strip(MARKS), ()):
                ways = self._instead.get(" ".join(words[place : place + size]).strip(MARKS))
                if ways and rng.random() < share:
                    written += rng.choice(ways).split()
                    place += size
                    break
            else:
                written.append(words[place])
                place += 1
        return written
