"""`troly invite`: a one-time code that gives a role."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

CHANNEL = "cli"


def invite(
    role: Annotated[
        str, typer.Option("--role", help="Vai trò: can-bo, dau-moi, lanh-dao, dieu-phoi hoặc quan-tri.")
    ],
    agency: Annotated[
        str, typer.Option("--agency", help="Cơ quan, gọi thế nào cũng được; điều phối và quản trị không cần.")
    ] = "",
    days: Annotated[
        int, typer.Option("--days", min=1, max=90, help="Mã dùng được trong bao nhiêu ngày.")
    ] = 7,
    qr: Annotated[Path | None, typer.Option("--qr", help="Tệp .png để ghi mã QR của lời mời.")] = None,
) -> None:
    """Tạo mã mời dùng một lần, để người nhận giữ một vai trò ở một cơ quan."""
    import datetime as dt

    from app.invitations import invitation_link, open_qr, registration_command
    from app.mistakes import OperatorMistake, told_plainly
    from app.settings import read_settings
    from app.store import open_store
    from app.telling import read_agency, read_role
    from bot.texts.people import role_of
    from bot.texts.times import moment
    from corpus.agencies import Directory
    from corpus.tables import TableError
    from progress.persons import OPERATOR
    from progress.roles import NO_AGENCY

    settings = read_settings()
    wanted = read_role(role)
    place = NO_AGENCY
    if wanted.needs_agency:
        if not agency.strip():
            raise OperatorMistake(f'Vai trò {wanted.label} cần cơ quan: thêm --agency "Sở Tài chính".')
        with told_plainly(TableError):
            place = read_agency(Directory.load(settings.directory), agency)
    picture = open_qr(qr) if qr else None  # before the code is made, which is shown only once
    store = open_store(settings)
    try:
        issued = store.people.invite(
            wanted, place, by=OPERATOR, channel=CHANNEL, valid_for=dt.timedelta(days=days)
        )
    finally:
        store.close()
    command = registration_command(issued.code)
    link = invitation_link(settings.telegram_bot, issued.code)
    typer.echo(f"Mã mời số {issued.invitation_id}: {issued.code}")
    typer.echo(f"Vai trò: {role_of(wanted, place)}")
    typer.echo(f"Dùng một lần, trước {moment(issued.expires_at)}.")
    typer.echo(f"Người được mời gõ cho trợ lý: {command}")
    if link:
        typer.echo(f"hoặc mở: {link}")
    if picture:
        picture(link or command)
        typer.echo(f"Đã ghi mã QR: {qr}")
