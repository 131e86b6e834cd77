"""What Telegram says of our bot, asked once by an operator."""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels.telegram.connection import TelegramOptions, make_bot


@dataclass(frozen=True, slots=True)
class BotStanding:
    """``waiting`` updates were not fetched yet; ``last_error`` is Telegram's own text, "" for none."""

    username: str
    webhook_url: str
    waiting: int
    last_error: str


async def inspect(options: TelegramOptions) -> BotStanding:
    """Changes nothing. Raises TelegramError, InvalidToken among them."""
    bot = make_bot(options)
    try:
        await bot.initialize()  # asks who the token belongs to
        webhook = await bot.get_webhook_info()
    finally:
        await bot.shutdown()
    return BotStanding(
        bot.username, webhook.url, webhook.pending_update_count, webhook.last_error_message or ""
    )
