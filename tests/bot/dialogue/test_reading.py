"""What one message names: tasks, sections, rows, agencies, cues; and slips undone on the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.dialogue.understanding.cues import Cue, phrases
from bot.dialogue.understanding.phrases import words_of
from bot.dialogue.understanding.reading import Reading
from bot.dialogue.understanding.roles import clauses_of, role_asked

Read = Callable[[str], Reading]


@pytest.mark.parametrize(
    ("message", "codes"),
    [
        ("III.4 ai chủ trì", ("III.4",)),
        ("iii.4 ai chu tri", ("III.4",)),
        ("iii-4 ai phối hợp", ("III.4",)),
        ("nhiệm vụ số VII.8.2 và mục VII.10.1", ("VII.8.2", "VII.10.1")),
        ("nhiệm vụ 2 mục III", ("III.2",)),
        ("muc V nhiem vu thu ba", ("V.3",)),
        ("việc thứ nhất của phần II", ("II.1",)),
        ("III.4, III.4 nhé", ("III.4",)),
    ],
)
def test_codes_are_read_as_the_plan_writes_them(message: str, codes: tuple[str, ...], reading: Read) -> None:
    assert reading(message).codes == codes


@pytest.mark.parametrize("message", ["phiên bản ipv6", "mix 4", "ngày 16/4/2026", "đạt 95,5%", "top 10"])
def test_other_numbers_are_no_codes(message: str, reading: Read) -> None:
    assert reading(message).codes == ()


@pytest.mark.parametrize(
    ("message", "roman"),
    [
        ("mục III có gì", "III"),
        ("muc iii co gi", "III"),
        ("phần 2 gồm những gì", "II"),
        ("lĩnh vực cải cách thể chế", "II"),
        ("linh vuc cai cach tai chinh cong", "VI"),
        ("liệt kê (VII)", "VII"),
    ],
)
def test_sections_are_named_by_numeral_number_or_title(message: str, roman: str, reading: Read) -> None:
    section = reading(message).section
    assert section is not None
    assert section.roman == roman


@pytest.mark.parametrize(
    "message",
    ["mức iii", "phần mềm dùng chung", "Phụ lục II", "một phần chi thường xuyên", "tôi và anh", "v gì đó"],
)
def test_what_only_looks_like_a_section_is_none(message: str, reading: Read) -> None:
    assert reading(message).section is None


def test_a_section_the_plan_lacks_is_remembered_as_missing(reading: Read) -> None:
    assert reading("mục IX có gì").missing_section == "IX"


@pytest.mark.parametrize(
    ("message", "number"),
    [
        ("nhiệm vụ 2 ai làm", "2"),
        ("stt 8.2", "8.2"),
        ("việc thứ ba", "3"),
        ("2 nhiệm vụ", ""),
        ("số 3 năm", ""),
    ],
)
def test_a_row_number_alone_is_kept(message: str, number: str, reading: Read) -> None:
    assert reading(message).row_number == number


@pytest.mark.parametrize(
    ("message", "names"),
    [
        ("Sở Nội vụ và Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
        ("so noi vu", ["Sở Nội vụ"]),
        ("SNV chủ trì gì", ["Sở Nội vụ"]),
        ("ai chủ trì", []),
    ],
)
def test_agencies_are_found_by_name_and_short_form(message: str, names: list[str], reading: Read) -> None:
    assert [mention.agency.name for mention in reading(message).agencies] == names


@pytest.mark.parametrize(
    ("message", "role"),
    [
        ("ai chủ trì", "lead"),
        ("ai phoi hop", "coordinate"),
        ("ai chủ trì, ai phối hợp", "either"),
        ("được giao cho ai", "lead"),
        ("thời hạn khi nào", None),
    ],
)
def test_the_role_asked_is_the_one_the_question_turns_on(
    message: str, role: str | None, reading: Read
) -> None:
    assert role_asked(reading(message)) == role


@pytest.mark.parametrize(
    ("message", "clauses"),
    [
        ("Sở Nội vụ chủ trì gì", [("Sở Nội vụ", "lead")]),
        (
            "Sở Nội vụ chủ trì và Sở Tài chính phối hợp",
            [("Sở Nội vụ", "lead"), ("Sở Tài chính", "coordinate")],
        ),
        ("Sở Nội vụ và Sở Tài chính chủ trì", [("Sở Nội vụ", "lead"), ("Sở Tài chính", "lead")]),
        ("ai phối hợp với Sở Nội vụ", [("Sở Nội vụ", "lead")]),
        ("Sở Nội vụ chủ trì hoặc phối hợp gì", [("Sở Nội vụ", "either")]),
    ],
)
def test_each_agency_has_the_role_said_of_it(
    message: str, clauses: list[tuple[str, str]], reading: Read
) -> None:
    assert [(clause.agency.name, clause.role) for clause in clauses_of(reading(message))] == clauses


@pytest.mark.parametrize(
    ("message", "folded"),
    [
        ("nhieemj vuj", "nhiem vu"),  # Telex left over
        ("nhie65m vu5", "nhiem vu"),  # VNI left over
        ("doahnh ngiep", "doanh nghiep"),
        ("nguoidan", "nguoi dan"),
        ("CĐĐH", "chi dao dieu hanh"),
        ("deadline", "thoi han"),
        ("kpi", "chi tieu"),
    ],
)
def test_slips_short_forms_and_loans_are_written_out(message: str, folded: str, reading: Read) -> None:
    assert " ".join(word.folded for word in reading(message).words) == folded


@pytest.mark.parametrize("word", ["ipv6", "zalo", "2026", "ISO"])
def test_what_is_well_stays(word: str, reading: Read) -> None:
    assert reading(word).text == word


def test_question_words_references_and_agencies_are_no_subject(reading: Read) -> None:
    said = reading("Dạ cho hỏi Sở Nội vụ chủ trì tuyển dụng công chức ở mục V đúng không ạ")
    assert said.subject() == "tuyển dụng công chức"


def test_words_that_form_one_with_their_neighbour_are_no_cue(reading: Read) -> None:
    assert not reading("chuyển đổi số").has(Cue.HOW_MANY)


def test_clauses_have_each_their_subject(reading: Read) -> None:
    said = reading("tuyển dụng công chức, quản lý tài sản công ai chủ trì")
    assert said.subject_parts() == ("tuyển dụng công chức", "quản lý tài sản công")


def test_every_cue_has_phrases_and_each_phrase_is_found_as_that_cue(reading: Read) -> None:
    cues = reading("").lexicon.cues
    for cue, texts in phrases().items():
        assert texts, cue
        for text in texts:
            words = words_of(text)
            (span,) = cues.find(words)
            assert (span.last, cue in span.labels) == (len(words), True), text
