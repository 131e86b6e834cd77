"""A made-up plan of 50,000 passages: build, open and ask, `python -m bench.large_plan [PASSAGES]`."""

from __future__ import annotations

import argparse
import datetime as dt
import random
import resource
import statistics
import tempfile
import time
from pathlib import Path

import faiss
import numpy as np
from tqdm import tqdm

from corpus.model import Bullet, Document, Plan, Section, SourceSpan, Task
from corpus.plans import read_plan
from retrieval.encoder import load_encoder
from retrieval.passages import passages_of
from retrieval.search import Search
from retrieval.words import Lexicon

PASSAGES = 50_000
PASSAGES_PER_TASK = 5  # a title, three bullets and the whole task
SECTIONS = 40
QUESTIONS = 400
SEED = 7


def large_plan(passages: int, seed: int = SEED) -> Plan:
    """A plan whose tasks mix the words of ordinary official text with the sentences of the bundled plan."""
    rng = random.Random(seed)
    words = Lexicon.load().compounds(at_least=2e-4)
    sentences = [passage.text for passage in passages_of(read_plan())]
    span = SourceSpan(1, 1)
    tasks, sections = [], []
    count = max(1, passages // PASSAGES_PER_TASK)
    for place in range(SECTIONS):
        ids = []
        for number in range(1, count // SECTIONS + 1):
            task_id = f"S{place + 1}.{number}"
            title = _sentence(rng, words, sentences)
            bullets = tuple(Bullet(1, _sentence(rng, words, sentences)) for _ in range(3))
            text = "\n".join([title, *(f"- {bullet.text}" for bullet in bullets)])
            tasks.append(
                Task(
                    id=task_id,
                    section=f"S{place + 1}",
                    number=str(number),
                    parent=None,
                    title=title,
                    heading=title,
                    bullets=bullets,
                    text=text,
                    lead_agencies=(),
                    coordinating_agencies=(),
                    timeframe="",
                    targets=(),
                    soft_targets=(),
                    cited_documents=(),
                    corrections=(),
                    source=span,
                )
            )
            ids.append(task_id)
        sections.append(Section(f"S{place + 1}", _words(rng, words, 4), tuple(ids), len(ids)))
    document = Document("Kế hoạch", "1/KH", "1/KH", dt.date(2026, 1, 1), "", "", "")
    return Plan(document, tuple(sections), (), tuple(tasks), (), ())


def _words(rng: random.Random, words: tuple[str, ...], count: int) -> str:
    return " ".join(rng.choice(words) for _ in range(count))


def _sentence(rng: random.Random, words: tuple[str, ...], sentences: list[str]) -> str:
    part = rng.choice(sentences).split()
    start = rng.randrange(len(part))
    return " ".join([_words(rng, words, rng.randint(3, 8)), *part[start : start + 12]])


def main() -> None:
    """Print what it costs."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("passages", nargs="?", type=int, default=PASSAGES)
    wanted = options.parse_args()
    faiss.omp_set_num_threads(1)
    plan, encoder = large_plan(wanted.passages), load_encoder()
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        search = Search.open(plan, folder=Path(folder), encoder=encoder)
        built = time.perf_counter()
        search = Search.open(plan, folder=Path(folder), encoder=encoder)
        opened = time.perf_counter()
    rng = random.Random(SEED + 1)
    asked = [rng.choice(plan.tasks) for _ in range(QUESTIONS)]
    found, seconds = 0, []
    for task in tqdm(asked, desc="Asking"):
        words = task.title.split()
        question = " ".join(words[: rng.randint(6, 10)])
        start = time.perf_counter()
        result = search.search(question)
        seconds.append(time.perf_counter() - start)
        found += bool(result.hits) and result.hits[0].task_id == task.id
    cuts = np.percentile(np.asarray(seconds) * 1000, [50, 95])
    print(f"passages            {len(passages_of(plan)):,}")
    print(f"build               {built - started:.1f} s")
    print(f"open a saved index  {opened - built:.1f} s (the plan's passages included)")
    print(
        f"question p50 / p95  {cuts[0]:.2f} / {cuts[1]:.2f} ms, mean {statistics.mean(seconds) * 1000:.2f} ms"
    )
    print(f"hit@1, the first words of a title  {found / len(asked):.3f}")
    print(f"peak memory         {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
