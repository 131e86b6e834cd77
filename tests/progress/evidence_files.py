"""Small files of every kind that matters for evidence."""

from __future__ import annotations

import io
import zipfile


def zipped(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "<xml/>")
    return made.getvalue()


def ole(*streams: str) -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(504)
        + b"".join(one.encode("utf-16-le") for one in streams)
    )


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xde"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01" + bytes(40) + b"\xff\xd9"
WEBP = b"RIFF\x24\0\0\0WEBPVP8 " + bytes(20)
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
DOCX = zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml")
XLSX = zipped("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml")
DOCM = zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")
ZIP = zipped("a.txt")
DOC, XLS, DOC_WITH_MACROS = ole("WordDocument"), ole("Workbook"), ole("WordDocument", "Macros", "VBA")
PROGRAM = b"MZ\x90\0" + bytes(200)
PAGE = b"<!doctype html><script>alert(1)</script>"
# The harmless file that every scanner must find; put together here so that none finds this source.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
