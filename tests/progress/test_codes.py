"""Codes are typed as people type, and stand what a Vietnamese keyboard does to them."""

from __future__ import annotations

import re

import pytest

from progress.codes import ALPHABET, code_hash, new_code, new_token, read_code, token_hash


def test_codes_have_the_form_of_four_and_four_and_are_all_different() -> None:
    codes = {new_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert all(re.fullmatch(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", code) for code in codes)


def test_no_sign_is_doubled_and_none_takes_a_mark() -> None:
    assert not [code for code in (new_code() for _ in range(2000)) if re.search(r"(.)-?\1", code)]
    assert not set(ALPHABET) & set("AEIOUYDLW01")


def test_a_new_code_reads_as_itself() -> None:
    code = new_code()
    assert read_code(code) == code


@pytest.mark.parametrize(
    "typed", ["cf4h7k2m", " CF4H 7K2M ", "cf4h–7k2m", "CF4H_7K2M.", "CF4H\u200b-7KZM", "“CF4H-7K2M”"]
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == "CF4H-7K2M"


@pytest.mark.parametrize(
    "typed", ["", "CF4H", "CF4H-7K2M-9", "ABCD-1234", "đăng ký", "CF4H-7K2M" * 20, "\ud800"]
)
def test_what_is_no_code_is_not_read(typed: str) -> None:
    assert read_code(typed) is None


def test_hashes_tell_nothing_and_stay_the_same() -> None:
    assert code_hash("CF4H-7K2M") == code_hash("CF4H-7K2M") != code_hash("CF4H-7K2N")
    assert re.fullmatch("[0-9a-f]{64}", code_hash("CF4H-7K2M"))
    token = new_token()
    assert token.startswith("troly_")
    assert token_hash(token) != token_hash(new_token())
