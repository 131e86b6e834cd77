"""The saved index: used when it fits, rebuilt and replaced as a whole when not."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.model import Plan
from retrieval.encoder import Encoder
from retrieval.search import Search
from retrieval.store import MANIFEST


def opened(plan: Plan, folder: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture) -> list[str]:
    """Open the search; give what it said in the log."""
    caplog.clear()
    with caplog.at_level(logging.INFO, logger="retrieval.store"):
        search = Search.open(plan, folder=folder, encoder=encoder)
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
