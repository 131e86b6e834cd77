"""`troly people`: who holds which role, and which invitations wait."""

from __future__ import annotations

from typing import Annotated

import typer


def people(
    agency: Annotated[str, typer.Option("--agency", help="Chỉ người của một cơ quan.")] = "",
) -> None:
    """Liệt kê người đã đăng ký, vai trò của họ và các mã mời chưa dùng."""
    from app.mistakes import told_plainly
    from app.settings import read_settings
    from app.store import open_store
    from app.telling import read_agency, told_roles
    from bot.texts.people import role_of
    from bot.texts.times import moment
    from corpus.agencies import Directory
    from corpus.tables import TableError
    from progress.persons import OPERATOR

    settings = read_settings()
    place = None
    if agency.strip():
        with told_plainly(TableError):
            place = read_agency(Directory.load(settings.directory), agency)
    store = open_store(settings)
    try:
        known = store.people.members_of(place, by=OPERATOR) if place else store.people.everyone(by=OPERATOR)
        identities = store.people.identities_of(person.id for person in known)
        waiting = [one for one in store.people.open_invitations(by=OPERATOR) if place in (None, one.agency)]
    finally:
        store.close()
    for person in known:
        name = person.display_name or "chưa có tên"
        channels = ", ".join(dict.fromkeys(one.channel for one in identities[person.id]))
        typer.echo(f"{person.id}. {name} ({channels}), vào {moment(person.joined_at)}")
        typer.echo(f"    {told_roles(person.memberships)}")
    typer.echo(f"{len(known)} người, {len(waiting)} mã mời chưa dùng.")
    for one in waiting:
        typer.echo(f"    mã mời số {one.id}: {role_of(one.role, one.agency)}, đến {moment(one.expires_at)}")
