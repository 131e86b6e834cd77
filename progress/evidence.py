"""Evidence as values: which files are taken, told by their content, and why others are refused."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import unicodedata
import zipfile
from dataclasses import dataclass
from enum import StrEnum

from progress.refusals import ProgressError

SIZE_LIMIT = 20 * 2**20  # bytes; what a Telegram bot may fetch
FILES_LIMIT = 20  # on one version of a report
NAME_LIMIT = 120  # characters of a file's name
_OPENXML = ("word/document.xml", "xl/workbook.xml")
_MACROS = "vbaproject.bin"
_OLE_DOCUMENT, _OLE_WORKBOOK = "WordDocument".encode("utf-16-le"), "Workbook".encode("utf-16-le")
_OLE_MACROS = "VBA".encode("utf-16-le")


class EvidenceKind(StrEnum):
    """A kind of file that is taken; the value is the ending its name gets."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    DOCX = "docx"
    XLSX = "xlsx"
    DOC = "doc"
    XLS = "xls"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    EvidenceKind.PDF: "application/pdf",
    EvidenceKind.JPEG: "image/jpeg",
    EvidenceKind.PNG: "image/png",
    EvidenceKind.WEBP: "image/webp",
    EvidenceKind.HEIC: "image/heic",
    EvidenceKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    EvidenceKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    EvidenceKind.DOC: "application/msword",
    EvidenceKind.XLS: "application/vnd.ms-excel",
}
_BY_SIGNATURE = {
    ".pdf": EvidenceKind.PDF,
    ".jpg": EvidenceKind.JPEG,
    ".png": EvidenceKind.PNG,
    ".webp": EvidenceKind.WEBP,
    ".heic": EvidenceKind.HEIC,
    ".heif": EvidenceKind.HEIC,
}


class EvidenceError(ProgressError):
    """A file cannot be taken or given."""


class FileEmpty(EvidenceError):
    """The file has no content."""


class FileTooLarge(EvidenceError):
    """The file is larger than ``limit`` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class FileKindRefused(EvidenceError):
    """The content is none of the kinds that are taken, whatever the name says."""


class FileHasMacros(EvidenceError):
    """A document that carries programs."""


class FileInfected(EvidenceError):
    """The virus scanner refused the file."""


class ScannerDown(EvidenceError):
    """The virus scanner does not answer; without it nothing is taken."""


class TooManyFiles(EvidenceError):
    """The report has as many files as it may."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class EvidenceUnknown(EvidenceError):
    """No file has this number."""

    def __init__(self, evidence_id: int) -> None:
        super().__init__(evidence_id)
        self.evidence_id = evidence_id


class EvidenceLost(EvidenceError):
    """The file is written down, but the store has it no more, or not as it was."""

    def __init__(self, sha256: str) -> None:
        super().__init__(sha256)
        self.sha256 = sha256


class UploadLinkUnknown(EvidenceError):
    """No such link was given, or its time is over."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: the sender's name for it and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that bears out one version of a report. ``name`` is safe to show and to save under."""

    id: int
    task_id: str
    agency: str
    period: str
    version: int
    name: str
    media_type: str
    size: int  # bytes
    sha256: str
    uploader_id: int
    channel: str
    at: dt.datetime  # aware


def check_file(upload: Upload, limit: int = SIZE_LIMIT) -> EvidenceKind:
    """What a file is. Raises FileEmpty, FileTooLarge, FileKindRefused and FileHasMacros."""
    if not upload.content:
        raise FileEmpty
    if len(upload.content) > limit:
        raise FileTooLarge(limit)
    kind = kind_of(upload.content)
    if kind is None:
        raise FileKindRefused
    return kind


def kind_of(content: bytes) -> EvidenceKind | None:
    """The kind by content alone; None for what is not taken. Raises FileHasMacros."""
    import puremagic  # its table of signatures is read when it is loaded

    try:
        endings = [found.extension for found in puremagic.magic_string(content)]
    except (puremagic.PureError, ValueError):
        return None
    if content.startswith(b"PK\x03\x04"):
        return _kind_in_zip(content)
    if ".doc" in endings or ".xls" in endings:
        return _kind_in_ole(content)
    return next((_BY_SIGNATURE[ending] for ending in endings if ending in _BY_SIGNATURE), None)


def safe_name(name: str, kind: EvidenceKind) -> str:
    """A name without folders, control signs and turned writing, ended by what the file really is."""
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(sign for sign in base if unicodedata.category(sign)[0] != "C" and sign not in '<>:"|?*')
    stem, dot, ending = " ".join(shown.split()).rpartition(".")
    stem = (stem if dot and len(ending) <= 5 else " ".join(shown.split())).strip(". ")
    return f"{stem[: NAME_LIMIT - 6] or 'minh-chung'}.{kind.value}"


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _kind_in_zip(content: bytes) -> EvidenceKind | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return None
    if any(name.lower().endswith(_MACROS) for name in names):
        raise FileHasMacros
    if "[Content_Types].xml" not in names:
        return None
    found = [kind for kind, part in zip(("docx", "xlsx"), _OPENXML, strict=True) if part in names]
    return EvidenceKind(found[0]) if len(found) == 1 else None


def _kind_in_ole(content: bytes) -> EvidenceKind | None:
    if _OLE_MACROS in content:
        raise FileHasMacros
    if _OLE_DOCUMENT in content:
        return EvidenceKind.DOC
    return EvidenceKind.XLS if _OLE_WORKBOOK in content else None
