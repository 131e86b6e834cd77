"""Restores words that are no words: slips of the keyboard, and initials of the plan's own phrases."""

from __future__ import annotations

import re

from bot.dialogue.understanding.lexicon import Lexicon
from bot.dialogue.understanding.phrases import Word, words_of
from corpus.vietnamese import is_syllable

_ROMAN = re.compile(r"^[ivx]+$")
_INITIALS_LIMIT = 6  # letters


def respell(text: str, lexicon: Lexicon) -> str:
    """Replace each word that is no Vietnamese syllable and not known: first as initials of an English
    loan, then as initials of a phrase of the plan ("CĐĐH" -> "chỉ đạo điều hành"), then as a slip near a
    known word."""
    words = words_of(text)
    known, loans = lexicon.known_words, lexicon.loanwords
    pieces: list[str] = []
    position = 0
    kept = 0
    for place, word in enumerate(words):
        is_known = word.folded in known and word.text not in loans
        better = None if is_known else _better(text, words, place, lexicon)
        if better is None:
            kept += 1
            continue
        pieces += [text[position : word.start], better]
        kept += bool(better)
        position = word.end
    return "".join([*pieces, text[position:]]) if pieces and kept else text


def _better(text: str, words: tuple[Word, ...], place: int, lexicon: Lexicon) -> str | None:
    """The replacement, "" to drop the word, None to leave it."""
    word = words[place]
    loan = lexicon.loanwords.get(word.text)
    if loan is not None and not is_syllable(word.text):
        return loan
    if word.folded in lexicon.vocabulary or word.folded in lexicon.known_words:
        return None
    if not word.text.isalpha() or _ROMAN.match(word.folded):
        return None
    typed = text[word.start : word.end]
    shouted = typed.isupper() and len(typed) > 1
    is_word = is_syllable(word.text)
    if shouted or not is_word:
        phrase = _phrase_of_initials(word, words, place, lexicon, shouted=shouted)
        if phrase:
            return phrase
    return None if shouted else lexicon.speller.mend(word.folded, *_beside(words, place), is_word=is_word)


def _phrase_of_initials(
    word: Word, words: tuple[Word, ...], place: int, lexicon: Lexicon, *, shouted: bool
) -> str | None:
    if not 2 <= len(word.folded) <= _INITIALS_LIMIT or (len(word.folded) == 2 and not shouted):
        return None
    if sum(letter in "aeiouy" for letter in word.folded) > 1 and not shouted:
        return None
    return lexicon.phrase_of(word.folded, *_beside(words, place))


def _beside(words: tuple[Word, ...], place: int) -> tuple[str, str]:
    """The folded words before and after, "" at the ends."""
    return (
        words[place - 1].folded if place else "",
        words[place + 1].folded if place + 1 < len(words) else "",
    )
