"""The directory: who is found in a sentence, who belongs to which group, what a damaged file says."""

from __future__ import annotations

import shutil
import time
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.agencies import Agency, Directory
from corpus.plans import BUNDLED_PLAN, read_plan
from corpus.tables import DATA_FOLDER, TableError
from corpus.vietnamese import fold

DIRECTORY = Directory.load()
DEPARTMENTS = "Các sở, ban ngành tỉnh"
COMMUNES = "UBND xã, phường, đặc khu"
SERVICE_UNITS = "Các ĐVSNCL của tỉnh"
COMMUNE_LIST = [agency for agency in DIRECTORY.agencies if agency.is_commune]


def found_in(text: str) -> list[str]:
    return [mention.agency.name for mention in DIRECTORY.find(text)]


def test_the_province_has_102_communes_of_three_kinds() -> None:
    kinds = [agency.kind for agency in COMMUNE_LIST]
    assert (kinds.count("xã"), kinds.count("phường"), kinds.count("đặc khu")) == (85, 14, 3)


def test_groups_have_the_members_that_must_report() -> None:
    assert len(DIRECTORY.members_of(COMMUNES)) == 102
    assert {agency.name for agency in DIRECTORY.members_of(SERVICE_UNITS)} == {
        "Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch tỉnh",
        "Báo và Phát thanh Truyền hình An Giang",
    }
    departments = {agency.name for agency in DIRECTORY.members_of(DEPARTMENTS)}
    assert {"Sở Nội vụ", "Văn phòng UBND tỉnh", "Thanh tra tỉnh", "Thuế tỉnh"} <= departments
    assert "Hiệp hội Doanh nghiệp tỉnh" not in departments


def test_an_agency_knows_its_groups() -> None:
    assert DIRECTORY.groups_of("Sở Nội vụ") == (DEPARTMENTS,)
    assert DIRECTORY.groups_of("Xã An Phú") == (COMMUNES,)
    assert DIRECTORY.groups_of("Hiệp hội Doanh nghiệp tỉnh") == ()
    assert DIRECTORY.groups_of("Sở Ngoại vụ") == ()


def test_every_agency_of_the_bundled_plan_is_in_the_directory() -> None:
    for agency in read_plan(BUNDLED_PLAN).agencies:
        matched = DIRECTORY.match_plan_name(agency.name)
        assert matched is not None
        assert fold(matched.name) == fold(agency.name)


def test_a_plan_name_in_another_spelling_is_matched() -> None:
    matched = DIRECTORY.match_plan_name("các Sở, ban, ngành tỉnh")
    assert matched is not None
    assert matched.name == DEPARTMENTS
    assert DIRECTORY.match_plan_name("tài chính") is None


@pytest.mark.parametrize("agency", DIRECTORY.agencies, ids=lambda agency: fold(agency.name).replace(" ", "-"))
def test_every_agency_is_found_by_its_name_with_and_without_marks(agency: Agency) -> None:
    name = agency.name
    unmarked = "".join(
        letter
        for letter in unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d"))
        if letter < "\u0300"
    )
    for typed in (name, name.lower(), unmarked, unmarked.lower(), unicodedata.normalize("NFD", name)):
        assert found_in(f"nhiệm vụ của {typed} là gì") == [name]


