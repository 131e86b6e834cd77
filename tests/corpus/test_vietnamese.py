"""Unicode, folding, tones and syllables."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.vietnamese import fold, has_marks, is_syllable, place_tones, tidy

ANY_TEXT = st.text(alphabet=st.characters(codec=None), max_size=200)
VIETNAMESE = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọừứửữự <>/&.,%-1 ", max_size=80
)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("  Sở\t Nội\n\nvụ ", "Sở Nội vụ"),
        ("So\u031b\u0309 No\u0302\u0323i vu\u0323", "Sở Nội vụ"),
        ("Sở\u200b Nội\ufeff vụ\u0000", "Sở Nội vụ"),
        ("<b>Sở</b> <script src='x'>Nội vụ</script>", "Sở Nội vụ"),
        ("<<b>b>Sở", "< b>Sở"),
        ("đạt < 5 và > 3", "đạt < 5 và > 3"),
        ("Ðơn vị ðó", "Đơn vị đó"),
        ("Sở\ud800 Nội vụ", "Sở Nội vụ"),
        ("", ""),
    ],
)
def test_tidy_leaves_only_clean_composed_text(typed: str, clean: str) -> None:
    assert tidy(typed) == clean


def test_tidy_cuts_a_long_message_at_the_limit() -> None:
    assert tidy("chủ trì " * 2000, limit=15) == "chủ trì chủ trì"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Sở KH&CN đạt 95,5%", "so kh cn dat 95 5%"),
        ("ĐƠN VỊ SỰ NGHIỆP", "don vi su nghiep"),
        ("Uỷ ban / Ủy ban", "uy ban uy ban"),
        ("Thu\u031b\u0323c hie\u0323\u0302n", "thuc hien"),
        ("III.4, VII.8.2", "iii 4 vii 8 2"),
        ("🙂 <b>", "b"),
    ],
)
def test_fold_keeps_letters_digits_and_percent(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(ANY_TEXT | VIETNAMESE)
def test_tidy_twice_is_tidy_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(ANY_TEXT | VIETNAMESE)
def test_fold_twice_is_fold_once_in_plain_letters(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert set(folded) <= set("abcdefghijklmnopqrstuvwxyz0123456789% ")


@given(VIETNAMESE)
def test_decomposed_text_reads_like_composed_text(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    assert tidy(apart) == tidy(text)
    assert fold(apart) == fold(text)
    assert place_tones(apart) == place_tones(text)
    assert has_marks(apart) == has_marks(text)


@given(ANY_TEXT)
def test_placing_tones_never_changes_the_folded_text(text: str) -> None:
    assert fold(place_tones(text)) == fold(text)


@pytest.mark.parametrize(
    ("typed", "placed"),
    [
        ("hoà", "hòa"),
        ("hòa", "hòa"),
        ("Hoà Bình", "Hòa Bình"),
        ("uỷ", "ủy"),
        ("UỶ BAN", "ỦY BAN"),
        ("thuý", "thúy"),
        ("qúy", "quý"),
        ("quý", "quý"),
        ("hoàn", "hoàn"),
        ("khoẻ", "khỏe"),
        ("giừơng", "giường"),
        ("thủơ", "thuở"),
        ("gìa", "già"),
        ("của", "của"),
        ("nghĩa", "nghĩa"),
        ("khuỷu", "khuỷu"),
        ("ngoái", "ngoái"),
        ("quốc", "quốc"),
        ("toán", "toán"),
        ("tuyển", "tuyển"),
        ("tuỳ", "tùy"),
        ("ngoằn", "ngoằn"),
        ("abcoà", "abcoà"),
    ],
)
def test_a_tone_has_one_place(typed: str, placed: str) -> None:
    assert place_tones(typed) == placed


@pytest.mark.parametrize(
    ("text", "expected"), [("so noi vu", False), ("sở", True), ("d", False), ("Đ", True), ("é", True)]
)
def test_marks_are_seen(text: str, expected: bool) -> None:
    assert has_marks(text) is expected


@pytest.mark.parametrize(
    "word",
    [
        "nhiệm",
        "vụ",
        "nhiem",
        "giường",
        "giuong",
        "quốc",
        "quyền",
        "quyen",
        "nghiêng",
        "của",
        "kiểm",
        "ghế",
        "nghỉ",
        "thuở",
        "khuya",
        "yêu",
        "xoong",
        "gì",
        "gìn",
        "Đạt",
        "tạt",
        "tat",
    ],
)
def test_words_of_the_language_are_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word",
    [
        "test",
        "as",
        "par",
        "dvc",
        "cchc",
        "ndxp",
        "khoong",
        "sowr",
        "vuj",
        "so73",
        "đươc",
        "tàt",
        "kghe",
        "ngi",
        "ngha",
        "cim",
        "qa",
        "ieu",
        "shop",
        "plan",
        "123",
    ],
)
def test_other_letters_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)
