"""`troly mail`: where a person gets letters when no other channel reaches him."""

from __future__ import annotations

from typing import Annotated

import typer

CHANNEL = "cli"


def mail(
    person: Annotated[int, typer.Argument(help="Số của người, xem troly people.")],
    address: Annotated[str, typer.Argument(help="Địa chỉ thư; bỏ trống khi dùng --remove.")] = "",
    removes: Annotated[bool, typer.Option("--remove", help="Thôi gửi thư cho người này.")] = False,
) -> None:
    """Ghi hoặc xóa địa chỉ thư của một người; thư chỉ gửi khi kênh khác không tới (TROLY_SMTP_URL)."""
    from app.clock import utc_now
    from app.mistakes import OperatorMistake
    from app.settings import read_settings
    from app.store import open_store
    from progress.mail_addresses import MailAddresses, NoAddress
    from progress.refusals import IdentityTaken, PersonUnknown

    if removes == bool(address):
        raise OperatorMistake("Hãy nêu một địa chỉ thư, hoặc --remove.")
    settings = read_settings()
    store = open_store(settings)
    addresses = MailAddresses(store.database, utc_now)
    try:
        if removes:
            addresses.remove(person, channel=CHANNEL)
            typer.echo(f"Từ nay không gửi thư cho người số {person}.")
        else:
            kept = addresses.write_down(person, address, channel=CHANNEL)
            typer.echo(f"Đã ghi địa chỉ thư của người số {person}: {kept}.")
            if settings.smtp_url is None:
                typer.echo("TROLY_SMTP_URL chưa đặt nên thư chưa được gửi.")
    except PersonUnknown:
        raise OperatorMistake(f"Không có ai mang số {person}; xem troly people.") from None
    except IdentityTaken:
        raise OperatorMistake(f"Địa chỉ {address} đã ghi cho người khác; xem troly people.") from None
    except NoAddress:
        raise OperatorMistake(f"“{address}” không phải là địa chỉ thư; cần dạng ten@coquan.gov.vn.") from None
    finally:
        store.close()
