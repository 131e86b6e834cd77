"""The two thumbs under an answer, for channels with buttons."""

from __future__ import annotations

from bot.dialogue.messages import Choice, Outgoing


def rating_choices(outgoing: Outgoing) -> tuple[Choice, ...]:
    """Hữu ích or chưa đúng; nothing when the answer may not be rated."""
    if not outgoing.feedback:
        return ()
    return (
        Choice("👍 Hữu ích", f"rate:up:{outgoing.feedback}"),
        Choice("👎 Chưa đúng", f"rate:down:{outgoing.feedback}"),
    )
