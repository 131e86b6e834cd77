"""The saved index: used when it fits, rebuilt and replaced as a whole when not."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import replace
from pathlib import Path

import faiss
import numpy as np
import pytest

from corpus.model import Plan
from retrieval.aliases import Alias
from retrieval.dense import DenseIndex
from retrieval.encoder import Encoder
from retrieval.search import Search
from retrieval.store import MANIFEST


def opened(plan: Plan, folder: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture) -> list[str]:
    """Open the search; give what it said in the log."""
    caplog.clear()
    with caplog.at_level(logging.INFO, logger="retrieval.store"):
        search = Search.open(plan, folder=folder, encoder=encoder, bank=None)
    assert search.search("tiêm chủng cho trẻ em").hits[0].task_id == "A.1"
    return [record.getMessage() for record in caplog.records]


def test_a_saved_index_is_used_again(
    small_plan: Plan, tmp_path: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    assert opened(small_plan, tmp_path, encoder, caplog) == ["index rebuilt: none saved yet"]
    assert opened(small_plan, tmp_path, encoder, caplog) == []


def test_the_manifest_names_model_plan_dimension_and_passages(
    small_plan: Plan, tmp_path: Path, encoder: Encoder
) -> None:
    Search.open(small_plan, folder=tmp_path, encoder=encoder)
    made_of = json.loads((tmp_path / MANIFEST).read_text())["made_of"]
    assert made_of["model"] == encoder.identity
    assert made_of["dimension"] == encoder.dimension
    assert made_of["passages"] == 13
    assert len(made_of["plan"]) == 64


def test_another_plan_rebuilds(
    small_plan: Plan, tmp_path: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    opened(small_plan, tmp_path, encoder, caplog)
    french = replace(small_plan.tasks[5], title="Tiếng Pháp", heading="Tiếng Pháp:")
    other = replace(small_plan, tasks=(*small_plan.tasks[:5], french))
    assert opened(other, tmp_path, encoder, caplog) == ["index rebuilt: plan differs"]


def test_another_model_rebuilds(
    small_plan: Plan, tmp_path: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    opened(small_plan, tmp_path, encoder, caplog)
    manifest = tmp_path / MANIFEST
    manifest.write_text(manifest.read_text().replace(encoder.identity, "static:other"))
    assert opened(small_plan, tmp_path, encoder, caplog) == ["index rebuilt: model differs"]


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [("dense-*.faiss", "is damaged"), ("lexical-*.npz", "is damaged"), (MANIFEST, "manifest unreadable")],
)
def test_a_damaged_file_rebuilds(
    pattern: str,
    reason: str,
    small_plan: Plan,
    tmp_path: Path,
    encoder: Encoder,
    caplog: pytest.LogCaptureFixture,
) -> None:
    opened(small_plan, tmp_path, encoder, caplog)
    file = next(tmp_path.glob(pattern))
    file.write_bytes(file.read_bytes()[:40])
    assert reason in opened(small_plan, tmp_path, encoder, caplog)[0]
    assert opened(small_plan, tmp_path, encoder, caplog) == []


def test_a_missing_file_rebuilds(
    small_plan: Plan, tmp_path: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    opened(small_plan, tmp_path, encoder, caplog)
    next(tmp_path.glob("dense-*.faiss")).unlink()
    assert opened(small_plan, tmp_path, encoder, caplog) == [
        "index rebuilt: files unreadable (FileNotFoundError)"
    ]


def resign(folder: Path, side: str) -> None:
    """Make the manifest agree with a file that was changed by hand."""
    manifest = json.loads((folder / MANIFEST).read_text())
    name, _ = manifest["files"][side]
    digest = hashlib.blake2b((folder / name).read_bytes()).hexdigest()[:32]
    manifest["files"][side] = [name, digest]
    (folder / MANIFEST).write_text(json.dumps(manifest))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", b"something else altogether"])
@pytest.mark.parametrize(("side", "pattern"), [("dense", "dense-*.faiss"), ("lexical", "lexical-*.npz")])
def test_a_file_of_another_kind_rebuilds(
    side: str,
    pattern: str,
    content: bytes,
    small_plan: Plan,
    tmp_path: Path,
    encoder: Encoder,
    caplog: pytest.LogCaptureFixture,
) -> None:
    opened(small_plan, tmp_path, encoder, caplog)
    next(tmp_path.glob(pattern)).write_bytes(content)
    resign(tmp_path, side)
    (said,) = opened(small_plan, tmp_path, encoder, caplog)
    assert said.startswith("index rebuilt: files unreadable (")
    assert opened(small_plan, tmp_path, encoder, caplog) == []


def test_vectors_without_ids_rebuild(
    small_plan: Plan, tmp_path: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    opened(small_plan, tmp_path, encoder, caplog)
    faiss.write_index(faiss.IndexFlatIP(encoder.dimension), str(next(tmp_path.glob("dense-*.faiss"))))
    resign(tmp_path, "dense")
    assert opened(small_plan, tmp_path, encoder, caplog) == ["index rebuilt: files unreadable (ValueError)"]


def test_fewer_passages_than_the_plan_rebuild(
    small_plan: Plan, tmp_path: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    opened(small_plan, tmp_path, encoder, caplog)
    file = next(tmp_path.glob("dense-*.faiss"))
    index = DenseIndex.load(file)
    index.remove(np.array([0]))
    index.save(file)
    resign(tmp_path, "dense")
    assert opened(small_plan, tmp_path, encoder, caplog) == ["index rebuilt: sizes differ"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"format": 1}, "format differs"),
        ({"dimension": 64}, "dimension differs"),
        ({"passages": 12, "model": "x"}, "model, passages differs"),
    ],
)
def test_a_manifest_of_something_else_rebuilds(
    change: dict[str, object],
    reason: str,
    small_plan: Plan,
    tmp_path: Path,
    encoder: Encoder,
    caplog: pytest.LogCaptureFixture,
) -> None:
    opened(small_plan, tmp_path, encoder, caplog)
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    manifest["made_of"].update(change)
    (tmp_path / MANIFEST).write_text(json.dumps(manifest))
    assert opened(small_plan, tmp_path, encoder, caplog) == [f"index rebuilt: {reason}"]


@pytest.mark.parametrize("text", ["[]", "{}", "null", '{"made_of": 3, "files": {}}', "\x00"])
def test_a_manifest_of_another_form_rebuilds(
    text: str, small_plan: Plan, tmp_path: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / MANIFEST).write_text(text)
    assert opened(small_plan, tmp_path, encoder, caplog) == ["index rebuilt: manifest unreadable"]


def test_a_save_cut_short_leaves_the_old_index_serving(
    small_plan: Plan,
    tmp_path: Path,
    encoder: Encoder,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened(small_plan, tmp_path, encoder, caplog)
    served = {file.name for file in tmp_path.iterdir()}
    other = replace(small_plan, tasks=small_plan.tasks[:5])

    def power_cut(draft: Path, target: Path) -> Path:
        raise KeyboardInterrupt(draft, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", power_cut)
        with pytest.raises(KeyboardInterrupt):
            Search.open(other, folder=tmp_path, encoder=encoder)
    left = {file.name for file in tmp_path.iterdir()} - served
    assert len(left) == 3  # both files and the draft of the manifest
    assert opened(small_plan, tmp_path, encoder, caplog) == []
    Search.open(other, folder=tmp_path, encoder=encoder)
    assert sorted(file.suffix for file in tmp_path.iterdir()) == [".faiss", ".json", ".npz"]


def test_only_the_newest_index_is_kept(
    small_plan: Plan, tmp_path: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    opened(small_plan, tmp_path, encoder, caplog)
    (tmp_path / MANIFEST).unlink()
    opened(small_plan, tmp_path, encoder, caplog)
    assert sorted(file.suffix for file in tmp_path.iterdir()) == [".faiss", ".json", ".npz"]


def test_a_folder_that_cannot_be_written_costs_only_the_saving(
    small_plan: Plan, tmp_path: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "taken").write_text("a file, no folder")
    said = opened(small_plan, tmp_path / "taken", encoder, caplog)
    assert said[-1].startswith("index not saved: ")


def test_sayings_are_saved_with_the_index(
    small_plan: Plan, tmp_path: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    aliases = [Alias("A.3", "soi gánh hàng rong"), Alias("B.5", "dạy tiếng Tây")]
    built = Search.open(small_plan, folder=tmp_path, encoder=encoder, aliases=aliases, bank=None)
    caplog.clear()
    with caplog.at_level(logging.INFO, logger="retrieval.store"):
        loaded = Search.open(small_plan, folder=tmp_path, encoder=encoder, aliases=aliases, bank=None)
    assert caplog.records == []
    question = "ai dạy tiếng Tây"
    assert loaded.search(question) == built.search(question)
    assert loaded.sides(question).said.tolist() == pytest.approx(built.sides(question).said.tolist())


def test_other_aliases_or_another_bank_rebuild(
    small_plan: Plan, tmp_path: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    Search.open(small_plan, folder=tmp_path, encoder=encoder)
    for options in ({"aliases": [Alias("A.3", "soi gánh hàng rong")]}, {"bank": None}):
        caplog.clear()
        with caplog.at_level(logging.INFO, logger="retrieval.store"):
            Search.open(small_plan, folder=tmp_path, encoder=encoder, **options)
        assert [record.getMessage() for record in caplog.records] == ["index rebuilt: sayings differs"]
