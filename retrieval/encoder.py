"""Turns text into unit vectors: a static model without torch, any other through sentence-transformers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

MODELS = Path(__file__).parent / "models"
BUNDLED = MODELS / "office-vi-static"
STATIC_MODULES = frozenset({"StaticEmbedding", "Normalize"})


class EncoderError(Exception):
    """A model could not be loaded; the message names the model and why, in one line."""


class Encoder(Protocol):
    """What the search needs of a model."""

    @property
    def identity(self) -> str:
        """Changes whenever the vectors would."""
        ...

    @property
    def dimension(self) -> int: ...

    def encode_query(self, text: str) -> Vectors:
        """One question -> unit vector of shape (dimension,); zeros when nothing in it is known."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Passages -> unit vectors of shape (len(texts), dimension)."""
        ...


class StaticEncoder:
    """A static model read straight from its folder: tokenizer and one vector per word piece."""

    def __init__(self, folder: Path) -> None:
        try:
            table = load_file(_beside(folder, "model.safetensors"))["embedding.weight"]
            # Truncation is the tokenizer's own, as in sentence-transformers.
            tokenizer = Tokenizer.from_file(str(_beside(folder, "tokenizer.json")))
        except Exception as error:
            raise EncoderError(f"Không nạp được mô hình trong {folder}: {first_line(error)}") from error
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self._table: NDArray[np.floating] = table
        self.identity = f"static:{_fingerprint(folder)}"

    @property
    def dimension(self) -> int:
        return int(self._table.shape[1])

    def encode_query(self, text: str) -> Vectors:
        return _unit(self._sum(self._tokenizer.encode(text, add_special_tokens=False).ids))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, encoding in enumerate(
            self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        ):
            vectors[row] = _unit(self._sum(encoding.ids))
        return vectors

    def _sum(self, pieces: list[int]) -> Vectors:
        """Points where the mean does, and is made in half the time."""
        if not pieces:
            return np.zeros(self.dimension, dtype=np.float32)
        total: Vectors = np.add.reduce(self._table.take(pieces, axis=0), axis=0, dtype=np.float32)
        return total


class TransformerEncoder:
    """Any other model, with prefixes, pooling and normalisation from its own configuration."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self._model: SentenceTransformer = SentenceTransformer(name)
        except Exception as error:
            raise EncoderError(f"Không nạp được mô hình {name}: {first_line(error)}") from error
        folder = Path(name)
        self.identity = f"st:{_fingerprint(folder) if folder.is_dir() else name}"

    @property
    def dimension(self) -> int:
        return int(self._model.get_embedding_dimension() or 0)

    def encode_query(self, text: str) -> Vectors:
        vectors = self._model.encode_query([text], normalize_embeddings=True, show_progress_bar=False)
        first: Vectors = np.asarray(vectors, dtype=np.float32)[0]
        return first

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        vectors = self._model.encode_document(
            list(texts), normalize_embeddings=True, show_progress_bar=len(texts) > 10_000
        )
        return np.asarray(vectors, dtype=np.float32)


def load_encoder(path_or_name: str | Path = BUNDLED) -> Encoder:
    """Load a model: a static folder without torch, any other through sentence-transformers.

    Raises EncoderError with one clear line.
    """
    folder = Path(path_or_name)
    if is_static(folder):
        return StaticEncoder(folder)
    return TransformerEncoder(str(path_or_name))


def is_static(folder: Path) -> bool:
    """Whether a folder holds a static model in the form of sentence-transformers."""
    modules = folder / "modules.json"
    if not modules.is_file():
        return False
    try:
        kinds = {str(module["type"]).rsplit(".", 1)[-1] for module in json.loads(modules.read_bytes())}
    except (ValueError, KeyError, TypeError):
        return False
    return "StaticEmbedding" in kinds and kinds <= STATIC_MODULES


def _beside(folder: Path, name: str) -> Path:
    nested = folder / "0_StaticEmbedding" / name
    return nested if nested.is_file() else folder / name


def _fingerprint(folder: Path) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.suffix in {".safetensors", ".json", ".bin", ".txt"}:
            digest.update(file.relative_to(folder).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _unit(vector: Vectors) -> Vectors:
    length = float(np.sqrt(vector @ vector))
    return vector / np.float32(length) if length > 0 else vector


def first_line(error: Exception) -> str:
    """What an error says first, or its name."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
