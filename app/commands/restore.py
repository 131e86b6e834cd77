"""`troly restore`: everything as it was when a backup was made."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def restore(
    file: Annotated[Path, typer.Argument(help="Tệp do troly backup tạo ra.")],
    yes: Annotated[bool, typer.Option("--yes", help="Không hỏi lại.")] = False,
) -> None:
    """Phục hồi từ bản sao lưu; dữ liệu hiện có được thay hết, hoặc giữ nguyên nếu không phục hồi được."""
    from app.evidence import open_evidence_store
    from app.mistakes import OperatorMistake, told_plainly
    from app.settings import read_settings
    from progress.backup import BackupError, restore_backup
    from progress.database import Database, DatabaseError

    settings = read_settings()
    asked = f"Thay toàn bộ dữ liệu hiện có bằng bản sao lưu {file}?"
    if not yes and not typer.confirm(asked, default=False):
        raise OperatorMistake("Chưa phục hồi gì.")
    with told_plainly(DatabaseError, BackupError):
        database = Database.open(settings.database)
        try:
            found = restore_backup(database, open_evidence_store(settings), file)
        finally:
            database.close()
    typer.echo(f"Đã phục hồi bản sao lưu {found.made_at}: {found.rows} dòng, {found.files} tệp minh chứng.")
