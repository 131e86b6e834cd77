"""What a Telegram update says to us, and whether it is for us at all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from telegram import (
    Audio,
    CallbackQuery,
    Chat,
    Document,
    Message,
    MessageEntity,
    PhotoSize,
    Update,
    Video,
    Voice,
)
from telegram.constants import ChatType

from bot.commands import addressed_bot, parse_command
from bot.dialogue.messages import Attachment, Incoming

CHANNEL = "telegram"
ALLOWED_UPDATES = ("message", "edited_message", "callback_query")
# A question put right at once is asked again; an old message tidied up later is not.
EDIT_WINDOW = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class BotName:
    """Who we are on Telegram; ``username`` without the @."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer goes: the chat, its forum topic, and in groups the message it answers."""

    chat: int
    topic: int | None = None
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """A message for us and the place for its answer; ``callback`` is the press to acknowledge."""

    incoming: Incoming
    place: Place
    callback: str | None = None


def receive(update: Update, bot: BotName, received_at: dt.datetime) -> Received | None:
    """The message an update carries; None when it is not meant for the bot.

    In private every message is; in groups only commands, replies to the bot and mentions of it.
    ``received_at`` is aware, UTC.
    """
    if update.callback_query:
        return _receive_press(update.update_id, update.callback_query, received_at)
    message = update.message or update.edited_message
    if not message or not message.from_user:
        return None
    if update.edited_message and not _is_prompt_correction(update.edited_message):
        return None
    sender = _sender(message)
    if sender is None or not _has_content(message):
        return None
    text = message.text or message.caption or ""
    if _is_group(message.chat):
        if not _is_for_us(message, text, bot):
            return None
        text = _without_mention(message, bot)
    incoming = Incoming(
        channel=CHANNEL,
        conversation=_conversation(message.chat, sender),
        sender=str(sender),
        message_id=str(update.update_id),
        text=text,
        received_at=received_at,
        attachments=_attachments(message),
        sender_name=_name(message),
        is_group=message.chat.type != ChatType.PRIVATE,
    )
    return Received(incoming, _place(message, answers=True))


def chat_of(update: Update) -> int | None:
    """The chat whose order an update belongs to; None for updates outside any chat."""
    return update.effective_chat.id if update.effective_chat else None


def _receive_press(update_id: int, query: CallbackQuery, received_at: dt.datetime) -> Received | None:
    # The message is missing when the button stood under an inline result or a message too old to name.
    if not query.data or not query.message:
        return None
    message = query.message
    label = ""
    topic = None
    if isinstance(message, Message):
        topic = _place(message, answers=False).topic
        buttons = (
            [button for row in message.reply_markup.inline_keyboard for button in row]
            if message.reply_markup
            else []
        )
        label = next((button.text for button in buttons if button.callback_data == query.data), "")
    incoming = Incoming(
        channel=CHANNEL,
        conversation=_conversation(message.chat, query.from_user.id),
        sender=str(query.from_user.id),
        message_id=str(update_id),
        text=label,
        received_at=received_at,
        action=query.data,
        sender_name=query.from_user.full_name,
        is_group=message.chat.type != ChatType.PRIVATE,
    )
    return Received(incoming, Place(message.chat.id, topic), callback=query.id)


def _is_group(chat: Chat) -> bool:
    return chat.type in (ChatType.GROUP, ChatType.SUPERGROUP)


def _is_prompt_correction(message: Message) -> bool:
    if message.chat.type != ChatType.PRIVATE or not message.text or not message.edit_date:
        return False
    return message.edit_date - message.date <= EDIT_WINDOW


def _sender(message: Message) -> int | None:
    """Whose message it is; None for posts of the linked channel and for other bots."""
    if message.is_automatic_forward or not message.from_user:
        return None
    if message.sender_chat:  # an administrator who writes in the name of the group
        return message.sender_chat.id
    return None if message.from_user.is_bot else message.from_user.id


def _name(message: Message) -> str:
    if message.sender_chat:
        return message.sender_chat.title or ""
    return message.from_user.full_name if message.from_user else ""


def _has_content(message: Message) -> bool:
    """False for service messages: somebody joined, a title changed, a message was pinned."""
    return bool(message.text or message.effective_attachment)


def _conversation(chat: Chat, sender: int) -> str:
    # In a group each person has a thread of thought of their own.
    return str(chat.id) if chat.type == ChatType.PRIVATE else f"{chat.id}:{sender}"


def _place(message: Message, *, answers: bool) -> Place:
    topic = message.message_thread_id if message.is_topic_message else None
    reply_to = message.message_id if answers and _is_group(message.chat) else None
    return Place(message.chat.id, topic, reply_to)


def _is_for_us(message: Message, text: str, bot: BotName) -> bool:
    named = addressed_bot(text)
    if named is not None:
        if named:
            return named.lower() == bot.username.lower()
        # Other bots listen in the group too: a command that is not ours is theirs.
        command = parse_command(text)
        return command is not None and command[0].is_for("group")
    answered = message.reply_to_message
    if answered and answered.from_user and answered.from_user.id == bot.id:
        return True
    return bool(_mentions(message, bot))


def _mentions(message: Message, bot: BotName) -> list[MessageEntity]:
    entities = message.parse_entities() if message.text else message.parse_caption_entities()
    return [
        entity
        for entity, words in entities.items()
        if (entity.type == MessageEntity.MENTION and words.lower() == f"@{bot.username.lower()}")
        or (entity.type == MessageEntity.TEXT_MENTION and entity.user and entity.user.id == bot.id)
    ]


def _without_mention(message: Message, bot: BotName) -> str:
    """The text without our own name, which says whom it is for and nothing about the question."""
    units = (message.text or message.caption or "").encode("utf-16-le")
    for entity in sorted(_mentions(message, bot), key=lambda entity: -entity.offset):
        start, end = entity.offset * 2, (entity.offset + entity.length) * 2
        units = units[:start] + units[end:]
    return " ".join(units.decode("utf-16-le", errors="replace").strip(" ,:-\n").split(" "))


def _attachments(message: Message) -> tuple[Attachment, ...]:
    match message.effective_attachment:
        case Document() | Audio() | Video() as file:
            name, media_type = file.file_name or "", file.mime_type or ""
        case Voice() as file:
            name, media_type = "", file.mime_type or ""
        case [*_, PhotoSize() as file]:  # the sizes of one photo, the largest last
            name, media_type = "", "image/jpeg"
        case _:
            return ()
    return (Attachment(name, media_type, int(file.file_size or 0), file.file_id),)
