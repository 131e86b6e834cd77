"""Which files are taken as evidence: by what they are, not by what they are called."""

from __future__ import annotations

import pytest

from progress.evidence import (
    NAME_LIMIT,
    EvidenceKind,
    FileEmpty,
    FileHasMacros,
    FileKindRefused,
    FileTooLarge,
    Upload,
    check_file,
    safe_name,
)
from tests.progress import evidence_files as files


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (files.PDF, EvidenceKind.PDF),
        (files.PNG, EvidenceKind.PNG),
        (files.JPEG, EvidenceKind.JPEG),
        (files.WEBP, EvidenceKind.WEBP),
        (files.HEIC, EvidenceKind.HEIC),
        (files.DOCX, EvidenceKind.DOCX),
        (files.XLSX, EvidenceKind.XLSX),
        (files.DOC, EvidenceKind.DOC),
        (files.XLS, EvidenceKind.XLS),
    ],
)
def test_the_content_tells_what_a_file_is(content: bytes, kind: EvidenceKind) -> None:
    assert check_file(Upload("a.exe", content)) is kind
    assert kind.media_type


@pytest.mark.parametrize("content", [files.PROGRAM, files.PAGE, files.ZIP, b"PK\x03\x04", b"ghi ch\xc3\xba"])
def test_what_is_none_of_the_kinds_is_refused_whatever_its_name(content: bytes) -> None:
    with pytest.raises(FileKindRefused):
        check_file(Upload("bao-cao.pdf", content))


@pytest.mark.parametrize("content", [files.DOCM, files.DOC_WITH_MACROS])
def test_a_document_with_programs_is_refused(content: bytes) -> None:
    with pytest.raises(FileHasMacros):
        check_file(Upload("bao-cao.doc", content))


def test_size_is_counted_in_bytes() -> None:
    check_file(Upload("a.pdf", files.PDF), limit=len(files.PDF))
    with pytest.raises(FileTooLarge) as refused:
        check_file(Upload("a.pdf", files.PDF), limit=len(files.PDF) - 1)
    assert refused.value.limit == len(files.PDF) - 1
    with pytest.raises(FileEmpty):
        check_file(Upload("a.pdf", b""))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Biên bản họp.pdf", "Biên bản họp.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        (r"C:\Users\An\ảnh.jpeg", "ảnh.pdf"),
        ("a\u202efdp.exe", "afdp.pdf"),
        ('x"\r\nSet-Cookie: a', "xSet-Cookie a.pdf"),
        (".pdf", "minh-chung.pdf"),
        ("", "minh-chung.pdf"),
        ("Kế hoạch số 1.2026-kh", "Kế hoạch số 1.2026-kh.pdf"),
    ],
)
def test_a_name_is_made_safe_and_ends_with_the_kind(given: str, kept: str) -> None:
    assert safe_name(given, EvidenceKind.PDF) == kept


def test_a_long_name_is_cut() -> None:
    assert len(safe_name("ă" * 500 + ".xlsx", EvidenceKind.XLSX)) <= NAME_LIMIT
