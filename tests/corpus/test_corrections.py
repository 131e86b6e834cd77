"""Wording errors are found by how words go together, and right words are left alone."""

from __future__ import annotations

import pytest

from corpus.corrections import corrected, find_corrections


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("bổ xung hồ sơ", "bổ sung hồ sơ"),
        ("Chuyên đổi phương thức", "Chuyển đổi phương thức"),
        ("nâng cao chất lượng phục vụ nhân dận", "nâng cao chất lượng phục vụ nhân dân"),
        ("bồi dường nghiệp vụ", "bồi dưỡng nghiệp vụ"),
        ("chuyên môn ng nghiệp vụ", "chuyên môn nghiệp vụ"),
        ("kiểm xoát thủ tục", "kiểm soát thủ tục"),
    ],
)
def test_an_error_is_corrected(wrong: str, right: str) -> None:
    assert corrected(wrong, find_corrections(wrong)) == right


@pytest.mark.parametrize(
    "text",
    [
        "thành phần đầu tư, cổ phần đầu tư",
        "Gia nhập và tái gia nhập thị trường",
        "đa dạng, phong phú về nội dung",
        "công nghệ điện toán đám mây của Trung tâm",
        "đơn vị tính: kg và km",
        "tuyên truyền sâu rộng trong xã hội",
    ],
)
def test_right_words_are_left_alone(text: str) -> None:
    assert find_corrections(text) == ()
