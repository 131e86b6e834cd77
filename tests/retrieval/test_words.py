"""Cutting a question into words."""

from __future__ import annotations

import pytest

from retrieval.words import Lexicon, syllables_of


def content(text: str, lexicon: Lexicon) -> list[str]:
    return [word.text for word in lexicon.content_words(syllables_of(text))]


def test_punctuation_case_and_tone_style_disappear() -> None:
    assert [syllable.text for syllable in syllables_of("Số HOÁ, hồ-sơ (95%)")] == [
        "số",
        "hóa",
        "hồ",
        "sơ",
        "95%",
    ]


def test_syllables_that_belong_together_are_one_word(lexicon: Lexicon) -> None:
    assert content("giải phóng mặt bằng", lexicon) == ["giải phóng", "mặt bằng"]


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("nạo vét kênh mương do ai chủ trì", ["nạo vét", "kênh mương"]),
        ("cho hỏi cơ quan nào phối hợp nhiệm vụ tuyển dụng vậy ạ", ["tuyển dụng"]),
        ("tuyen dung thi ai phoi hop z", ["tuyen dung"]),
        ("tuyển dụng thì ai phối họp", ["tuyển dụng"]),
    ],
)
def test_only_the_subject_is_left(question: str, subject: list[str], lexicon: Lexicon) -> None:
    assert content(question, lexicon) == subject


def test_a_stopword_inside_a_word_stays(lexicon: Lexicon) -> None:
    assert content("co che tai chinh", lexicon) == ["co che", "tai chinh"]


def test_grammar_with_its_marks_is_never_half_of_a_word(lexicon: Lexicon) -> None:
    assert content("thanh toán thì văn phòng lo", lexicon) == ["thanh toán", "văn phòng"]


def test_numbers_carry_no_subject(lexicon: Lexicon) -> None:
    assert content("giải quyết 80% hồ sơ 2026", lexicon) == ["giải quyết", "hồ sơ"]


def test_the_plan_says_which_syllables_belong_together(lexicon: Lexicon) -> None:
    assert content("so hoa ho so", lexicon) == ["hoa", "ho so"]
    knowing = lexicon.in_words_of(["Số hóa hồ sơ, kết quả"])
    assert content("so hoa ho so", knowing) == ["so", "hoa", "ho so"]


def test_rare_words_weigh_more_than_common_ones(lexicon: Lexicon) -> None:
    assert lexicon.rarity("nao vet") > lexicon.rarity("quan ly") > 0
    assert lexicon.rarity("zzzz") == pytest.approx(1.0)


def test_marks_decide_whether_a_single_syllable_is_a_stopword(lexicon: Lexicon) -> None:
    assert content("sở", lexicon) == []
    assert content("số", lexicon) == ["số"]
