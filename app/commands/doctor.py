"""`troly doctor`: everything the assistant stands on, one line each with what to do."""

from __future__ import annotations

import typer

MENDED_STATUS = 1


def doctor() -> None:
    """Kiểm tra cài đặt, dữ liệu, mô hình, kênh nhắn tin; mỗi thứ một dòng, kèm việc cần làm."""
    from app.checkup import findings
    from app.clock import utc_now
    from app.findings import Verdict, broken, well
    from app.logs import configure_logs
    from app.settings import SettingsError, read_settings

    configure_logs("ERROR")
    try:
        settings = read_settings()
    except SettingsError as error:
        for line in str(error).splitlines():
            typer.echo(broken("cài đặt", line, "sửa trong .env hoặc biến môi trường").line)
        raise typer.Exit(MENDED_STATUS) from None
    typer.echo(well("cài đặt", f"{len(settings.model_fields_set)} mục khác mặc định").line)
    is_well = True
    for finding in findings(settings, utc_now):
        typer.echo(finding.line)
        is_well &= finding.verdict is not Verdict.BROKEN
    if not is_well:
        raise typer.Exit(MENDED_STATUS)
