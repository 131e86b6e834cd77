"""What is said when a message could not be brought to somebody."""

from __future__ import annotations

from collections.abc import Sequence

from bot.texts.names import channel, joined
from bot.texts.people import name_of
from progress.persons import Person


def unreachable(person: Person, agencies: Sequence[str], through: str) -> str:
    """For the coordinators: whom the assistant no longer reaches, and what can be done."""
    return (
        f"Không gửi được tin cho đầu mối {name_of(person)} ({joined(agencies)}) qua {channel(through)}: "
        "người nhận đã chặn hoặc xóa cuộc trò chuyện.\n"
        "Anh/chị nhắc người đó mở lại cuộc trò chuyện và nhắn một tin bất kỳ, "
        "hoặc gõ /moi để mời đầu mối khác."
    )
