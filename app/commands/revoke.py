"""`troly revoke`: a role taken from a person, or an invitation taken back."""

from __future__ import annotations

from typing import Annotated

import typer

CHANNEL = "cli"


def revoke(
    person: Annotated[int | None, typer.Argument(help="Số của người, xem troly people.")] = None,
    agency: Annotated[str, typer.Option("--agency", help="Chỉ vai trò ở một cơ quan.")] = "",
    role: Annotated[str, typer.Option("--role", help="Chỉ một vai trò.")] = "",
    invitation: Annotated[
        int | None, typer.Option("--invitation", help="Số của mã mời chưa dùng cần hủy.")
    ] = None,
) -> None:
    """Thu hồi vai trò của một người, hoặc hủy một mã mời chưa dùng."""
    from app.mistakes import OperatorMistake, told_plainly
    from app.settings import read_settings
    from app.store import open_store
    from app.telling import read_agency, read_role, told_roles
    from corpus.agencies import Directory
    from corpus.tables import TableError
    from progress.persons import OPERATOR
    from progress.refusals import InvitationClosed, PersonUnknown, RoleNotHeld

    if (person is None) == (invitation is None):
        raise OperatorMistake("Hãy nêu số của một người, hoặc --invitation và số của một mã mời.")
    settings = read_settings()
    held = read_role(role) if role.strip() else None
    place = None
    if agency.strip():
        with told_plainly(TableError):
            place = read_agency(Directory.load(settings.directory), agency)
    store = open_store(settings)
    try:
        if person is not None:
            ended = store.people.revoke(person, by=OPERATOR, channel=CHANNEL, agency=place, role=held)
            typer.echo(f"Đã thu hồi của người số {person}: {told_roles(ended)}.")
        elif invitation is not None:
            store.people.withdraw(invitation, by=OPERATOR, channel=CHANNEL)
            typer.echo(f"Đã hủy mã mời số {invitation}.")
    except PersonUnknown:
        raise OperatorMistake(f"Không có ai mang số {person}; xem troly people.") from None
    except RoleNotHeld:
        raise OperatorMistake(f"Người số {person} không giữ vai trò nào như vậy; xem troly people.") from None
    except InvitationClosed:
        raise OperatorMistake(
            f"Không có mã mời số {invitation} nào còn dùng được; xem troly people."
        ) from None
    finally:
        store.close()
