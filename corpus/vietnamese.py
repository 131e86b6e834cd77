"""Vietnamese text: clean Unicode, folding without marks, tone placement and the shape of a syllable."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

TEXT_LIMIT = 2000  # characters of one message that are read

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền sắc ngã hỏi nặng
_ACUTE, _DOT = "\u0301", "\u0323"
# Old fonts print the Icelandic eth, which looks the same as đ.
_LOOK_ALIKES = str.maketrans({"Ð": "Đ", "ð": "đ"})
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f"
    "\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\ue000-\uf8ff"
    "\U000110bd\U000110cd\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_TAG = re.compile(r"<(?:/?[A-Za-z]|!--|!DOCTYPE)[^<>]*>", re.IGNORECASE)
_NOT_FOLDED = re.compile(r"[^a-z0-9%]+")
_WORD = re.compile(r"[^\W\d_]+")

_VOWELS = "aăâeêioôơuưy"
_BARE = str.maketrans(
    {
        letter: unicodedata.normalize("NFD", letter)[0]
        for vowel in _VOWELS
        for letter in (vowel, *(unicodedata.normalize("NFC", vowel + tone) for tone in _TONES))
    }
    | {"đ": "d", "ð": "d"}
)


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Rhymes without tone; together with the onsets they give every written syllable.
_RHYMES = _words(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt
    oe oem oen oeo oet ooc oong ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uơ uy uya uych uyn uynh uyp uyt uyu uyên uyêt
    uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu
    """
)
_AFTER_QU = _words(
    """
    a ac ach ai an ang anh ao at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây e en eo et ê ên ênh êch êt
    i in inh ich it y yn ynh ych yt yên yêt ơ ơi ôc
    """
)
_GLIDED = ("oa", "oă", "oe", "oo", "uâ", "uê", "uơ", "uy")  # never after "gi"
_AFTER_GI = frozenset(rhyme for rhyme in _RHYMES if rhyme[0] not in "iy" and not rhyme.startswith(_GLIDED))
_PLAIN_ONSETS = _words("b ch d đ h kh l m n nh p ph r s t th tr v x") | {""}
_LOAN_ONSETS = frozenset({"b", "c", "g", "m", "s", "t", "x"})  # "xoong", but "khoong" is Telex
_WITH_Y = frozenset({"", "h", "k", "l", "m", "n", "s", "t", "th", "v"})


def tidy(text: str, limit: int = TEXT_LIMIT) -> str:
    """Return ``text`` in NFC, without invisible characters and tags, blanks collapsed, cut at ``limit``."""
    text = text[: limit * 4]
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).translate(_LOOK_ALIKES)
    # A blank keeps "<<b>b>" from turning into a tag again.
    text = " ".join(_TAG.sub(" ", text).split())
    return text[:limit].rstrip()


def fold(text: str) -> str:
    """Return ``text`` in lower case without marks; all but letters, digits and % become single blanks.

    >>> fold("Sở KH&CN đạt 95,5%")
    'so kh cn dat 95 5%'
    """
    lowered = text.lower()
    if not lowered.isascii():
        lowered = lowered.translate(_BARE)
    if not lowered.isascii():
        apart = unicodedata.normalize("NFD", lowered)
        lowered = "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_BARE)
    return _NOT_FOLDED.sub(" ", lowered).strip()


def has_marks(text: str) -> bool:
    """Tell whether a Vietnamese mark (đ, a tone or a vowel mark) was typed anywhere in ``text``."""
    if text.isascii():
        return False
    return any(
        letter in "đĐðÐ" or "\u0300" <= letter <= "\u036f"
        for letter in unicodedata.normalize("NFD", text)
        if not letter.isascii()
    )


def split_tone(word: str) -> tuple[str, str]:
    """Return ``word`` without its tone, and the tone as a combining mark ("" for none, all when several)."""
    if word.isascii():
        return word, ""
    tones = ""
    letters = []
    for letter in unicodedata.normalize("NFD", word):
        if letter in _TONES:
            tones += letter
        else:
            letters.append(letter)
    return unicodedata.normalize("NFC", "".join(letters)), tones


@lru_cache(maxsize=16384)
def is_syllable(word: str) -> bool:
    """Tell whether ``word`` is spelled like one Vietnamese syllable, with all its marks or with none."""
    word = unicodedata.normalize("NFC", word.lower())
    if word.isascii():
        return word in _FOLDED_SYLLABLES
    toneless, tone = split_tone(word)
    if len(tone) > 1 or toneless not in _SYLLABLES:
        return False
    return tone in (_ACUTE, _DOT) or not toneless.endswith(("c", "ch", "p", "t"))


@lru_cache(maxsize=16384)
def with_tone(toneless: str, tone: str) -> str | None:
    """Put ``tone`` (a combining mark) on the right vowel of ``toneless``; None when it is no syllable."""
    parts = _SYLLABLES.get(toneless.lower())
    if parts is None:
        return None
    onset, rhyme = parts
    place = len(onset) + _tone_place(rhyme)
    return unicodedata.normalize("NFC", toneless[: place + 1] + tone + toneless[place + 1 :])


def place_tones(text: str) -> str:
    """Return ``text`` in NFC with every tone where offices write it: hoà -> hòa, uỷ -> ủy, qúy -> quý."""
    text = unicodedata.normalize("NFC", text)
    return text if text.isascii() else _WORD.sub(lambda match: _placed(match[0]), text)


@lru_cache(maxsize=16384)
def _placed(word: str) -> str:
    toneless, tone = split_tone(word)
    if len(tone) != 1:
        return word
    return with_tone(toneless, tone) or word


def _tone_place(rhyme: str) -> int:
    for place in range(len(rhyme) - 1, -1, -1):
        if rhyme[place] in "ăâêôơ":
            return place
    vowels = len(rhyme) - len(rhyme.lstrip("aeiouyư"))
    if vowels == 1 or (vowels == 2 and len(rhyme) == 2):
        return 0
    return 1


def _written_syllables() -> dict[str, tuple[str, str]]:
    """Every toneless syllable -> its onset and rhyme."""
    table: dict[str, tuple[str, str]] = {}
    for rhyme in _RHYMES:
        is_front = rhyme[0] in "ieê"
        onsets = [*_PLAIN_ONSETS, *(("k", "gh", "ngh") if is_front else ("c", "g", "ng"))]
        for onset in onsets:
            if rhyme[0] == "y" and (onset not in _WITH_Y if rhyme == "y" else onset):
                continue
            if not onset and rhyme.startswith("iê"):
                continue
            if rhyme in ("ooc", "oong") and onset not in _LOAN_ONSETS:
                continue
            table[onset + rhyme] = (onset, rhyme)
    table["ky"] = ("k", "y")
    table |= {"k" + rhyme: ("k", rhyme) for rhyme in ("iêm", "iên", "iêng", "iêt", "iêu")}
    table |= {"qu" + rhyme: ("qu", rhyme) for rhyme in _AFTER_QU}
    table |= {"g" + rhyme: ("g", rhyme) for rhyme in ("i", "in", "im", "ip")}
    table |= {"gi" + rhyme: ("gi", rhyme) for rhyme in _AFTER_GI}
    return table


_SYLLABLES = _written_syllables()
_FOLDED_SYLLABLES = frozenset(fold(syllable) for syllable in _SYLLABLES)