@pytest.mark.parametrize("commune", COMMUNE_LIST, ids=lambda agency: agency.code)
def test_every_commune_is_found_by_its_committee(commune: Agency) -> None:
    name = commune.name
    assert found_in(f"UBND {name.lower()} chủ trì gì") == [name]
    assert found_in(f"ubnd {fold(name)} chu tri gi") == [name]
    bare = name.removeprefix("Xã ").removeprefix("Phường ").removeprefix("Đặc khu ")
    assert found_in(f"ở {bare} thì sao") == [name]
    assert found_in(f"o {fold(bare)} thi sao") == [name]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("sở nv chủ trì gì", ["Sở Nội vụ"]),
        ("snv với stc", ["Sở Nội vụ", "Sở Tài chính"]),
        ("Sở KH&CN và SNN&MT", ["Sở Khoa học và Công nghệ", "Sở Nông nghiệp và Môi trường"]),
        ("Sở GD&ĐT", ["Sở Giáo dục và Đào tạo"]),
        ("sở khoa học công nghệ", ["Sở Khoa học và Công nghệ"]),
        ("sở nông nghiệp", ["Sở Nông nghiệp và Môi trường"]),
        ("sở nội vũ chủ trì", ["Sở Nội vụ"]),
        ("VP UBND tỉnh", ["Văn phòng UBND tỉnh"]),
        ("van phong uy ban", ["Văn phòng UBND tỉnh"]),
        ("Ban Quản lý khu kinh tế Phú Quốc", ["Ban Quản lý Khu kinh tế Phú Quốc"]),
        ("BQL KKT với BQL KKT PQ", ["Ban Quản lý Khu kinh tế tỉnh", "Ban Quản lý Khu kinh tế Phú Quốc"]),
        (
            "Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch tỉnh; Hiệp hội Doanh nghiệp tỉnh",
            ["Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch tỉnh", "Hiệp hội Doanh nghiệp tỉnh"],
        ),
        ("các sở, ban ngành tỉnh; UBND xã, phường, đặc khu", [DEPARTMENTS, COMMUNES]),
        ("cac so nganh va cap xa", [DEPARTMENTS, COMMUNES]),
        ("đơn vị sự nghiệp công lập", [SERVICE_UNITS]),
        ("UBND xã Mỹ Hoà Hưng", ["Xã Mỹ Hòa Hưng"]),
        ("xã Vĩnh Hòa Hưng và xã Hòa Hưng", ["Xã Vĩnh Hòa Hưng", "Xã Hòa Hưng"]),
        ("P. Long Xuyên", ["Phường Long Xuyên"]),
        ("huyện Châu Phú cũ", ["Xã Châu Phú"]),
        ("TP Rạch Giá", ["Phường Rạch Giá"]),
    ],
)
def test_names_as_people_say_them(text: str, names: list[str]) -> None:
    assert found_in(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("bên tài chính chủ trì gì", ["Sở Tài chính"]),
        ("nội vụ chủ trì mấy nhiệm vụ", ["Sở Nội vụ"]),
        ("Sở Nội vụ và tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
        ("nhiệm vụ của tư pháp", ["Sở Tư pháp"]),
        ("do thanh tra làm", ["Thanh tra tỉnh"]),
        ("ngành thuế", ["Thuế tỉnh"]),
        ("báo cáo tài chính năm", []),
        ("công tác thanh tra, kiểm tra", []),
        ("kê khai thuế điện tử", []),
        ("cải cách tài chính công", []),
        ("có tổ chức nào không", []),
        ("co to chuc nao khong", []),
        ("tu sửa trụ sở, ttt", []),
        ("nạo vét kênh Vĩnh Tế", []),
    ],
)
def test_a_loose_name_needs_a_cue(text: str, names: list[str]) -> None:
    assert found_in(text) == names


def test_a_loose_name_is_weak_and_a_whole_one_is_not() -> None:
    loose, whole = DIRECTORY.find("bên tài chính với Sở Nội vụ")
    assert (loose.is_weak, whole.is_weak) == (True, False)
    (bare,) = DIRECTORY.find("long xuyen dang chu tri gi")
    assert bare.is_weak
    (typed,) = DIRECTORY.find("phường Long Xuyên")
    assert not typed.is_weak


@pytest.mark.parametrize(
    "text", ["sở ngành nào chủ trì", "các sở nào phối hợp", "xã phường nào", "so ban nganh nao"]
)
def test_a_question_for_a_group_names_nobody(text: str) -> None:
    assert found_in(text) == []


@pytest.mark.parametrize(
    "text",
    ["Sở Nội. Vụ nào", "sở, nội vụ", "xã Phú Hoa", "xã Phú Hoá", "Sở Ngoại vụ", "Vĩnh Long", "sở (nội) vụ"],
)
def test_other_names_and_names_across_signs_are_not_found(text: str) -> None:
    assert found_in(text) == []


