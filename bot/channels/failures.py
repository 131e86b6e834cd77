"""The last net of every channel: a failure gets a reference for the log and one sentence for the person."""

from __future__ import annotations

import secrets

from bot.dialogue.messages import Outgoing

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0 O 1 I, which are misheard on the phone
REFERENCE_LENGTH = 6


def new_reference() -> str:
    """A short word that ties what a person was told to what the log says."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(REFERENCE_LENGTH))


def apology(reference: str) -> Outgoing:
    """What the person is told when no answer could be made."""
    return Outgoing(f"Xin lỗi, có lỗi khi trả lời. Mã tra cứu: {reference}.")
