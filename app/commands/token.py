"""`troly token`: bearer tokens that speak for a person, given, listed and ended."""

from __future__ import annotations

from typing import Annotated

import typer

CHANNEL = "cli"


def token(
    person: Annotated[int, typer.Argument(help="Số của người, xem troly people.")],
    days: Annotated[
        int, typer.Option("--days", min=1, max=365, help="Mã dùng được trong bao nhiêu ngày.")
    ] = 90,
    shows: Annotated[bool, typer.Option("--list", help="Chỉ liệt kê các mã đang dùng được.")] = False,
    revoke: Annotated[int | None, typer.Option("--revoke", help="Số của mã cần thu hồi.")] = None,
    revokes_all: Annotated[bool, typer.Option("--revoke-all", help="Thu hồi mọi mã của người này.")] = False,
) -> None:
    """Cấp mã truy cập API cho một người, liệt kê hoặc thu hồi các mã đã cấp."""
    import datetime as dt

    from app.mistakes import OperatorMistake
    from app.settings import read_settings
    from app.store import open_store
    from bot.texts.times import moment
    from progress.refusals import PersonUnknown

    if shows + revokes_all + (revoke is not None) > 1:
        raise OperatorMistake("Chỉ dùng một trong ba: --list, --revoke, --revoke-all.")
    store = open_store(read_settings())
    people = store.people
    try:
        if people.person(person) is None:
            raise PersonUnknown(person)
        if shows:
            for one in people.tokens_of(person):
                used = f"dùng gần nhất {moment(one.last_used_at)}" if one.last_used_at else "chưa dùng"
                typer.echo(
                    f"mã số {one.id}: cấp {moment(one.issued_at)}, đến {moment(one.expires_at)}, {used}"
                )
        elif revokes_all:
            ended = people.revoke_tokens(person, channel=CHANNEL, is_by_operator=True)
            typer.echo(f"Đã thu hồi {ended} mã của người số {person}.")
        elif revoke is not None:
            if not people.revoke_token_of(person, revoke, channel=CHANNEL, is_by_operator=True):
                raise OperatorMistake(f"Người số {person} không có mã số {revoke} nào còn dùng được.")
            typer.echo(f"Đã thu hồi mã số {revoke}.")
        else:
            life = dt.timedelta(days=days)
            issued = people.issue_token(person, channel=CHANNEL, valid_for=life, is_by_operator=True)
            typer.echo(f"Mã số {issued.id}, chỉ hiện một lần: {issued.token}")
            typer.echo(f"Dùng đến {moment(issued.expires_at)}.")
    except PersonUnknown:
        raise OperatorMistake(f"Không có ai mang số {person}; xem troly people.") from None
    finally:
        store.close()
