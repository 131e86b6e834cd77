"""Which texts lie close to each text by the model so far: the negatives that are hard to tell apart."""

from __future__ import annotations

from collections.abc import Sequence

import faiss
import numpy as np
from tqdm import tqdm

from retrieval.training.pairs import Neighbours
from retrieval.training.texts import TrainingText

NEAREST = 4  # closer ones are often the same article of a sister law
FARTHEST = 20
PROBES = 12  # lists searched; a few neighbours missed do no harm
CHUNK = 4_096


def neighbours_of(vectors: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> Neighbours:
    """Numbers of the NEAREST-th to FARTHEST-th text for unit vectors of shape (texts, dimension).

    Fewer texts than that give what there is, never the text alone unless it is the only one.
    """
    count, dimension = vectors.shape
    wanted = min(FARTHEST, count)
    first = min(NEAREST, max(wanted - 1, 0))
    lists = max(1, int(count**0.5))
    cells = faiss.IndexFlatIP(dimension)
    index = faiss.IndexIVFFlat(cells, dimension, lists, faiss.METRIC_INNER_PRODUCT)
    index.train(vectors[:: max(1, count // (lists * 40))])
    index.add(vectors)
    index.nprobe = min(lists, PROBES)
    rows = np.empty((count, wanted - first), dtype=np.int32)
    for start in tqdm(range(0, count, CHUNK), desc="Neighbours", leave=False):
        _, found = index.search(vectors[start : start + CHUNK], wanted)
        own = np.arange(start, start + len(found))[:, None]
        rows[start : start + CHUNK] = np.where(found < 0, own, found)[:, first:]
    return rows


def read_of(texts: Sequence[TrainingText], words: int) -> list[str]:
    """What of each text is compared: its title and its first words."""
    return [" ".join(f"{text.title}. {text.text}".split()[:words]) for text in texts]
