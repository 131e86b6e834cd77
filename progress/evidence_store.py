"""Where the bytes of evidence are kept: by their SHA-256, in a folder or in a bucket that speaks S3."""

from __future__ import annotations

import datetime as dt
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from progress.evidence import EvidenceLost, sha256_of

if TYPE_CHECKING:
    from obstore.store import S3Config, S3Store

_HASH = re.compile(r"[0-9a-f]{64}")
_UNFINISHED = ".part-"


class EvidenceStore(Protocol):
    """Keeps each content once. A content that is put again is young again: see ``old``."""

    def put(self, content: bytes) -> str:
        """Keep a content, whole or not at all; its SHA-256."""
        ...

    def get(self, sha256: str) -> bytes:
        """The content. Raises EvidenceLost when it is missing or is not what was put."""
        ...

    def old(self, before: dt.datetime) -> Iterator[str]:
        """The hashes of what was last put before a moment."""
        ...

    def remove(self, sha256: str, before: dt.datetime) -> bool:
        """Forget a content, unless it was put again since ``before``; whether it was forgotten."""
        ...


class FolderStore:
    """Files below one folder, closed to other accounts of the machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        sha256 = sha256_of(content)
        path = self._path(sha256)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            if path.read_bytes() == content:
                path.touch()
                return sha256
        descriptor, name = tempfile.mkstemp(prefix=_UNFINISHED, dir=path.parent)  # made with mode 0600
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
        return sha256

    def get(self, sha256: str) -> bytes:
        try:
            content = self._path(sha256).read_bytes()
        except FileNotFoundError:
            raise EvidenceLost(sha256) from None
        return _checked(content, sha256)

    def old(self, before: dt.datetime) -> Iterator[str]:
        for path in self.folder.glob("*/*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime >= before.timestamp():
                    continue
                if _HASH.fullmatch(path.name):
                    yield path.name
                elif path.name.startswith(_UNFINISHED):
                    path.unlink()

    def remove(self, sha256: str, before: dt.datetime) -> bool:
        path = self._path(sha256)
        try:
            if path.stat().st_mtime >= before.timestamp():
                return False
            path.unlink()
        except FileNotFoundError:
            return False
        return True

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256


@dataclass(frozen=True, slots=True)
class BucketOptions:
    """A bucket of a service that speaks S3, and the key that opens it."""

    bucket: str
    prefix: str = ""
    endpoint: str = ""  # empty: Amazon's own
    region: str = "us-east-1"
    key_id: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)


class BucketStore:
    """Objects of one bucket. Its library is loaded with the first one made."""

    def __init__(self, options: BucketOptions) -> None:
        self._bucket = _open_bucket(options)

    def put(self, content: bytes) -> str:
        import obstore

        sha256 = sha256_of(content)
        obstore.put(self._bucket, sha256, content)
        return sha256

    def get(self, sha256: str) -> bytes:
        import obstore

        try:
            content = bytes(obstore.get(self._bucket, sha256).bytes())
        except FileNotFoundError:
            raise EvidenceLost(sha256) from None
        return _checked(content, sha256)

    def old(self, before: dt.datetime) -> Iterator[str]:
        import obstore

        for page in obstore.list(self._bucket):
            for found in page:
                name = str(found["path"])
                if _HASH.fullmatch(name) and found["last_modified"] < before:
                    yield name

    def remove(self, sha256: str, before: dt.datetime) -> bool:
        import obstore

        try:
            if obstore.head(self._bucket, sha256)["last_modified"] >= before:
                return False
        except FileNotFoundError:
            return False
        obstore.delete(self._bucket, sha256)
        return True


def _open_bucket(options: BucketOptions) -> S3Store:
    from obstore.store import S3Store

    key: S3Config = {}
    if options.key_id:
        key = {"access_key_id": options.key_id, "secret_access_key": options.secret}
    return S3Store(
        options.bucket,
        prefix=options.prefix or None,
        endpoint=options.endpoint or None,
        region=options.region,
        client_options={"allow_http": options.endpoint.startswith("http://")},
        config=key,
    )


def _checked(content: bytes, sha256: str) -> bytes:
    if sha256_of(content) != sha256:
        raise EvidenceLost(sha256)
    return content


def _sync_folder(folder: Path) -> None:
    """The name of a new file survives a loss of power too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
