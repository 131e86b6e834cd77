"""`troly backup`: all data and evidence in one file, while the assistant runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

KEPT_BY_NAME = "troly-[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]-[0-9][0-9][0-9][0-9].zip"


def backup(
    file: Annotated[
        Path | None, typer.Argument(help="Tệp sao lưu sẽ tạo, ví dụ sao-luu-2026-06-30.zip.")
    ] = None,
    into: Annotated[
        Path | None, typer.Option("--into", help="Thư mục; tên tệp lấy theo ngày giờ. Dùng cho việc hẹn giờ.")
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option("--keep", min=1, help="Chỉ giữ bấy nhiêu bản mới nhất trong thư mục của --into."),
    ] = None,
) -> None:
    """Sao lưu toàn bộ dữ liệu và tệp minh chứng vào một tệp; trợ lý vẫn chạy bình thường."""
    from app.clock import utc_now
    from app.evidence import open_evidence_store
    from app.mistakes import OperatorMistake, told_plainly
    from app.settings import read_settings
    from progress.backup import BackupError, make_backup
    from progress.database import Database, DatabaseError
    from progress.working_days import VIETNAM_TIME

    now = utc_now()
    if into is not None and file is None:
        file = into / f"troly-{now.astimezone(VIETNAM_TIME):%Y-%m-%d-%H%M}.zip"
    elif file is None or into is not None or keep is not None:
        raise OperatorMistake("Hãy nêu một tệp, hoặc --into và thư mục (có thể kèm --keep).")
    settings = read_settings()
    with told_plainly(DatabaseError, BackupError):
        database = Database.open(settings.database)
        try:
            made = make_backup(database, open_evidence_store(settings), file, now)
        finally:
            database.close()
    typer.echo(f"Đã sao lưu vào {file}: {made.rows} dòng dữ liệu, {made.files} tệp minh chứng.")
    if made.lost:
        typer.echo(f"{len(made.lost)} tệp minh chứng không còn trong kho nên không có trong bản sao lưu.")
    if keep is not None:
        # Their names sort as their times do; the one just made is the last.
        for old in sorted(file.parent.glob(KEPT_BY_NAME))[:-keep]:
            old.unlink()
            typer.echo(f"Đã xóa bản cũ {old.name}.")
    typer.echo("Tệp này chứa dữ liệu cá nhân; hãy cất ở nơi chỉ người quản trị đọc được.")
