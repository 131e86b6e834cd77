"""Letters through a real SMTP server on this machine, as it takes or refuses them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from bot.delivery.mail import MailDelivery, MailOptions, MailOptionsError, read_mail_options
from bot.delivery.port import Later, Outcome, Refused, Sent, Unreachable
from bot.delivery.rows import Parcel
from bot.dialogue.messages import Choice, Outgoing, OutgoingFile
from tests.conftest import NOON

SENDER = "troly@angiang.gov.vn"
PARCEL = Parcel(
    7,
    3,
    "digest",
    NOON.date(),
    "email",
    "an@angiang.gov.vn",
    "an@angiang.gov.vn",
    (
        Outgoing(
            "Kỳ 6 tháng 2026: 3 quá hạn",
            choices=(Choice("Báo cáo IV.1", "report:IV.1"),),
            files=(OutgoingFile("tien-do.png", "image/png", b"\x89PNG"),),
        ),
    ),
    (),
    0,
)


@dataclass
class Server:
    """Keeps the letters; answers to recipients and to letters as it is told."""

    port: int = 0
    to_recipient: str = ""
    to_letter: str = "250 OK"
    letters: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if self.to_recipient:
            return self.to_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        del server, session
        if self.to_letter.startswith("250"):
            letter = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
        return self.to_letter


@pytest.fixture
def server() -> Iterator[Server]:
    kept = Server()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        kept.port = probe.getsockname()[1]
    controller = Controller(kept, hostname="127.0.0.1", port=kept.port)
    controller.start()
    yield kept
    controller.stop()


async def sent(port: int) -> Outcome:
    [part] = MailDelivery(MailOptions("127.0.0.1", port, SENDER)).parts(PARCEL)
    return await part(PARCEL.address)


async def test_a_letter_has_the_text_the_choices_and_the_picture(server: Server) -> None:
    first, second = await sent(server.port), await sent(server.port)
    assert first == second == Sent("<delivery-7.3@angiang.gov.vn>")
    letter = server.letters[0]
    assert letter["Message-ID"] == "<delivery-7.3@angiang.gov.vn>"
    assert (letter["To"], letter["From"]) == ("an@angiang.gov.vn", f"Trợ lý CCHC <{SENDER}>")
    assert letter["Subject"] == "Kỳ 6 tháng 2026: 3 quá hạn"
    body = letter.get_body()
    assert body is not None
    assert "1. Báo cáo IV.1" in body.get_content()
    [picture] = letter.iter_attachments()
    assert (picture.get_filename(), picture.get_content()) == ("tien-do.png", b"\x89PNG")


@pytest.mark.parametrize(
    ("to_recipient", "to_letter", "outcome"),
    [
        ("550 no such user", "", Unreachable("550")),
        ("450 mailbox busy", "", Later("recipient refused for now")),
        ("", "554 rejected", Refused("554")),
        ("", "451 try again", Later("451")),
    ],
)
async def test_what_the_server_says_decides(
    server: Server, to_recipient: str, to_letter: str, outcome: Outcome
) -> None:
    server.to_recipient, server.to_letter = to_recipient, to_letter
    assert await sent(server.port) == outcome
    assert server.letters == []


async def test_no_server_is_for_later() -> None:
    assert isinstance(await sent(9), Later)


def test_the_address_of_the_server_is_read() -> None:
    assert read_mail_options("smtps://an%40b:p%3Aq@mail.angiang.gov.vn", SENDER) == MailOptions(
        "mail.angiang.gov.vn", 465, SENDER, "an@b", "p:q", is_tls=True
    )
    assert read_mail_options("smtp://mail:25", SENDER) == MailOptions("mail", 25, SENDER)
    for wrong in ("http://mail", "smtp://", "smtp://mail:cổng", "mail"):
        with pytest.raises(MailOptionsError):
            read_mail_options(wrong, SENDER)
