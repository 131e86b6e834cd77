"""A dash is a bullet only sometimes."""

from __future__ import annotations

import pytest

from corpus.bullets import read_row_text, sentences
from corpus.readers.cells import Piece, read_cell


def lines(source: str) -> list[str]:
    return read_row_text(read_cell(source).pieces).text.split("\n")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Kiểm tra: - Lập kế hoạch. - Báo cáo.", ["Kiểm tra:", "- Lập kế hoạch.", "- Báo cáo."]),
        ("- Lập kế hoạch - Báo cáo", ["- Lập kế hoạch", "- Báo cáo"]),
        ("Các tổ chức chính trị - xã hội", ["Các tổ chức chính trị - xã hội"]),
        ("Giai đoạn 2026 – 2030", ["Giai đoạn 2026 – 2030"]),
        ("Hợp tác Huế - Đà Nẵng. - Ký kết", ["Hợp tác Huế - Đà Nẵng.", "- Ký kết"]),
        ("Gồm: - Một: + Từ 7%; + Từ 3%. - Hai", ["Gồm:", "- Một:", "  + Từ 7%;", "  + Từ 3%.", "- Hai"]),
        ("Cộng 3 + 4 và A + B", ["Cộng 3 + 4 và A + B"]),
        ("<ul> - rà soát, cập nhật", ["- rà soát, cập nhật"]),
        ("<ul><li>Một</li><li>Hai</li></ul>", ["- Một", "- Hai"]),
        ("• Một • Hai", ["- Một", "- Hai"]),
        ("Đạt < 5% và > 3%", ["Đạt < 5% và > 3%"]),
    ],
)  # fmt: skip
def test_bullets_are_told_from_dashes(source: str, expected: list[str]) -> None:
    assert lines(source) == expected


def test_a_bullet_torn_by_a_page_goes_on() -> None:
    text = read_row_text(
        [
            Piece("Việc: - Các tổ chức chính trị -"),
            Piece("xã hội, giai đoạn 2026"),
            Piece("– 2030. -"),
            Piece("Sơ kết"),
        ]
    )
    assert [bullet.text for bullet in text.bullets] == [
        "Các tổ chức chính trị - xã hội, giai đoạn 2026 – 2030.",
        "Sơ kết",
    ]


def test_the_title_is_the_first_sentence() -> None:
    assert read_row_text([Piece("Phát triển TP. Huế. Tạo điều kiện:")]).title == "Phát triển TP. Huế"
    assert read_row_text([Piece("- Một việc. - Hai việc.")]).title == "Một việc"


def test_sentences_lose_no_word() -> None:
    text = "Họp tại TP. Huế lúc 8. Sơ kết v.v. Hết."
    assert " ".join(sentences(text)) == text
