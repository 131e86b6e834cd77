"""Legal documents are found with their number, date, issuer and subject."""

from __future__ import annotations

import datetime as dt

import pytest

from corpus.citations import read_citations
from corpus.definitions import read_abbreviations


def test_a_numbered_document_is_read_whole() -> None:
    (cited,) = read_citations(
        ["Theo Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2024 của Bộ Chính trị về đột phá; tiếp tục."]
    )
    assert (cited.type, cited.number, cited.issuer) == ("Nghị quyết", "57-NQ/TW", "Bộ Chính trị")
    assert (cited.date, cited.subject) == (dt.date(2024, 12, 22), "đột phá")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Luật Thanh tra năm 2025 và Luật Đất đai", ["Luật Thanh tra năm 2025", "Luật Đất đai"]),
        ("Luật Cán bộ, công chức và các văn bản hướng dẫn", ["Luật Cán bộ, công chức"]),
        ("văn bản quy phạm pháp luật. Luật sư, kế hoạch 5 năm", []),
        ("Quyết định 766/QĐ-TTg và Quyết định số 766/QĐ-TTg", ["Quyết định 766/QĐ-TTg"]),
        ("Thông tư liên tịch số 01/2020/TTLT-BNV-BTC", ["Thông tư liên tịch số 01/2020/TTLT-BNV-BTC"]),
    ],
)  # fmt: skip
def test_documents_are_named_once_and_no_common_word_is_one(text: str, names: list[str]) -> None:
    assert [document.cited_as for document in read_citations([text])] == names


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        ("Tiếp nhận phản ánh, kiến nghị (PAKN) của dân", "PAKN", "phản ánh, kiến nghị"),
        ("đơn vị sự nghiệp công lập (ĐVSNCL)", "ĐVSNCL", "đơn vị sự nghiệp công lập"),
        ("ứng dụng Trí tuệ nhân tạo (AI)", "AI", "Trí tuệ nhân tạo"),
        ("hợp tác xã (sau đây viết tắt là HTX)", "HTX", "hợp tác xã"),
    ],
)
def test_short_forms_explained_by_the_plan(text: str, short: str, full: str) -> None:
    assert [(a.short, a.full) for a in read_abbreviations([("I.1", text)])] == [(short, full)]


@pytest.mark.parametrize("text", ["tại các xã (cũ)", "lần (01) và (I)", "xem (Phụ lục)"])
def test_other_brackets_explain_nothing(text: str) -> None:
    assert read_abbreviations([("I.1", text)]) == ()
