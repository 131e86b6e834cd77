"""`troly evaluate`: how well the search finds, by source and form of typing, as a table and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from app.files import written_whole
from app.mistakes import told_plainly


def evaluate(
    questions: Annotated[
        list[Path] | None,
        typer.Argument(help="Tệp câu hỏi JSONL có đáp án, như trong tests/questions."),
    ] = None,
    plan_file: Annotated[
        Path | None, typer.Option("--plan", help="Tệp kế hoạch; bỏ trống là kế hoạch đang dùng.")
    ] = None,
    texts: Annotated[
        Path | None,
        typer.Option("--texts", help="Thư mục có passages*.jsonl[.gz] và questions_dev.jsonl để đo thêm."),
    ] = None,
    uses_aliases: Annotated[
        bool, typer.Option("--aliases/--no-aliases", help="Có dùng tên gọi khác của nhiệm vụ hay không.")
    ] = True,
    json_file: Annotated[Path | None, typer.Option("--json", help="Ghi thêm số liệu ra tệp JSON.")] = None,
) -> None:
    """Đo chất lượng tìm kiếm: từ khóa, nghĩa và ghép, theo nguồn và kiểu gõ, kèm khoảng tin cậy."""
    from app.settings import Settings
    from app.wiring import open_search, reranker_of
    from corpus.plans import BUNDLED_PLAN, PlanError, read_plan
    from corpus.tables import TableError
    from retrieval.encoder import BUNDLED, EncoderError, load_encoder
    from retrieval.evaluation.evaluate import evaluate_plan, evaluate_texts, joined
    from retrieval.evaluation.questions import QuestionError, read_questions
    from retrieval.evaluation.report import as_values, table
    from retrieval.training.texts import TrainingDataError

    if not questions and texts is None:
        raise typer.BadParameter("cần ít nhất một tệp câu hỏi hoặc --texts")
    settings = Settings()
    reports = []
    with told_plainly(PlanError, TableError, EncoderError, QuestionError, TrainingDataError):
        encoder = load_encoder(settings.retrieval_model or BUNDLED)
        if questions:
            file = plan_file or settings.plan or BUNDLED_PLAN
            plan = read_plan(file)
            search = open_search(
                plan, file, encoder, reranker=reranker_of(settings), uses_aliases=uses_aliases
            )
            asked = [one for bank in questions for one in read_questions(bank)]
            reports.append(evaluate_plan(asked, plan, search))
        if texts is not None:
            reports.append(evaluate_texts(texts, encoder))
    report = joined(reports)
    typer.echo(table(report))
    if json_file is not None:
        with written_whole(json_file) as out:
            json.dump(as_values(report), out, ensure_ascii=False, indent=1)
