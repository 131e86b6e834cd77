"""`troly digest`: the morning digest of everybody, shown or queued."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer


def digest(
    date: Annotated[
        str, typer.Option("--date", help="Ngày, dạng 2026-06-18; bỏ trống là hôm nay.", show_default=False)
    ] = "",
    is_dry: Annotated[bool, typer.Option("--dry-run", help="Chỉ in ra những gì sẽ gửi.")] = False,
    sends: Annotated[
        bool, typer.Option("--send", help="Đưa vào hàng gửi bản tin của hôm nay đã đến giờ.")
    ] = False,
) -> None:
    """In bản tin của mọi người trong một ngày, hoặc đưa bản tin hôm nay vào hàng gửi."""
    from app.clock import utc_now
    from app.digests import open_rounds
    from app.mistakes import OperatorMistake
    from app.settings import read_settings
    from app.store import open_store
    from bot.texts.times import day as told_day
    from bot.texts.times import weekday
    from progress.working_days import vietnamese_day

    if is_dry is sends:
        raise OperatorMistake("Chọn một trong hai: --dry-run để xem, --send để gửi.")
    today = vietnamese_day(utc_now())
    try:
        day = dt.date.fromisoformat(date) if date else today
    except ValueError:
        raise OperatorMistake(f"--date “{date}” không phải một ngày; ghi dạng 2026-06-18.") from None
    if sends and day != today:
        raise OperatorMistake("--send chỉ gửi bản tin của hôm nay; bỏ --date, hoặc dùng --dry-run để xem.")
    settings = read_settings()
    store = open_store(settings)
    try:
        rounds = open_rounds(settings, store, clock=utc_now)
        if sends:
            typer.echo(f"Đã đưa {rounds.compose_due_digests(utc_now())} bản tin vào hàng gửi.")
            return
        count = 0
        for person, at, message in rounds.preview(day):
            count += 1
            typer.echo(f"— {person.id}. {person.display_name or 'chưa có tên'}, lúc {at:%H:%M}")
            typer.echo(message.text)
            typer.echo("")
        typer.echo(f"{weekday(day)} {told_day(day)}: {count} bản tin, chưa gửi gì.")
    finally:
        store.close()
