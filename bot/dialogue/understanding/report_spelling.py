"""The spelling of a report's words: slips of the keyboard, letters for digits, words of chats."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from corpus.keystrokes import decode_typing
from corpus.phrases import composed
from corpus.vietnamese import fold, is_syllable

# A letter in place of a digit: "1o3", "9O%", "l00%".
_LETTER_DIGIT = re.compile(r"(?<=\d)[oO](?=\d|%|\s*%)|(?<![^\W_])[lI](?=\d{1,3}\s*%)")
_GLUED = re.compile(
    r"(?<![^\W\d])(?<![.,/])\d[\d.,/]*(?=(?:tthc|tt|hs|vb|đv|dv|cc|vc|cb|hv|nv|pakn|xã|xa|lớp|lop|cuộc|cuoc|người|bài|tin"
    r"|hồ sơ|thủ tục|văn bản|đơn vị|phường|sở)(?![^\W_]))",
    re.IGNORECASE,
)
_SLASHED = re.compile(
    r"(?<![^\W_])(\d[\d.,]*\s?[^\W\d_]{1,8}(?:\s[^\W\d_]{1,8})?)\s?/\s?(?=\d)"
)  # "55 tỷ/120 tỷ"
_UNPRESSED = re.compile(r"(?<![^\W_])([a-zđâêôăơư]{2,6})[fsrxj](?![^\W_])", re.IGNORECASE)
_NUMERAL = re.compile(r"[ivx]+", re.IGNORECASE)
_DOUBLED = re.compile(r"(?<![^\W_])[^\W\d_]*([^\W\d_])\1[^\W\d_]*(?![^\W_])")
_CODE_GLUED = re.compile(
    r"(?<![^\W_])([IVX]+\.\d{1,2}(?:\.\d{1,2})?)(?=[^\W\d_]{2})", re.IGNORECASE
)  # "VII.10.1đạt"
_PERCENT = re.compile(r"(?<=\d )ph[âầấẩăằ]n tr[aăâắằ]m(?![^\W_])")
_NO_ENDING = ("gn", "hn")
_LONG = re.compile(r"(?<![^\W_])[^\W\d_]{4,}(?![^\W_])")
_NO_OTHER = {"chua": "chưa", "khong": "không", "duoc": "được"}  # these letters are no other word of an office
_SPOKEN_AS: tuple[str, ...] = (
    "mười một",
    "mười hai",
    "một",
    "hai",
    "ba",
    "bốn",
    "tư",
    "năm",
    "sáu",
    "bảy",
    "bẩy",
    "tám",
    "chín",
    "mười",
)
_SPOKEN_AS += tuple(fold(word) for word in _SPOKEN_AS if fold(word) != word)
_SPOKEN = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9}
_SPOKEN |= {"muoi": 10, "muoi mot": 11, "muoi hai": 12}
_NO_OTHER_WORD = re.compile(rf"(?<![^\W_])(?:{'|'.join(_NO_OTHER)})(?![^\W_])")


def respelt(raw: str) -> str:
    """The text as it was meant to be typed: Telex and VNI keys are letters, units stand apart."""
    apart = _CODE_GLUED.sub(r"\1 ", _apart(raw))
    return composed(_UNPRESSED.sub(_without_key, _DOUBLED.sub(_once, decode_typing(apart))))


def without_chat(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text with the words of chats in full and spoken codes in digits, and what was replaced, left to
    right."""
    words, pattern = _chat()
    replaced: list[tuple[str, str]] = []

    def full(match: re.Match[str]) -> str:
        said = match[0].lower()
        replaced.append((match[0], words.get(said) or _code_of(said)))
        return replaced[-1][1]

    return pattern.sub(full, text), tuple(replaced)


def _code_of(said: str) -> str:
    """ "bảy chấm mười chấm một" -> "7.10.1" """
    numbers = (part.strip() for part in re.split(r"ch[ấa]m", said))
    return ".".join(number if number.isdecimal() else str(_SPOKEN[fold(number)]) for number in numbers)


def straightened(text: str) -> str:
    """The text, letter for letter, with swapped last letters put right and the marks of a few words set."""
    text = _PERCENT.sub("phần trăm", _LONG.sub(_swapped_back, text))
    return _NO_OTHER_WORD.sub(lambda match: _NO_OTHER[match[0]], text)


@cache
def _chat() -> tuple[dict[str, str], re.Pattern[str]]:
    data = (Path(__file__).parent / "report_cues.toml").read_text(encoding="utf-8")
    words: dict[str, str] = tomllib.loads(data)["chat"]
    either = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    number = rf"(?:\d{{1,2}}|{'|'.join(_SPOKEN_AS)})"
    code = rf"{number}(?: ch[ấa]m {number}){{1,2}}"
    return words, re.compile(rf"(?<![^\W_])(?<![./])(?:{code}|{either})(?![^\W_]|[./]\w)", re.IGNORECASE)


def _swapped_back(match: re.Match[str]) -> str:
    """ "đnag", "thagn": two letters that changed places, where the word is none and would be one."""
    word = match[0]
    if is_syllable(word) or word.isupper():
        return word
    places = (1, len(word) - 2) if word[-2:].lower() in _NO_ENDING else (1,)
    swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in places}
    meant = [one for one in swapped if is_syllable(one)]
    return meant[0] if len(meant) == 1 else word


def _apart(text: str) -> str:
    """Letters typed for digits are digits, and a unit stands apart: "12lớp" is "12 lớp"."""
    return _SLASHED.sub(r"\1 / ", _GLUED.sub(r"\g<0> ", _LETTER_DIGIT.sub(_digit, text)))


def _digit(match: re.Match[str]) -> str:
    return "0" if match[0] in "oO" else "1"


def _once(match: re.Match[str]) -> str:
    """ "kết luậnn", "coong": a letter pressed twice, where the word is none and would be one."""
    word = match[0]
    if _NUMERAL.fullmatch(word):
        return word
    single = word.replace(match[1] * 2, match[1])
    return single if not is_syllable(word) and is_syllable(single) and not word.isupper() else word


def _without_key(match: re.Match[str]) -> str:
    """ "thahf" -> "thah": a tone key that made no syllable is left out, whatever was meant."""
    word = match[0]
    return word if is_syllable(word) or word.isupper() else match[1]
