"""How people type: words left out, letters slipped, a question around it, another word for the same thing."""

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
)
ENDINGS = (
    "do ai chủ trì", "ai làm", "ai chủ trì", "cơ quan nào chủ trì", "ai phối hợp", "là gì", "như thế nào",
    "bao nhiêu phần trăm", "đạt bao nhiêu", "khi nào xong", "đến bao giờ", "gồm những gì", "thì sao", "vậy ạ",
    "được quy định như thế nào", "sở nào làm", "ai chịu trách nhiệm", "mấy phần trăm", "làm sao", "nhỉ",
)  # fmt: skip
LETTERS = "abcdeghiklmnopqrstuvxy"


class Typist:
    """Turns clean words into what a person would type; the same seed types the same."""

    def __init__(self, rng: random.Random, sayings: Mapping[str, Sequence[str]] | None = None) -> None:
        """``sayings`` maps a term as documents write it to what people say instead, both lower case."""
        self._rng = rng
        self._sayings = dict(sayings or {})
        self._sizes: dict[str, list[int]] = {}  # first word of a term -> lengths in words, longest first
        for term in sorted(self._sayings, key=lambda term: -len(term.split())):
            self._sizes.setdefault(term.split()[0], []).append(len(term.split()))

    def type(self, text: str) -> str:
        """One typed version of ``text``, never empty when the text has a word."""
        words = self._say(text.lower().split())
        words = self._leave_out(words)
        words = [self._slip(word) if self._rng.random() < 0.04 else word for word in words]
        return self._frame(" ".join(words))

    def _say(self, words: list[str]) -> list[str]:
        spoken: list[str] = []
        place = 0
        while place < len(words):
            for size in self._sizes.get(words[place], ()):
                sayings = self._sayings.get(" ".join(words[place : place + size]).strip(",.;:()"))
                if sayings and self._rng.random() < 0.5:
                    spoken += self._rng.choice(sayings).split()
                    place += size
                    break
            else:
                spoken.append(words[place])
                place += 1
        return spoken

    def _leave_out(self, words: list[str]) -> list[str]:
        share = self._rng.choice((0.0, 0.0, 0.1, 0.25))
        kept = [word for word in words if self._rng.random() >= share]
        return kept or words

    def _slip(self, word: str) -> str:
        if len(word) < 3:
            return word
        place = self._rng.randrange(len(word) - 1)
        match self._rng.randrange(4):
            case 0:
                return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
            case 1:
                return word[:place] + word[place + 1 :]
            case 2:
                return word[:place] + word[place] * 2 + word[place + 1 :]
            case _:
                return word[:place] + self._rng.choice(LETTERS) + word[place + 1 :]

    def _frame(self, text: str) -> str:
        match self._rng.randrange(5):
            case 0:
                return f"{self._rng.choice(OPENINGS)} {text}"
            case 1:
                return f"{text} {self._rng.choice(ENDINGS)}"
            case _:
                return text
