"""How an invitation travels: the line to type, the link to open, the picture to scan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.mistakes import OperatorMistake

QR_SCALE = 8  # pixels of one module: readable on a printed page and on a screen


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

    def draw(text: str) -> None:
        import segno

        segno.make_qr(text, error="m").save(str(path), kind="png", scale=QR_SCALE)

    return draw
