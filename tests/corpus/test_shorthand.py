"""Abbreviations, chat spelling and half-written words."""

from __future__ import annotations

import csv
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.agencies import Directory
from corpus.glossary import Glossary
from corpus.keystrokes import decode_typing
from corpus.plans import BUNDLED_PLAN, read_plan
from corpus.shorthand import Shorthand
from corpus.tables import TableError
from corpus.vietnamese import fold, tidy

TABLE = (Path(__file__).parent / "data" / "abbreviations.csv").read_text(encoding="utf-8")
ROWS = list(csv.DictReader(TABLE.splitlines()))
# Whole words that mean nearly the same as another: not short forms, they stay in the text.
ORDINARY = {
    "một cửa",
    "mot cua",
    "cấp xã",
    "các xã",
    "ad",
    "hạn",
    "trễ",
    "tre han",
    "xong",
    "cuoi nam",
    "sếp",
    "gấp",
}
SENTENCES = {"a": "chào {}", "c": "chào {}"}  # one letter says nothing alone


@pytest.fixture(scope="module")
def shorthand() -> Shorthand:
    return Shorthand.load()


@pytest.fixture(scope="module")
def directory() -> Directory:
    return Directory.load()


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return Glossary.load(read_plan(BUNDLED_PLAN))


def _row_name(row: dict[str, str]) -> str:
    return f"{row['kind']}-{row['short']}"


def _full(row: dict[str, str]) -> str:
    """The full form without remarks in brackets and without "in the same word" notes."""
    return row["full"].partition(" (")[0].rpartition("-> ")[2]


def _of_kinds(*kinds: str) -> list[dict[str, str]]:
    return [row for row in ROWS if row["kind"] in kinds]


@pytest.mark.parametrize("row", _of_kinds("co_quan_tinh"), ids=_row_name)
def test_every_short_name_of_a_province_body_is_found(
    row: dict[str, str], directory: Directory, shorthand: Shorthand
) -> None:
    found = directory.find(f"bên {row['short']} chủ trì gì")
    if directory.by_name(row["full"]):
        assert [mention.agency.name for mention in found] == [row["full"]]
    else:
        assert shorthand.expand(row["short"]).text == row["full"]


@pytest.mark.parametrize("row", _of_kinds("telex_vni", "khong_dau"), ids=_row_name)
def test_every_typed_sample_reads_like_its_full_form(
    row: dict[str, str], directory: Directory, shorthand: Shorthand
) -> None:
    read = shorthand.expand(decode_typing(tidy(row["short"]))).text
    if (agency := directory.by_name(_full(row))) is not None:
        assert [mention.agency for mention in directory.find(read)] == [agency]
    else:
        assert fold(read) == fold(shorthand.expand(_full(row)).text)


@pytest.mark.parametrize(
    "row",
    [
        row
        for row in _of_kinds("co_quan_chung", "khai_niem", "loai_van_ban", "nhiem_vu", "teencode")
        if "mơ hồ" not in row["full"] and row["short"] not in ORDINARY | {"xog"}
    ],
    ids=_row_name,
)
def test_every_clear_short_form_is_written_out(
    row: dict[str, str], shorthand: Shorthand, glossary: Glossary
) -> None:
    sentence = SENTENCES.get(row["short"], "{}")
    expanded = shorthand.expand(sentence.format(row["short"]))
    texts = {fold(expanded.text), *map(fold, dict(expanded.ambiguous).get(row["short"], ()))}
    if (entry := glossary.lookup(row["short"])) is not None:
        texts |= {fold(entry.full), fold(entry.full.partition(" (")[0]), fold(entry.short)}
    assert fold(sentence.format(_full(row))) in texts


def test_a_word_half_typed_is_the_word_and_not_what_it_hints_at(shorthand: Shorthand) -> None:
    assert shorthand.expand("bc q3 xog chua").text == "báo cáo quý III xong chua"


@pytest.mark.parametrize("row", [row for row in ROWS if "mơ hồ" in row["full"]], ids=_row_name)
def test_every_unclear_short_form_alone_is_reported_or_read_as_one_of_its_meanings(
    row: dict[str, str], shorthand: Shorthand
) -> None:
    meanings = {fold(part) for part in row["full"].partition(" (")[0].split("|")}
    expanded = shorthand.expand(row["short"])
    options = dict(expanded.ambiguous).get(row["short"])
    if options:
        assert len(meanings & set(map(fold, options))) >= 2
    else:
        assert fold(expanded.text) in meanings


