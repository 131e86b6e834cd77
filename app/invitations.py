"""How an invitation travels: the line to type, the link to open, the picture to scan."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.mistakes import OperatorMistake

QR_SCALE = 8  # pixels of one module: readable on a printed page and on a screen


@dataclass(frozen=True, slots=True)
class Cards:
    """Invitations as the dialogue hands them over; without the bot's name they have no link."""

    bot_name: str | None

    def link(self, code: str) -> str | None:
        return invitation_link(self.bot_name, code)

    def picture(self, text: str) -> bytes:
        """A text as a QR picture, PNG."""
        drawn = io.BytesIO()
        _draw(text, drawn)
        return drawn.getvalue()


def registration_command(code: str) -> str:
    return f"/dangky {code}"


def invitation_link(bot_name: str | None, code: str) -> str | None:
    """The address that opens the bot with the code; None where the bot's name is not set."""
    return f"https://t.me/{bot_name}?start={code}" if bot_name else None


def open_qr(path: Path) -> Callable[[str], None]:
    """What draws a text as a QR picture into a file only this account can read. Raises OperatorMistake."""
    if path.suffix.lower() != ".png":
        raise OperatorMistake(f"{path}: mã QR được ghi thành tệp .png.")
    try:
        path.touch(mode=0o600)  # whoever sees the picture can use the invitation
        path.chmod(0o600)
    except OSError as error:
        raise OperatorMistake(f"{path}: không ghi được ({error.strerror}).") from None

    return lambda text: _draw(text, str(path))


def _draw(text: str, where: str | io.BytesIO) -> None:
    import segno

    segno.make_qr(text, error="m").save(where, kind="png", scale=QR_SCALE)
