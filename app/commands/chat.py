"""`troly chat`: a conversation in the terminal."""

from __future__ import annotations

import typer

HISTORY = "chat_history"


def chat() -> None:
    """Trò chuyện ngay trong cửa sổ lệnh."""
    from app.logs import configure_logs
    from app.settings import read_settings
    from app.wiring import build_assistant
    from bot.channels.console import Console

    configure_logs("WARNING")
    settings = read_settings()
    assistant = build_assistant(settings)
    try:
        status = Console(assistant.dialogue.handle, assistant.clock).chat(settings.data_folder / HISTORY)
    finally:
        assistant.close()
    raise typer.Exit(status)
