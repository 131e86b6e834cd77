"""Other provinces and central bodies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.places import Places, Province, foreign_places, former_places, ministries_in

PLACES = Places.load()


def test_there_are_63_old_and_34_new_provinces() -> None:
    assert len(PLACES.provinces) == 63
    assert len({province.now for province in PLACES.provinces}) == 34
    assert {province.now for province in PLACES.provinces} <= {province.name for province in PLACES.provinces}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Tỉnh Vĩnh Long làm thế nào", ("Vĩnh Long",)),
        ("can tho chu tri gi", ("Cần Thơ",)),
        ("TP.HCM và Hà Nội", ("Thành phố Hồ Chí Minh", "Hà Nội")),
        ("tỉnh Hòa Bình", ("Hòa Bình",)),
        ("vì hòa bình", ()),
        ("hoa binh", ()),
        ("o thanh hoa", ("Thanh Hóa",)),
        ("phường Hòa Bình", ()),
        ("Thừa Thiên - Huế", ("Huế",)),
        ("An Giang", ()),
        ("Kiên Giang", ()),
        ("Vinh Lòng", ()),
        ("sơ la", ()),
    ],
)
def test_other_provinces_are_named(text: str, names: tuple[str, ...]) -> None:
    assert foreign_places(text) == names


@pytest.mark.parametrize("province", PLACES.provinces, ids=lambda one: one.name)
def test_every_province_is_found_after_the_word_tinh(province: Province) -> None:
    name = province.name
    assert [one.name for one in PLACES.provinces_in(f"chỉ số của tỉnh {name} ra sao")] == [name]


def test_a_merged_province_is_former_at_home_and_foreign_elsewhere() -> None:
    assert former_places("Kiên Giang cũ") == ("Kiên Giang",)
    assert foreign_places("Kiên Giang cũ", home="Cà Mau") == ("Kiên Giang",)
    assert foreign_places("Bạc Liêu", home="Cà Mau") == ()


def test_ministries_are_named_in_full() -> None:
    assert ministries_in("bộ nv và BKHCN hướng dẫn") == ("Bộ Nội vụ", "Bộ Khoa học và Công nghệ")
    assert ministries_in("cán bộ nội vụ") == ()


@given(st.text(max_size=200))
def test_any_text_is_read_without_error(text: str) -> None:
    assert len(foreign_places(text)) <= 63
