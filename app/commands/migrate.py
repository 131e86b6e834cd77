"""`troly migrate`: the database brought up to date, as `troly serve` also does at its start."""

from __future__ import annotations

import typer


def migrate() -> None:
    """Tạo hoặc nâng cấp cơ sở dữ liệu."""
    from app.mistakes import told_plainly
    from app.settings import read_settings
    from progress.database import Database, DatabaseError

    settings = read_settings()
    with told_plainly(DatabaseError):
        database = Database.open(settings.database)
        before = database.revision()
        database.migrate()
        after = database.revision()
        if settings.jobs == "workers":
            from progress.job_tables import migrate_jobs

            migrate_jobs(database)
        database.close()
    if before == after:
        typer.echo(f"Cơ sở dữ liệu đã ở bản mới nhất ({after}).")
    else:
        typer.echo(f"Đã nâng cấp cơ sở dữ liệu: {before or 'chưa có bảng'} → {after}.")
