"""Slips of the finger, told by the words around them, and words written together."""

from __future__ import annotations

import time
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.plans import BUNDLED_PLAN, read_plan
from corpus.shorthand import read_compounds
from corpus.spelling import Speller
from corpus.vietnamese import fold, is_syllable


def _speller() -> Speller:
    texts = [*(task.text for task in read_plan(BUNDLED_PLAN).tasks), *read_compounds()]
    words = [fold(text).split() for text in texts]
    return Speller(
        Counter(word for one in words for word in one), [pair for one in words for pair in pairwise(one)]
    )


SPELLER = _speller()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("doahnh", "doanh"),
        ("chinhs", "chinh"),
        ("ngiep", "nghiep"),
        ("nhieemj", "nhiem"),
        ("nghieep", "nghiep"),
    ],
)
def test_slips_are_mended(typed: str, meant: str) -> None:
    assert SPELLER.mend(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nhiemvu", "nhiem vu"),
        ("nguoidan", "nguoi dan"),
        ("baocao", "bao cao"),
        ("phoihop", "phoi hop"),
        ("caicachhanhchinh", "cai cach hanh chinh"),
    ],
)
def test_words_written_together_are_parted(typed: str, meant: str) -> None:
    assert SPELLER.mend(typed) == meant


@pytest.mark.parametrize("token", ["nhiem", "vu", "ipv6", "2026", "3", "%", "", "a", "zzzzzz", "qwertyuiop"])
def test_known_words_codes_and_gibberish_stay(token: str) -> None:
    assert SPELLER.mend(token) is None


def test_a_possible_syllable_is_mended_only_by_the_words_beside_it() -> None:
    speller = Speller(Counter(["phoi", "hop"]), [("phoi", "hop")])
    assert speller.mend("hoc", is_word=True) is None
    assert speller.mend("hoc", "phoi", is_word=True) == "hop"


def test_the_word_that_fits_its_neighbours_wins() -> None:
    speller = Speller(Counter({"bxac": 1, "bxam": 1}), [("tu", "bxac"), ("bxam", "tu")])
    assert speller.mend("bxaz") is None
    assert speller.mend("bxaz", "tu") == "bxac"
    assert speller.mend("bxaz", "", "tu") == "bxam"


def test_a_swap_is_one_slip() -> None:
    assert Speller(Counter({"trinh": 9, "tinh": 2}), ()).mend("trihn") == "trinh"


def test_equally_near_words_are_guessed_only_where_one_is_far_more_frequent() -> None:
    assert Speller(Counter({"hanh": 1, "hinh": 1}), ()).mend("hxnh") is None
    assert Speller(Counter({"hanh": 500, "hinh": 1}), ()).mend("hxnh") == "hanh"


def test_syllables_that_never_stand_together_are_not_parted() -> None:
    assert Speller(Counter(["mot", "gach"]), ()).mend("motgach") is None


def test_a_word_longer_than_any_is_left_at_once() -> None:
    begin = time.process_time()
    assert SPELLER.mend("hi" * 5_000) is None
    assert time.process_time() - begin < 1.0


@given(st.text(alphabet="abcdeghiklmnopqrstuvxy", max_size=30))
def test_the_answer_is_made_of_known_words_and_always_the_same(token: str) -> None:
    mended = SPELLER.mend(token, is_word=is_syllable(token))
    assert mended == SPELLER.mend(token, is_word=is_syllable(token))
    if mended is not None:
        assert not is_syllable(token)
        assert all(SPELLER.mend(word) is None for word in mended.split())