def test_a_mention_tells_its_place_in_the_text() -> None:
    text = "hỏi Sở Nội vụ nhé"
    (mention,) = DIRECTORY.find(text)
    assert text[mention.start : mention.end] == mention.text == "Sở Nội vụ"


@given(st.text(max_size=200) | st.text(alphabet="sởnộivụtàchíaxãphườg ,.&-UBND", max_size=80))
def test_any_text_is_searched_without_error_and_without_overlap(text: str) -> None:
    mentions = DIRECTORY.find(text)
    for one, following in pairwise(mentions):
        assert one.end <= following.start


def test_a_long_question_takes_a_fraction_of_a_millisecond() -> None:
    question = "Trung tâm Xúc tiến Đầu tư với Sở Nội vụ và bên tài chính phối hợp với các xã, phường làm gì"
    DIRECTORY.find(question)
    best = 1.0
    for _ in range(20):
        begun = time.perf_counter()
        DIRECTORY.find(question)
        best = min(best, time.perf_counter() - begun)
    assert best < 0.0005


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("agencies.csv", "communes.csv", "agency_aliases.csv"):
        shutil.copy(DATA_FOLDER / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "line", "problem"),
    [
        ("agencies.csv", "Sở Ngoại vụ,SNgV,sở,maybe,,", "confirmed “maybe” phải là yes, no hoặc group"),
        ("agencies.csv", "Sở Ngoại vụ,SNgV,sở,yes,Nhóm lạ,", "nhóm “Nhóm lạ” không có trong agencies.csv"),
        ("agencies.csv", "sở nội vụ,SNV,sở,yes,,", "“sở nội vụ” đã có ở dòng khác"),
        ("agencies.csv", "Sở Ngoại vụ,SNgV,,yes,,", "ô kind để trống"),
        ("communes.csv", "1,Xã Mới,làng,,yes,", "kind “làng” phải là xã, phường hoặc đặc khu"),
        ("communes.csv", "1,Xã Mới,xã,,,", "bare “” phải là yes hoặc cue"),
        ("communes.csv", "1,Xã Mới,xã", "có 3 ô, cần 6 ô"),
        ("agency_aliases.csv", "sở nv,Sở Không Có,", "“Sở Không Có” không có trong agencies.csv"),
        ("agency_aliases.csv", "sở nv,Sở Nội vụ,strong", "use “strong” phải để trống, weak hoặc caps"),
        ("agency_aliases.csv", "VPUB,Sở Nội vụ,", "“VPUB” đã chỉ Văn phòng UBND tỉnh"),
    ],
)
def test_a_bad_row_is_refused_with_file_and_line(file: str, line: str, problem: str, folder: Path) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}{line}\n", encoding="utf-8")
    with pytest.raises(TableError) as caught:
        Directory.load(folder)
    assert str(caught.value).startswith(f"{file}, dòng {text.count(chr(10)) + 1}: ")
    assert problem in str(caught.value)


def test_a_missing_file_or_column_is_named(folder: Path) -> None:
    (folder / "communes.csv").write_text("code,name\n1,Xã Mới\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"communes\.csv, dòng 1: thiếu cột kind, former, bare, groups"):
        Directory.load(folder)
    (folder / "communes.csv").unlink()
    with pytest.raises(TableError, match=r"communes\.csv.*không tìm thấy"):
        Directory.load(folder)


def test_an_added_agency_and_its_generated_names_are_known(folder: Path) -> None:
    with (folder / "agencies.csv").open("a", encoding="utf-8") as file:
        file.write('Sở Ngoại vụ và Biên giới,,sở,yes,"Các sở, ban ngành tỉnh",\n')
    directory = Directory.load(folder)
    for said in ("sở ngoại vụ", "Sở NVBG", "SNV&BG", "so ngoai vu bien gioi", "bên ngoại vụ"):
        assert [mention.agency.name for mention in directory.find(said)] == ["Sở Ngoại vụ và Biên giới"]
