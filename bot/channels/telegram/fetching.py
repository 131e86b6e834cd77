"""Files of Telegram messages, fetched by the handle that the update carried."""

from __future__ import annotations

import structlog
from telegram import Bot
from telegram.constants import FileSizeLimit
from telegram.error import BadRequest, TelegramError

from bot.dialogue.attachments import AttachmentGone, AttachmentTooLarge
from bot.dialogue.messages import Attachment

LIMIT = int(FileSizeLimit.FILESIZE_DOWNLOAD)  # bytes; a bot is given nothing larger
FETCH_PATIENCE_SECONDS = 60.0

_log = structlog.get_logger(__name__)


async def fetch(bot: Bot, attachment: Attachment) -> bytes:
    """Raises AttachmentTooLarge and AttachmentGone."""
    if attachment.size > LIMIT:
        raise AttachmentTooLarge(LIMIT)
    try:
        file = await bot.get_file(attachment.reference)
        if (file.file_size or 0) > LIMIT:
            raise AttachmentTooLarge(LIMIT)
        return bytes(await file.download_as_bytearray(read_timeout=FETCH_PATIENCE_SECONDS))
    except BadRequest as error:
        if "too big" in error.message.lower():
            raise AttachmentTooLarge(LIMIT) from None
        raise AttachmentGone from None
    except TelegramError as error:
        # The address of the file, which the error may show, contains the token.
        _log.warning("telegram_file_not_fetched", trouble=type(error).__name__)
        raise AttachmentGone from None
