"""Slips of the finger and words written together."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.plans import BUNDLED_PLAN, read_plan
from corpus.shorthand import Shorthand, read_compounds
from corpus.spelling import Speller
from corpus.vietnamese import is_syllable


def _speller() -> Speller:
    plan = read_plan(BUNDLED_PLAN)
    texts = [task.text for task in plan.tasks]
    return Speller([*texts, *read_compounds()], known=Shorthand.load().short_forms)


SPELLER = _speller()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("doahnh", "doanh"),
        ("chinhs", "chinh"),
        ("ngiep", "nghiep"),
        ("nhieemj", "nhiem"),
        ("nhiemvu", "nhiem vu"),
        ("chutri", None),  # a short form: the shorthand reads it
        ("nguoidan", "nguoi dan"),
        ("baocao", "bao cao"),
        ("phoihop", "phoi hop"),
        ("caicachhanhchinh", "cai cach hanh chinh"),
    ],
)
def test_slips_are_mended(typed: str, meant: str | None) -> None:
    assert SPELLER.correct(typed) == meant


@pytest.mark.parametrize(
    "token",
    [
        "nhiem",
        "vu",
        "cchc",
        "tthc",
        "dvctt",
        "ndxp",
        "ipv6",
        "2026",
        "3",
        "95",
        "%",
        "test",
        "email",
        "link",
        "check",
        "show",
        "bot",
        "ntn",
        "ko",
        "",
        "a",
        "zzzzzz",
        "qwertyuiop",
        "file",
        "excel",
    ],
)
def test_syllables_codes_and_short_forms_stay(token: str) -> None:
    assert SPELLER.correct(token) is None


def test_a_word_longer_than_any_is_left_at_once() -> None:
    begin = time.process_time()
    assert SPELLER.correct("hi" * 5_000) is None
    assert time.process_time() - begin < 1.0


def test_a_swap_is_one_slip_and_the_more_frequent_word_wins() -> None:
    speller = Speller(["trinh"] * 9 + ["tinh"] * 2)
    assert speller.correct("trihn") == "trinh"
    assert Speller(["bxac", "bxam"]).correct("bxaz") is None


def test_equally_near_and_equally_common_words_are_not_guessed() -> None:
    assert Speller(["hanh", "hinh"]).correct("hxnh") is None
    assert Speller(["hanh"] * 5 + ["hinh"]).correct("hxnh") == "hanh"


@given(st.text(alphabet="abcdeghiklmnopqrstuvxy", max_size=30))
def test_the_answer_is_made_of_known_words_and_always_the_same(token: str) -> None:
    mended = SPELLER.correct(token)
    assert mended == SPELLER.correct(token)
    if mended is not None:
        assert not is_syllable(token)
        assert all(SPELLER.correct(word) is None for word in mended.split())
