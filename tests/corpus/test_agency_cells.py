"""Agency cells of any province are split into the names they hold."""

from __future__ import annotations

import pytest

from corpus.agency_cells import common_spelling, join_cell, kind_of, split_names
from corpus.readers.cells import read_cell


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("các sở, ban ngành tỉnh; UBND xã, phường", ("Các sở, ban ngành tỉnh", "UBND xã, phường")),
        ("Sở Nội vụ, Sở Tài chính và Thuế tỉnh", ("Sở Nội vụ", "Sở Tài chính", "Thuế tỉnh")),
        ("Các Sở, Ban, ngành tỉnh, UBND các xã, phường", ("Các Sở, Ban, ngành tỉnh", "UBND các xã, phường")),
        ("Trung tâm Đầu tư, Thương mại và Du lịch", ("Trung tâm Đầu tư, Thương mại và Du lịch",)),
        ("Báo và Đài Phát thanh - Truyền hình Huế", ("Báo và Đài Phát thanh - Truyền hình Huế",)),
        ("Sở Văn hóa, Thể thao và Du lịch và các đơn vị", ("Sở Văn hóa, Thể thao và Du lịch", "Các đơn vị")),
        ("- Sở Y tế; - Công an tỉnh.", ("Sở Y tế", "Công an tỉnh")),
        ("Sở Tài chính/Sở Tư pháp", ("Sở Tài chính", "Sở Tư pháp")),
        ("Ban Quản lý Khu kinh tế, Khu công nghiệp tỉnh", ("Ban Quản lý Khu kinh tế, Khu công nghiệp tỉnh",)),
        ("Sở Y tế; sở Y tế", ("Sở Y tế",)),
        ("", ()),
    ],
)  # fmt: skip
def test_a_cell_holds_these_names(cell: str, names: tuple[str, ...]) -> None:
    assert split_names(cell) == names


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Các sở, ban, ngành", "group"),
        ("UBND xã, phường, đặc khu", "group"),
        ("Ủy ban nhân dân cấp xã", "group"),
        ("Sở, ban, ngành", "group"),
        ("UBND tỉnh", "agency"),
        ("UBND xã Mỹ Hòa", "agency"),
        ("Đặc khu Phú Quốc", "agency"),
        ("Sở Dân tộc và Tôn giáo", "agency"),
    ],
)
def test_groups_are_known_as_groups(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_names_in_paragraphs_of_their_own_are_apart_and_torn_ones_whole() -> None:
    cell = read_cell("<p>Văn phòng</p><p>UBND tỉnh</p><p>Sở Nội vụ</p>")
    assert split_names(join_cell(cell.pieces)) == ("Văn phòng UBND tỉnh", "Sở Nội vụ")


def test_the_most_used_capitals_win() -> None:
    spelling = common_spelling(["Các sở, ban ngành", "Các Sở, ban ngành", "Các sở, ban ngành"])
    assert set(spelling.values()) == {"Các sở, ban ngành"}
