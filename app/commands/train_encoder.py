"""`troly train-encoder`: an encoder trained from a folder of texts, ready for TROLY_RETRIEVAL_MODEL."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.mistakes import told_plainly
from retrieval.training.course import SEED, STEPS

SYNONYMS = "synonyms.csv"


def train_encoder(
    data: Annotated[Path, typer.Option("--data", help="Thư mục có passages*.jsonl hoặc passages*.jsonl.gz.")],
    output: Annotated[Path, typer.Option("-o", "--out", help="Thư mục để lưu mô hình.")],
    steps: Annotated[int, typer.Option("--steps", min=1, help="Số bước huấn luyện nhiều nhất.")] = STEPS,
    seed: Annotated[int, typer.Option("--seed", help="Cùng hạt giống cho cùng mô hình.")] = SEED,
) -> None:
    """Huấn luyện mô hình tìm kiếm từ văn bản của cơ quan; bị ngắt thì chạy lại lệnh để làm tiếp."""
    from corpus.shorthand import short_forms
    from corpus.tables import TableError
    from retrieval.notions import read_notions
    from retrieval.synonyms import SynonymError, read_synonyms, sayings
    from retrieval.training.command import train_encoder as train
    from retrieval.training.texts import TrainingDataError
    from retrieval.words import DATA

    with told_plainly(TrainingDataError, SynonymError, TableError):
        figures = train(
            data,
            output,
            steps=steps,
            seed=seed,
            notions=read_notions(),
            sayings=sayings(read_synonyms(DATA / SYNONYMS)),
            short_forms=short_forms(),
        )
    told = ", ".join(f"{name} {value:.3f}" for name, value in figures.items())
    typer.echo(f"Đã lưu mô hình vào {output} ({told}). Dùng: TROLY_RETRIEVAL_MODEL={output}")
