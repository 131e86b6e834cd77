"""Telex and VNI keys left in a text because the typing program was off."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from corpus.tables import ordinary_words, used_syllables
from corpus.vietnamese import is_syllable, with_tone

Method = Literal["telex", "vni"]

_WORD = re.compile(r"[^\W_]+")
_CODE = re.compile(r"\S*[/@.]\S*\d\S*|\S+@\S+|https?://\S+")
_TELEX_TONES: Mapping[str, str] = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES: Mapping[str, str] = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_CIRCUMFLEX: Mapping[str, str] = {"a": "â", "e": "ê", "o": "ô"}
_HORN: Mapping[str, str] = {"o": "ơ", "u": "ư"}
_VOWELS = frozenset("aeiouyăâêôơư")
_TEXTS_REMEMBERED = 64  # a message is read by several
_ENOUGH = 2  # evidence that a text was typed with the method

# A single digit after these is a number: "quy1" is Quý 1.
_COUNTED_LIST = (
    "quy muc nam thang ngay lop tap cap khoa phan dieu khoan to ky ki dot lan so vong bang nhom pha tang hang"
)
_COUNTED = frozenset(_COUNTED_LIST.split())


@lru_cache(maxsize=_TEXTS_REMEMBERED)
def decode_typing(text: str) -> str:
    """Return ``text`` (NFC) with Telex and VNI leftovers turned into marked syllables.

    A word is changed only when it is no ordinary word and decodes to a real marked syllable; codes, capitals,
    addresses and English words stay as they are.

    >>> decode_typing("sowr nooij vuj chur trif")
    'sở nội vụ chủ trì'
    """
    words = [match for match in _WORD.finditer(text) if _may_be_keys(match[0])]
    if not words:
        return text
    guarded = [match.span() for match in _CODE.finditer(text)]
    found: list[tuple[re.Match[str], Method, str, int]] = []
    for match in words:
        if any(start <= match.start() < end for start, end in guarded):
            continue
        for method in ("telex", "vni"):
            decoded, weight = _decode(match[0].lower(), method)
            if decoded:
                found.append((match, method, decoded, weight))
                break
    evidence = {method: sum(item[3] for item in found if item[1] == method) for method in ("telex", "vni")}
    pieces: list[str] = []
    last = 0
    for match, method, decoded, weight in found:
        word = match[0]
        # No syllable and no word we know: nothing is lost by reading it as keys.
        is_garbage = method == "telex" and weight > 0 and len(word) > 2
        if not is_garbage and evidence[method] < _ENOUGH:
            continue
        if word[0].isupper():
            decoded = decoded[0].upper() + decoded[1:]
        pieces += [text[last : match.start()], decoded]
        last = match.end()
    return "".join(pieces) + text[last:]


@lru_cache(maxsize=8192)
def _may_be_keys(word: str) -> bool:
    if not 2 <= len(word) <= 10 or (word.isupper() and len(word) > 1):
        return False
    lowered = word.lower()
    if not word.isascii() or lowered.isdigit() or is_syllable(lowered):
        return False
    return any(letter in _VOWELS for letter in lowered)


@lru_cache(maxsize=8192)
def _decode(word: str, method: Method) -> tuple[str, int]:
    """The syllable the keys of ``word`` mean ("" for none) and how surely they are keys: 0 to 2."""
    if not word[0].isalpha():
        return "", 0
    has_digit = any(letter.isdigit() for letter in word)
    if has_digit != (method == "vni"):
        return "", 0
    pressed = _press(word, method)
    if pressed is None:
        return "", 0
    letters, tone, shape_keys = pressed
    decoded = with_tone("".join(letters), tone) if tone else "".join(letters)
    if not decoded or decoded.isascii() or not is_syllable(decoded):
        return "", 0
    if method == "telex":
        if word in ordinary_words():
            return decoded, 0
        return decoded, 2 if shape_keys and tone else int(decoded in used_syllables())
    digits = sum(letter.isdigit() for letter in word)
    if digits > 1 or not word[-1].isdigit():
        return decoded, 2
    return decoded, 0 if word[:-1] in _COUNTED or len(word) < 3 else 1


def _press(word: str, method: Method) -> tuple[list[str], str, int] | None:
    """Play the keys: letters without tone, the tone, how many keys shaped a letter. None when they clash."""
    tones = _TELEX_TONES if method == "telex" else _VNI_TONES
    letters: list[str] = []
    tone = ""
    shapes = 0
    for key in word:
        has_vowel = any(letter in _VOWELS for letter in letters)
        if has_vowel and key in tones:
            if tone:
                return None
            tone = tones[key]
        elif _shape(letters, key, method):
            shapes += 1
        elif key.isdigit():
            return None
        else:
            letters.append(key)
    return letters, tone, shapes


def _shape(letters: list[str], key: str, method: Method) -> bool:
    """Give a letter typed before its roof, horn, breve or bar; False when ``key`` is no such key here."""
    if key == ("d" if method == "telex" else "9"):
        if letters[:1] == ["d"]:
            letters[0] = "đ"
            return True
        return False
    if key in (_CIRCUMFLEX if method == "telex" else "6"):
        wanted = key if method == "telex" else "aeo"
        return _change_last(letters, wanted, _CIRCUMFLEX)
    if key == "w" or (method == "vni" and key == "7"):
        for place in range(len(letters) - 1, 0, -1):
            if letters[place] == "o" and letters[place - 1] == "u" and letters[:2] != ["q", "u"]:
                letters[place - 1 : place + 1] = ["ư", "ơ"]
                return True
        if _change_last(letters, "ou", _HORN):
            return True
    if key == ("w" if method == "telex" else "8"):
        return _change_last(letters, "a", {"a": "ă"})
    return False


def _change_last(letters: list[str], wanted: str, table: Mapping[str, str]) -> bool:
    for place in range(len(letters) - 1, -1, -1):
        if letters[place] in wanted:
            letters[place] = table[letters[place]]
            return True
    return False
