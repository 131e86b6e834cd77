"""`troly ask`: one question, one answer."""

from __future__ import annotations

from typing import Annotated

import typer


def ask(question: Annotated[list[str], typer.Argument(help="Câu hỏi, có hoặc không có dấu.")]) -> None:
    """Hỏi một câu rồi thoát."""
    from app.logs import configure_logs
    from app.settings import read_settings
    from app.wiring import build_assistant
    from bot.channels.console import Console

    configure_logs("WARNING")
    assistant = build_assistant(read_settings(), keeps=False)
    raise typer.Exit(Console(assistant.dialogue.handle, assistant.clock).ask(" ".join(question)))
