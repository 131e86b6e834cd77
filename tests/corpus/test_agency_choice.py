"""An agency is chosen as people write it; what is unclear is told with the nearest names."""

from __future__ import annotations

import pytest

from corpus.agencies import Directory
from corpus.agency_choice import AgencyIsGroup, AgencyUnclear, choose_agency

DIRECTORY = Directory.load()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Sở Tài chính", "Sở Tài chính"),
        ("so tai chinh", "Sở Tài chính"),
        ("  SỞ  TÀI  CHÍNH ", "Sở Tài chính"),
        ("STC", "Sở Tài chính"),
        ("tài chính", "Sở Tài chính"),
        ("bên tài chính", "Sở Tài chính"),
        ("Sở Nội vụ tỉnh An Giang", "Sở Nội vụ"),
        ("Sở KH&CN", "Sở Khoa học và Công nghệ"),
        ("xã An Phú", "Xã An Phú"),
        ("UBND xã An Phú", "Xã An Phú"),
        ("an phu", "Xã An Phú"),
        ("long xuyen", "Phường Long Xuyên"),
        ("Sở Y tê", "Sở Y tế"),
    ],
)
def test_an_agency_is_understood_as_people_write_it(typed: str, name: str) -> None:
    assert choose_agency(DIRECTORY, typed).name == name


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("Sở Tài chánh", "Sở Tài chính"),
        ("so noi vuu", "Sở Nội vụ"),
        ("Xã An Phúu", "Xã An Phú"),
        ("Sở Văn hoá Thể thao Du lịch", "Sở Văn hóa và Thể thao"),
    ],
)
def test_a_slip_is_told_with_the_nearest_name_first(typed: str, nearest: str) -> None:
    with pytest.raises(AgencyUnclear) as caught:
        choose_agency(DIRECTORY, typed)
    assert caught.value.nearest[0] == nearest
    assert len(caught.value.nearest) <= 3


@pytest.mark.parametrize("typed", ["", "???", "tập đoàn điện lực hoàng hôn", "\x00", "x" * 5000])
def test_what_is_like_no_agency_has_no_nearest_names(typed: str) -> None:
    with pytest.raises(AgencyUnclear) as caught:
        choose_agency(DIRECTORY, typed)
    assert caught.value.nearest == ()


@pytest.mark.parametrize("typed", ["Sở Tài chính và Sở Y tế", "Phòng Kinh tế xã An Phú", "Trường học An Phú"])
def test_two_agencies_or_a_part_of_one_are_not_taken_for_one(typed: str) -> None:
    with pytest.raises(AgencyUnclear):
        choose_agency(DIRECTORY, typed)


@pytest.mark.parametrize("typed", ["các sở, ban ngành tỉnh", "UBND xã, phường, đặc khu", "UBND cấp xã"])
def test_a_group_is_no_agency_to_belong_to(typed: str) -> None:
    with pytest.raises(AgencyIsGroup) as caught:
        choose_agency(DIRECTORY, typed)
    assert caught.value.group not in caught.value.members
    assert len(caught.value.members) > 10
