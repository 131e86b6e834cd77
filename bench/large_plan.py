"""A made-up plan of 50,000 passages: build, open and ask, `python -m bench.large_plan [PASSAGES]`."""

from __future__ import annotations

import argparse
import datetime as dt
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from tqdm import tqdm

from corpus.model import Bullet, Document, Plan, Section, SourceSpan, Task
from corpus.plans import read_plan
from retrieval.dense import DenseIndex, Ids
from retrieval.encoder import Encoder, Vectors, load_encoder
from retrieval.passages import Passage, passages_of
from retrieval.search import Search
from retrieval.words import Lexicon

PASSAGES = 50_000
PASSAGES_PER_TASK = 5  # a title, three bullets and the whole task
SECTIONS = 40
QUESTIONS = 400
NEIGHBOURS = 10  # of each question, compared with those of exact search
CHUNK = 10_000
SEED = 7
P50_BAR = 10.0  # ms
RECALL_BAR = 0.95


def large_plan(passages: int, seed: int = SEED) -> Plan:
    """A plan whose tasks mix the words of ordinary official text with the sentences of the bundled plan."""
    rng = random.Random(seed)
    words = Lexicon.load().compounds(at_least=2e-4)
    sentences = [passage.text.split() for passage in passages_of(read_plan())]
    count = max(1, passages // PASSAGES_PER_TASK // SECTIONS)
    tasks, sections = [], []
    for place in range(1, SECTIONS + 1):
        made = [_task(f"S{place}", number, rng, words, sentences) for number in range(1, count + 1)]
        title = " ".join(rng.choices(words, k=4))
        sections.append(Section(f"S{place}", title, tuple(task.id for task in made), count))
        tasks += made
    document = Document("Kế hoạch", "1/KH", "1/KH", dt.date(2026, 1, 1), "", "", "")
    return Plan(document, tuple(sections), (), tuple(tasks), (), ())


def _task(
    section: str, number: int, rng: random.Random, words: tuple[str, ...], sentences: list[list[str]]
) -> Task:
    title, *bullets = (_sentence(rng, words, sentences) for _ in range(PASSAGES_PER_TASK - 1))
    return Task(
        id=f"{section}.{number}",
        section=section,
        number=str(number),
        parent=None,
        title=title,
        heading=title,
        bullets=tuple(Bullet(1, text) for text in bullets),
        text="\n- ".join([title, *bullets]),
        lead_agencies=(),
        coordinating_agencies=(),
        timeframe="",
        targets=(),
        soft_targets=(),
        cited_documents=(),
        corrections=(),
        source=SourceSpan(1, 1),
    )


def _sentence(rng: random.Random, words: tuple[str, ...], sentences: list[list[str]]) -> str:
    part = rng.choice(sentences)
    start = rng.randrange(len(part))
    return " ".join([*rng.choices(words, k=rng.randint(3, 8)), *part[start : start + 12]])


def questions_of(plan: Plan) -> list[tuple[str, str]]:
    """Questions with the task each asks for: the first words of its title."""
    rng = random.Random(SEED + 1)
    asked = rng.choices(plan.tasks, k=QUESTIONS)
    return [(" ".join(task.title.split()[: rng.randint(6, 10)]), task.id) for task in asked]


def exact_neighbours(encoder: Encoder, passages: tuple[Passage, ...], asked: Vectors) -> Ids:
    """The nearest passages by comparing every vector as it was encoded, shape (len(asked), NEIGHBOURS)."""
    best, ids = np.zeros((len(asked), 0), np.float32), np.zeros((len(asked), 0), np.int64)
    for start in tqdm(range(0, len(passages), CHUNK), "Searching exactly"):
        vectors = encoder.encode_passages([passage.spoken for passage in passages[start : start + CHUNK]])
        best = np.concatenate([best, asked @ vectors.T], axis=1)
        places = np.broadcast_to(np.arange(start, start + len(vectors)), (len(asked), len(vectors)))
        ids = np.concatenate([ids, places], axis=1)
        kept = np.argpartition(-best, NEIGHBOURS - 1, axis=1)[:, :NEIGHBOURS]
        best, ids = np.take_along_axis(best, kept, axis=1), np.take_along_axis(ids, kept, axis=1)
    return ids


def recall(index: DenseIndex, asked: Vectors, exact: Ids) -> float:
    """The share of the exact neighbours that the index finds."""
    both = zip((index.nearest(vector, NEIGHBOURS)[0] for vector in asked), exact, strict=True)
    return sum(len(np.intersect1d(found, ids)) for found, ids in both) / exact.size


def resident() -> dict[str, float]:
    """Memory of this process in MB: its own, and pages of files that any process may share."""
    lines = dict(line.split(":") for line in Path("/proc/self/status").read_text().splitlines())
    return {name: int(lines[name].split()[0]) / 1024 for name in ("RssAnon", "RssFile")}


def build(passages: int, folder: Path) -> None:
    """Build the index and say how long it took."""
    plan, encoder = large_plan(passages), load_encoder()
    before = resident()["RssAnon"]
    started = time.perf_counter()
    Search.open(plan, folder=folder, encoder=encoder)
    print(f"build                  {time.perf_counter() - started:.0f} s, all cores")
    print(f"peak while building    {_peak():.0f} MB, {before:.0f} of them the plan", flush=True)


def ask(passages: int, folder: Path) -> bool:
    """Open the index, ask, print what it costs; gives whether the bars are held."""
    plan, encoder = large_plan(passages), load_encoder()
    before = resident()["RssAnon"]
    started = time.perf_counter()
    search = Search.open(plan, folder=folder, encoder=encoder)
    opened = time.perf_counter() - started
    questions = questions_of(plan)
    for question, _ in questions[: QUESTIONS // 10]:
        search.search(question)
    right, seconds = 0, []
    for question, task_id in tqdm(questions, "Asking"):
        start = time.perf_counter()
        hits = search.search(question).hits
        seconds.append(time.perf_counter() - start)
        right += bool(hits) and hits[0].task_id == task_id
    memory = resident()
    p50, p95 = np.percentile(np.asarray(seconds) * 1000, [50, 95])
    texts = passages_of(plan)
    asked = np.stack([encoder.encode_query(question) for question, _ in questions])
    index = DenseIndex.load(next(folder.glob("dense-*.faiss")))
    found = recall(index, asked, exact_neighbours(encoder, texts, asked))
    sizes = ", ".join(
        f"{file.name.split('-')[0]} {file.stat().st_size / 1e6:.0f} MB" for file in sorted(folder.glob("*-*"))
    )
    print(f"passages               {len(texts):,}")
    print(f"on disk                {sizes}")
    print(f"open a saved index     {opened:.1f} s (the plan's passages included)")
    print(f"question p50 / p95     {p50:.2f} / {p95:.2f} ms, one thread (bar {P50_BAR:.0f} ms p50)")
    print(f"recall@{NEIGHBOURS} of vectors   {found:.3f} of exact search (bar {RECALL_BAR})")
    print(f"hit@1                  {right / len(questions):.3f}, asked by the first words of a title")
    print(f"memory while asking    {memory['RssAnon']:.0f} MB, {before:.0f} of them the plan")
    print(f"  and of mapped files  {memory['RssFile']:.0f} MB")
    return bool(p50 <= P50_BAR and found >= RECALL_BAR)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Build in a process of its own, so that its memory is not counted with that of asking."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("passages", nargs="?", type=int, default=PASSAGES)
    options.add_argument("--build", type=Path, help="only build the index, in this folder")
    wanted = options.parse_args()
    if wanted.build:
        build(wanted.passages, wanted.build)
        return
    with tempfile.TemporaryDirectory() as folder:
        again = [sys.executable, "-m", "bench.large_plan", str(wanted.passages), "--build", folder]
        subprocess.run(again, check=True)
        if not ask(wanted.passages, Path(folder)):
            sys.exit("a bar is missed")


if __name__ == "__main__":
    main()
