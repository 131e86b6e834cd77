"""Telex and VNI leftovers."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.keystrokes import decode_typing
from corpus.vietnamese import fold

TELEX = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sowr nooij vuj", "sở nội vụ"),
        ("Sowr Nooij vuj", "Sở Nội vụ"),
        ("chur trif", "chủ trì"),
        ("nhieemj vuj", "nhiệm vụ"),
        ("nhiemej vuj", "nhiệm vụ"),
        ("so73 no65i vu5", "sở nội vụ"),
        ("nhie65m vu5", "nhiệm vụ"),
        ("quas hanj", "quá hạn"),
        ("qua1 ha5n", "quá hạn"),
        ("ddawng kys", "đăng ký"),
        ("baso caso", "báo cáo"),
        ("bao1 cao1", "báo cáo"),
        ("tieens ddooj", "tiến độ"),
        ("dduwowcj nguwowif", "được người"),
        ("d9u7o7c5 ngu7o7i2", "được người"),
        ("ai chur trì cái này", "ai chủ trì cái này"),
        ("sở nào chur trif III.4?", "sở nào chủ trì III.4?"),
    ],
)
def test_keys_become_marked_words(typed: str, meant: str) -> None:
    assert decode_typing(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "test as xoong max box see how yes class",
        "IPv6 PAR INDEX SIPAS NDXP AI",
        "par index la gi",
        "III.4 VII.8.2 I.1",
        "201/KH-UBND, 876/QĐ-BNV, 09/2019/NĐ-CP",
        "q1 q3 6th quy1 quy2 co2 a4 covid19 de06 m2",
        "so noi vu chu tri nhiem vu nao",
        "sở nội vụ chủ trì nhiệm vụ nào",
        "email facebook google zalo app web deadline check list",
        "dvc tt toan trinh dat bn % ntn k j z cx vs ms",
        "https://dichvucong.gov.vn/abs abs@angiang.gov.vn",
        "tw ubnd",
        "cost triển khai, pros and cons, ai own, reuse dữ liệu",
        "",
    ],
)
def test_ordinary_words_and_codes_stay(text: str) -> None:
    assert decode_typing(text) == text


@given(st.text(max_size=200))
def test_any_text_is_decoded_without_error_and_never_grows(text: str) -> None:
    assert len(decode_typing(text)) <= len(text)


@pytest.mark.parametrize(
    "word",
    [
        "nhiệm",
        "đơn",
        "vị",
        "thực",
        "hiện",
        "phối",
        "hợp",
        "người",
        "đứng",
        "đầu",
        "trưởng",
        "được",
        "chuyển",
        "đổi",
        "số",
        "quyết",
    ],
)
def test_a_word_typed_with_its_keys_at_the_end_is_found_again(word: str) -> None:
    assert decode_typing(f"{_telex(word)} chur trif").split()[0] == word


def _telex(word: str) -> str:
    shapes = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
    keys = ""
    tone = ""
    for letter in word:
        apart = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in apart if mark in TELEX]
        bare = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in TELEX))
        tone = TELEX[tones[0]] if tones else tone
        keys += shapes.get(bare, bare)
    assert fold(keys).isascii()
    return keys + tone
