"""A backup: one archive of all rows and all evidence of one moment, made and put back while others work."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from progress.database import Database, move, newest_revision
from progress.evidence import EvidenceLost
from progress.evidence_store import EvidenceStore
from progress.table_dump import DumpError, lines_of, load, snapshot, tables_in
from progress.tables.reports import EvidenceRow

FORMAT = "troly-backup-1"
MANIFEST = "manifest.json"
MANIFEST_LIMIT = 64 * 2**20  # bytes; far above a million files
_CHUNK = 2**20
# What the standard library says of an archive that is cut, changed, locked by a password, or none at all.
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    KeyError,
    TypeError,
)


class BackupError(Exception):
    """A backup cannot be made or put back, and nothing was changed; the message is one Vietnamese line."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What an archive holds. ``lost`` are files of which there was only the row."""

    made_at: str  # ISO 8601, UTC
    revision: str  # the migration of its tables
    rows: int
    files: int
    lost: tuple[str, ...] = ()


def make_backup(database: Database, store: EvidenceStore, path: Path, now: dt.datetime) -> Backup:
    """Write an archive that only this account may read; the file is there whole or not at all.

    Raises BackupError.
    """
    if path.exists():
        raise BackupError(f"{path} đã có; hãy chọn một tên tệp khác.")
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # with mode 0600
    except OSError as error:
        raise BackupError(f"{path}: không ghi được ({error.strerror}).") from None
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            made = _write(database, store, file, now)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise BackupError(f"{path}: không ghi được ({error.strerror or error}).") from None
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return made


def restore_backup(database: Database, store: EvidenceStore, path: Path) -> Backup:
    """Put everything back as it was, in the place of all there is now: all of it or nothing.

    Tables of an older release are brought up to date. Raises BackupError before anything is touched when the
    file is no backup, is damaged, or was made by a newer release.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            found, tables, files = _checked(archive, path)
            # A file without a row does no harm: it is swept away when the restore fails after this.
            for sha256 in files:
                store.put(archive.read(_file(sha256)))
            _put_back(database, archive, found, tables)
    except OSError as error:
        raise BackupError(f"{path}: không đọc được ({error.strerror or error}).") from None
    except _UNREADABLE:
        raise _damaged(path) from None
    except (DumpError, SQLAlchemyError) as error:
        raise BackupError(f"Không phục hồi được từ {path}; dữ liệu hiện có vẫn giữ nguyên.") from error
    return found


def _write(database: Database, store: EvidenceStore, file: Any, now: dt.datetime) -> Backup:
    revision = database.revision()
    if revision is None:
        raise BackupError("Cơ sở dữ liệu chưa có bảng nào, không có gì để sao lưu.")
    parts: dict[str, dict[str, object]] = {}
    rows, lost = 0, []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        with snapshot(database) as connection:
            tables = tables_in(connection)
            hashes: list[str] = []
            for table in tables:
                name = _table(table.name)
                parts[name], added = _part(archive, name, lines_of(connection, table))
                rows += added
            if any(table.name == EvidenceRow.__tablename__ for table in tables):
                hashes = list(connection.execute(select(EvidenceRow.sha256).distinct()).scalars())
        for sha256 in sorted(hashes):
            try:
                content = store.get(sha256)
            except EvidenceLost:
                lost.append(sha256)
                continue
            archive.writestr(zipfile.ZipInfo(_file(sha256)), content, zipfile.ZIP_STORED)
            parts[_file(sha256)] = {"sha256": sha256, "size": len(content)}
        made = Backup(now.isoformat(), revision, rows, len(hashes) - len(lost), tuple(lost))
        manifest = {"format": FORMAT, "backup": asdict(made), "parts": parts}
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return made


def _part(archive: zipfile.ZipFile, name: str, lines: Iterable[bytes]) -> tuple[dict[str, object], int]:
    """What the manifest says of a table, and how many lines it has."""
    digest, size, count = hashlib.sha256(), 0, 0
    with archive.open(name, "w", force_zip64=True) as part:
        for line in lines:
            part.write(line)
            digest.update(line)
            size, count = size + len(line), count + 1
    return {"sha256": digest.hexdigest(), "size": size}, count


def _checked(archive: zipfile.ZipFile, path: Path) -> tuple[Backup, list[str], list[str]]:
    """What the archive holds, its tables and its files, after every byte was compared with the manifest."""
    if MANIFEST not in archive.namelist():
        raise BackupError(f"{path} không phải là bản sao lưu của troly.")
    if archive.getinfo(MANIFEST).file_size > MANIFEST_LIMIT:
        raise _damaged(path)
    manifest = json.loads(archive.read(MANIFEST))
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BackupError(f"{path} không phải là bản sao lưu của troly, hoặc do một bản mới hơn tạo ra.")
    parts: dict[str, dict[str, Any]] = manifest["parts"]
    if sorted(archive.namelist()) != sorted([*parts, MANIFEST]):
        raise _damaged(path)
    for name, part in parts.items():
        if _hash_in(archive, name, int(part["size"])) != part["sha256"]:
            raise _damaged(path)
    found = Backup(**(manifest["backup"] | {"lost": tuple(manifest["backup"]["lost"])}))
    if found.revision > newest_revision():
        raise BackupError(f"{path} do một bản troly mới hơn tạo ra; hãy cài bản mới rồi phục hồi.")
    files = [name.removeprefix(_file("")) for name in parts if name.startswith(_file(""))]
    return found, [name for name in parts if not name.startswith(_file(""))], files


def _hash_in(archive: zipfile.ZipFile, name: str, size: int) -> str:
    digest, taken = hashlib.sha256(), 0
    with archive.open(name) as part:
        while chunk := part.read(_CHUNK):
            digest.update(chunk)
            taken += len(chunk)
            if taken > size:
                return ""
    return digest.hexdigest() if taken == size else ""


def _put_back(database: Database, archive: zipfile.ZipFile, found: Backup, named: list[str]) -> None:
    """One transaction: the tables of now go, those of then come with their rows."""
    with database.writing() as connection:
        move(connection, "base")
        move(connection, found.revision)
        tables = tables_in(connection)
        if {_table(table.name) for table in tables} != set(named):
            raise DumpError("other tables")
        for table in tables:
            with archive.open(_table(table.name)) as lines:
                load(connection, table, _whole_lines(lines))
        move(connection, "head")


def _whole_lines(lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield line.rstrip(b"\n")


def _table(name: str) -> str:
    return f"tables/{name}.jsonl"


def _file(sha256: str) -> str:
    return f"evidence/{sha256}"


def _damaged(path: Path) -> BackupError:
    return BackupError(f"{path} bị hỏng hoặc đã bị sửa; dữ liệu hiện có vẫn giữ nguyên.")
