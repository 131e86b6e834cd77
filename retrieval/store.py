"""The saved search index: one folder, a manifest that names its files, replaced as a whole or not at all."""

from __future__ import annotations

import hashlib
import json
import logging
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from zipfile import BadZipFile

from retrieval.dense import DenseIndex, Ids
from retrieval.encoder import Encoder, Vectors
from retrieval.lexical import LexicalIndex
from retrieval.passages import Passage
from retrieval.said import SaidIndex

FORMAT = 2  # raise it when passages, terms or files change their meaning
MANIFEST = "manifest.json"
UNREADABLE = (OSError, RuntimeError, ValueError, LookupError, TypeError, EOFError, BadZipFile)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was made of; an index serves only where all of it is equal."""

    format: int
    model: str
    plan: str
    sayings: str
    passages: int
    dimension: int


@dataclass(frozen=True, slots=True)
class Indexes:
    """Both sides of the search over the same passages in the same order, and the sayings for their tasks."""

    dense: DenseIndex
    lexical: LexicalIndex
    said: SaidIndex | None = None


class UnusableIndex(Exception):
    """A saved index cannot serve; the message says why in a few words."""


def build_indexes(passages: Sequence[Passage], encoder: Encoder) -> Indexes:
    """Index passages on both sides, a piece at a time: vectors and texts are never all held at once."""

    def vectors_of(places: Ids) -> Vectors:
        return encoder.encode_passages([passages[place].spoken for place in places.tolist()])

    dense = DenseIndex.encode(vectors_of, len(passages), encoder.dimension)
    return Indexes(dense, LexicalIndex.build((passage.lexical for passage in passages), len(passages)))


def load_or_build(folder: Path, manifest: Manifest, build: Callable[[], Indexes]) -> Indexes:
    """The saved index when it fits ``manifest``, otherwise a new one that is saved; says so in the log.

    A folder that cannot be written costs only the saving.
    """
    try:
        return _load(folder, manifest)
    except UnusableIndex as reason:
        log.info("index rebuilt: %s", reason)
    indexes = build()
    try:
        _save(folder, manifest, indexes)
    except OSError as error:
        log.warning("index not saved: %s", error)
    return indexes


def _load(folder: Path, manifest: Manifest) -> Indexes:
    try:
        saved = json.loads((folder / MANIFEST).read_bytes())
        made_of, files = dict(saved["made_of"]), dict(saved["files"])
    except FileNotFoundError:
        raise UnusableIndex("none saved yet") from None
    except (OSError, ValueError, KeyError, TypeError):
        raise UnusableIndex("manifest unreadable") from None
    wanted = asdict(manifest)
    if made_of != wanted:
        differing = ", ".join(name for name, value in wanted.items() if made_of.get(name) != value)
        raise UnusableIndex(f"{differing or 'manifest'} differs")
    try:
        for name, digest in files.values():
            if _digest(folder / Path(name).name) != digest:
                raise UnusableIndex(f"{name} is damaged")
        place = {part: folder / Path(name).name for part, (name, _) in files.items()}
        dense = DenseIndex.load(place["dense"])
        lexical = LexicalIndex.load(place["lexical"])
        said = _load_said(place) if "said" in place else None
    except UnusableIndex:
        raise
    except UNREADABLE as error:
        raise UnusableIndex(f"files unreadable ({type(error).__name__})") from None
    if (dense.size, lexical.size, dense.dimension) != (
        manifest.passages,
        manifest.passages,
        manifest.dimension,
    ):
        raise UnusableIndex("sizes differ")
    return Indexes(dense, lexical, said)


def _load_said(place: Mapping[str, Path]) -> SaidIndex:
    told = json.loads(place["said"].read_bytes())
    parts = DenseIndex.load(place["said-dense"]), LexicalIndex.load(place["said-lexical"])
    return SaidIndex(*parts, told["tasks"], told["strengths"])


def _save(folder: Path, manifest: Manifest, indexes: Indexes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    stamp = uuid.uuid4().hex[:12]
    names = {"dense": f"dense-{stamp}.faiss", "lexical": f"lexical-{stamp}.npz"}
    indexes.dense.save(folder / names["dense"])
    indexes.lexical.save(folder / names["lexical"])
    if (said := indexes.said) is not None:
        names |= {
            "said-dense": f"said-dense-{stamp}.faiss",
            "said-lexical": f"said-lexical-{stamp}.npz",
            "said": f"said-{stamp}.json",
        }
        said.dense.save(folder / names["said-dense"])
        said.lexical.save(folder / names["said-lexical"])
        told = {"tasks": said.task_of.tolist(), "strengths": said.strengths.tolist()}
        (folder / names["said"]).write_text(json.dumps(told), encoding="utf-8")
    files = {side: [name, _digest(folder / name)] for side, name in names.items()}
    draft = folder / f"{MANIFEST}.{stamp}"
    draft.write_text(json.dumps({"made_of": asdict(manifest), "files": files}, indent=1), encoding="utf-8")
    # From this rename on the new index serves; whoever read the old manifest has its files open already.
    draft.replace(folder / MANIFEST)
    # Older indexes go, and what saves that were cut short have left.
    for pattern in ("dense-*.faiss", "lexical-*.npz", "said-*", f"{MANIFEST}.*"):
        for file in folder.glob(pattern):
            if file.name not in names.values():
                file.unlink(missing_ok=True)


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "blake2b").hexdigest()[:32]
