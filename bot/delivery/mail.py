"""E-mail as a channel for those whom no other reaches, through the SMTP server of the office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from bot.channels.plain import render
from bot.delivery.port import Ambiguous, Later, Outcome, Part, Refused, Sent, Unreachable
from bot.delivery.rows import Parcel

if TYPE_CHECKING:
    from aiosmtplib import SMTPException

CHANNEL = "email"
RATE = 5  # a second; the servers of offices take no more without complaint
TIMEOUT_SECONDS = 30
SUBJECT_LIMIT = 90  # characters
PORTS = {"smtp": 587, "smtps": 465}
SENDER_NAME = "Trợ lý CCHC"


class MailOptionsError(ValueError):
    """The address of the SMTP server cannot be used."""


@dataclass(frozen=True, slots=True)
class MailOptions:
    """Which server, and as whom. Also without ``is_tls`` the line is encrypted where it is offered."""

    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    is_tls: bool = False


def read_mail_options(url: str, sender: str) -> MailOptions:
    """From smtp://user:password@host:port or smtps://... . Raises MailOptionsError."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise MailOptionsError(url) from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise MailOptionsError(url)
    return MailOptions(
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        sender=sender,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        is_tls=parts.scheme == "smtps",
    )


async def greet(options: MailOptions) -> None:
    """Connect and sign in as before a letter, and send none. Raises SMTPException and OSError."""
    import aiosmtplib

    async with aiosmtplib.SMTP(
        hostname=options.host,
        port=options.port,
        username=options.user,
        password=options.password,
        use_tls=options.is_tls,
        timeout=TIMEOUT_SECONDS,
    ):
        pass


class MailDelivery:
    """All messages of a delivery are one letter: the pictures and files are attached."""

    channel = CHANNEL
    rate: int | None = RATE

    def __init__(self, options: MailOptions) -> None:
        self._options = options

    def parts(self, parcel: Parcel) -> Sequence[Part]:
        async def send(address: str) -> Outcome:
            return await self._send(letter(parcel, self._options.sender, address))

        return [send]

    async def aclose(self) -> None:
        """A connection lives as long as its letter."""

    async def _send(self, message: EmailMessage) -> Outcome:
        import aiosmtplib

        options = self._options
        try:
            await aiosmtplib.send(
                message,
                hostname=options.host,
                port=options.port,
                username=options.user,
                password=options.password,
                use_tls=options.is_tls,
                timeout=TIMEOUT_SECONDS,
            )
        except aiosmtplib.SMTPException as error:
            return outcome_of(error)
        except OSError as error:
            return Later(type(error).__name__)
        return Sent(str(message["Message-ID"]))


def letter(parcel: Parcel, sender: str, address: str) -> EmailMessage:
    """The letter of a delivery. Its id is the same each time, so that a repeated one is seen as such."""
    message = EmailMessage()
    text = "\n\n".join(render(one) for one in parcel.messages)
    message["From"] = Address(SENDER_NAME, addr_spec=sender)
    message["To"] = address
    message["Subject"] = text.partition("\n")[0][:SUBJECT_LIMIT] or SENDER_NAME
    message["Message-ID"] = f"<delivery-{parcel.id}.{parcel.person}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    for file in (file for one in parcel.messages for file in one.files):
        kind, _, subkind = file.media_type.partition("/")
        message.add_attachment(file.content, maintype=kind, subtype=subkind, filename=file.name)
    return message


def outcome_of(error: SMTPException) -> Outcome:
    """What an SMTP server's answer says of the letter."""
    import aiosmtplib

    match error:
        case aiosmtplib.SMTPRecipientsRefused():
            codes = [one.code for one in error.recipients]
            if all(code >= 500 for code in codes):
                return Unreachable(f"{max(codes)}")
            return Later("recipient refused for now")
        case aiosmtplib.SMTPConnectError() | aiosmtplib.SMTPConnectTimeoutError():
            return Later(type(error).__name__)
        case aiosmtplib.SMTPAuthenticationError():
            return Later(type(error).__name__, stops_all=True)
        case aiosmtplib.SMTPResponseException(code=code):
            return Refused(f"{code}") if code >= 500 else Later(f"{code}")
        case _:
            # The connection broke while the letter was on its way.
            return Ambiguous(type(error).__name__)
