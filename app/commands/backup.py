"""`troly backup`: all data and evidence in one file, while the assistant runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def backup(
    file: Annotated[Path, typer.Argument(help="Tệp sao lưu sẽ tạo, ví dụ sao-luu-2026-06-30.zip.")],
) -> None:
    """Sao lưu toàn bộ dữ liệu và tệp minh chứng vào một tệp; trợ lý vẫn chạy bình thường."""
    from app.clock import utc_now
    from app.evidence import open_evidence_store
    from app.mistakes import told_plainly
    from app.settings import read_settings
    from progress.backup import BackupError, make_backup
    from progress.database import Database, DatabaseError

    settings = read_settings()
    with told_plainly(DatabaseError, BackupError):
        database = Database.open(settings.database)
        try:
            made = make_backup(database, open_evidence_store(settings), file, utc_now())
        finally:
            database.close()
    typer.echo(f"Đã sao lưu vào {file}: {made.rows} dòng dữ liệu, {made.files} tệp minh chứng.")
    if made.lost:
        typer.echo(f"{len(made.lost)} tệp minh chứng không còn trong kho nên không có trong bản sao lưu.")
    typer.echo("Tệp này chứa dữ liệu cá nhân; hãy cất ở nơi chỉ người quản trị đọc được.")
