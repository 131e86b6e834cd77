"""The bytes of evidence, in a folder and in a bucket of a server that speaks S3, under the same promise."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from progress.evidence import EvidenceLost, sha256_of
from progress.evidence_store import BucketOptions, BucketStore, EvidenceStore, FolderStore

KEY = {"key_id": "testing", "secret": "testing"}
LATER = dt.timedelta(seconds=2)


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """Address of a running S3 server."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3: str) -> BucketOptions:
    import httpx

    name = f"troly-{uuid.uuid4().hex[:8]}"
    httpx.put(f"{s3}/{name}").raise_for_status()
    return BucketOptions(name, "minh-chung", s3, **KEY)


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> EvidenceStore:
    if request.param == "folder":
        return FolderStore(tmp_path / "evidence")
    return BucketStore(request.getfixturevalue("bucket"))


def test_what_is_put_is_given_by_its_hash(store: EvidenceStore) -> None:
    sha256 = store.put(b"%PDF-1")
    assert sha256 == sha256_of(b"%PDF-1") == store.put(b"%PDF-1")
    assert store.get(sha256) == b"%PDF-1"
    with pytest.raises(EvidenceLost):
        store.get(sha256_of(b"khac"))


def test_what_is_old_is_listed_and_may_be_removed(store: EvidenceStore) -> None:
    sha256 = store.put(b"a")
    now = dt.datetime.now(dt.UTC)
    assert list(store.old(now - LATER)) == []
    assert not store.remove(sha256, before=now - LATER)
    assert list(store.old(now + LATER)) == [sha256]
    assert store.remove(sha256, before=now + LATER)
    assert not store.remove(sha256, before=now + LATER)
    with pytest.raises(EvidenceLost):
        store.get(sha256)


def test_the_secret_of_a_bucket_is_not_shown() -> None:
    assert "testing" not in repr(BucketOptions("a", **KEY))


def test_a_file_is_closed_to_other_accounts_and_a_damaged_one_is_mended_by_putting_it_again(
    tmp_path: Path,
) -> None:
    store = FolderStore(tmp_path / "evidence")
    sha256 = store.put(b"abc")
    (path,) = store.folder.glob("*/*")
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    path.write_bytes(b"xyz")
    with pytest.raises(EvidenceLost):
        store.get(sha256)
    store.put(b"abc")
    assert store.get(sha256) == b"abc"
    assert [one.name for one in store.folder.glob("*/*")] == [sha256]