@pytest.mark.parametrize("word", sorted(ORDINARY - {"tre han"}))
def test_whole_words_stay(word: str, shorthand: Shorthand) -> None:
    assert shorthand.expand(word).text == word


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sở nv có mấy nv", "Sở Nội vụ có mấy nhiệm vụ"),
        ("vụ AI trong kế hoạch thì ai là đầu mối", "vụ trí tuệ nhân tạo trong kế hoạch thì ai là đầu mối"),
        ("ung dung ai thi so nao chu tri", "ung dung trí tuệ nhân tạo thi so nao chu tri"),
        ("dùng ai thì ai chủ trì", "dùng trí tuệ nhân tạo thì ai chủ trì"),
        ("ai chủ trì", "ai chủ trì"),
        ("AI CHỦ TRÌ NHIỆM VỤ NÀY", "AI CHỦ TRÌ NHIỆM VỤ NÀY"),
        ("phân công ai chủ trì", "phân công ai chủ trì"),
        ("tg TH?", "thời gian thực hiện?"),
        ("thời gian TH", "thời gian thực hiện"),
        ("ND nhiệm vụ III.4", "nội dung nhiệm vụ III.4"),
        ("ND 61", "Nghị định 61"),
        ("hài lòng của ND", "hài lòng của người dân"),
        ("CT UBND tỉnh", "Chủ tịch UBND tỉnh"),
        ("CT 05", "Chỉ thị 05"),
        ("CT là bn", "chỉ tiêu là bao nhiêu"),
        ("theo KH 201/KH-UBND", "theo Kế hoạch 201/KH-UBND"),
        ("làm được kh?", "làm được không?"),
        ("kh có ai", "không có ai"),
        ("CV 581/BNV-CCHC", "công văn 581/BNV-CCHC"),
        ("dvc tt toàn trình đạt bn %", "dịch vụ công trực tuyến toàn trình đạt bao nhiêu %"),
        ("lđạo c.trì ph.hợp k/hoạch đ/vị t.hiện", "lãnh đạo chủ trì phối hợp kế hoạch đơn vị thực hiện"),
        ("ngđứng đầu", "người đứng đầu"),
        ("đv sự nghiệp cl", "đơn vị sự nghiệp công lập"),
        ("cl phục vụ", "chất lượng phục vụ"),
        ("htgq tthc", "hệ thống thông tin giải quyết thủ tục hành chính"),
        ("điểm c khoản 2", "điểm c khoản 2"),
        ("chị ơi c có biết k", "chị ơi chị có biết không"),
        ("III.4 VII.8.2 201/KH-UBND 09/2019/NĐ-CP", "III.4 VII.8.2 201/KH-UBND 09/2019/NĐ-CP"),
        ("kế cả kẻ kề", "kế cả kẻ kề"),
        ("tp Hcm", "Thành phố Hồ Chí Minh"),
        ("quy 3", "quy 3"),
        ("qui 3", "quý 3"),
        ("Số NV do STC chủ trì?", "Số nhiệm vụ do Sở Tài chính chủ trì?"),
        ("so nv cua so noi vu", "so nhiệm vụ cua so noi vu"),
        ("so nv chu tri gi", "Sở Nội vụ chu tri gi"),
        ("vượt 6% so CT Chính phủ giao", "vượt 6% so chỉ tiêu Chính phủ giao"),
        ("TD CC, VC: CQ chủ trì?", "tuyển dụng công chức, viên chức: cơ quan chủ trì?"),
        ("da cam on nhieu", "da cam on nhieu"),
        ("CT 05-CT/TW", "Chỉ thị 05-CT/TW"),
        ("CC thể chế", "cải cách thể chế"),
        ("bn % TTHC", "bao nhiêu % thủ tục hành chính"),
        ("gồm nhug việc gì", "gồm những việc gì"),
        ("nhug không biết", "nhưng không biết"),
    ],
)
def test_neighbours_decide(typed: str, meant: str, shorthand: Shorthand) -> None:
    assert shorthand.expand(typed).text == meant


def test_what_was_replaced_is_told(shorthand: Shorthand) -> None:
    assert shorthand.expand("cq nào p/h").replaced == (("cq", "cơ quan"), ("p/h", "phối hợp"))


def test_an_unclear_short_form_is_left_and_told(shorthand: Shorthand) -> None:
    expanded = shorthand.expand("xem tt giúp")
    assert expanded.text == "xem tt giúp"
    ((short, meanings),) = expanded.ambiguous
    assert short == "tt"
    assert {"thông tư", "trung tâm", "Thủ tướng"} <= set(meanings)


def test_known_terms_stay_as_typed(shorthand: Shorthand) -> None:
    assert shorthand.expand("tthc và cchc", known_terms={"tthc"}).text == "tthc và cải cách hành chính"


def test_typed_marks_must_agree(shorthand: Shorthand) -> None:
    assert shorthand.expand("dv nào").text == "đơn vị nào"
    assert shorthand.expand("đv công").text == "đơn vị công"
    assert shorthand.expand("dv công").text == "dịch vụ công"


@given(st.text(max_size=200))
def test_any_text_is_expanded_without_error(text: str) -> None:
    expanded = _LOADED.expand(text)
    assert len(expanded.replaced) <= len(text)


@given(st.text(alphabet="aàảbcdđeêghiklmnoôơprstuưvy /.-&%1 ", max_size=60))
def test_decomposed_text_expands_like_composed_text(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert _LOADED.expand(unicodedata.normalize("NFD", text)).text == _LOADED.expand(composed).text


def test_a_long_question_takes_well_under_a_millisecond(shorthand: Shorthand) -> None:
    question = "ung dung ai thi so nao chu tri, tgian TH ntn, kq dat bn %, ph voi cq nao"
    shorthand.expand(question)
    best = min(_seconds(shorthand, question) for _ in range(20))
    assert best < 0.001


def _seconds(shorthand: Shorthand, question: str) -> float:
    begun = time.perf_counter()
    shorthand.expand(question)
    return time.perf_counter() - begun


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("BC,,x,no,", "dòng 2: ô full để trống"),
        ("BC,báo cáo,x,no,sao: ai", "dòng 2: điều kiện “sao: ai” không có"),
        ("BC,báo cáo,x,no,sau", "dòng 2: điều kiện “sau” thiếu"),
        ("BC,báo cáo,x", "dòng 2: có 3 ô, cần 5 ô"),
        (",báo cáo,x,no,", "dòng 2: ô short để trống"),
    ],
)
def test_a_bad_row_names_file_and_line(line: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "shorthand.csv"
    path.write_text(f"short,full,kind,sure,context\n{line}\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"shorthand\.csv") as caught:
        Shorthand.load(path)
    assert problem in str(caught.value)


_LOADED = Shorthand.load()
