"""`troly answer`: a file of questions to a file of answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer


def answer(
    questions: Annotated[
        Path, typer.Argument(help='Tệp JSONL, mỗi dòng {"id","question"} hoặc {"id","turns":[{"question"}]}.')
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="Tệp JSONL để ghi câu trả lời.")],
) -> None:
    """Trả lời cả một tệp câu hỏi, mỗi dòng một cuộc trò chuyện riêng."""
    from tqdm import tqdm

    from app.batch import answer_line, read_questions
    from app.files import written_whole
    from app.logs import configure_logs
    from app.settings import read_settings
    from app.wiring import build_assistant

    configure_logs("WARNING")
    asked = read_questions(questions)
    assistant = build_assistant(read_settings(), keeps=False)
    with written_whole(output) as file:
        for one in tqdm(asked, desc="Trả lời", unit=" câu", disable=None):
            line = answer_line(one, assistant.dialogue.handle, assistant.clock())
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    typer.echo(f"Đã ghi {len(asked)} câu trả lời vào {output}.")
