"""How a channel without buttons shows numbered choices and takes the number back."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.choosing import place_chosen
from bot.dialogue.messages import Choice, Outgoing

CHOOSE = "Chọn bằng cách gõ số:"


def render(outgoing: Outgoing, first: int = 1) -> str:
    """The whole message as plain text; choices are numbered from ``first``."""
    if not outgoing.choices:
        return outgoing.full_text
    choices = "\n".join(
        f"{number}. {choice.label}" for number, choice in enumerate(outgoing.choices, start=first)
    )
    return f"{outgoing.full_text}\n\n{CHOOSE}\n{choices}".lstrip()


def pressed(text: str, choices: Sequence[Choice]) -> Choice | None:
    """The choice a person named by its number or by its whole label; None when the text is something else."""
    place = place_chosen(text, [choice.label for choice in choices])
    return None if place is None else choices[place]
